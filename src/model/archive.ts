// A feed's archive (RFC 5005): its whole history in pages by month, beside the window of the newest.
import { byCodePoint } from '../base/text.ts'
import type { ArchivePlace } from './paths.ts'

/** Where an entry stands in a feed's order (design §6). `listed` is the feed's own. */
export interface Spot {
  readonly listed: number
  readonly published: number
  readonly id: string
}

/** A page holds all that stands from its first spot to its last. */
export interface ArchivePage extends ArchivePlace {
  readonly first: Spot
  readonly last: Spot
  /** The page that it names as the next newer one. */
  readonly next: ArchivePlace | null
}

/** Something at an instant of a feed's order is otherwise than when the page there was laid out. */
export interface ArchiveChange {
  readonly listed: number
  /** No ordinary edit: the page is written again even when its month is closed. */
  readonly isForced: boolean
  /** How often it was noted. */
  readonly times: number
}

/** Oldest first. */
export function compareSpots(a: Spot, b: Spot): number {
  return a.listed - b.listed || a.published - b.published || byCodePoint(a.id, b.id)
}

export function isSamePlace(a: ArchivePlace | null, b: ArchivePlace | null): boolean {
  return a === null || b === null ? a === b : a.month === b.month && a.page === b.page
}
