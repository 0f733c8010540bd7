// How a sitemap is divided: by month of publication, a month of more than one file by day, so that what is old stays as it is.
import type { SitemapDay } from '../../model/output.ts'
import { newestOf } from '../../render/sitemap.ts'

export interface SitemapPart {
  /** `yyyy-mm`, or `yyyy-mm-dd`. */
  readonly name: string
  readonly fromDay: number
  /** Included. */
  readonly toDay: number
  readonly addresses: number
  readonly modified: number | null
  /** Changes with what stands in it. */
  readonly version: string
  readonly isStale: boolean
}

const dayMs = 86_400_000

/** In order of time; parts that hold nothing are left out. */
export function sitemapParts(days: readonly SitemapDay[], most: number): readonly SitemapPart[] {
  const months = grouped(days, ({ day }) => nameOf(day).slice(0, 'yyyy-mm'.length))
  const parts = [...months].flatMap(([name, held]) => {
    const month = partOf(name, held)
    return month.addresses <= most ? [month] : held.map((day) => partOf(nameOf(day.day), [day]))
  })
  return parts.filter(({ addresses }) => addresses > 0)
}

function partOf(name: string, days: readonly SitemapDay[]): SitemapPart {
  return {
    name,
    fromDay: days[0]?.day ?? 0,
    toDay: days[days.length - 1]?.day ?? 0,
    addresses: days.reduce((sum, { addresses }) => sum + addresses, 0),
    modified: newestOf(days),
    version: days.map(({ day, wanted }) => `${day}:${wanted}`).join(' '),
    isStale: days.some(({ isStale }) => isStale),
  }
}

function nameOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 'yyyy-mm-dd'.length)
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group === undefined) groups.set(keyOf(value), [value])
    else group.push(value)
  }
  return groups
}
