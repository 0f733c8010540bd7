// What the operator sees of sources, page by page, and what may be done with them while the service runs, perhaps in another process.
import type { Incident } from '../../model/incident.ts'
import type { Backlog } from '../../model/overview.ts'
import type { LedgerRow } from '../../model/poll.ts'
import type { SourceQuery } from '../../model/source-query.ts'
import type { StoredSource } from './sources.ts'

export interface SourcePage {
  readonly sources: readonly StoredSource[]
  /** That the query finds. */
  readonly total: number
}

export interface LedgerQuery {
  readonly source: string
  readonly offset: number
  readonly limit: number
}

export interface LedgerPage {
  readonly rows: readonly LedgerRow[]
  readonly total: number
}

export interface IncidentQuery {
  /** A source; null: all. */
  readonly subject: string | null
  readonly limit: number
}

export interface Asking {
  readonly isForced: boolean
  readonly now: number
}

export interface OperatingStore {
  /** From now on it is visited only when it is asked for by name. How many were not paused before. */
  pauseSources(ids: readonly string[], now: number): Promise<number>
  resumeSources(ids: readonly string[]): Promise<number>
  /** They are due now, once, even if they are paused or gone. How many of them there are. */
  askForPoll(ids: readonly string[], asking: Asking): Promise<number>
  /** The next answer is read whole, whatever the last one was. False: there is no such source. */
  forgetValidators(id: string): Promise<boolean>
  sourcePage(query: SourceQuery): Promise<SourcePage>
  source(id: string, now: number): Promise<StoredSource | null>
  /** The last rows of each ledger, newest first. */
  ledgerTails(ids: readonly string[], length: number): Promise<ReadonlyMap<string, readonly LedgerRow[]>>
  ledgerPage(query: LedgerQuery): Promise<LedgerPage>
  /** New entries by day (`dayOf`), of one source or of all. */
  newsByDay(source: string | null, sinceDay: number): Promise<ReadonlyMap<number, number>>
  /** Newest first. */
  incidents(query: IncidentQuery): Promise<readonly Incident[]>
  backlog(now: number): Promise<Backlog>
  /** Another text whenever what the operator sees may be otherwise than before; cheap. */
  pulse(): Promise<string>
}
