import { expect, test } from 'vitest'
import type { PrivateRow, Shelf } from '../../src/store/port/private.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { category, hour, now, planOf, publishEntries, publishedRow, record, seen, source } from './store-samples.ts'

const later = { now: now + hour, order: 'newest first' } as const
const secret = category('secret', { isPrivate: true })

function rowOf(n: number, changes: Partial<PrivateRow> = {}): PrivateRow {
  const { publicId, path, ...row } = publishedRow(n)
  return { ...row, publicId: `${publicId}p`, path: `secret${path.slice(4)}`, ...changes }
}

async function shelve(store: Store, shelf: (n: number) => Shelf): Promise<void> {
  await store.settle({ now, settleMs: 0 }, async (settling) => {
    let n = 0
    for (const { id } of await settling.due()) await settling.shelve(id, shelf(++n))
  })
}

/** Entries 1 to `count` that only a private category shows. */
async function hiddenEntries(store: Store, count: number, listed = (n: number) => now - n): Promise<void> {
  await store.syncCategories(() => [secret])
  await store.syncSources([source('a')])
  await record(store, planOf(Array.from({ length: count }, (_, at) => seen(at + 1, { isPublic: false }))))
  await shelve(store, (n) => ({ row: rowOf(n), places: [{ slug: 'secret', listed: listed(n) }] }))
}

