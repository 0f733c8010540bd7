// What the bench of polling measured, against its targets.
import { median } from './measure.ts'
import { type Spent, sides } from './poll-sides.ts'
import type { Figure, Report } from './report.ts'

/** One visit of one side to so many feeds. */
export interface Sample {
  readonly what: string
  readonly side: string
  readonly feeds: number
  readonly spent: Spent
}

const ours = sides.ours.name

/** What is shown for each kind of visit, and how many times the other sides' cost ours may be. */
const rows: readonly { readonly what: string; readonly shown: string; readonly most: Readonly<Record<string, number>> }[] = [
  { what: 'cold', shown: 'all new', most: { [sides.limit.name]: 6, [sides.typical.name]: 1.2, [sides.newsboat.name]: 0.25 } },
  { what: 'warm', shown: 'all 304', most: { [sides.limit.name]: 1.5, [sides.typical.name]: 0.6 } },
  { what: 'changed', shown: '5 % with 3 new entries', most: { [sides.limit.name]: 2, [sides.typical.name]: 0.6 } },
  { what: 'unchanged', shown: 'unchanged, all 200', most: { [sides.typical.name]: 0.1 } },
]

/** Of an unchanged answer of 200, to one of 304. */
const mostOfItsOwn = 1.5
/** Megabytes, all new. */
const mostMemory = 300
const slowRows: typeof rows = [
  { what: 'cold, slow', shown: 'all new, 20–300 ms latency', most: {} },
  { what: 'warm, slow', shown: 'all 304, 20–300 ms latency', most: { [sides.limit.name]: 1.3, [sides.typical.name]: 0.1 } },
]

export function figuresOf(samples: readonly Sample[]): Report {
  const of = (what: string, value: (sample: Sample) => number) =>
    medians(
      samples.filter((sample) => sample.what === what),
      value,
    )
  const cpu = (what: string) => of(what, ({ feeds, spent }) => spent.cpuMs / feeds)
  return [
    ...rows.flatMap(({ what, shown, most }) => beside(cpu(what), { what: shown, unit: 'ms/feed', most })),
    ...ofItsOwn(cpu('unchanged').get(ours), cpu('warm').get(ours)),
    ...slowRows.flatMap(({ what, shown, most }) =>
      beside(
        of(what, ({ spent }) => spent.wallMs / 1000),
        { what: shown, unit: 's', most },
      ),
    ),
    ...memory(of('cold', ({ spent }) => spent.peakMb)),
    ...beside(cpu('publishing'), { what: 'settling and publishing', unit: 'ms/feed', most: {} }),
  ]
}

function medians(samples: readonly Sample[], value: (sample: Sample) => number): ReadonlyMap<string, number> {
  const names = [...new Set(samples.map(({ side }) => side))]
  return new Map(names.map((name) => [name, median(samples.filter(({ side }) => side === name).map(value))]))
}

interface Row {
  readonly what: string
  readonly unit: string
  readonly most: Readonly<Record<string, number>>
}

function beside(values: ReadonlyMap<string, number>, { what, unit, most }: Row): readonly Figure[] {
  const own = values.get(ours) ?? Number.NaN
  return [...values].map(([side, value]) => {
    const wanted = most[side]
    const ratio = own / value
    return {
      what,
      side,
      value,
      unit,
      ratio: side === ours ? null : ratio,
      target: wanted === undefined ? null : `ours ≤ ${wanted} ×`,
      isMet: wanted === undefined ? null : ratio <= wanted,
    }
  })
}

function ofItsOwn(unchanged = Number.NaN, warm = Number.NaN): readonly Figure[] {
  const ratio = unchanged / warm
  const side = `${ours}, its own 304`
  return [
    {
      what: 'unchanged, all 200',
      side,
      value: warm,
      unit: 'ms/feed',
      ratio,
      target: `ours ≤ ${mostOfItsOwn} ×`,
      isMet: ratio <= mostOfItsOwn,
    },
  ]
}

function memory(megabytes: ReadonlyMap<string, number>): readonly Figure[] {
  return [...megabytes].map(([side, value]) => {
    const isOurs = side === ours
    return {
      what: 'peak memory, all new',
      side,
      value,
      unit: 'MB',
      ratio: null,
      target: isOurs ? `≤ ${mostMemory} MB` : null,
      isMet: isOurs ? value <= mostMemory : null,
    }
  })
}
