// A store that is only looked into.

import type { Dossier, EntryNames, EntryReference, NamedEntry } from '../../model/dossier.ts'
import type { Entry } from '../../model/entry.ts'
import type { FollowedFeed } from '../../model/followed.ts'
import type { EntryAnswers } from '../../model/kept-answer.ts'
import type { RegistryRow } from '../../model/registry.ts'
import type { Store } from '../store.ts'
import type { WindowSize } from './entries.ts'
import type { KnownRows } from './polls.ts'
import type { CoverageRecord } from './related.ts'
import type { SettleWindow } from './settling.ts'
import type { SourceStanding, StoredSource } from './sources.ts'

/** A store that is only looked into: nothing is written, nobody waits for it. */
export interface StoreView {
  sources(now: number): Promise<readonly StoredSource[]>
  followed(): Promise<readonly FollowedFeed[]>
  /** Plans over what is known at one moment. */
  rehearse<T>(plan: (rows: KnownRows) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** What `explain` asks; nothing is written. */
export interface EntryArchive {
  /** Where and when the store was made: the beginning of its ids. */
  authority(): Promise<Store['authority']>
  /** Entries that these names lead to, merged ones too, in the order of the names; each once. */
  named(names: EntryNames): Promise<readonly NamedEntry[]>
  /** All that is recorded of an entry, at one moment; of a merged one: of what it became. Null: there is none. */
  dossier(row: number, window: SettleWindow): Promise<Dossier | null>
  /** What is known of the story that an entry tells; null: nobody looked yet, or it is not public. */
  coverage(row: number): Promise<CoverageRecord | null>
  /** Kept answers that show it. */
  answers(row: number): Promise<EntryAnswers>
  references(rows: readonly number[]): Promise<readonly EntryReference[]>
  /** What these are today: a merged one is what it became. Each once. */
  finals(rows: readonly number[]): Promise<readonly EntryReference[]>
  /** These as a Store has them. */
  window(slug: string | null, size: WindowSize): Promise<readonly Entry[]>
  standings(): Promise<readonly SourceStanding[]>
  registry(): Promise<readonly RegistryRow[]>
  /** What may have been meant: a few keys that begin so, and entries with such a title among the newest 2,000. */
  alike(wanted: { readonly keyStarts: readonly string[]; readonly title: string }): Promise<Alike>
}

export interface Alike {
  readonly keys: readonly string[]
  readonly entries: readonly EntryReference[]
}
