// When a source is visited next.
import { delayed, jittered, longest, within } from './bounds.ts'
import { nextCronInstant } from './cron.ts'
import { outsideHours } from './skip-hours.ts'

/** What decides when a source is visited next. Spans and instants in milliseconds. */
export interface NextPoll {
  /** As the operator wrote it; null: `intervalMs` decides. */
  readonly everyMs: number | null
  /** As often as the source changes (pace.ts). */
  readonly intervalMs: number
  /** Cron expression on the clocks of `timezone`; it goes before `everyMs`. */
  readonly schedule: string | null
  readonly timezone: string
  /** Visits in a row that failed, this one included. */
  readonly failures: number
  readonly hints: Hints
  /** For how long a hub that has kept its word will tell what is new; null: nobody tells. */
  readonly pushedMs: number | null
  readonly retryAfterMs: number | null
  /** When this visit was due. */
  readonly dueAt: number
  readonly now: number
  /** 0…1, drawn by the caller. */
  readonly jitter: number
}

/** What document and answer say of their own age: coming sooner would find nothing new. */
interface Hints {
  /** RSS `ttl`, sy:updatePeriod. */
  readonly ttlMs: number | null
  /** Cache-Control, Expires. */
  readonly maxAgeMs: number | null
  /** Hours of the day in GMT. */
  readonly skipHours: readonly number[]
}

/** A source whose hub tells what is new is visited this often at least: hubs forget, too. */
const longestTrustMs = 6 * 3_600_000

/** The instant of the next visit. What the operator wrote is kept as written; only a server's Retry-After puts it off. */
export function nextPollAt(poll: NextPoll): number {
  return Math.max(regularly(poll), allowedFrom(poll))
}

function regularly(poll: NextPoll): number {
  const { schedule, everyMs, failures, hints, pushedMs, now, jitter } = poll
  if (schedule !== null) return nextCronInstant(schedule, poll.timezone, now)
  if (everyMs !== null) return onTheBeat(everyMs, poll)
  const told = Math.min(pushedMs ?? 0, longestTrustMs)
  const interval = backedOff(within(Math.max(poll.intervalMs, hints.ttlMs ?? 0, hints.maxAgeMs ?? 0, told)), failures)
  return outsideHours(now + jittered(interval, jitter), hints.skipHours, { now, spreadMs: delayed(interval, jitter) - interval })
}

/** Counted from when the visit was due, not from when it ended, or a visit every 30 s would become one every 31. What is past is not made up for. */
function onTheBeat(everyMs: number, { dueAt, now }: NextPoll): number {
  const next = dueAt + everyMs
  return dueAt <= now && next > now ? next : now + everyMs
}

/** Twice as long after each failure. */
function backedOff(interval: number, failures: number): number {
  return Math.min(interval * 2 ** failures, longest)
}

function allowedFrom({ retryAfterMs, now, jitter }: NextPoll): number {
  return retryAfterMs === null ? now : now + delayed(within(retryAfterMs), jitter)
}
