// How long an RSS channel calls itself fresh, and when it rests.
import { all, type Element, first, textAt, textOf } from './element.ts'

const minute = 60_000
const periodMs: ReadonlyMap<string, number> = new Map(
  Object.entries({
    hourly: 60 * minute,
    daily: 1440 * minute,
    weekly: 10_080 * minute,
    monthly: 43_200 * minute,
    yearly: 525_600 * minute,
  }),
)

/** `ttl` in minutes, else the syndication module's period (daily where only the frequency is given) divided by its frequency; in milliseconds. */
export function ttlOf(channel: Element): number | null {
  const minutes = numberAt(channel, 'rss:ttl')
  if (minutes !== null && minutes > 0) return Math.round(minutes * minute)
  const frequency = numberAt(channel, 'sy:updatefrequency')
  const period = periodMs.get(textAt(channel, 'sy:updateperiod')?.toLowerCase() ?? (frequency === null ? '' : 'daily'))
  return period === undefined ? null : Math.round(period / Math.max(frequency ?? 1, 1))
}

/** rssboard.org/skip-hours-days: hours in GMT, 0–23; some write 24 for midnight. */
export function skipHoursOf(channel: Element): readonly number[] {
  const written = all(first(channel, 'rss:skiphours'), 'rss:hour').map((hour) => textOf(hour).trim())
  const hours = written.filter((hour) => /^\d\d?$/.test(hour)).map(Number)
  return [...new Set(hours.filter((hour) => hour <= 24).map((hour) => hour % 24))]
}

function numberAt(channel: Element, name: string): number | null {
  const text = textAt(channel, name)
  return text !== null && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null
}
