// What `check --online` says of the sources that it visited.
import type { OnlineCheck } from '../app.ts'
import type { Context } from './context.ts'
import { colours, tableLines } from './print.ts'

/** Of more sources than this only those are shown that need to be looked at. */
const mostRows = 50

export function isFailed({ outcome }: OnlineCheck): boolean {
  return outcome === 'failed' || outcome === 'gone'
}

export function onlineShape({ movedTo, ...check }: OnlineCheck) {
  return { ...check, moved_to: movedTo }
}

/** A line for each source, and beneath it what is wrong. */
export function describeOnline(found: readonly OnlineCheck[], context: Context): string {
  const shown = found.length <= mostRows ? found : found.filter(isNotable).slice(0, mostRows)
  const paint = colours(context.isTerminal)
  const rows = shown.map(({ id, outcome, read, titles, categories }) => [
    id,
    outcome,
    String(read),
    titles[0] ?? '',
    categories.slice(0, 3).join(', '),
  ])
  const [heading, ...lines] = tableLines(['source', 'outcome', 'entries', 'newest', 'categories'], rows, context)
  const said = lines.flatMap((line, at) => {
    const check = shown[at]
    if (check === undefined) return []
    return [isFailed(check) ? paint.red(line) : line, ...detailsOf(check).map((detail) => paint.yellow(`    ${detail}`))]
  })
  const left = found.length - shown.length
  const more = left === 0 ? [] : [`… and ${left} more sources (--json shows all)`]
  return [...(shown.length === 0 ? [] : [heading, ...said]), ...more, verdict(found, context)].join('\n')
}

function isNotable(check: OnlineCheck): boolean {
  return isFailed(check) || check.outcome === 'throttled' || check.read === 0 || detailsOf(check).length > 0
}

function detailsOf({ code, message, announced, movedTo, warnings }: OnlineCheck): readonly string[] {
  return [
    ...(code === null ? [] : [`${code}: ${message ?? ''}`]),
    ...announced.map((url) => `it announces ${url}`),
    ...(movedTo === null ? [] : [`it has moved for good to ${movedTo}`]),
    ...warnings.slice(0, 3),
  ]
}

function verdict(found: readonly OnlineCheck[], { isTerminal }: Context): string {
  const { green, red } = colours(isTerminal)
  const failed = found.filter(isFailed).length
  const entries = found.reduce((sum, { read }) => sum + read, 0)
  if (found.length === 0) return 'No source is enabled.'
  if (failed > 0) return red(`${failed} of ${found.length} sources fail; the others show ${entries} entries.`)
  return green(`All ${found.length} sources can be read; they show ${entries} entries.`)
}
