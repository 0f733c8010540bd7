// What hubs tell of sources: subscriptions, and what was pushed and is not read yet.
import type { PushMode, PushOffer, PushSubscription } from '../../model/push.ts'

/** What is there, for the decision whom to ask. */
export interface PushSurvey {
  /** Of sources that are watched. */
  readonly offers: readonly { readonly source: string; readonly offer: PushOffer }[]
  readonly subscriptions: readonly PushSubscription[]
}

/** What is to become of subscriptions. */
export interface PushChanges {
  readonly subscribe: readonly PushSubscription[]
  /** Callbacks of those to be given up with the hub's knowledge, and of those to be forgotten at once. */
  readonly leave: readonly string[]
  readonly forget: readonly string[]
}

/** Something that a hub sent. */
export interface Push {
  readonly callback: string
  readonly source: string
  readonly receivedAt: number
  readonly contentType: string | null
  readonly body: Uint8Array
}

export interface WaitingPush extends Push {
  readonly id: number
}

export interface Confirmation {
  readonly mode: PushMode
  readonly now: number
  readonly leaseUntil: number
  /** When the lease is to be renewed. */
  readonly renewAt: number
}

export interface Pushes {
  survey(): Promise<PushSurvey>
  /** What a source says of its hubs; null: nothing. */
  offer(source: string): Promise<PushOffer | null>
  change(changes: PushChanges, now: number): Promise<void>
  /** Subscriptions whose hub is to be asked something now, the longest due first. */
  due(now: number, limit: number): Promise<readonly PushSubscription[]>
  /** The hub is about to be asked: from now on it may confirm. Counts as a failure until it does. */
  asking(callback: string, mode: PushMode, nextTryAt: number): Promise<void>
  find(callback: string): Promise<PushSubscription | null>
  /** False: that was not asked for, or is confirmed already; nothing changes. What is given up is forgotten. */
  confirm(callback: string, confirmation: Confirmation): Promise<boolean>
  /** The hub refuses; it is asked again at `nextTryAt`. */
  deny(callback: string, nextTryAt: number, now: number): Promise<void>
  /** False: too much waits already, of this source or of all. */
  keep(push: Push): Promise<boolean>
  /** Sources of which something waits to be read, the longest waiting first. */
  waiting(limit: number): Promise<readonly string[]>
  /** What waits longest of a source. */
  next(source: string): Promise<WaitingPush | null>
  /** It cannot be read. */
  drop(id: number): Promise<void>
  /** The source is visited soon: not within a minute of its last visit, nor before the time for which its server wants peace. */
  hasten(source: string, now: number): Promise<void>
}

export interface PushStore {
  readonly pushes: Pushes
}
