// Which neighbouring pages of an archive are to be laid out anew because something among them is otherwise. Pure.
import type { ArchiveChange, ArchivePage } from '../model/archive.ts'

/** Indices of pages, both included. */
export interface PageRange {
  readonly start: number
  readonly end: number
}

/** Pages that follow in a month are renewed with the one that changes up to so many; where there are more they stay. */
const mostRenewed = 20

/** Changes in order, none after the last page. A change between two pages concerns both. */
export function stretchesOf(pages: readonly ArchivePage[], changes: readonly ArchiveChange[]): readonly PageRange[] {
  const ranges: PageRange[] = []
  for (const change of changes) {
    const range = rangeOf(pages, change)
    const before = ranges[ranges.length - 1]
    if (before !== undefined && range.start <= before.end)
      ranges[ranges.length - 1] = { start: before.start, end: Math.max(before.end, range.end) }
    else ranges.push(range)
  }
  return ranges
}

function rangeOf(pages: readonly ArchivePage[], { listed, isForced }: ArchiveChange): PageRange {
  const low = pages.findIndex(({ last }) => last.listed >= listed)
  const isWithin = (pages[low]?.first.listed ?? listed) < listed
  const after = pages.findIndex(({ first }) => first.listed > listed)
  const high = Math.max(low, (after === -1 ? pages.length : after) - 1)
  const start = isWithin ? low : Math.max(low - 1, 0)
  return { start, end: isForced ? endOfMonth(pages, { start, end: high }) : high }
}

/** Only what came or went can push others on. */
function endOfMonth(pages: readonly ArchivePage[], { start, end }: PageRange): number {
  const month = pages[end]?.month
  const after = pages.findIndex((page, at) => at > end && page.month !== month)
  const last = (after === -1 ? pages.length : after) - 1
  return last - start <= mostRenewed ? last : end
}
