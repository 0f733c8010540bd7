// Dates as publishers write them → instants.
import { collapseSpace } from '../base/text.ts'
import { isZone, parseIn, parseIsoIn } from '../base/zone.ts'
import { offsetOf } from './offset.ts'

export interface DateContext {
  /** IANA zone of a date that carries none: the source's, never this machine's. */
  readonly timezone: string
  /** luxon tokens, tried first. */
  readonly format: string | null
  /** What relative dates are relative to. */
  readonly now: number
}

/** A date as read off a text; `rest` is what follows the day: time, zone, or neither. */
interface Written {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly rest: string
}

interface Time {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
  readonly zone: string
}

const longest = 100
/** The first day of 1970 is what a clock says that was never set. */
const earliest = 86_400_000
const latest = Date.UTC(2201, 0, 1)

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekday = /^(?:\p{L}+\.?,\s*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\s+)/iu
const yearFirst = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)(.*)$/
const compact = /^(\d{4})(\d\d)(\d\d)(?:T?(\d\d):?(\d\d):?(\d\d)?(.*))?$/i
const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})(?!\d)(.*)$/i
const monthFirst = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)(.*)$/i
/** C's asctime and Java's Date: the year comes last. */
const yearLast = /^([a-z]{3,9})\s+(\d{1,2})\s+(\d{1,2}:\d\d:\d\d)\s*(.*?)\s*(\d{4})$/i
const clock = /^[T\s,]*(\d{1,2}):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?(?![\d:])\s*(.*)$/i

/**
 * RFC 822 and ISO 8601 dates and their relatives, Chinese ones too, seconds or milliseconds since 1970; an explicit zone is kept.
 * Null for what is no date and for days that never were: 30 February, years before 1970 or after 2200.
 */
export function readDate(text: string, context: DateContext): number | null {
  if (text.length > 10 * longest) return null
  const line = collapseSpace(text.normalize('NFKC'))
  if (line === '' || line.length > longest) return null
  const formatted = context.format === null ? null : parseIn(context.timezone, line, context.format)
  const at = formatted ?? sinceEpoch(line) ?? fromWritten(line, context.timezone)
  return at !== null && at >= earliest && at < latest ? at : null
}

function sinceEpoch(line: string): number | null {
  if (/^\d{10}$/.test(line)) return Number(line) * 1000
  return /^\d{13}$/.test(line) ? Number(line) : null
}

function fromWritten(line: string, timezone: string): number | null {
  const written = dateIn(latinized(line).replace(weekday, ''))
  const time = written === null ? null : timeIn(written.rest)
  if (written === null || time === null || !isOnCalendar(written, time)) return null
  return instant(written, time, timezone)
}

/** 2022年1月23日 下午8时41分 → 2022-1-23 8:41 pm */
function latinized(line: string): string {
  if (!/[年月日号時时点分上下星周週]/.test(line)) return line
  const half = /下午|晚上/.test(line) ? ' pm' : ''
  return `${line
    .replace(/\(?(?:星期|周|週)[一二三四五六日天]\)?/, ' ')
    .replace(/上午|下午|早上|晚上|凌晨/, ' ')
    .replace(/\s*[年月]\s*/g, '-')
    .replace(/[日号]/, ' ')
    .replace(/\s*[時时点]\s*/, ':')
    .replace(/分(?=\s*\d)/, ':')
    .replace(/[分秒]/g, ' ')
    .replace(/-\s*$/, '')
    .trim()}${half}`
}

function dateIn(line: string): Written | null {
  const [, y, m, d, rest] = yearFirst.exec(line) ?? []
  if (y !== undefined) return written(y, Number(m), d ?? '1', rest)
  const [, cy, cm, cd, hour, minute, second, tail] = compact.exec(line) ?? []
  if (cy !== undefined) return written(cy, Number(cm), cd, hour === undefined ? '' : `${hour}:${minute}:${second ?? '00'}${tail ?? ''}`)
  const [, dd, dm, dy, dRest] = dayFirst.exec(line) ?? []
  if (dy !== undefined) return written(fullYear(dy), monthOf(dm), dd, dRest)
  const [, mm, md, my, mRest] = monthFirst.exec(line) ?? []
  if (my !== undefined) return written(my, monthOf(mm), md, mRest)
  const [, lm, ld, time, zone, ly] = yearLast.exec(line) ?? []
  if (ly !== undefined) return written(ly, monthOf(lm), ld, `${time} ${zone}`)
  return /^\d{4}$/.test(line) ? written(line, 1, '1', '') : null
}

function written(year: string, month: number, day: string | undefined, rest: string | undefined): Written {
  return { year: Number(year), month, day: Number(day), rest: rest ?? '' }
}

/** RFC 2822 §4.3, but 50–69 are no years of feeds. */
function fullYear(year: string): string {
  if (year.length !== 2) return year
  return year < '70' ? `20${year}` : `19${year}`
}

function monthOf(name: string | undefined): number {
  return months.indexOf(name?.slice(0, 3).toLowerCase() ?? '') + 1
}

/** A day without a time begins at midnight. */
function timeIn(rest: string): Time | null {
  const [, hour, minute, second, fraction, half, zone] = clock.exec(rest) ?? []
  if (hour === undefined) return { hour: 0, minute: 0, second: 0, ms: 0, zone: rest.trim() }
  const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
  // A leap second is read as the second before it.
  return { hour: hourOf(Number(hour), half), minute: Number(minute), second: Math.min(Number(second ?? 0), 60), ms, zone: zone ?? '' }
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0)
}

function isOnCalendar({ year, month, day }: Written, { hour, minute, second }: Time): boolean {
  const midnight = new Date(Date.UTC(year, month - 1, day))
  const isDay = month >= 1 && midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day
  return isDay && (hour < 24 || (hour === 24 && minute === 0 && second === 0)) && minute < 60 && second <= 60
}

function instant(date: Written, time: Time, timezone: string): number | null {
  const utc = Date.UTC(date.year, date.month - 1, date.day, time.hour, time.minute, Math.min(time.second, 59), time.ms)
  const zone = time.zone.replace(/\([^()]*\)/g, '').trim()
  if (zone.includes('/') && isZone(zone)) return localTime(utc, zone)
  const offset = offsetOf(zone, timezone)
  if (offset === 'unreadable') return null
  return offset === 'none' ? localTime(utc, timezone) : utc - offset * 60_000
}

/** Reads the wall clock of a zone; `wall` is that clock's time taken as UTC. */
function localTime(wall: number, zone: string): number | null {
  return parseIsoIn(zone, new Date(wall).toISOString().slice(0, -1))
}
