// WebSub: who is told of our feeds, and what they ask for (W3C WebSub, the hub's part).

/** A public feed in one format. */
export interface Topic {
  /** Where it is published. */
  readonly path: string
  /** Of its category, a former one too; empty: the feed of everything. */
  readonly slug: string
}

/** What somebody asks for, or is to be told of a subscription that ended. */
export type HubRequestKind = 'subscribe' | 'unsubscribe' | 'denied'

/** What is asked for, as far as it can be understood. */
export interface HubWish {
  readonly mode: Exclude<HubRequestKind, 'denied'>
  /** As it was written. */
  readonly topic: string
  /** http or https; as it was written. */
  readonly callback: string
  readonly secret: string | null
  /** Null: as long as the hub likes. */
  readonly leaseSeconds: number | null
}

/** `unknown-topic`: no public feed of ours has this address. `full`: there are too many subscriptions already. */
export type HubAnswer = 'taken' | 'unknown-topic' | 'full'

export interface NewHubRequest {
  readonly kind: HubRequestKind
  readonly topic: Topic
  /** The topic as it was asked for. */
  readonly address: string
  /** Told to nobody: who knows it can pretend to be us. */
  readonly callback: string
  /** A secret, too: signs what is sent; null: nothing is signed. */
  readonly secret: string | null
  readonly leaseMs: number
}

/** Whoever is at the callback has yet to say that it was meant. */
export interface HubRequest extends Omit<NewHubRequest, 'topic'> {
  readonly id: number
  /** How often it was asked again meanwhile: only the last one counts. */
  readonly round: number
}

/** A subscriber that was sent another document than the one that is published. */
export interface HubDelivery {
  /** Of the subscription. */
  readonly id: number
  readonly path: string
  readonly callback: string
  readonly secret: string | null
  /** SHA-256 of what was sent last; null: nothing was. */
  readonly sent: string | null
  /** SHA-256 of what was published when it was looked at last; it may have been written again since. */
  readonly known: string | null
  /** In a row. */
  readonly failures: number
  /** The first of them. */
  readonly failingSince: number | null
}

/** What became of a delivery. `version`: SHA-256 of what was sent, at least as new as what was `known` then. */
export type HubResult =
  | { readonly id: number; readonly kind: 'sent'; readonly version: string; readonly known: string | null }
  /** There is no such subscriber any more. */
  | { readonly id: number; readonly kind: 'gone' }
  /** There was nothing to send. */
  | { readonly id: number; readonly kind: 'unsent'; readonly nextAt: number }
  /** `isLast`: this document is not sent again, the next one is. */
  | { readonly id: number; readonly kind: 'failed'; readonly at: number; readonly nextAt: number; readonly isLast: boolean }

/** A hub elsewhere that has yet to learn that a feed changed. */
export interface HubPing {
  readonly path: string
  readonly version: string
  /** In a row. */
  readonly failures: number
}
