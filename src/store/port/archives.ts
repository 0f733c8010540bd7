// Archives of feeds.
import type { ArchiveChange, ArchivePage, Spot } from '../../model/archive.ts'
import type { Entry } from '../../model/entry.ts'
import type { ArchivePlace } from '../../model/paths.ts'
import type { WindowSize } from './entries.ts'

/** An entry's place in its feed, and how many bytes it is made of. */
export interface WindowSpot extends Spot {
  readonly htmlBytes: number
  /** Of all else that is told of it. */
  readonly textBytes: number
}

/** What is known of a feed's archive at one moment. */
export interface ArchiveState {
  /** Oldest first. */
  readonly pages: readonly ArchivePage[]
  /** Pages that are no more, while their files may still be there. */
  readonly leaving: readonly ArchivePlace[]
  /** Newer entries of the feed are in no page yet. */
  readonly isBehind: boolean
  /** What was noted since the pages were laid out; oldest first. */
  readonly changes: readonly ArchiveChange[]
  /** The newest of the feed, newest first: one more than its window may hold. */
  readonly newest: readonly WindowSpot[]
}

/** Of a feed's order: what `from` or `after` to `to`, both included; the oldest first. */
export interface SpotRange {
  readonly from?: Spot
  readonly after?: Spot
  readonly to?: Spot
  readonly limit?: number
}

/** What becomes of a feed's archive. */
export interface ArchiveLayout {
  /** Those that are to be written, new ones or others than before. */
  readonly pages: readonly ArchivePage[]
  readonly gone: readonly ArchivePlace[]
  /** The newest of all. */
  readonly newest: ArchivePlace | null
  readonly isBehind: boolean
  /** What was taken into account. */
  readonly seen: readonly ArchiveChange[]
}

export interface StaleArchivePage extends ArchivePage {
  readonly isGone: boolean
  readonly wanted: number
}

export interface WrittenArchive {
  readonly slug: string
  readonly pages: readonly StaleArchivePage[]
  /** What was taken into account and asked for no other layout. */
  readonly seen: readonly ArchiveChange[]
}

/** Archives of feeds (RFC 5005). An empty slug is the feed of everything. */
export interface Archives {
  state(slug: string, size: WindowSize): Promise<ArchiveState>
  spots(slug: string, range: SpotRange): Promise<readonly Spot[]>
  /** Newest first, each listed as in this feed. */
  entries(slug: string, range: SpotRange): Promise<readonly Entry[]>
  lay(slug: string, layout: ArchiveLayout): Promise<void>
  /** All its pages are to be removed; nothing else is known of it any more. */
  drop(slug: string): Promise<void>
  /** What is to be written or removed, in this order. */
  stale(slug: string): Promise<readonly StaleArchivePage[]>
  written(archives: readonly WrittenArchive[]): Promise<void>
  /** Feeds whose newest page is of a month before this one, but not complete, are to be published. */
  markBehind(month: string): Promise<void>
}
