// Feeds a second, by CPU time: ours beside `feed`, feedsmith and template strings, by turns in one process.
import type { FeedFormat } from '../../src/model/paths.ts'
import { cpuSeconds } from './measure.ts'
import type { BenchOptions, Figure, Report } from './report.ts'
import { makeItems, type Writer, writers } from './writers.ts'

/** A feed of this many items is some 115 KB; a round of so many feeds takes about a second. */
const items = 50
const feedsAtOnce = 400
const ours = 'newsstand'
const formats: readonly FeedFormat[] = ['rss', 'atom', 'json']

/** How many times as fast as these ours must be at least. */
const wantedSpeed: Readonly<Record<string, number>> = { feed: 4, template: 1 / 1.3 }

export async function writerFigures({ rounds }: Pick<BenchOptions, 'rounds'>): Promise<Report> {
  const sides = await writers(makeItems(items))
  const figures: Figure[] = []
  for (const format of formats) {
    const text = await cpuSeconds(
      worksOn(sides, (side) => side.text(format).length),
      rounds,
    )
    const bytes = await cpuSeconds(
      worksOn(sides, (side) => side.bytes(format).length),
      rounds,
    )
    const what = `${format} of ${items} items`
    figures.push(...speeds(what, text, format === 'json' ? {} : wantedSpeed), ...speeds(`${what}, in UTF-8`, bytes))
  }
  return figures
}

function worksOn(sides: Readonly<Record<string, Writer>>, write: (side: Writer) => number) {
  return Object.fromEntries(Object.entries(sides).map(([name, side]) => [name, async () => writeMany(name, () => write(side))]))
}

function writeMany(name: string, write: () => number): void {
  for (let feeds = 0; feeds < feedsAtOnce; feeds++)
    if (write() < items * 1_000) throw new Error(`${name} left items out: what it is measured at is not the same work`)
}

function speeds(
  what: string,
  seconds: Readonly<Record<string, number>>,
  targets: Readonly<Record<string, number>> = {},
): readonly Figure[] {
  const own = seconds[ours] ?? Number.NaN
  return Object.entries(seconds).map(([side, spent]) => {
    const ratio = spent / own
    const wanted = targets[side]
    return {
      what,
      side,
      value: feedsAtOnce / spent,
      unit: 'feeds/s',
      ratio: side === ours ? null : ratio,
      target: wanted === undefined ? null : `ours ≥ ${wanted.toFixed(2)} ×`,
      isMet: wanted === undefined ? null : ratio >= wanted,
    }
  })
}
