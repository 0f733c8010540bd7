// Spans, sizes and counts as people of the site's language say them.
import type { SiteSettings } from '../../model/settings.ts'
import { languageOf } from '../languages.ts'

const units = [
  { name: 'day', ms: 86_400_000, from: 2 },
  { name: 'hour', ms: 3_600_000, from: 2 },
  { name: 'minute', ms: 60_000, from: 1 },
  { name: 'second', ms: 1_000, from: 0 },
] as const

export interface Amounts {
  /** `5 min`: one unit is enough to know what to expect. */
  readonly span: (ms: number) => string
  /** `5 min ago`, `in 5 min`. */
  readonly fromNow: (at: number, now: number) => string
  readonly size: (bytes: number) => string
  readonly count: (number: number) => string
  /** A moment in the site's zone. */
  readonly moment: (at: number) => string
  /** `yyyy-mm-dd` of a day since 1970. */
  readonly day: (day: number) => string
}

/** Formats cost more to make than to use. */
const made = new Map<string, Amounts>()

export function amountsOf({ language, timezone }: Pick<SiteSettings, 'language' | 'timezone'>): Amounts {
  const locale = languageOf(language) === 'zh' ? 'zh-CN' : 'en'
  const key = `${locale} ${timezone}`
  const amounts = made.get(key) ?? formatsOf(locale, timezone)
  made.set(key, amounts)
  return amounts
}

function formatsOf(locale: string, timeZone: string): Amounts {
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' })
  const spans = new Map(units.map(({ name }) => [name, new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' })]))
  const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'].map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumSignificantDigits: 3 }),
  )
  const counts = new Intl.NumberFormat(locale)
  // Swedish writes dates as ISO 8601 does.
  const moments = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return {
    span: (ms) => {
      const { name, ms: each } = unitOf(ms)
      return spans.get(name)?.format(Math.round(Math.abs(ms) / each)) ?? ''
    },
    fromNow: (at, now) => {
      const { name, ms } = unitOf(at - now)
      return relative.format(Math.round((at - now) / ms), name)
    },
    size: (bytes) => {
      const power = Math.min(Math.max(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 0), sizes.length - 1)
      return sizes[power]?.format(bytes / 1024 ** power) ?? ''
    },
    count: (number) => counts.format(number),
    moment: (at) => moments.format(at),
    day: (day) => new Date(day * 86_400_000).toISOString().slice(0, 10),
  }
}

function unitOf(ms: number): (typeof units)[number] {
  return units.find(({ ms: each, from }) => Math.abs(ms) >= each * from) ?? units[3]
}