export function privateContract({ open }: Stores): void {
  test('what is private is listed as it was placed, and nowhere public', async () => {
    const store = await open()
    await hiddenEntries(store, 3)
    const places = await store.hidden.places('secret', later)
    expect(places.map(({ id, isPublic, listed }) => [id, isPublic, now - listed])).toEqual(
      [1, 2, 3].map((n) => [rowOf(n).publicId, false, n]),
    )
    expect((await store.hidden.entries(places)).map(({ title }) => title)).toEqual(['Title 1', 'Title 2', 'Title 3'])
    expect(await store.hidden.categories(now)).toEqual([
      { slug: 'secret', kind: 'category', name: 'SECRET', names: ['secret'], isPrivate: true, entries: 3, updated: now - 1 },
    ])
    expect(await store.entries({ source: null, category: null, search: null, limit: 10 })).toEqual([])
    expect(await store.window('secret', { entries: 10, spanMs: 0, most: 10 })).toEqual([])
  })

  test('a range of places is found from either end; what is listed after now is under an embargo', async () => {
    const store = await open()
    await hiddenEntries(store, 5, (n) => now + n * hour)
    const listed = async (range: Parameters<Store['hidden']['places']>[1]) =>
      (await store.hidden.places('secret', range)).map((place) => (place.listed - now) / hour)
    expect(await listed({ now: now + 3 * hour, order: 'newest first' })).toEqual([3, 2, 1])
    expect(await listed({ now: now + 9 * hour, order: 'oldest first', limit: 2 })).toEqual([1, 2])
    expect(await listed({ now: now + 9 * hour, order: 'newest first', from: now + 2 * hour, to: now + 4 * hour })).toEqual([3, 2])
  })

  test('what is published is read as everybody reads it', async () => {
    const store = await open()
    await store.syncCategories(() => [secret, category('home')])
    await publishEntries(store, 1, () => ({ places: [['home', now]] }))
    await record(store, planOf([], { touched: [1] }), now + 1)
    await shelve(store, () => ({ row: null, places: [{ slug: 'secret', listed: now }] }))
    const places = await store.hidden.places('secret', later)
    expect(places.map(({ id, isPublic }) => [id, isPublic])).toEqual([[publishedRow(1).publicId, true]])
    expect((await store.hidden.entries(places)).map(({ categories }) => categories)).toEqual([['home']])
  })

  test('a page is found by its path, with the private categories that show it', async () => {
    const store = await open()
    await hiddenEntries(store, 1)
    expect(await store.hidden.page(rowOf(1).path, now)).toMatchObject({ kind: 'entry', entry: { title: 'Title 1' }, slugs: ['secret'] })
    expect(await store.hidden.page(rowOf(2).path, now)).toBeNull()
    await store.syncCategories(() => [{ ...secret, isPrivate: false }])
    expect(await store.hidden.page(rowOf(1).path, now)).toBeNull()
  })

  test('places go with their category; the earlier of two stays', async () => {
    const store = await open()
    await hiddenEntries(store, 2)
    await store.syncCategories(() => [category('other', { isPrivate: true })])
    await store.changeCategories(() => [{ kind: 'moved', from: 'secret', to: 'other' }], now)
    expect(await store.hidden.slugOf('secret')).toBe('other')
    expect((await store.hidden.places('other', later)).length).toBe(2)
    await store.changeCategories(() => [{ kind: 'retired', slug: 'other' }], now)
    expect([await store.hidden.slugOf('secret'), await store.hidden.slugOf('other'), await store.hidden.slugOf('never')]).toEqual([
      null,
      null,
      null,
    ])
  })

  test('an entry that becomes part of another leaves it its place and its id', async () => {
    const store = await open()
    await hiddenEntries(store, 2)
    await record(store, planOf([], { merged: [{ from: 1, into: 2 }] }), now + 1)
    expect((await store.hidden.places('secret', later)).map(({ id, entry }) => [id, entry])).toEqual([[rowOf(2).publicId, 2]])
  })

  test('a document stays of its date until its signature is another, and then is of a later one', async () => {
    const store = await open()
    const at = (signature: string, when: number) => store.hidden.modifiedAt('category/secret.atom', signature, when)
    expect(await at('one', now + 1)).toBe(now)
    expect(await at('one', now + hour)).toBe(now)
    expect(await at('two', now + 999)).toBe(now + 1_000)
    expect(await at('three', now + hour)).toBe(now + hour)
  })

  test('tokens are found by their id, with the hash of their secret, until their time is over', async () => {
    const store = await open()
    await store.syncCategories(() => [secret])
    const token = { id: 'abc', slug: 'secret', label: 'phone', createdAt: now, expiresAt: now + hour, usedDay: null }
    await store.tokens.add({ ...token, hash: 'h1' })
    await store.tokens.add({ ...token, id: 'all', slug: null, expiresAt: null, createdAt: now + 1, hash: 'h2' })
    expect(await store.tokens.find('abc', now)).toEqual({ ...token, hash: 'h1' })
    expect([await store.tokens.find('abc', now + hour), await store.tokens.find('xyz', now)]).toEqual([null, null])
    expect((await store.tokens.list(null)).map(({ id }) => id)).toEqual(['abc', 'all'])
    expect(await store.tokens.list('secret')).toEqual([token])
    await store.tokens.used('abc', 20_000)
    expect(await store.tokens.revoke('abc')).toEqual({ ...token, usedDay: 20_000 })
    expect([await store.tokens.revoke('abc'), await store.tokens.find('abc', now)]).toEqual([null, null])
  })

  test('a token goes with its category, and ends with it', async () => {
    const store = await open()
    await store.syncCategories(() => [secret, category('other', { isPrivate: true })])
    const token = { id: 'abc', slug: 'secret', label: null, createdAt: now, expiresAt: null, usedDay: null }
    await store.tokens.add({ ...token, hash: 'h' })
    await store.changeCategories(() => [{ kind: 'moved', from: 'secret', to: 'secreter' }], now)
    expect((await store.tokens.find('abc', now))?.slug).toBe('secreter')
    await store.changeCategories(() => [{ kind: 'moved', from: 'secreter', to: 'other' }], now)
    expect((await store.tokens.find('abc', now))?.slug).toBe('other')
    await store.changeCategories(() => [{ kind: 'retired', slug: 'secreter' }], now)
    expect((await store.tokens.find('abc', now))?.slug).toBe('other')
    await store.changeCategories(() => [{ kind: 'retired', slug: 'other' }], now)
    expect(await store.tokens.find('abc', now)).toBeNull()
    await store.changeCategories(() => [{ kind: 'approved', slug: 'other' }], now)
    expect([await store.tokens.find('abc', now), await store.tokens.list(null)]).toEqual([null, []])
  })
}
