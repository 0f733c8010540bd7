import { longest } from './bounds.ts'

const hour = 3_600_000

/**
 * The first instant at or after `at` that lies in none of these hours of the day in GMT (RSS 2.0 `skipHours`), `spreadMs` into the hour
 * that follows them. Within a day of `now`: where the next free hour is further away, the last one before `at`.
 */
export function outsideHours(at: number, hours: readonly number[], { now, spreadMs }: { now: number; spreadMs: number }): number {
  const skipped = new Set(hours)
  const isFree = (ordinal: number) => !skipped.has(ordinal % 24)
  const wanted = Math.floor(at / hour)
  if (isFree(wanted) || skipped.size >= 24) return at
  let next = wanted
  while (!isFree(next)) next++
  const opening = next * hour + Math.min(spreadMs, hour - 1)
  if (opening <= now + longest) return opening
  let before = wanted
  while (!isFree(before)) before--
  return Math.max((before + 1) * hour - 1 - Math.min(spreadMs, hour - 1), now)
}
