import { expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import {
  category,
  everything,
  hour,
  idOf,
  now,
  pathOf,
  planOf,
  publish,
  publishEntries,
  publishedRow,
  record,
  seen,
  source,
  titles,
} from './store-samples.ts'

const day = 24 * hour
const wide = { entries: 1_000, spanMs: 0, most: 1_000 }
const numbers = (entries: readonly { readonly title: string }[]) => entries.map(({ title }) => Number(title.split(' ')[1]))
const windowOf = async (store: Store, slug: string | null, size = wide) => numbers(await store.window(slug, size))

/** `count` entries, the n-th listed n hours before now. */
const hourly = (store: Store, count: number) =>
  publishEntries(store, count, (n) => ({ row: { listed: now - n * hour, datePublished: now - n * hour } }))

const searches: readonly { name: string; search: string; want: readonly number[] }[] = [
  { name: 'a word of the title', search: 'harbour', want: [1] },
  { name: 'a word of the summary', search: 'quay', want: [2] },
  { name: 'a word of the text', search: 'spring', want: [3] },
  { name: 'two Chinese characters', search: '国际', want: [4] },
  { name: 'a percent sign as itself', search: '100%', want: [5] },
  { name: 'an underscore as itself', search: 'a_b', want: [6] },
  { name: 'a backslash as itself', search: 'c\\d', want: [7] },
  { name: 'a quote as itself', search: "o'clock", want: [8] },
  { name: 'nothing, when nothing holds it', search: 'absent', want: [] },
]

const texts: Readonly<Record<number, Partial<ReturnType<typeof publishedRow>['content']>>> = {
  1: { title: 'Title 1 harbour' },
  2: { title: 'Title 2', summary: 'A new quay' },
  3: { title: 'Title 3', contentHtml: '<p>In spring</p>' },
  4: { title: 'Title 4 国际商报' },
  5: { title: 'Title 5 100% sure' },
  6: { title: 'Title 6 a_b' },
  7: { title: 'Title 7 c\\d' },
  8: { title: "Title 8 o'clock" },
  9: { title: 'Title 9 1000 axb cd c\\\\d', summary: null },
}

export function entriesContract({ open }: Stores): void {
  test('orders entries by listed, date and id, newest first', async () => {
    const store = await open()
    const rows = [
      { listed: now, datePublished: now - day },
      { listed: now, datePublished: now },
      { listed: now + 1, datePublished: now - 9 * day },
      { listed: now, datePublished: now },
      { listed: now - 1, datePublished: now + day },
    ]
    await publishEntries(store, rows.length, (n) => ({ row: rows[n - 1] ?? {} }))
    expect(numbers(await store.entries(everything))).toEqual([3, 4, 2, 1, 5])
    expect(await windowOf(store, null)).toEqual([3, 4, 2, 1, 5])
  })

  test('knows only what is published', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1)]))
    expect(await store.entries(everything)).toEqual([])
    expect(await windowOf(store, null)).toEqual([])
    expect(await store.pages([1])).toEqual([])
  })

  test('an entry has the keys and sources of all its sightings, the owner first, and its public categories, home first', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.syncCategories(() => [category('z'), category('y'), category('secret', { isPrivate: true })])
    await record(
      store,
      planOf([
        seen(1, { source: 'c' }),
        seen(2, { entry: -1, source: 'b', keys: ['url:u', 'guid:b:2'] }),
        seen(3, { entry: -1, source: 'd' }),
      ]),
    )
    await publish(store, () => ({
      row: { owner: 'c' },
      places: [
        ['z', now],
        ['secret', now],
        ['y', now],
      ],
    }))
    const [entry] = await store.entries(everything)
    expect(entry).toMatchObject({
      source: 'c',
      sources: ['c', 'b', 'd'],
      keys: ['guid:a:1', 'guid:a:3', 'guid:b:2', 'url:u'],
      categories: ['z', 'y'],
    })
  })

  test('a window holds the newest entries', async () => {
    const store = await open()
    await hourly(store, 9)
    expect(await windowOf(store, null, { entries: 3, spanMs: 0, most: 500 })).toEqual([1, 2, 3])
  })

  test('and all that was listed in the span before the newest, to the hour', async () => {
    const store = await open()
    await hourly(store, 60)
    expect(await windowOf(store, null, { entries: 3, spanMs: 48 * hour, most: 500 })).toEqual(Array.from({ length: 49 }, (_, at) => at + 1))
  })

  test('counted from the newest entry, not from now', async () => {
    const store = await open()
    await publishEntries(store, 4, (n) => ({ row: { listed: now - 1_000 * hour - n * hour } }))
    expect(await windowOf(store, null, { entries: 1, spanMs: 2 * hour, most: 500 })).toEqual([1, 2, 3])
  })

  test('but never more than the most', async () => {
    const store = await open()
    await hourly(store, 30)
    expect(await windowOf(store, null, { entries: 3, spanMs: 48 * hour, most: 10 })).toHaveLength(10)
  })

  test('windows of 500 hold all of them, in order', async () => {
    const store = await open()
    await publishEntries(store, 600, (n) => ({ row: { listed: now - n } }))
    expect(await windowOf(store, null, { entries: 50, spanMs: 48 * hour, most: 500 })).toEqual(
      Array.from({ length: 500 }, (_, at) => at + 1),
    )
  })

  test('a category’s window goes by since when an entry is listed in it', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a'), category('b')])
    const places = (n: number) =>
      [['a', now - n * hour], ...(n === 3 ? [['b', now + hour] as const] : n === 1 ? [['b', now] as const] : [])] as const
    await publishEntries(store, 4, (n) => ({ row: { listed: now - n * hour }, places: places(n) }))
    expect(await windowOf(store, 'a')).toEqual([1, 2, 3, 4])
    expect(await windowOf(store, 'b')).toEqual([3, 1])
    expect((await store.window('b', wide)).map(({ listed }) => listed)).toEqual([now + hour, now])
    expect(await windowOf(store, 'unknown')).toEqual([])
  })

  test('lists by source, category and number', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.syncCategories(() => [category('x')])
    await record(store, planOf([seen(1), seen(2, { source: 'b' }), seen(3), seen(4, { entry: -3, source: 'b' })]))
    await publish(store, (n) => ({ row: { listed: now - n }, places: n === 3 ? [] : [['x', now - 10 + n]] }))
    const listed = async (query: Partial<typeof everything | { source: string; category: string }>) =>
      numbers(await store.entries({ ...everything, ...query }))
    expect(await listed({ source: 'b' })).toEqual([2, 3])
    expect(await listed({ category: 'x' })).toEqual([2, 1])
    expect(await listed({ category: 'x', source: 'b' })).toEqual([2])
    expect(await listed({ limit: 2 })).toEqual([1, 2])
    expect(await listed({ source: 'none' })).toEqual([])
  })

  for (const { name, search, want } of searches) {
    test(`search finds ${name}`, async () => {
      const store = await open()
      await store.syncCategories(() => [category('x')])
      await publishEntries(store, 9, (n) => ({
        row: { content: { ...publishedRow(n).content, ...texts[n] } },
        places: [['x', now]],
      }))
      expect(numbers(await store.entries({ ...everything, search }))).toEqual(want)
      expect(numbers(await store.entries({ ...everything, search, category: 'x' }))).toEqual(want)
    })
  }

  test('a page shows its entry, or where that moved', async () => {
    const store = await open()
    await publishEntries(store, 2, (n) => ({ row: { dateModified: n === 2 ? now + 5 : null } }))
    expect(await store.pages([1])).toMatchObject([{ kind: 'entry', entry: { id: idOf(1), path: pathOf(1) } }])
    await record(store, planOf([], { merged: [{ from: 2, into: 1 }] }), now + hour)
    expect(await store.pages([2])).toEqual([{ kind: 'moved', moved: { from: pathOf(2), to: pathOf(1) } }])
    expect(await store.pages([99])).toEqual([])
  })

  test('a merged entry is gone from every list, its id and path for ever taken', async () => {
    const store = await open()
    await store.syncCategories(() => [category('x')])
    await publishEntries(store, 2, () => ({ places: [['x', now]] }))
    await record(store, planOf([], { moved: [{ sighting: 2, entry: 1 }], merged: [{ from: 2, into: 1 }], touched: [1] }), now + hour)
    expect(await titles(store)).toEqual(['Title 1'])
    expect(await windowOf(store, 'x')).toEqual([1])
    expect((await store.categories()).map(({ entries }) => entries)).toEqual([1])
    expect((await store.entries(everything))[0]?.keys).toEqual(['guid:a:1', 'guid:a:2'])
    expect(await store.settle({ now, settleMs: 0 }, (settling) => settling.isMinted('id', idOf(2)))).toBe(true)
  })

  test('a chain of merges leads to the final entry from each of its paths', async () => {
    const store = await open()
    await publishEntries(store, 4)
    await record(store, planOf([], { merged: [{ from: 4, into: 3 }] }), now + hour)
    expect(await store.movedFrom(pathOf(4))).toBe(pathOf(3))
    await record(store, planOf([], { merged: [{ from: 3, into: 2 }] }), now + 2 * hour)
    await record(store, planOf([], { merged: [{ from: 2, into: 1 }] }), now + 3 * hour)
    for (const n of [4, 3, 2]) expect(await store.movedFrom(pathOf(n))).toBe(pathOf(1))
    expect(await store.pages([4])).toMatchObject([{ kind: 'moved', moved: { to: pathOf(1) } }])
  })

  test('merges of one plan may chain too', async () => {
    const store = await open()
    await publishEntries(store, 3)
    const merged = [
      { from: 2, into: 1 },
      { from: 3, into: 2 },
    ]
    await record(store, planOf([], { merged: [...merged].reverse() }), now + hour)
    for (const n of [3, 2]) expect(await store.movedFrom(pathOf(n))).toBe(pathOf(1))
  })

  test('paths that never moved lead nowhere', async () => {
    const store = await open()
    await publishEntries(store, 1)
    expect(await store.movedFrom(pathOf(1))).toBeNull()
    expect(await store.movedFrom('no/such/path.html')).toBeNull()
  })
}
