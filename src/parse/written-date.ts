// The first half of a written date: its day, by the shapes that feeds use.
import { inDigits, withoutConnectives } from './date-words.ts'
import { monthOf } from './month-names.ts'

export interface WrittenDate {
  /** Null when the text leaves it out. */
  readonly year: number | null
  readonly month: number
  readonly day: number
  /** What follows the day: time, zone, or neither. */
  readonly rest: string
}

type Parts = Readonly<Record<string, string | undefined>>

/** Named by what they hold: `first` and `second` are day and month in an order still to be found. Tried from the top. */
const shapes: readonly RegExp[] = [
  /^(?<year>\d{4})\s?[-/.]\s?(?<month>\d{1,2})(?:\s?[-/.]\s?(?<day>\d{1,2})\.?)?(?!\d)(?<rest>.*)$/,
  /^(?<day>\d{1,2})(?:st|nd|rd|th|er|[aoe])?[\s./-]*(?<name>\p{L}{3,12})[\s.,/-]*(?<year>\d{4}(?!\d)|\d{2}(?![\d:]))(?<rest>.*)$/iu,
  /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?<rest>(?:T|\s|\d\d:?\d\d).*)?$/i,
  /^(?<name>\p{L}{3,12})[\s.-]+(?<day>\d{1,2})(?:st|nd|rd|th)?[\s.,-]+(?<year>\d{4})(?!\d)(?<rest>.*)$/iu,
  // C's asctime, Java's Date, date(1)
  /^(?<name>[a-z]{3,9})\s(?<day>\d{1,2})\s(?<time>\d{1,2}:\d\d:\d\d)\s?(?<zone>.*?)\s?(?<year>\d{4})$/i,
  /^(?<day>\d{1,2})\s(?<name>[a-z]{3,9})\s(?<time>\d{1,2}:\d\d:\d\d)\s?(?<zone>.*?)\s?(?<year>\d{4})$/i,
  /^(?<first>\d{1,2})(?<mark>[./-])\s?(?<second>\d{1,2})\k<mark>\s?(?<year>\d{4})(?!\d)(?<rest>.*)$/,
  /^(?<year>\d{4})[\s./-]+(?<name>\p{L}{3,12})[\s./-]+(?<day>\d{1,2})(?!\d)\.?(?<rest>.*)$/iu,
  /^(?<year>\d{4})-?W(?<week>\d\d)(?:-?(?<weekday>[1-7]))?(?<rest>[T\s].*)?$/i,
  /^(?<year>\d{4})-?(?<ordinal>\d{3})(?<rest>[T\s].*)?$/i,
  /^(?<name>\p{L}{3,12})[\s.,]+(?<year>\d{4})$/iu,
  /^(?<year>\d{4})$/,
  /^--(?<month>\d{1,2})-(?<day>\d{1,2})(?!\d)(?<rest>.*)$/,
  /^(?<name>\p{L}{3,12})[\s.]+(?<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s(?<rest>\d{1,2}:.*))?$/iu,
  /^(?<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?<name>\p{L}{3,12})\.?(?:,?\s(?<rest>\d{1,2}:.*))?$/iu,
]

const weekday = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?[\s,]+|\p{L}[\p{L}\s.]*,\s*)/iu
/** RFC 822 §3.4.3; what tells the offset is more than a comment. */
const comment = /\((?:\s*((?:gmt|utc)\s*[+\-−][\d:]+)\s*|(?:[^()\\]|\\.)*)\)/gi

/** Null when the line begins with no day of a calendar; whether the day exists is not checked. */
export function writtenDate(line: string): WrittenDate | null {
  const plain = inDigits(uncommented(line)).replace(weekday, '')
  return shaped(plain) ?? shaped(withoutConnectives(plain))
}

/** Comments may stand in comments. */
function uncommented(line: string): string {
  if (!line.includes('(')) return line
  const less = line.replace(comment, (_, zone?: string) => ` ${zone ?? ''} `)
  return less === line ? line : uncommented(less.replace(/\s+/g, ' ').trim())
}

function shaped(line: string): WrittenDate | null {
  for (const shape of shapes) {
    const parts = shape.exec(line)?.groups
    const date = parts === undefined ? null : dateOf(parts)
    if (date !== null) return date
  }
  return null
}

function dateOf(parts: Parts): WrittenDate | null {
  const year = parts.year === undefined ? null : fullYear(parts.year)
  const rest = parts.time === undefined ? (parts.rest ?? '') : `${parts.time} ${parts.zone}`
  if (year !== null && parts.week !== undefined) return { ...ofWeek(year, Number(parts.week), Number(parts.weekday ?? 1)), rest }
  if (year !== null && parts.ordinal !== undefined) return { ...ofOrdinal(year, Number(parts.ordinal)), rest }
  const [day, month] = parts.first === undefined ? [Number(parts.day ?? 1), monthIn(parts)] : inOrder(parts)
  return month === 0 ? null : { year, month, day, rest }
}

function monthIn({ month, name }: Parts): number {
  return name === undefined ? Number(month ?? 1) : monthOf(name)
}

/** Day and month. With dots the day comes first all over Europe; else one of them must be too large for a month, or both the same. */
function inOrder({ first, second, mark }: Parts): readonly [number, number] {
  const [one, two] = [Number(first), Number(second)]
  if (mark === '.' || one > 12 || one === two) return [one, two]
  return two > 12 ? [two, one] : [0, 0]
}

/** RFC 2822 §4.3, but 50–69 are no years of feeds. */
function fullYear(year: string): number {
  if (year.length !== 2) return Number(year)
  return Number(year) + (year < '70' ? 2000 : 1900)
}

/** ISO 8601: week 1 is the one with 4 January. Month 13 when the year has no such week. */
function ofWeek(year: number, week: number, weekday: number): Omit<WrittenDate, 'rest'> {
  const fourth = new Date(Date.UTC(year, 0, 4))
  const firstMonday = 4 - ((fourth.getUTCDay() + 6) % 7)
  const thursday = new Date(Date.UTC(year, 0, firstMonday + (week - 1) * 7 + 3))
  if (thursday.getUTCFullYear() !== year) return { year, month: 13, day: 1 }
  return dayOf(new Date(Date.UTC(year, 0, firstMonday + (week - 1) * 7 + weekday - 1)))
}

function ofOrdinal(year: number, ordinal: number): Omit<WrittenDate, 'rest'> {
  const date = new Date(Date.UTC(year, 0, ordinal))
  return date.getUTCFullYear() === year ? dayOf(date) : { year, month: 13, day: 1 }
}

function dayOf(date: Date): Omit<WrittenDate, 'rest'> {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}
