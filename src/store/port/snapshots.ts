// A store as it was at one moment, beside the same store as it is by now: what is compared.
import type { Content } from '../../model/entry.ts'
import type { CategoryRecord } from '../../model/registry.ts'
import type { EntryRow } from '../schema.ts'
import type { WindowSize } from './entries.ts'

export interface SnapshotEntry {
  readonly row: number
  readonly state: EntryRow['state']
  /** Null: never published. */
  readonly id: string | null
  /** Of the entry that it became. */
  readonly mergedInto: number | null
  /** It waits to be settled. */
  readonly isDue: boolean
  /** Start of the run that touched it last. */
  readonly touchedAt: number
  readonly owner: string | null
  readonly datePublished: number | null
  readonly content: Content
  /** Slugs, home first. */
  readonly categories: readonly string[]
  readonly keys: readonly string[]
  /** Every source's rules drop it. */
  readonly isDropped: boolean
}

/** An entry in the window of a feed. */
export interface SnapshotPlace {
  readonly row: number
  /** Another text where it looks otherwise. */
  readonly mark: string
}

export interface SnapshotSource {
  readonly id: string
  readonly isRetired: boolean
}

export interface Snapshot {
  /** A text for each entry of these rows, both included: another one where anything may be otherwise. */
  marks(first: number, last: number): Promise<ReadonlyMap<number, string>>
  lastRow(): Promise<number>
  /** In order of row. */
  entries(rows: readonly number[]): Promise<readonly SnapshotEntry[]>
  /** Sightings of these entries. */
  sightingsOf(rows: readonly number[]): Promise<readonly { readonly id: number; readonly entry: number }[]>
  /** Which entries these sightings belong to. */
  entriesOf(sightings: readonly number[]): Promise<ReadonlyMap<number, number>>
  /** How often each feed was to be written; of everything: an empty slug. */
  outputs(): Promise<ReadonlyMap<string, number>>
  window(slug: string | null, size: WindowSize): Promise<readonly SnapshotPlace[]>
  categories(): Promise<readonly CategoryRecord[]>
  sources(): Promise<readonly SnapshotSource[]>
}
