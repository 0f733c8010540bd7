// What becomes of a feed's archive after its feed has changed: which pages there are, and which are written again.
import { type ArchiveChange, type ArchivePage, compareSpots, type Spot } from '../../model/archive.ts'
import type { ArchivePlace } from '../../model/paths.ts'
import type { ArchiveLayout, ArchiveState, Archives } from '../../store/port/archives.ts'
import type { WindowSize } from '../../store/port/entries.ts'
import { type Laid, layOut, type Numbering } from './archive-layout.ts'
import { type Before, isTouched, linked, nameOf } from './archive-links.ts'
import { isClosed, monthIn, monthsIn } from './archive-months.ts'
import { stretchesOf } from './archive-stretches.ts'
import { heldAtLeast } from './window-room.ts'

export interface ArchiveLimits {
  /** Entries a page. */
  readonly pageSize: number
  /** Pages of a month that are filled anew when something comes before them; where there are more, they stay and one is divided. */
  readonly mostRenewed: number
}

export interface Planning extends ArchiveLimits {
  readonly slug: string
  readonly archives: Archives
  readonly size: WindowSize
  /** The site's. */
  readonly zone: string
  readonly now: number
}

export interface ArchivePlan {
  /** All of them, oldest first. */
  readonly pages: readonly ArchivePage[]
  /** The newest entry that may stand in no feed, but only here; null: the window holds all. */
  readonly newestOutside: Spot | null
  /** Null: the pages stay as they are. */
  readonly layout: ArchiveLayout | null
  /** What was taken into account. */
  readonly seen: ArchiveState['changes']
}

/** Entries read at a time. */
const atOnce = 5_000

export async function planArchive(planning: Planning): Promise<ArchivePlan> {
  const { slug, archives, size, zone } = planning
  const state = await archives.state(slug, size)
  const newestOutside = state.newest[heldAtLeast(state.newest, size)] ?? null
  const before = beforeOf(state, planning)
  const laying = {
    ...planning,
    monthOf: monthsIn(zone),
    freeNumber: numbersAfter(state),
    isKept: (page: Laid) => !isTouched(page, before),
    newest: state.newest[0] ?? null,
    newestOutside,
  }
  const pages = linked(await withNewest(await renewed(before, laying), laying), before)
  const layout = layoutOf(pages, state)
  return { pages, newestOutside, layout: isIdle(layout, state) ? null : layout, seen: state.changes }
}

/** What concerns pages there are. Ordinary edits concern only those of months that are not closed. */
function beforeOf({ pages, changes }: ArchiveState, { zone, now }: Planning): Before {
  const last = pages[pages.length - 1]?.last.listed ?? Number.NEGATIVE_INFINITY
  const open = pages.find(({ month }) => !isClosed(month, zone, now))?.first.listed ?? Number.POSITIVE_INFINITY
  const known = changes.filter(({ listed }) => listed <= last)
  const forced = known.filter(({ isForced }) => isForced)
  const relevant = known.filter(({ listed, isForced }) => isForced || listed >= open)
  return {
    pages,
    changes: relevant,
    forced: instantsOf(forced),
    all: instantsOf(relevant),
    isClosed: (month) => isClosed(month, zone, now),
  }
}

function instantsOf(changes: readonly ArchiveChange[]): readonly number[] {
  return changes.map(({ listed }) => listed)
}

function numbersAfter({ pages, leaving }: ArchiveState): Numbering['freeNumber'] {
  const highest = new Map<string, number>()
  for (const { month, page } of [...pages, ...leaving]) highest.set(month, Math.max(page, highest.get(month) ?? 0))
  return (month) => {
    const free = (highest.get(month) ?? 0) + 1
    highest.set(month, free)
    return free
  }
}

interface Laying extends Planning, Numbering {
  readonly newest: Spot | null
  readonly newestOutside: Spot | null
}

/** Lays out anew what something has come to or gone from. */
async function renewed({ pages, changes }: Before, { slug, archives, mostRenewed, ...numbering }: Laying): Promise<readonly Laid[]> {
  const laid: Laid[] = []
  let done = 0
  for (const { start, end } of stretchesOf(pages, changes, mostRenewed)) {
    const stretch = pages.slice(start, end + 1)
    const [from, to] = [start === 0 ? undefined : stretch[0]?.first, stretch[stretch.length - 1]?.last]
    const spots = await archives.spots(slug, { ...(from && { from }), ...(to && { to }) })
    laid.push(...pages.slice(done, start), ...layOut({ pages: stretch, spots, next: pages[end + 1] ?? null }, numbering))
    done = end + 1
  }
  return [...laid, ...pages.slice(done)]
}

/** Adds all that is newer than the newest page, when it is time. */
async function withNewest(laid: readonly Laid[], laying: Laying): Promise<readonly Laid[]> {
  let pages = laid
  if (!isTime(pages[pages.length - 1] ?? null, laying)) return pages
  for (;;) {
    const last = pages[pages.length - 1]
    const spots = await laying.archives.spots(laying.slug, { ...(last && { from: last.first }), limit: atOnce })
    const isMore = spots.some((spot) => last === undefined || compareSpots(spot, last.last) > 0)
    if (!isMore) return pages
    pages = [...pages.slice(0, -1), ...layOut({ pages: last === undefined ? [] : [last], spots, next: null }, laying)]
  }
}

/**
 * New entries need no page while the window holds them; so a page is written once for many of them. But it is complete before its month
 * closes, and a month's first page comes with its first entry, so that the page before can still name it.
 */
function isTime(last: Laid | null, { newest, newestOutside, zone, now, monthOf }: Laying): boolean {
  if (last === null) return newestOutside !== null
  if (newest === null || compareSpots(newest, last.last) <= 0) return false
  if (newestOutside !== null && compareSpots(newestOutside, last.last) > 0) return true
  return monthOf(newest.listed) > last.month || monthIn(zone, now) > last.month
}

function layoutOf(pages: ReturnType<typeof linked>, state: ArchiveState): ArchiveLayout {
  const names = new Set(pages.map(nameOf))
  const newest = pages[pages.length - 1] ?? null
  const [newestEntry = null] = state.newest
  return {
    pages: pages.filter(({ isStale }) => isStale),
    gone: state.pages.filter((page) => !names.has(nameOf(page))).map(({ month, page }): ArchivePlace => ({ month, page })),
    newest,
    isBehind: newest !== null && newestEntry !== null && compareSpots(newestEntry, newest.last) > 0,
    seen: state.changes,
  }
}

function isIdle({ pages, gone, isBehind }: ArchiveLayout, state: ArchiveState): boolean {
  return pages.length === 0 && gone.length === 0 && isBehind === state.isBehind
}
