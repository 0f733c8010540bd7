// Dates as publishers write them → instants.
import { collapseSpace } from '../base/text.ts'
import { dayIn, instantIn, isZone, parseIn } from '../base/zone.ts'
import { withoutConnectives } from './date-words.ts'
import { offsetOf } from './offset.ts'
import { relativeDate } from './relative-date.ts'
import { type TimeOfDay, timeOfDay } from './time-of-day.ts'
import { type WrittenDate, writtenDate } from './written-date.ts'

export interface DateContext {
  /** IANA zone of a date that carries none: the source's, never this machine's. */
  readonly timezone: string
  /** luxon tokens, tried first. */
  readonly format: string | null
  /** What relative dates are relative to. */
  readonly now: number
}

const dayMs = 86_400_000
const longest = 100
/** The first day of 1970 is what a clock says that was never set. */
const earliest = dayMs
const latest = Date.UTC(2201, 0, 1)

/** Where 01-23 08:30 can only be the 23rd of January. */
const monthBeforeDay = /^Asia\/(?:Shanghai|Chongqing|Harbin|Urumqi|Hong_Kong|Macau|Taipei|Tokyo|Seoul)$/

/**
 * RFC 822 and ISO 8601 dates and their relatives, also in the words of Europe and East Asia, seconds or milliseconds since 1970,
 * and dates relative to `now`; an explicit zone is kept. A day without a year is the latest such day, at most a day ahead.
 * Null for what is no date and for days that never were: 30 February, years before 1970 or after 2200.
 */
export function readDate(text: string, context: DateContext): number | null {
  if (text.length > 10 * longest) return null
  const line = collapseSpace(text.normalize('NFKC'))
  if (line === '' || line.length > longest) return null
  const at = formatted(line, context) ?? sinceEpoch(line) ?? fromWritten(line, context) ?? relativeDate(line, context)
  return at !== null && at >= earliest && at < latest ? at : null
}

/** luxon fills what a format leaves out from this machine's clock; here the missing begin of a date comes from `now`. */
function formatted(line: string, { timezone, format, now }: DateContext): number | null {
  if (format === null) return null
  const tokens = format.replace(/'[^']*'/g, '')
  if (/[ykDFfXx]/.test(tokens)) return parseIn(timezone, line, format)
  const { yyyy, mm, dd } = dayIn(timezone, now)
  if (/[LMo]/.test(tokens)) return latestYear(now, (year) => parseIn(timezone, `${year} ${line}`, `yyyy ${format}`))
  if (/d/.test(tokens)) return parseIn(timezone, `${yyyy}-${mm} ${line}`, `yyyy-MM ${format}`)
  return parseIn(timezone, `${yyyy}-${mm}-${dd} ${line}`, `yyyy-MM-dd ${format}`)
}

function sinceEpoch(line: string): number | null {
  if (/^\d{10}(?:\.\d+)?$/.test(line)) return Math.floor(Number(line) * 1000)
  return /^\d{13}$/.test(line) ? Number(line) : null
}

function fromWritten(line: string, { timezone, now }: DateContext): number | null {
  const date = writtenDate(monthBeforeDay.test(timezone) ? line.replace(/^(?=\d{1,2}-\d{1,2} \d{1,2}:)/, '--') : line)
  if (date === null) return null
  const { year, rest } = date
  const readWith = (time: TimeOfDay | null): number | null => {
    if (time === null) return null
    return year === null
      ? latestYear(now, (tried) => instant({ ...date, year: tried }, time, timezone))
      : instant({ ...date, year }, time, timezone)
  }
  return readWith(timeOfDay(rest)) ?? (/\p{L}/u.test(rest) ? readWith(timeOfDay(withoutConnectives(rest))) : null)
}

/** The latest year that gives an instant at most a day ahead; 29 February may be eight years back. */
function latestYear(now: number, read: (year: number) => number | null): number | null {
  const limit = now + dayMs
  const nextYear = new Date(limit).getUTCFullYear() + 1
  for (let year = nextYear; year >= nextYear - 9; year -= 1) {
    const at = read(year)
    if (at !== null && at <= limit) return at
  }
  return null
}

type Dated = WrittenDate & { readonly year: number }

/** Null when there is no such day, time or zone. */
function instant(date: Dated, time: TimeOfDay, timezone: string): number | null {
  if (!isOnCalendar(date, time)) return null
  // A leap second is read as the second before it.
  const wall = Date.UTC(date.year, date.month - 1, date.day, time.hour, time.minute, Math.min(time.second, 59), time.ms)
  const zone = time.zone.replace(/\[[\w/+-]*\]$/, (name) => (time.zone === name ? name.slice(1, -1) : ''))
  if (zone.includes('/') && isZone(zone)) return instantIn(zone, wall)
  const offset = offsetOf(zone.trim(), timezone)
  if (offset === 'unreadable') return null
  return offset === 'none' ? instantIn(timezone, wall) : wall - offset * 60_000
}

function isOnCalendar({ year, month, day }: Dated, { hour, minute, second }: TimeOfDay): boolean {
  const midnight = new Date(Date.UTC(year, month - 1, day))
  // Date.UTC takes the years before 100 for those of the last century.
  const isDay = year >= 100 && month >= 1 && month <= 12 && midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day
  return isDay && (hour < 24 || (hour === 24 && minute === 0 && second === 0)) && minute < 60 && second <= 60
}
