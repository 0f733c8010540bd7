// Months of archives, in the site's zone. Pure.
import { dayIn, instantIn } from '../../base/zone.ts'

/** Pages close so long after their month: from then on no ordinary edit changes them (design §8). */
const closesAfterMs = 48 * 3_600_000

/** `yyyy-mm` of an instant. Neighbouring instants are mostly of one month: that is not worked out again. */
export function monthsIn(zone: string): (at: number) => string {
  let known = { month: '', from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY }
  return (at) => {
    if (at < known.from || at >= known.to) {
      const month = monthIn(zone, at)
      known = { month, from: at, to: endOf(month, zone) }
    }
    return known.month
  }
}

export function monthIn(zone: string, at: number): string {
  const { yyyy, mm } = dayIn(zone, at)
  return `${yyyy}-${mm}`
}

export function isClosed(month: string, zone: string, now: number): boolean {
  return now >= endOf(month, zone) + closesAfterMs
}

/** When the next month begins. */
function endOf(month: string, zone: string): number {
  return instantIn(zone, Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)))) ?? Number.NEGATIVE_INFINITY
}
