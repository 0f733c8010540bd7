// Published entries as feeds, pages and `list` ask for them, and their withdrawal.
import type { Spot } from '../../model/archive.ts'
import type { Entry } from '../../model/entry.ts'
import type { Deleted } from '../../model/publication.ts'
import type { Restored, Retracted, RetractionOrder, Wiped } from '../../model/retraction.ts'

export interface EntryQuery {
  readonly source: string | null
  readonly category: string | null
  readonly search: string | null
  readonly limit: number
}

export interface EntryPageQuery extends Omit<EntryQuery, 'search'> {
  /** The last entry of the page before; null: from the newest on. */
  readonly after: Spot | null
  /** What only private sightings know is left out. */
  readonly isPublicOnly: boolean
}

/** Feed windows (design §6): the newest `entries`, and all listed within `spanMs` before the newest, at most `most`. */
export interface WindowSize {
  readonly entries: number
  readonly spanMs: number
  readonly most: number
}

/** What belongs at an entry's path. */
export type Page =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'moved'; readonly moved: Moved }
  | { readonly kind: 'hidden'; readonly path: string }
  /** Its time is over (`expires`), or its origin has deleted it. */
  | { readonly kind: 'expired'; readonly entry: Entry; readonly why: 'term' | 'origin' }
  /** It is withdrawn; `isShown`: its title still stands in feeds. */
  | { readonly kind: 'retracted'; readonly entry: Entry; readonly isShown: boolean }

/** A published path that now leads elsewhere for ever. */
export interface Moved {
  readonly from: string
  readonly to: string
}

export interface EntryStore {
  entries(query: EntryQuery): Promise<readonly Entry[]>
  /** The same as pages, of a category by its own slug. */
  entryPage(query: EntryPageQuery): Promise<readonly Entry[]>
  /** Published ones as they are seen by who must not know more than public sightings show. */
  publicEntries(entries: readonly Pick<Entry, 'id' | 'listed'>[]): Promise<readonly Entry[]>
  /** Those of these rows that are published, newest first. */
  entriesOf(rows: readonly number[]): Promise<readonly Entry[]>
  /** A feed's entries, newest first; null slug: everything public. */
  window(slug: string | null, size: WindowSize): Promise<readonly Entry[]>
  /** Of those of these entries that ever were published. */
  pages(entries: readonly number[]): Promise<readonly Page[]>
  movedFrom(path: string): Promise<string | null>
  /** What stood at the path is over, or withdrawn. */
  isGone(path: string): Promise<boolean>
  /** Withdraws an entry: its text goes, and stays away; or gives other words for it. Null: there is no such row. */
  retract(order: RetractionOrder): Promise<Retracted | null>
  /** Null: it is not withdrawn. */
  unretract(order: Pick<RetractionOrder, 'row' | 'at'>): Promise<Restored | null>
  /** Makes sure that nothing is left of the erased texts where the store is kept; may take as long as copying it. */
  wipe(retracted: Pick<Retracted, 'entry' | 'texts' | 'isRepeated'>): Promise<Wiped>
  /** What was withdrawn in the last 30 days and ever stood in this feed, newest first; null: the feed of everything. */
  deletedFrom(slug: string | null): Promise<readonly Deleted[]>
}
