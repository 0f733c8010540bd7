// What the contract of archives hands to a store.
import type { ArchivePage, Spot } from '../../src/model/archive.ts'
import type { ArchiveLayout } from '../../src/store/port/archives.ts'
import type { Store } from '../../src/store/store.ts'
import { category, hour, idOf, now, planOf, publish, publishEntries, record, seen } from './store-samples.ts'

export const day = 24 * hour
export const size = { entries: 2, spanMs: 0, most: 3 }
export const spot = (n: number, listed = now + n * hour): Spot => ({ listed, published: now, id: idOf(n) })
export const nothing: ArchiveLayout = { pages: [], gone: [], newest: null, isBehind: false, seen: [] }
export const pageOf = (page: number, first: number, last: number): ArchivePage => ({
  month: '2026-01',
  page,
  first: spot(first),
  last: spot(last),
  next: null,
})

/** Entries 1 to 6, an hour apart, in `x`; the even ones in `y`, too, a day later. */
export async function filled(store: Store): Promise<void> {
  await store.syncCategories(() => [category('x'), category('y')])
  await publishEntries(store, 6, (n) => ({
    row: { listed: now + n * hour },
    places: [['x', now + n * hour] as const, ...(n % 2 === 0 ? [['y', now + day + n * hour] as const] : [])],
  }))
}

/** Another word on entries; `places` as they are from then on. */
export async function change(
  store: Store,
  numbers: readonly number[],
  shown: Parameters<typeof publish>[1],
  at = now + 2 * day,
): Promise<void> {
  await record(store, planOf(numbers.map((n) => seen(n, { id: n, entry: n }))), at)
  await publish(store, shown, at)
}

export const changesOf = async (store: Store, slug: string) =>
  (await store.archives.state(slug, size)).changes.map(({ listed, isForced }) => [(listed - now) / hour, isForced])

export async function seeAll(store: Store): Promise<void> {
  for (const slug of ['', 'x', 'y']) await store.archives.lay(slug, { ...nothing, seen: (await store.archives.state(slug, size)).changes })
}
