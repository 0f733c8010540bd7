// What is kept of sources: what config says of them, how they do, who reads them now.
import type { DeletionPolicy } from '../../model/deletion.ts'
import type { FollowedFeed, Following } from '../../model/followed.ts'
import type { PollState } from '../../model/poll.ts'
import type { PushStanding } from '../../model/push.ts'
import type { Terms } from '../../model/source.ts'

/** What the store keeps of a configured source, so that its standing outlives its config. */
export interface SourceRecord extends SourceStanding {
  readonly kind: string
  readonly url: string
  readonly host: string
  readonly enabled: boolean
  /** What becomes of entries that its origin deletes; what that was for a retired source stays so. */
  readonly deletions: DeletionPolicy
  /** Its new entries wait for their own text. */
  readonly hasArticle: boolean
  /** Ids it had before. */
  readonly formerly: readonly string[]
  /** Hash of what config says about visiting and reading it: when that changes, it is visited and read anew. */
  readonly fingerprint: string
  /** Hash of what config says about reading it, and about who is whom, where it goes, what is hidden: entries are read by these. */
  readonly rules: string
}

/** A source's say in shared entries, and what it lets us show; a retired source keeps its last. */
export interface SourceStanding extends Terms {
  readonly id: string
  readonly title: string | null
  readonly priority: number
  readonly position: number
  readonly joins: boolean
  /** Embargo. */
  readonly delayMs: number
}

export interface StoredSource extends Omit<SourceRecord, 'formerly' | 'fingerprint' | 'rules'> {
  readonly isRetired: boolean
  /** Since when the operator has had it left alone; null: it is visited. */
  readonly pausedAt: number | null
  readonly state: PollState
  /** Published ones that it shows, or showed. */
  readonly entries: number
  /** Its entries that its origin has deleted. */
  readonly deleted: number
  /** The first failure of the streak that lasts, as far back as the ledger goes; null: the last visit that said something was well. */
  readonly failingSince: number | null
  /** New ones in the last 7 and 30 days, today included. */
  readonly news: { readonly week: number; readonly month: number }
  /** Of a list of feeds; null: it is none, or has named none yet. */
  readonly follows: Following | null
  /** Who tells of it; null: nobody does, or is asked to. */
  readonly push: PushStanding | null
}

export interface Claim {
  readonly now: number
  /** Start of the run or tick that claims. */
  readonly runAt: number
  /** Names this claim; a later claim of the same source has another name. */
  readonly lease: string
  readonly leaseMs: number
  readonly limit: number
  /** At most this many leased sources of one host at once. */
  readonly perHost: number
  /** Sources that the claiming process can visit: another one may have a newer config. */
  readonly known: { has(id: string): boolean }
  /** Only these, named by the operator, whether due or not; null: all that are due. */
  readonly only: readonly string[] | null
  /** Also those that are not due yet. */
  readonly isForced: boolean
  /** Sources that this run has visited already. */
  readonly except: readonly string[]
}

export interface Claimed {
  readonly id: string
  readonly lease: string
  readonly state: PollState
  /** The operator asked for a visit without conditions. */
  readonly isForced: boolean
}

export interface SourceStore {
  syncSources(sources: readonly SourceRecord[]): Promise<void>
  sources(now: number): Promise<readonly StoredSource[]>
  /** What lists named last, also those that left config. */
  followed(): Promise<readonly FollowedFeed[]>
  standings(): Promise<readonly SourceStanding[]>
  /** Leases due sources atomically, soonest due first; the only thing that keeps two polls of one source apart. */
  claimDue(claim: Claim): Promise<readonly Claimed[]>
  /** Gives back the lease of a visit that broke. */
  releaseLease(claimed: Pick<Claimed, 'id' | 'lease'>): Promise<void>
  /** Gives back leases whose name begins so, of sources and articles: the visits they stood for will not end. */
  releaseLeases(prefix: string): Promise<void>
}
