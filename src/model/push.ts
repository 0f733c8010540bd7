// WebSub: what is told of a source by a hub, before it is visited (W3C WebSub, subscriber's part).

/** What a feed says of who tells of it, as its last document that was read had it. */
export interface PushOffer {
  /** Hubs, in the order in which they are named; never none. */
  readonly hubs: readonly string[]
  /** The address under which hubs know the feed. */
  readonly topic: string
  /** Where the document was read: what its relative addresses are relative to, when a hub sends it as well. */
  readonly base: string
}

/** What the next request to the hub asks for, or the last one has asked for. */
export type PushMode = 'subscribe' | 'unsubscribe'

/**
 * `wanted`: to be asked for, or asked for and not confirmed yet; `active`: confirmed; `denied`: the hub refused; `leaving`: to be given up.
 * What is given up and confirmed, or has run out, is forgotten.
 */
export type PushState = 'wanted' | 'active' | 'denied' | 'leaving'

/** One subscription at one hub. */
export interface PushSubscription {
  /** Names its callback; a secret, and never another's. */
  readonly callback: string
  readonly source: string
  readonly hub: string
  readonly topic: string
  /** Where the server could be reached from outside when it was asked for: the beginning of the callback's address. */
  readonly server: string
  /** Signs what the hub sends. */
  readonly secret: string
  readonly state: PushState
  /** What the hub was asked for and has not confirmed: only that may be confirmed. */
  readonly pending: PushMode | null
  /** The hub tells of the source until then. */
  readonly leaseUntil: number | null
  readonly lastPushAt: number | null
  /** Requests in a row that the hub did not confirm. */
  readonly failures: number
  /** When the hub is asked next. */
  readonly nextTryAt: number
}

/** Where hubs call back. */
export const callbackPath = 'hub/in/'

/** The address of a callback; a secret, as its name is. */
export function callbackUrl({ server, callback }: Pick<PushSubscription, 'server' | 'callback'>): string {
  return `${server}${callbackPath}${callback}`
}

/** What people may know of it: no callback, no secret. */
export interface PushStanding extends Pick<PushSubscription, 'hub' | 'state' | 'leaseUntil' | 'lastPushAt' | 'failures'> {
  /** It has told of something before a visit found it: visits are rarer while it does. */
  readonly isTrusted: boolean
}
