// Asks at callbacks whether a subscription was meant (W3C WebSub §5.3), and says there which ones have ended (§5.2).
import { unguessable } from '../../base/unguessable.ts'
import type { FetchOutcome } from '../../fetch/fetcher.ts'
import type { HubRequest } from '../../model/hub.ts'
import type { Deps } from '../deps.ts'

/** Nobody else asks meanwhile: longer than the host may take, and wait for its turn. */
const takenMs = 60_000
/** Nothing but the challenge is expected; a redirect is no answer (§5.3.1). */
const limits = { visitMs: 10_000, redirects: 0, wireBytes: 1_024, bodyBytes: 1_024 }
const challengeBytes = 24

/** One request after the other of those whose callbacks are on this host, each asked once. Nothing is begun after `until`. */
export async function answerRequests(host: string, deps: Deps, until = Number.POSITIVE_INFINITY): Promise<void> {
  const { store, clock, node } = deps
  for (;;) {
    const now = clock.now()
    const request = now < until ? await store.hub.claimRequest(host, { now, until: now + takenMs, by: node }) : null
    if (request === null) return
    await answer(request, host, deps)
  }
}

async function answer(request: HubRequest, host: string, deps: Deps): Promise<void> {
  const { store, clock, log, meter } = deps
  const { kind, address: topic } = request
  if (kind === 'denied') {
    await deny(request, deps)
    return store.hub.drop(request)
  }
  const since = clock.now()
  const isMeant = await verify(request, deps)
  meter.add('hub_requests_total', { mode: kind, outcome: isMeant ? 'confirmed' : 'dropped' })
  log.info({ hub: kind, topic, host }, isMeant ? 'a subscriber confirmed what it asked for' : 'nobody confirmed what the hub was asked for')
  return isMeant ? store.hub.confirm(request, since) : store.hub.drop(request)
}

async function verify(request: HubRequest, deps: Deps): Promise<boolean> {
  const challenge = unguessable(challengeBytes)
  const { kind, address, leaseMs } = request
  const lease = kind === 'subscribe' ? { 'hub.lease_seconds': String(leaseMs / 1_000) } : {}
  const outcome = await visit(request, { 'hub.mode': kind, 'hub.topic': address, 'hub.challenge': challenge, ...lease }, deps)
  return outcome.kind === 'fetched' && Buffer.from(challenge).equals(outcome.body)
}

/** Told once; whoever misses it learns from the lease. */
function deny(request: HubRequest, deps: Deps): Promise<FetchOutcome> {
  return visit(request, { 'hub.mode': 'denied', 'hub.topic': request.address, 'hub.reason': 'There is no such feed any more' }, deps)
}

function visit({ callback }: HubRequest, said: Readonly<Record<string, string>>, { fetcher, settings }: Deps): Promise<FetchOutcome> {
  const visitMs = Math.min(limits.visitMs, settings.poll.limits.visitMs)
  const asking = { isOperators: false, obeysRobots: false, accept: '*/*', headers: {}, etag: null, lastModified: null }
  return fetcher.fetch({ url: withQuery(callback, said), ...asking, limits: { ...limits, visitMs } })
}

/** Its own parameters stay as they are written, and come first (§5.1.1). */
function withQuery(callback: string, said: Readonly<Record<string, string>>): string {
  const joint = callback.includes('?') ? '&' : '?'
  return callback + joint + new URLSearchParams(said).toString()
}
