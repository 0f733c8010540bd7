// Asks hubs to push, to go on pushing, and to stop (W3C WebSub §5.1). What they were asked for they confirm at our callback.
import { parseUrl } from '../../base/parse-url.ts'
import { shownUrl } from '../../base/shown-url.ts'
import { callbackUrl, type PushMode, type PushSubscription } from '../../model/push.ts'
import type { Settings } from '../../model/settings.ts'
import type { Deps } from '../deps.ts'
import { planPushes, subscriptionOf } from './push-plan.ts'

const hour = 3_600_000
/** Asked for; the hub decides. */
const leaseSeconds = 10 * 86_400
/** A hub that does not confirm is asked again, each time after twice as long. */
const firstRetryMs = hour
const longestRetryMs = 24 * hour
/** A hub that does not confirm the end of a lease is left to its expiry. */
const mostGoodbyes = 4
const mostRedirects = 3
const atOnce = 4
const mostAtATime = 200
/** What feeds say of their hubs, and what config says of feeds, is looked through this often. */
const surveyMs = 10_000

export interface HubAsker {
  /** Asks what is due to be asked. */
  ask(deps: Deps): Promise<void>
}

type AskerDeps = Pick<Deps, 'store' | 'settings' | 'fetcher' | 'clock' | 'log' | 'secret'>

export function hubAsker(): HubAsker {
  let surveyed: { readonly at: number; readonly settings: Settings } | null = null
  return {
    ask: async (deps) => {
      const now = deps.clock.now()
      if (surveyed?.settings !== deps.settings || Math.abs(now - surveyed.at) >= surveyMs) {
        surveyed = { at: now, settings: deps.settings }
        await survey(deps)
      }
      const due = (await deps.store.pushes.due(now, mostAtATime)).values()
      const askNext = async () => {
        for (const subscription of due) await askFor(subscription, deps)
      }
      await Promise.all(Array.from({ length: atOnce }, askNext))
    },
  }
}

async function survey({ store: { pushes }, settings, clock, secret }: AskerDeps): Promise<void> {
  const now = clock.now()
  const changes = planPushes(await pushes.survey(), { settings, now, secret })
  if (changes.subscribe.length + changes.leave.length + changes.forget.length > 0) await pushes.change(changes, now)
}

async function askFor(subscription: PushSubscription, deps: AskerDeps): Promise<void> {
  const { store, clock, log } = deps
  const { callback, state, failures, source } = subscription
  const mode = state === 'leaving' ? 'unsubscribe' : 'subscribe'
  const now = clock.now()
  if (mode === 'unsubscribe' && failures >= mostGoodbyes) return forget(callback, deps)
  // The last one did not confirm: perhaps another one does.
  if (state === 'wanted' && subscription.pending !== null && (await turnToNext(subscription, deps))) return
  await store.pushes.asking(callback, mode, now + retryMs(failures))
  const asked = await post(subscription.hub, requestOf(subscription, mode), deps)
  const about = { sourceId: source, hub: new URL(subscription.hub).host, mode }
  if (asked === null) log.info(about, 'the hub was asked')
  else {
    log.warn({ ...about, message: asked }, 'the hub could not be asked; it is tried again, or another one')
    if (state === 'wanted') await turnToNext(subscription, deps)
  }
}

async function forget(callback: string, { store, clock }: AskerDeps): Promise<void> {
  await store.pushes.change({ subscribe: [], leave: [], forget: [callback] }, clock.now())
}

/** The next hub that the feed names takes this one's place; false: there is no other. After the last comes, later, the first. */
async function turnToNext(subscription: PushSubscription, deps: AskerDeps): Promise<boolean> {
  const { store, settings, clock, secret } = deps
  const { source, hub, callback, failures } = subscription
  const offer = await store.pushes.offer(source)
  const at = offer?.hubs.indexOf(hub) ?? -1
  if (offer === null || at === -1 || offer.hubs.length < 2) return false
  const isLast = at === offer.hubs.length - 1
  const now = clock.now()
  const next = subscriptionOf({ source, offer, hub: offer.hubs[isLast ? 0 : at + 1] }, { settings, now, secret })
  if (next === null) return false
  const rounds = isLast ? { failures: failures + 1, nextTryAt: now + retryMs(failures) } : { failures }
  await store.pushes.change({ subscribe: [{ ...next, ...rounds }], leave: [], forget: [callback] }, now)
  return true
}

function retryMs(failures: number): number {
  return Math.min(firstRetryMs * 2 ** failures, longestRetryMs)
}

/**
 * §5.1. The secret is sent where the hub has no TLS, too: without it nothing would tell the hub's pushes from those of anybody who
 * has read the callback on the same wire.
 */
function requestOf(subscription: PushSubscription, mode: PushMode): string {
  const asked = { 'hub.mode': mode, 'hub.topic': subscription.topic, 'hub.callback': callbackUrl(subscription) }
  const terms = mode === 'subscribe' ? { 'hub.lease_seconds': String(leaseSeconds), 'hub.secret': subscription.secret } : {}
  return new URLSearchParams({ ...asked, ...terms }).toString()
}

/** Null: the hub will see to it; else why not. A hub may send us on, to another origin, too (307, 308): the request is meant for whom it trusts. */
async function post(hub: string, body: string, deps: AskerDeps, redirects = 0): Promise<string | null> {
  const sentOn: string[] = []
  const outcome = await deps.fetcher.fetch({
    ...{ url: hub, isOperators: false, obeysRobots: false, accept: '*/*', headers: {}, etag: null, lastModified: null },
    post: { contentType: 'application/x-www-form-urlencoded', body },
    onStep: ({ status, received: { location } }) => {
      if ((status === 307 || status === 308) && location !== undefined) sentOn.push(location)
    },
  })
  if (outcome.kind === 'fetched') return null
  if (outcome.kind !== 'failed') return 'message' in outcome ? outcome.message : `the hub answered as if it were a document`
  // §5.1.2: 202 needs no body.
  if (outcome.code === 'empty') return null
  const next = outcome.code === 'redirect-blocked' ? sentOn.at(-1) : undefined
  const target = next === undefined || redirects >= mostRedirects ? null : parseUrl(next, hub)
  return target === null ? shownUrl(outcome.message) : post(target.href, body, deps, redirects + 1)
}
