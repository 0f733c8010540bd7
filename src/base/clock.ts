/** The present moment, passed in so that tests own it. Instants are milliseconds since 1970. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that stands still: one run or tick calls one moment "now", whatever order its polls end in. */
export function stoppedAt(now: number): Clock {
  return { now: () => now }
}
