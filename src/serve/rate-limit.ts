// How often somebody may call what changes something: so many at once, then as they come back.
import { type Clock, systemClock } from '../base/clock.ts'

export interface Rate {
  readonly atOnce: number
  readonly perSecond: number
}

export interface RateLimit {
  /** Takes one call of this client, if there is one left. How long to wait otherwise, in whole seconds; 0: it may go on. */
  take(client: string): number
}

interface Bucket {
  left: number
  at: number
}

/** So many clients are told apart; the one that called the longest ago is forgotten. */
const maxClients = 10_000

/** Each client has a rate of its own, and all of them together one, so that many addresses help nobody. */
export function rateLimit(perClient: Rate, inAll: Rate, clock: Clock = systemClock): RateLimit {
  const clients = new Map<string, Bucket>()
  const all: Bucket = { left: inAll.atOnce, at: clock.now() }
  return {
    take: (client) => {
      const now = clock.now()
      const own = clients.get(client) ?? { left: perClient.atOnce, at: now }
      clients.delete(client)
      clients.set(client, own)
      for (const oldest of clients.keys()) if (clients.size > maxClients) clients.delete(oldest)
      refill(own, perClient, now)
      refill(all, inAll, now)
      const waitSeconds = Math.max(missing(own, perClient), missing(all, inAll))
      if (waitSeconds > 0) return Math.ceil(waitSeconds)
      own.left -= 1
      all.left -= 1
      return 0
    },
  }
}

function refill(bucket: Bucket, { atOnce, perSecond }: Rate, now: number): void {
  bucket.left = Math.min(atOnce, bucket.left + (Math.max(0, now - bucket.at) / 1_000) * perSecond)
  bucket.at = now
}

function missing({ left }: Bucket, { perSecond }: Rate): number {
  return left >= 1 ? 0 : (1 - left) / perSecond
}
