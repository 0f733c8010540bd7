// Which hubs are to be asked to push, and which to stop. Pure.
import type { PushOffer, PushSubscription } from '../../model/push.ts'
import type { Settings } from '../../model/settings.ts'
import type { PushChanges, PushSurvey } from '../../store/port/push.ts'
import { sourceOf } from '../deps.ts'
import { declined } from './push-offer.ts'

export interface Planning {
  readonly settings: Settings
  readonly now: number
  /** What nobody can guess, another one each time. */
  readonly secret: () => string
}

/** What must change so that every source that announces a hub, and may be told of, has one subscription, at a hub that it names now. */
export function planPushes({ offers, subscriptions }: PushSurvey, { settings, now, secret }: Planning): PushChanges {
  const wanted = new Map(offers.filter((one) => isWanted(one, settings)).map(({ source, offer }) => [source, offer]))
  const living = subscriptions.filter(({ state }) => state !== 'leaving')
  const right = living.filter((one) => isRight(one, wanted.get(one.source), settings))
  const kept = new Map(right.map((one) => [one.source, one]))
  const left = living.filter((one) => kept.get(one.source) !== one)
  const missing = [...wanted].filter(([source]) => !kept.has(source))
  return {
    subscribe: missing.flatMap(([source, offer]) => subscriptionOf({ source, offer, hub: offer.hubs[0] }, { settings, now, secret }) ?? []),
    leave: left.filter((one) => isKnownToHub(one, settings)).map(({ callback }) => callback),
    forget: left.filter((one) => !isKnownToHub(one, settings)).map(({ callback }) => callback),
  }
}

interface Wanted {
  readonly source: string
  readonly offer: PushOffer
  readonly hub: string | undefined
}

/** One that is yet to be asked for, with a callback and a secret of its own: what one hub knows opens nothing for another. Null: there is no hub. */
export function subscriptionOf({ source, offer, hub }: Wanted, { settings, now, secret }: Planning): PushSubscription | null {
  const server = settings.serve.url
  if (hub === undefined || server === null) return null
  const fresh = { state: 'wanted', pending: null, leaseUntil: null, lastPushAt: null, failures: 0, nextTryAt: now } as const
  return { callback: secret(), secret: secret(), source, hub, topic: offer.topic, server, ...fresh }
}

function isWanted({ source: id, offer }: PushSurvey['offers'][number], settings: Settings): boolean {
  const source = sourceOf(settings, id)
  return source?.enabled === true && declined(source, offer, settings) === null
}

function isRight({ hub, topic, server }: PushSubscription, offer: PushOffer | undefined, { serve }: Settings): boolean {
  return offer?.topic === topic && offer.hubs.includes(hub) && server === serve.url
}

/** It can be told to stop, and there is something to stop. A hub that was only asked may still confirm. */
function isKnownToHub({ state, pending }: PushSubscription, { serve }: Settings): boolean {
  return serve.url !== null && (state === 'active' || pending === 'subscribe')
}
