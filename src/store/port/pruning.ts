// Pruning: what categories keep no longer becomes a tombstone, some entries at a time.
import type { KeepOf, PruneReason, Stay, Tombstone } from '../../model/pruning.ts'
import type { WindowSize } from './entries.ts'

/** By which rules, at which moment. */
export interface Pruning {
  readonly keepOf: KeepOf
  readonly now: number
  /** What stands in a feed stays. */
  readonly window: WindowSize
}

/** Entries that a category's rule may let go: all that stands behind what it keeps. */
export interface PruneOutline {
  readonly entries: number
  /** Kept by the category itself. */
  readonly kept: Readonly<Record<'newest' | 'recent' | 'window', number>>
  /** Behind all that. */
  readonly behind: number
}

/** Where a step ended, oldest first: `listed` in the category, then the entry's row. */
export interface PrunePlace {
  readonly listed: number
  readonly entry: number
}

export interface PruneStep extends Pruning {
  /** Of what stands in a category; null: of entries whose time is over, which stand in none. */
  readonly slug: string | null
  readonly after: PrunePlace | null
  /** Entries that are looked at. */
  readonly limit: number
}

export interface PruneDone {
  readonly gone: readonly GoneEntry[]
  /** Why others of those that were looked at stay. */
  readonly stayed: readonly { readonly entry: number; readonly stay: Stay }[]
  /** Null: there is no more. */
  readonly after: PrunePlace | null
}

export interface GoneEntry {
  readonly entry: number
  readonly why: readonly PruneReason[]
  /** Of texts that the store holds no longer. */
  readonly bytes: number
}

export interface PruningStore {
  readonly pruning: {
    /** Null: the category keeps everything. */
    outline(slug: string, pruning: Pruning): Promise<PruneOutline | null>
    /** What `step` would do. */
    look(step: PruneStep): Promise<PruneDone>
    /** Prunes what nothing keeps among the next entries; from then on they are tombstones. */
    step(step: PruneStep): Promise<PruneDone>
    /** The tombstone at a path that readers may know; null: there is none. */
    tombstone(path: string): Promise<Tombstone | null>
    /** Makes the store's file as small as what it holds, while all else waits. False: somebody else is at it, or there is no room for a copy. */
    shrink(): Promise<boolean>
  }
}
