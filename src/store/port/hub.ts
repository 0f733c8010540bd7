// Our WebSub hub: subscriptions, what is asked for, and what subscribers and hubs elsewhere have yet to be told.
import type { DigestName } from '../../model/digest.ts'
import type { HubDelivery, HubPing, HubRequest, HubResult, NewHubRequest, Topic } from '../../model/hub.ts'
import type { HubCounts } from '../../model/status-shape.ts'

/** Until `until` nobody else takes what is taken; `by`: see `releaseLeases`. */
export interface Taking {
  readonly now: number
  readonly until: number
  readonly by: string
}

/** How many there may be at a time, of one host and in all. */
export type HubLimits = Readonly<Record<'requests' | 'subscriptions', { readonly ofHost: number; readonly inAll: number }>>

/** A topic whose file may have been written since it was looked at. */
export interface UnseenTopic extends Topic {
  /** Changes whenever the file may have been written. */
  readonly mark: string
}

export interface SeenTopic {
  readonly path: string
  readonly mark: string
  /** SHA-256 of the file; null: there is none. */
  readonly version: string | null
}

export interface HubStore {
  readonly hub: {
    /** Whether a category is public, or an address of before of a public one. */
    isPublic(slug: string): Promise<boolean>
    /** These topics are looked at from now on. */
    watch(topics: readonly Topic[]): Promise<void>
    /** Public categories of which a format is not watched; empty: the feed of everything. */
    unwatched(): Promise<readonly string[]>
    /** The same of digests. */
    unwatchedDigests(): Promise<readonly DigestName[]>
    unseen(): Promise<readonly UnseenTopic[]>
    /** Whoever was sent another version is to be sent this one. */
    seen(topics: readonly SeenTopic[]): Promise<void>
    /** Takes a request, in the place of an earlier one; `full`: of that host, or in all, there are too many. */
    ask(request: NewHubRequest, at: { readonly now: number; readonly most: HubLimits }): Promise<'taken' | 'full'>
    /** The oldest request of a host that nobody is at. */
    claimRequest(host: string, taking: Taking): Promise<HubRequest | null>
    /** Does what was asked for; nothing, if it was asked for otherwise meanwhile. A lease is reckoned from `since`. */
    confirm(request: HubRequest, since: number): Promise<void>
    drop(request: HubRequest): Promise<void>
    /** Ends what ran out, and what is no topic any more: who subscribed to that is to be told. `isOpen`: there is a hub at all. */
    endSubscriptions(at: { readonly now: number; readonly isOpen: boolean }): Promise<void>
    /** Hosts of callbacks that are to be asked or told something now. */
    dueHosts(now: number): Promise<readonly string[]>
    claimDeliveries(host: string, taking: Taking & { readonly limit: number }): Promise<readonly HubDelivery[]>
    record(results: readonly HubResult[]): Promise<void>
    /** What a hub elsewhere has yet to learn. */
    duePings(hub: string, at: { readonly now: number; readonly limit: number }): Promise<readonly HubPing[]>
    pinged(hub: string, ping: HubPing): Promise<void>
    pingFailed(hub: string, ping: HubPing, nextAt: number): Promise<void>
    counts(): Promise<HubCounts>
  }
}
