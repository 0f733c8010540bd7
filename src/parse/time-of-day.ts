// The second half of a written date: what follows the day.

export interface TimeOfDay {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
  /** The text behind it: an offset, the name of a zone, or nothing. */
  readonly zone: string
}

const lead = String.raw`^[T\s,:]*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`
const halfOfDay = String.raw`([ap])\.?\s?m\b\.?`
const toTheMinute = new RegExp(String.raw`${lead}(\d{1,2}):?(\d\d)(?::?(\d{1,2})(?:[.,](\d+))?)?(?![\d:])\s*(?:${halfOfDay})?\s*(.*)$`, 'i')
/** `8 PM`, and ISO 8601's `T20`. */
const toTheHour = new RegExp(String.raw`${lead}(\d{1,2})\s*${halfOfDay}\s*(.*)$|^T(\d\d)(?!\d)(.*)$`, 'i')
const bareZone = /^\s*(?:z|[+\-−]\d\d:?\d\d)?$/i

/** Null when it is no time; a day without one begins at midnight. Not checked: 25:61 is read as written. */
export function timeOfDay(rest: string): TimeOfDay | null {
  const [, hour, minute, second, fraction, half, zone] = toTheMinute.exec(rest) ?? []
  if (hour !== undefined) {
    const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
    return { hour: hourOf(Number(hour), half), minute: Number(minute), second: Number(second ?? 0), ms, zone: zone ?? '' }
  }
  const [, hourOfHalf, hourHalf, halfZone, hourAlone, hourZone] = toTheHour.exec(rest) ?? []
  const only = hourOfHalf ?? hourAlone
  if (only !== undefined) return { ...midnight, hour: hourOf(Number(only), hourHalf), zone: halfZone ?? hourZone ?? '' }
  return bareZone.test(rest) ? { ...midnight, zone: rest.trim() } : null
}

const midnight = { hour: 0, minute: 0, second: 0, ms: 0 }

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}
