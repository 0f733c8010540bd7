// What `explain` shows of how an entry left the public: withdrawn, pruned, deleted at its origin.
import type { Explanation } from '../app.ts'
import { shortTime } from './print.ts'
import type { Sheet } from './sheet.ts'

export function showAway(explanation: Explanation, sheet: Sheet, zone: string): void {
  showRetraction(explanation, sheet, zone)
  showPruning(explanation, sheet, zone)
  showDeletions(explanation, sheet, zone)
}

function showRetraction({ retraction }: Explanation, sheet: Sheet, zone: string): void {
  if (retraction === null) return
  const { at, why, by, rule, isSilent, isShown, shownUntil, remains } = retraction
  const who = rule === null ? by : `takedown ${JSON.stringify(rule)}`
  sheet.line('retracted', `${shortTime(at, zone)}${who === null ? '' : ` by ${who}`}${isSilent ? ', silently' : ''}: ${why}`)
  if (isShown) sheet.line('stub', `stands in feeds until ${shortTime(shownUntil, zone)}`)
  sheet.line('remains', remains)
}

function showPruning({ pruning }: Explanation, sheet: Sheet, zone: string): void {
  if (pruning === null) return
  sheet.line('pruned', shortTime(pruning.at, zone))
  sheet.line('remains', pruning.remains)
}

function showDeletions({ deletions }: Explanation, sheet: Sheet, zone: string): void {
  for (const { source, how, since, by, comment, outcome } of deletions) {
    const said = how === 'entry' ? `${source} names it as deleted on` : `its page is gone for ${source} since`
    sheet.line('deleted', `${said} ${shortTime(since, zone)}${by === null ? '' : ` by ${by}`}${comment === null ? '' : `: “${comment}”`}`)
    sheet.line('follows', outcome)
  }
}
