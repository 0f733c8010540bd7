// What `merge` and `split` tell people: which entry stays, and what became of the other.
import type { CorrectionReport } from '../app.ts'
import { count } from './amounts.ts'
import type { Screen } from './context.ts'
import { colours } from './print.ts'
import { openSheet, type Sheet } from './sheet.ts'

export function describeCorrection(report: CorrectionReport, screen: Screen): string {
  const { kind, entry, other, isRetracted, published } = report
  const paint = colours(screen.isTerminal)
  const sheet = openSheet(screen)
  const states = { merged: paint.green('merged'), one: paint.yellow('one entry already'), split: paint.green('split') }
  sheet.heading(entry.title === '' ? '(without title)' : entry.title, states[kind])
  if (kind === 'merged' && entry.id !== null && !isRetracted)
    sheet.line('why it', 'it was published first; for ever, whatever later polls bring')
  sheet.line('id', entry.id ?? 'given when it is published')
  sheet.line('page', entry.page)
  if (isRetracted) sheet.line('readers', paint.yellow('it is retracted, and so is what became it: nothing is left of either text'))
  if (kind === 'merged') tellGone(other, sheet)
  if (kind === 'split') tellTaken(other, sheet)
  if (kind === 'one') sheet.line('done', 'nothing was to be done; "newsstand explain" says why they are one')
  else sheet.line('published', `${count(published.files)} files in ${count(published.categories)} categories`)
  return sheet.text
}

function tellGone(gone: CorrectionReport['other'], sheet: Sheet): void {
  if (gone === null || gone.id === null) return
  sheet.line('gone', `${gone.id}: nothing else is ever given it`)
  if (gone.page !== null) sheet.line('leads', `${gone.page} leads to the page above (301 from the server)`)
}

function tellTaken(taken: CorrectionReport['other'], sheet: Sheet): void {
  if (taken === null) return
  sheet.line('taken', taken.title === '' ? '(without title)' : taken.title)
  sheet.line('its id', taken.id ?? 'given when it is published')
  sheet.line('its page', taken.page ?? 'none yet: "newsstand explain" says what it waits for')
}
