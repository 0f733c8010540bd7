/** The present moment, passed in so that tests own it. Instants are milliseconds since 1970. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
