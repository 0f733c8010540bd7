// The history of a private feed by months (RFC 5005): laid out when it is asked for, for nobody else's copy has to stay the same.
import { instantIn } from '../../base/zone.ts'
import type { ArchivePlace } from '../../model/paths.ts'
import type { PrivatePlace } from '../../store/port/private.ts'
import type { Store } from '../../store/store.ts'
import { monthIn } from '../publish/archive-months.ts'

/** Entries a page, as in public archives. */
const pageSize = 200

export interface PrivateArchive {
  readonly store: Pick<Store, 'hidden'>
  readonly slug: string
  /** The site's. */
  readonly zone: string
  readonly now: number
}

export interface PrivateArchivePage {
  /** Newest first. */
  readonly places: readonly PrivatePlace[]
  readonly previous: ArchivePlace | null
  readonly next: ArchivePlace | null
}

/** Null: there is no such page. */
export async function privateArchivePage({ month, page }: ArchivePlace, archive: PrivateArchive): Promise<PrivateArchivePage | null> {
  const [from, to] = [startOf(month, archive.zone), startOf(nextMonth(month), archive.zone)]
  if (from === null || to === null) return null
  const all = await placesIn({ from, to }, archive)
  const places = all.slice((page - 1) * pageSize, page * pageSize)
  if (places.length === 0) return null
  const hasMore = all.length > page * pageSize
  return {
    places: [...places].reverse(),
    previous: page > 1 ? { month, page: page - 1 } : await lastBefore(from, archive),
    next: hasMore ? { month, page: page + 1 } : await firstFrom(to, archive),
  }
}

/** The page that this place stands on. */
export async function privatePageOf({ listed, id }: PrivatePlace, archive: PrivateArchive): Promise<ArchivePlace> {
  const month = monthIn(archive.zone, listed)
  const before = await placesIn({ from: startOf(month, archive.zone) ?? listed, to: listed + 1 }, archive)
  const at = before.findIndex((place) => place.id === id)
  return { month, page: Math.floor(at / pageSize) + 1 }
}

async function lastBefore(to: number, archive: PrivateArchive): Promise<ArchivePlace | null> {
  const { store, slug, now } = archive
  const [newest] = await store.hidden.places(slug, { now, to, order: 'newest first', limit: 1 })
  return newest === undefined ? null : privatePageOf(newest, archive)
}

async function firstFrom(from: number, { store, slug, now, zone }: PrivateArchive): Promise<ArchivePlace | null> {
  const [oldest] = await store.hidden.places(slug, { now, from, order: 'oldest first', limit: 1 })
  return oldest === undefined ? null : { month: monthIn(zone, oldest.listed), page: 1 }
}

function placesIn(
  range: { readonly from: number; readonly to: number },
  { store, slug, now }: PrivateArchive,
): Promise<readonly PrivatePlace[]> {
  return store.hidden.places(slug, { ...range, now, order: 'oldest first' })
}

/** Null: there is no such month. */
function startOf(month: string, zone: string): number | null {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number < 1 || number > 12 ? null : instantIn(zone, Date.UTC(year, number - 1))
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`
}
