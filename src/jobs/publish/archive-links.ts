// Which pages of an archive are written again after it was laid out, and what each names as the next newer one. Pure.
import { type ArchiveChange, type ArchivePage, compareSpots, isSamePlace } from '../../model/archive.ts'
import type { ArchivePlace } from '../../model/paths.ts'
import type { Laid } from './archive-layout.ts'

export interface Before {
  /** Oldest first, as all here. */
  readonly pages: readonly ArchivePage[]
  /** What concerns them. */
  readonly changes: readonly ArchiveChange[]
  /** Their instants, and those of what closed pages open for. */
  readonly all: readonly number[]
  readonly forced: readonly number[]
  readonly isClosed: (month: string) => boolean
}

export interface LinkedPage extends ArchivePage {
  /** It is to be written again. */
  readonly isStale: boolean
}

export function linked(laid: readonly Laid[], before: Before): readonly LinkedPage[] {
  const known = new Map(before.pages.map((page, at) => [nameOf(page), { page, older: before.pages[at - 1] ?? null }]))
  return laid.map((page, at) => {
    const was = known.get(nameOf(page))
    const [older, newer] = [placeOf(laid[at - 1]), placeOf(laid[at + 1])]
    const isOtherwise =
      was === undefined ||
      compareSpots(was.page.first, page.first) !== 0 ||
      compareSpots(was.page.last, page.last) !== 0 ||
      !isSamePlace(was.older, older) ||
      isTouched(page, before)
    const isMislead = was !== undefined && !isSamePlace(was.page.next, newer) && !(was.page.next === null && before.isClosed(page.month))
    const isStale = isOtherwise || isMislead
    return { ...page, next: isStale ? newer : (was?.page.next ?? null), isStale }
  })
}

/** Whether what the page shows is otherwise than before, and is to be shown. */
export function isTouched(page: Laid, { all, forced, isClosed }: Before): boolean {
  return isAmong(isClosed(page.month) ? forced : all, page)
}

/** Whether a page's range holds one of these instants, which are in order. */
function isAmong(instants: readonly number[], { first, last }: Laid): boolean {
  let [low, high] = [0, instants.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((instants[middle] ?? first.listed) < first.listed) low = middle + 1
    else high = middle
  }
  return (instants[low] ?? Number.POSITIVE_INFINITY) <= last.listed
}

export function nameOf({ month, page }: ArchivePlace): string {
  return `${month} ${page}`
}

function placeOf(page: Laid | undefined): ArchivePlace | null {
  return page === undefined ? null : { month: page.month, page: page.page }
}
