// Which neighbouring pages of an archive are to be laid out anew because something among them is otherwise. Pure.
import type { ArchiveChange, ArchivePage } from '../../model/archive.ts'

/** Indices of pages, both included. */
export interface PageRange {
  readonly start: number
  readonly end: number
}

/**
 * Changes in order, none after the last page. A change between two pages concerns both. What comes or goes concerns all pages to the end of
 * its month, unless these are more than `mostRenewed`.
 */
export function stretchesOf(pages: readonly ArchivePage[], changes: readonly ArchiveChange[], mostRenewed: number): readonly PageRange[] {
  const ranges: PageRange[] = []
  for (const change of changes) {
    const range = rangeOf(pages, change, mostRenewed)
    const before = ranges[ranges.length - 1]
    if (before !== undefined && range.start <= before.end)
      ranges[ranges.length - 1] = { start: before.start, end: Math.max(before.end, range.end) }
    else ranges.push(range)
  }
  return ranges
}

function rangeOf(pages: readonly ArchivePage[], { listed, isForced }: ArchiveChange, mostRenewed: number): PageRange {
  const low = pages.findIndex(({ last }) => last.listed >= listed)
  const isWithin = (pages[low]?.first.listed ?? listed) < listed
  const after = pages.findIndex(({ first }) => first.listed > listed)
  const high = Math.max(low, (after === -1 ? pages.length : after) - 1)
  const start = isWithin ? low : Math.max(low - 1, 0)
  const end = isForced ? endOfMonth(pages, high) : high
  // At the very instant of a page's last entry another may stand behind it: then it stands between two pages.
  const isAtEdge = isForced && pages[high]?.last.listed === listed
  const least = isAtEdge ? Math.min(high + 1, pages.length - 1) : high
  return { start, end: Math.max(least, end - start <= mostRenewed ? end : high) }
}

function endOfMonth(pages: readonly ArchivePage[], from: number): number {
  const after = pages.findIndex((page, at) => at > from && page.month !== pages[from]?.month)
  return (after === -1 ? pages.length : after) - 1
}
