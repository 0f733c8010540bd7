// `plan --markdown`: a comment for a pull request that changes the config.
import type { Plan } from '../model/plan.ts'
import { planCounts } from '../model/plan-shape.ts'
import { count } from './amounts.ts'
import { categoryLines, entryLines, feedLine, sourceLimits } from './plan-sheet.ts'
import { harmless } from './print.ts'

interface Commenting {
  /** The config's file, as it was named. */
  readonly config: string
  /** Examples of each kind of change. */
  readonly most: number
}

export function planComment(plan: Plan, { config, most }: Commenting): string {
  const { sources, feeds } = plan
  const parts = [
    `### Newsstand: what ${code(config)} would change`,
    countsTable(plan),
    ...entryLines(plan).flatMap(({ label, lines }) => listOf(label, lines, most)),
    ...listOf(
      'categories',
      categoryLines(plan).flatMap(({ lines }) => lines),
      most,
    ),
    ...listOf('feeds', feeds.map(feedLine), most),
    ...listOf(
      'sources added',
      sources.added.map((id) => `${id}: not read yet`),
      most,
    ),
    ...listOf(
      'sources removed',
      sources.removed.map((id) => `${id}: its entries stay`),
      most,
    ),
    ...listOf(
      'sources renamed',
      sources.renamed.map(({ from, to }) => `${from} → ${to}`),
      most,
    ),
    ...listOf('limits', sourceLimits(sources.reread, 'UTC'), most),
    `_${count(sources.reread.length)} sources were read anew from what is kept of them; nothing was stored, nobody was asked._`,
  ]
  return `${parts.join('\n\n')}\n`
}

function countsTable(plan: Plan): string {
  const counts = planCounts(plan)
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const names = Object.keys(counts)
  return [row(names), row(names.map(() => '--:')), row(Object.values(counts).map(count))].join('\n')
}

function listOf(label: string, lines: readonly string[], most: number): readonly string[] {
  if (lines.length === 0) return []
  const shown = lines.slice(0, most).map((line) => `- ${escaped(line)}`)
  const rest = lines.length > most ? [`- … and ${count(lines.length - most)} more`] : []
  return [`<details><summary>${label}: ${count(lines.length)}</summary>\n\n${[...shown, ...rest].join('\n')}\n\n</details>`]
}

function code(text: string): string {
  return `\`${harmless(text).replaceAll('`', "'")}\``
}

/** Titles come from the web: they are text, neither markup nor mentions. */
function escaped(line: string): string {
  return harmless(line)
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, (mark) => `&#${mark.charCodeAt(0)};`)
    .replaceAll('@', '&#64;')
}
