// How many of the newest entries a feed's window holds for sure, in every format. Pure.
import { maxFeedBytes } from '../render/publication.ts'
import type { WindowSize, WindowSpot } from '../store/store.ts'

/** Markup that is written as text takes three times its room; and so many bytes has everything else. */
const markupShare = 3
const otherBytes = 3_000

/** By the rule of windows (design §6), and as far as they fit: a feed over its limit drops its oldest entries. Newest first. */
export function heldAtLeast(spots: readonly WindowSpot[], { entries, spanMs, most }: WindowSize): number {
  const since = (spots[0]?.listed ?? 0) - spanMs
  let bytes = 0
  let held = 0
  for (const spot of spots.slice(0, most)) {
    bytes += spot.bytes * markupShare + otherBytes
    if ((held >= entries && spot.listed < since) || (bytes > maxFeedBytes && held > 0)) return held
    held++
  }
  return held
}
