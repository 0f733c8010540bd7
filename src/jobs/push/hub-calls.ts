// What hubs call back for (W3C WebSub §5.2, §5.3, §7): they ask whether we meant it, refuse, or send what is new.
import type { PushMode, PushSubscription } from '../../model/push.ts'
import type { Deps } from '../deps.ts'
import { isSigned } from './push-signature.ts'
import { pushTicket } from './read-push.ts'

const second = 1_000
const day = 86_400 * second
/** A hub may grant what it likes; we ask again after a month at the latest. */
const longestLeaseMs = 30 * day
/** Where it does not say (an older protocol): sooner than any would end. */
const unknownLeaseMs = day
const soonestRenewalMs = 10 * 60 * second
/** Hubs that refused are asked again after so long: they may have been told of the feed since. */
const deniedForMs = day

/** What a hub asks at a callback, as it stands in the query. */
export interface HubQuestion {
  readonly mode: string
  readonly topic: string
  readonly challenge: string
  readonly leaseSeconds: string | null
}

/** What a hub sends. */
export interface HubPush {
  readonly body: Uint8Array
  readonly contentType: string | null
  readonly signature: string | null
  /** What its Link headers call the topic; null: they do not. */
  readonly self: string | null
}

type CallDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'meter' | 'queue'>

/** What is to be answered; null: nobody here has asked for that (§5.3: 404). An answer to a refusal is empty. */
export async function answerHub(callback: string, question: HubQuestion, deps: CallDeps): Promise<string | null> {
  const subscription = await deps.store.pushes.find(callback)
  if (subscription === null || question.topic !== subscription.topic) return null
  if (question.mode === 'denied') return noteDenial(subscription, deps)
  const isMode = question.mode === 'subscribe' || question.mode === 'unsubscribe'
  return isMode && question.challenge !== '' ? confirm(subscription, { ...question, mode: question.mode }, deps) : null
}

async function noteDenial({ callback, source, hub }: PushSubscription, { store, clock, log }: CallDeps): Promise<string> {
  const now = clock.now()
  await store.pushes.deny(callback, now + deniedForMs, now)
  log.warn({ sourceId: source, hub: new URL(hub).host }, 'the hub refuses to push; the source is visited as others are')
  return ''
}

/** Only what was asked for is confirmed, and once: what somebody repeats afterwards changes nothing. */
async function confirm(
  { callback, source, hub }: PushSubscription,
  { mode, challenge, leaseSeconds }: HubQuestion & { readonly mode: PushMode },
  { store, clock, log }: CallDeps,
): Promise<string | null> {
  const now = clock.now()
  const leaseMs = leaseOf(leaseSeconds)
  const renewAt = now + Math.max((leaseMs * 2) / 3, soonestRenewalMs)
  if (!(await store.pushes.confirm(callback, { mode, now, leaseUntil: now + leaseMs, renewAt: Math.round(renewAt) }))) return null
  log.info(
    { sourceId: source, hub: new URL(hub).host, mode },
    mode === 'subscribe' ? 'the hub pushes from now on' : 'the hub pushes no more',
  )
  return challenge
}

function leaseOf(seconds: string | null): number {
  const given = seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * second : unknownLeaseMs
  return Math.min(given, longestLeaseMs)
}

/** Where hubs may send something: `gone`: not any more; `unknown`: never. */
export async function receives(callback: string, { store }: CallDeps): Promise<'open' | 'gone' | 'unknown'> {
  const subscription = await store.pushes.find(callback)
  if (subscription === null) return 'unknown'
  return subscription.state === 'leaving' ? 'gone' : 'open'
}

/** Takes in what a hub sends. Whoever sends learns nothing of what becomes of it (§7.1, §8). */
export async function takePush(callback: string, push: HubPush, deps: CallDeps): Promise<void> {
  const { store, clock, log, meter, queue } = deps
  const subscription = await store.pushes.find(callback)
  if (subscription === null) return
  const { source, topic, secret, hub } = subscription
  if (!isSigned(push.body, push.signature, secret)) {
    meter.add('pushes_total', { outcome: 'unsigned' })
    log.warn({ sourceId: source, hub: new URL(hub).host }, 'a push without the right signature is ignored')
    return
  }
  // A thin ping, or about something else: a visit will tell.
  const isOther = push.self !== null && push.self !== topic
  const { body, contentType } = push
  const isKept = body.length > 0 && !isOther && (await store.pushes.keep({ callback, source, receivedAt: clock.now(), contentType, body }))
  meter.add('pushes_total', { outcome: isKept ? 'taken' : 'visit' })
  if (isKept) await queue.push([pushTicket(source)])
  else await store.pushes.hasten(source, clock.now())
}

/** More is sent than can be held: its source is visited soon. */
export async function visitInstead(callback: string, { store, clock }: CallDeps): Promise<void> {
  const subscription = await store.pushes.find(callback)
  if (subscription !== null) await store.pushes.hasten(subscription.source, clock.now())
}
