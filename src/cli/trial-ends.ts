// The last steps of a trial, for people: what a poll would fetch, change and do next.
import type { Trial } from '../app.ts'
import { formatDuration } from '../base/units.ts'
import { driftWords, fallbackWords } from '../model/expectations.ts'
import { about, count, fromNow } from './amounts.ts'
import { shortTime } from './print.ts'
import type { Showing } from './sheet.ts'
import { beginning } from './trial-entries.ts'

export function showArticle({ trial: { article }, sheet, zone, paint }: Showing): void {
  if (article === null) return
  const { wanted, title, steps, found, text, better } = article
  sheet.heading(
    'Article step',
    wanted === 0 ? 'nothing is new, so a poll would fetch none' : `a poll would fetch ${count(wanted)}, one of them here`,
  )
  sheet.line('of', title)
  for (const { url, status, ms } of steps) sheet.line('address', `${url} (${status ?? 'no answer'}, ${ms} ms)`)
  if (found.kind === 'failed') sheet.line('failed', paint.red(found.message))
  if (found.kind === 'read') showFacts(found.article, sheet, zone)
  if (found.kind === 'read' && found.lacks !== null) sheet.line('lacks', paint.yellow(found.lacks))
  if (text !== null) sheet.line('text', beginning(text, paint))
  if (better !== null) sheet.line('readers see', `the text of the ${better.use}: ${better.why}`)
}

type PageArticle = Extract<NonNullable<Trial['article']>['found'], { kind: 'read' }>['article']

/** What its rules found beside the text, and what the page says of itself. */
function showFacts(page: PageArticle, sheet: Showing['sheet'], zone: string): void {
  const date = (at: number | null) => (at === null ? null : shortTime(at, zone))
  const facts: Readonly<Record<string, string | null>> = {
    title: page.title,
    published: date(page.published),
    updated: date(page.updated),
    author: page.authors.length === 0 ? null : page.authors.map(({ name }) => name).join(', '),
    publisher: page.publisher,
    image: page.image,
    canonical: page.canonicalUrl,
    pages: page.pages === 1 ? null : count(page.pages),
  }
  for (const [name, value] of Object.entries(facts)) if (value !== null) sheet.line(name, value)
}

export function showChanges({ trial: { changes }, sheet, paint }: Showing): void {
  if (changes === null) return
  const { isCompared, counts, merges, vetoes, isGap, drift } = changes
  sheet.heading('In the store', isCompared ? 'a poll would make these changes' : paint.dim('none yet, so all is new'))
  sheet.line(
    'entries',
    `${count(counts.new)} new, ${count(counts.updated)} updated, ${count(counts.unchanged)} unchanged, ${count(counts.merged)} merged`,
  )
  for (const { from, into } of merges.slice(0, 5)) sheet.line('merge', paint.yellow(`${from} becomes ${into}`))
  if (merges.length > 5) sheet.line('merge', `… and ${merges.length - 5} more`)
  for (const { key, reason } of vetoes.slice(0, 5)) sheet.line('no key', paint.yellow(`${key}: ${reason}`))
  if (vetoes.length > 5) sheet.line('no key', `… and ${vetoes.length - 5} more`)
  if (isGap) sheet.line('gap', paint.yellow('it shows nothing that it showed before: entries were missed'))
  if (drift.breaks.length > 0) sheet.line('drifting', paint.yellow(driftWords(drift)))
  for (const fallback of drift.fallbacks) sheet.line('fallback', paint.yellow(fallbackWords(fallback)))
}

export function showNext({ trial: { next, source }, sheet, zone, now, paint }: Showing): void {
  sheet.heading('Next poll')
  if (next === null) sheet.line('never', paint.red(source.enabled ? 'it is gone for good' : 'config switches it off: enabled is false'))
  else showTime(next, { sheet, zone, now })
}

function showTime({ at, reasons, poll }: NonNullable<Trial['next']>, { sheet, zone, now }: Pick<Showing, 'sheet' | 'zone' | 'now'>): void {
  sheet.line('at', `${shortTime(at, zone)}, ${fromNow(at, now)}`)
  const words: Readonly<Record<(typeof reasons)[number], string>> = {
    schedule: `its schedule says so: "${poll.schedule ?? ''}" in ${poll.timezone}`,
    every: `config says every ${formatDuration(poll.everyMs ?? 0)}`,
    pace: `as often as it changes, as far as is known: every ${about(poll.intervalMs)}`,
    ttl: `the document calls itself fresh for ${about(poll.hints.ttlMs ?? 0)}`,
    'max-age': `the answer calls itself fresh for ${about(poll.hints.maxAgeMs ?? 0)}`,
    push: 'rarely, since its hub tells what is new and has kept its word',
    failures: `longer after ${poll.failures} ${poll.failures === 1 ? 'failure' : 'failures'} in a row`,
    'skip-hours': 'later, since it rests before that',
    'retry-after': `its server asks to be left alone for ${about(poll.retryAfterMs ?? 0)}`,
  }
  for (const reason of reasons) sheet.line('because', words[reason])
}
