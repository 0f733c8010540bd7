// Which entries stand on which page of an archive. Pages keep what they hold: what is new changes as few of them as can be. Pure.
import { type ArchivePage, compareSpots, type Spot } from '../../model/archive.ts'

/** Neighbouring pages, oldest first, and all that stands from the first of them (or before it, if it is the very first) to the last. */
export interface Stretch {
  readonly pages: readonly Laid[]
  /** Oldest first; beyond the last page what is to be archived now. */
  readonly spots: readonly Spot[]
  /** The page after them; null: they are the newest. */
  readonly next: Laid | null
}

export interface Numbering {
  /** Entries a page. */
  readonly pageSize: number
  readonly monthOf: (at: number) => string
  /** A number that no page of the month has. */
  readonly freeNumber: (month: string) => number
  /** It stays although nothing stands in it any more: it is closed, and what it shows has only moved on. */
  readonly isKept: (page: Laid) => boolean
}

export type Laid = Omit<ArchivePage, 'next'>

/** The pages of a stretch as they are to be; those that hold nothing any more are not among them. */
export function layOut(stretch: Stretch, { pageSize, monthOf, freeNumber, isKept }: Numbering): readonly Laid[] {
  return divided(shelvesOf(stretch, monthOf), stretch.next, pageSize).flatMap(({ month, page, known, spots }) => {
    const [first, last] = [spots[0], spots[spots.length - 1]]
    if (first === undefined || last === undefined) return known !== null && isKept(known) ? [known] : []
    return [{ month, page: page ?? freeNumber(month), first: earlier(known?.first, first), last: later(known?.last, last) }]
  })
}

/** What went from the edge of a page leaves the edge where it was: a page never has to be written again for its edges alone. */
function earlier(edge: Spot | undefined, spot: Spot): Spot {
  return edge !== undefined && compareSpots(edge, spot) < 0 ? edge : spot
}

function later(edge: Spot | undefined, spot: Spot): Spot {
  return edge !== undefined && compareSpots(edge, spot) > 0 ? edge : spot
}

interface Shelf {
  readonly month: string
  /** Null: a new page. */
  readonly page: number | null
  /** The page as it was; null: there was none, or it is divided. */
  readonly known: Laid | null
  readonly spots: Spot[]
}

/** What stands between two pages goes to the older one if that is of its month, else to the newer one, else to a page of its own. */
function shelvesOf({ pages, spots }: Stretch, monthOf: Numbering['monthOf']): readonly Shelf[] {
  const ofPages = pages.map((known): Shelf => ({ month: known.month, page: known.page, known, spots: [] }))
  const shelves: Shelf[] = []
  let at = 0
  const shelfOf = (spot: Spot): Shelf => {
    const [older, newer, month] = [shelves[shelves.length - 1], ofPages[at], monthOf(spot.listed)]
    const page = pages[at]
    if (newer !== undefined && page !== undefined && compareSpots(page.first, spot) <= 0) return newer
    if (older?.month === month) return older
    if (newer?.month === month) return newer
    const own: Shelf = { month, page: null, known: null, spots: [] }
    shelves.push(own)
    return own
  }
  for (const spot of spots) {
    for (; isBefore(pages[at], spot); at++) shelves.push(...ofPages.slice(at, at + 1))
    shelfOf(spot).spots.push(spot)
  }
  return [...shelves, ...ofPages.slice(at)]
}

function isBefore(page: Laid | undefined, spot: Spot): boolean {
  return page !== undefined && compareSpots(page.last, spot) < 0
}

/**
 * No shelf keeps more than a page holds. Where all pages to the end of its month are at hand they are filled anew, in order; else it becomes
 * several pages with room for more, so that one late entry does not change hundreds of pages.
 */
function divided(shelves: readonly Shelf[], next: Laid | null, pageSize: number): readonly Shelf[] {
  const done: Shelf[] = []
  let at = 0
  for (let shelf = shelves[at]; shelf !== undefined; shelf = shelves[at]) {
    const isFull = shelf.spots.length > pageSize
    const group = isFull ? restOfMonth(shelves.slice(at), next) : null
    if (group !== null) done.push(...inParts(group, pageSize))
    else if (isFull) done.push(...inParts([shelf], evenSize(shelf, pageSize)))
    else done.push(shelf)
    at += group?.length ?? 1
  }
  return done
}

/** Null: the month has more pages than these. */
function restOfMonth(shelves: readonly Shelf[], next: Laid | null): readonly Shelf[] | null {
  const month = shelves[0]?.month
  const end = shelves.findIndex((shelf) => shelf.month !== month)
  if (end !== -1) return shelves.slice(0, end)
  return next?.month === month ? null : shelves
}

function evenSize({ spots }: Shelf, pageSize: number): number {
  return Math.ceil(spots.length / Math.ceil(spots.length / pageSize))
}

/** The pages there are keep their numbers, in order. */
function inParts(group: readonly Shelf[], size: number): readonly Shelf[] {
  const numbers = group.flatMap(({ page }) => page ?? []).sort((a, b) => a - b)
  const spots = group.flatMap((shelf) => shelf.spots)
  const month = group[0]?.month ?? ''
  return Array.from({ length: Math.ceil(spots.length / size) }, (_, part) => ({
    month,
    page: numbers[part] ?? null,
    known: null,
    spots: spots.slice(part * size, (part + 1) * size),
  }))
}
