// Searching titles and texts of what is public now.
import type { Content, Entry } from '../../model/entry.ts'

/** Where an entry stands among what was found. */
export interface FoundPlace {
  /** All words stand in its title, and such are told first. */
  readonly isTitle: boolean
  readonly listed: number
  readonly published: number
  readonly id: string
}

export interface SearchQuery {
  /** At least one, as `searchable` makes them; all must stand in an entry. */
  readonly words: readonly string[]
  /** Folded name. */
  readonly publisher: string | null
  /** Slug. */
  readonly category: string | null
  /** First published at `from` or later, before `to`. */
  readonly from: number | null
  readonly to: number | null
  /** `best`: those first whose titles have all words; each newest first. */
  readonly order: 'best' | 'newest'
  readonly limit: number
  readonly after: FoundPlace | null
}

export interface Found {
  readonly entries: readonly Entry[]
  /** What to go on behind; null: there is no more. */
  readonly next: FoundPlace | null
  /** How many there are in all; null: too many to count. */
  readonly count: number | null
  /** So many of the newest entries were looked through that it ended there: there may be more. */
  readonly isCutOff: boolean
}

/** An entry whose words are not searched as they are now. */
export interface Unsearched {
  readonly entry: number
  readonly wanted: number
  /** Null: it is not public, and not to be found. */
  readonly shown: { readonly content: Content; readonly owner: string } | null
}

/** Words as `searchable` makes them. */
export interface SearchText {
  readonly title: string
  readonly text: string
  /** Folded name. */
  readonly publisher: string | null
}

export interface SearchRow extends Pick<Unsearched, 'entry' | 'wanted'> {
  /** Null: it is not to be found. */
  readonly words: SearchText | null
}

export interface SearchStore {
  search(query: SearchQuery): Promise<Found>
  /** Those that changed since they were taken in, the newest first. */
  unsearched(limit: number): Promise<readonly Unsearched[]>
  /** Takes in what has not changed since it was read. */
  takeIn(rows: readonly SearchRow[]): Promise<void>
  /** New entries wait to be taken in: searching does not find them yet. */
  isSearchBehind(): Promise<boolean>
}
