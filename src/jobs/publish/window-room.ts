// How many of the newest entries a feed's window holds for sure, in every format. Pure.
import { maxFeedBytes } from '../../render/publication.ts'
import type { WindowSpot } from '../../store/port/archives.ts'
import type { WindowSize } from '../../store/port/entries.ts'

/** HTML stands as it is in XML, but each quote of it takes two bytes in JSON. */
const htmlShare = 2
/** An ampersand of plain text takes five bytes in XML. */
const textShare = 5
/** Elements and dates, an excerpt, the line that says where it is from. */
const otherBytes = 2_000

/** By the rule of windows (design §6), and as far as they fit: a feed over its limit drops its oldest entries. Newest first. */
export function heldAtLeast(spots: readonly WindowSpot[], { entries, spanMs, most }: WindowSize): number {
  const since = (spots[0]?.listed ?? 0) - spanMs
  let bytes = 0
  let held = 0
  for (const spot of spots.slice(0, most)) {
    bytes += spot.htmlBytes * htmlShare + spot.textBytes * textShare + otherBytes
    if ((held >= entries && spot.listed < since) || (bytes > maxFeedBytes && held > 0)) return held
    held++
  }
  return held
}
