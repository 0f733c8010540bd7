// What visits leave behind, and what planners may ask while it is written.
import type { Watch } from '../../model/alert.ts'
import type { ListedFeed } from '../../model/followed.ts'
import type { NewAnswer } from '../../model/kept-answer.ts'
import type { BurntKey, Known, MergePlan } from '../../model/merge.ts'
import type { DayTraffic, LedgerRow, PollReport, PollState } from '../../model/poll.ts'
import type { AnswerSettings } from '../../model/settings.ts'
import type { SeenDeletions } from './deletions.ts'
import type { WaitingPush } from './push.ts'

export interface PollRecord {
  readonly source: string
  readonly lease: string
  /** Start of the run or tick. */
  readonly at: number
  readonly report: Omit<PollReport, 'new' | 'updated' | 'merged'>
  /** Its hub sent it: nobody asked. */
  readonly isPush?: true
  /** Who is told in what case; null: what is wrong is not looked for. */
  readonly watch: Watch | null
  /** Taken within the writing transaction, where what is known is read again; or already, where no document was read. */
  readonly decision: Decision | ((rows: KnownRows) => Promise<Decision>)
  /** What was read, to be kept within these settings. */
  readonly answer?: { readonly settings: AnswerSettings; readonly kept: NewAnswer }
}

export interface Decision {
  readonly plan: MergePlan | null
  readonly state: PollState
  /** Whose measure the source's visits count for from now on; empty: no host's. */
  readonly host: string
  /** What a list names now; absent: what it named before goes on. */
  readonly feeds?: readonly ListedFeed[]
  /** Of what was read: an answer is known to show these. */
  readonly fingerprints?: readonly string[]
  /** A hub that is trusted to tell what is new has not told what was found. */
  readonly isUntold?: boolean
  /** What a document says of deletions, where config does not ignore it. */
  readonly deletions?: SeenDeletions
  /** What was read, where a hub sent it. `isTelling`: it told what no visit had found. */
  readonly push?: PushRead
}

export interface PushRead extends Pick<WaitingPush, 'id' | 'callback' | 'receivedAt'> {
  readonly isTelling: boolean
}

/** What became of a record. `lost`: its lease was another's by then, nothing was decided; `failed`: nothing of it was written, its lease is free. */
export type Recorded =
  | { readonly kind: 'recorded'; readonly counts: MergePlan['counts']; readonly state: PollState }
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** What planners may ask within the writing transaction. */
export interface KnownRows {
  unchanged(source: string, fingerprints: readonly string[]): Promise<ReadonlySet<string>>
  burnt(source: string, keys: readonly string[]): Promise<readonly BurntKey[]>
  around(keys: readonly string[]): Promise<Known>
  /** Folded names of private categories: config's, and those that commands gave them. */
  hidden(): Promise<ReadonlySet<string>>
}

export interface PollStore {
  /** Configured identities, strongest first, where they are others than those it was opened with. */
  rankIdentities(names: readonly string[]): void
  /** Entries, keys, validators, next poll times, ledger and traffic in one transaction; what became of each record, in their order. */
  recordPolls(records: readonly PollRecord[], traffic?: readonly DayTraffic[]): Promise<readonly Recorded[]>
  /** A source's ledger of 30 days, newest first. */
  ledger(source: string, limit: number): Promise<readonly LedgerRow[]>
  addTraffic(rows: readonly DayTraffic[]): Promise<void>
  /** By day and host, since a day (`dayOf`); 30 days are kept. */
  traffic(sinceDay: number): Promise<readonly DayTraffic[]>
}
