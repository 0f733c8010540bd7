// Tells hubs elsewhere which feeds changed (W3C WebSub §6, which leaves the way open: this is how public hubs want it).
import type { HubPing } from '../../model/hub.ts'
import type { Deps } from '../deps.ts'
import { retryMs } from './hub-deliver.ts'
import { topicUrl } from './hub-topics.ts'

const claimedAtOnce = 50
/** A hub that fails so often in a row is down: the rest waits, too. */
const mostFailures = 3

export interface Pinger {
  /** Tells a hub what it has to learn; nothing is begun after `until`. */
  ping(hub: string, until: number, deps: Deps): Promise<void>
  isPaused(hub: string, now: number): boolean
}

/** Remembers which hubs are down. */
export function hubPinger(): Pinger {
  const pauses = new Map<string, { readonly rounds: number; readonly until: number }>()
  return {
    isPaused: (hub, now) => (pauses.get(hub)?.until ?? 0) > now,
    ping: async (hub, until, deps) => {
      const isUp = await pingAll(hub, until, deps)
      if (isUp) pauses.delete(hub)
      else {
        const rounds = (pauses.get(hub)?.rounds ?? 0) + 1
        pauses.set(hub, { rounds, until: deps.clock.now() + retryMs(rounds) })
      }
    },
  }
}

async function pingAll(hub: string, until: number, deps: Deps): Promise<boolean> {
  const { store, clock } = deps
  let failures = 0
  for (;;) {
    const now = clock.now()
    const pings = now < until ? await store.hub.duePings(hub, { now, limit: claimedAtOnce }) : []
    if (pings.length === 0) return true
    for (const one of pings) {
      failures = (await pingOne(hub, one, deps)) ? 0 : failures + 1
      if (failures === mostFailures) return false
    }
  }
}

/** Some hubs call the topic `hub.topic`, most `hub.url`. */
async function pingOne(hub: string, ping: HubPing, { store, fetcher, settings, clock, log, meter }: Deps): Promise<boolean> {
  const topic = topicUrl(ping.path, settings.site)
  const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic }).toString()
  const outcome = await fetcher.post({ url: hub, headers: {}, contentType: 'application/x-www-form-urlencoded', body, isAskedFor: true })
  meter.add('hub_pings_total', { outcome: outcome.kind === 'accepted' ? 'accepted' : 'failed' })
  if (outcome.kind === 'accepted') {
    await store.hub.pinged(hub, ping)
    return true
  }
  await store.hub.pingFailed(hub, ping, clock.now() + retryMs(ping.failures + 1))
  log.warn({ topic: ping.path, attempt: ping.failures + 1, message: outcome.message }, 'a hub could not be told of a feed')
  return false
}
