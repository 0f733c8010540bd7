// What `check --online` says of the sources that it visited.
import type { OnlineCheck } from '../app.ts'
import { count } from './amounts.ts'
import type { Screen } from './context.ts'
import { colours, tableLines } from './print.ts'
import { beneath } from './sheet.ts'

/** Of more sources than this only those are shown that need to be looked at. */
const mostRows = 50

export function isFailed({ outcome }: OnlineCheck): boolean {
  return outcome === 'failed' || outcome === 'gone'
}

export function onlineShape({ movedTo, ...check }: OnlineCheck) {
  return { ...check, moved_to: movedTo }
}

/** A line for each source, and beneath it what is wrong. */
export function describeOnline(found: readonly OnlineCheck[], screen: Screen): string {
  const wanted = found.length <= mostRows ? found : notable(found)
  const shown = wanted.slice(0, mostRows)
  const paint = colours(screen.isTerminal)
  const rows = shown.map(({ id, outcome, read, titles, categories }) => [
    id,
    outcome,
    String(read),
    titles[0] ?? '',
    categories.slice(0, 3).join(', '),
  ])
  const [heading, ...lines] = tableLines(['source', 'outcome', 'entries', 'newest', 'categories'], rows, screen)
  const said = lines.flatMap((line, at) => {
    const check = shown[at]
    if (check === undefined) return []
    return [isFailed(check) ? paint.red(line) : line, ...beneath(detailsOf(check), screen).map(paint.yellow)]
  })
  const left = wanted.length - shown.length
  const more = left === 0 ? [] : [`… and ${count(left)} more to look at (--json shows all)`]
  return [...(shown.length === 0 ? [] : [heading, ...said]), ...more, verdict(found, screen)].join('\n')
}

/** What needs to be looked at, the worst first. */
function notable(found: readonly OnlineCheck[]): readonly OnlineCheck[] {
  const ranks = [
    isFailed,
    ({ outcome, read }: OnlineCheck) => outcome === 'throttled' || read === 0,
    (check: OnlineCheck) => detailsOf(check).length > 0,
  ]
  const rankOf = (check: OnlineCheck) => ranks.findIndex((holds) => holds(check)) + 1 || ranks.length + 1
  return found.filter((check) => rankOf(check) <= ranks.length).sort((a, b) => rankOf(a) - rankOf(b))
}

function detailsOf({ code, message, announced, movedTo, warnings }: OnlineCheck): readonly string[] {
  return [
    ...(code === null ? [] : [`${code}: ${message ?? ''}`]),
    ...announced.filter((url) => message?.includes(url) !== true).map((url) => `it announces ${url} too`),
    ...(movedTo === null ? [] : [`it has moved for good to ${movedTo}`]),
    ...warnings.slice(0, 3),
  ]
}

function verdict(found: readonly OnlineCheck[], { isTerminal }: Screen): string {
  const { green, red } = colours(isTerminal)
  const failed = found.filter(isFailed).length
  const entries = found.reduce((sum, { read }) => sum + read, 0)
  if (found.length === 0) return 'No source is enabled.'
  if (failed > 0) return red(`${count(failed)} of ${count(found.length)} sources fail; the others show ${count(entries)} entries.`)
  return green(`No source fails; ${count(entries)} entries in ${count(found.length)} ${found.length === 1 ? 'source' : 'sources'}.`)
}
