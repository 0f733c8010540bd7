// What became of the rules of a source's fields, for people: the rule that finds nothing is where the page has changed.
import { foundNothing } from '../model/rule-use.ts'
import { count } from './amounts.ts'
import type { Showing } from './sheet.ts'

export function showRules({ trial: { document }, sheet, paint }: Showing): void {
  const uses = document?.uses ?? []
  if (uses.length === 0) return
  sheet.heading('Fields', 'how many items each rule filled')
  for (const use of uses) {
    const share = `${count(use.filled)} of ${count(use.of)}`
    const said = foundNothing(use, uses) ? paint.red(`${share}: it finds nothing`) : use.filled === 0 ? paint.dim(share) : share
    sheet.line(use.field, `${use.rule}  ${said}`)
  }
}
