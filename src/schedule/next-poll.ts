import { nextCronInstant } from './cron.ts'

const minute = 60_000
const day = 86_400_000

/** Bounds of an interval that nobody wrote down, of a back-off, and of what Retry-After may ask (design §11). */
const shortest = minute
const longest = day

/** What decides when a source is visited next. Spans and instants in milliseconds. */
export interface NextPoll {
  /** As the operator wrote it; null: `defaultEveryMs` adapts. */
  readonly everyMs: number | null
  readonly defaultEveryMs: number
  /** Cron expression on the clocks of `timezone`; it goes before `everyMs`. */
  readonly schedule: string | null
  readonly timezone: string
  /** Visits in a row that failed, this one included. */
  readonly failures: number
  /** What the last answer says of its own age: coming sooner would find nothing new. */
  readonly hints: { readonly ttlMs: number | null; readonly maxAgeMs: number | null }
  readonly retryAfterMs: number | null
  readonly now: number
  /** 0…1, drawn by the caller. */
  readonly jitter: number
}

/** The instant of the next visit. What the operator wrote is kept as written; only a server's Retry-After puts it off. */
export function nextPollAt(poll: NextPoll): number {
  return Math.max(regularly(poll), allowedFrom(poll))
}

function regularly(poll: NextPoll): number {
  if (poll.schedule !== null) return nextCronInstant(poll.schedule, poll.timezone, poll.now)
  if (poll.everyMs !== null) return poll.now + poll.everyMs
  return poll.now + jittered(backedOff(normal(poll), poll.failures), poll.jitter)
}

function normal({ defaultEveryMs, hints }: NextPoll): number {
  return within(Math.max(defaultEveryMs, hints.ttlMs ?? 0, hints.maxAgeMs ?? 0))
}

/** Twice as long after each failure. */
function backedOff(interval: number, failures: number): number {
  return Math.min(interval * 2 ** failures, longest)
}

/** Up to 10 % later, so that sources added together do not stay together. */
function jittered(interval: number, jitter: number): number {
  return Math.min(Math.round(interval * (1 + jitter / 10)), longest)
}

function allowedFrom({ retryAfterMs, now }: NextPoll): number {
  return retryAfterMs === null ? now : now + within(retryAfterMs)
}

function within(span: number): number {
  return Math.min(Math.max(span, shortest), longest)
}
