import { expect, test } from 'vitest'
import type { Spot } from '../../src/model/archive.ts'
import type { EntryPageQuery } from '../../src/store/port/entries.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import {
  category,
  claim,
  hour,
  idOf,
  now,
  planOf,
  pollOf,
  publish,
  publishEntries,
  record,
  recordPoll,
  seen,
  source,
} from './store-samples.ts'

const newest: EntryPageQuery = { source: null, category: null, after: null, isPublicOnly: false, limit: 2 }

/** Ids page by page, as somebody reads them who goes on behind the last one. */
async function walk(store: Store, query: Partial<EntryPageQuery> = {}, between = async () => {}): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = []
  for (let after: Spot | null = null; ; ) {
    const page = await store.entryPage({ ...newest, ...query, after })
    const last = page.at(-1)
    if (last === undefined) return pages
    pages.push(page.map(({ id }) => id))
    after = { listed: last.listed, published: last.datePublished, id: last.id }
    await between()
  }
}

const ids = (...numbers: readonly number[]) => numbers.map(idOf)

export function pagesContract({ open }: Stores): void {
  test('pages of entries hold each once, in order, also where instants are the same', async () => {
    const store = await open()
    await publishEntries(store, 5, (n) => ({ row: { listed: n === 5 ? now + hour : now, datePublished: n === 1 ? now + 1 : now } }))
    expect(await walk(store)).toEqual([ids(5, 1), ids(4, 3), ids(2)])
  })

  test('what comes in between moves no page', async () => {
    const store = await open()
    await publishEntries(store, 3, (n) => ({ row: { listed: now - n * hour } }))
    let coming = 10
    const pages = await walk(store, { limit: 1 }, async () => {
      const n = coming++
      await record(store, planOf([seen(n)]), now + n)
      await publish(store, () => ({ row: { listed: now + n * hour } }), now + n)
    })
    expect(pages).toEqual([ids(1), ids(2), ids(3)])
  })

  test("a category's pages follow its own order", async () => {
    const store = await open()
    await store.syncCategories(() => [category('home'), category('other')])
    await publishEntries(store, 4, (n) => ({ places: [['home', now], ...(n === 2 ? [] : [['other', now + n * hour] as const])] }))
    expect(await walk(store, { category: 'other' })).toEqual([ids(4, 3), ids(1)])
    expect((await store.entryPage({ ...newest, category: 'other' }))[0]?.listed).toBe(now + 4 * hour)
    expect(await walk(store, { category: 'nowhere' })).toEqual([])
  })

  test('whoever must not know of private sightings learns nothing of them', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b')])
    await record(store, planOf([seen(1), seen(2, { id: -9, entry: -1, source: 'b', keys: ['guid:b:2'], isPublic: false })]))
    await publish(store)
    const seenBy = async (isPublicOnly: boolean) =>
      (await store.entryPage({ ...newest, isPublicOnly })).map(({ keys, sources }) => ({ keys, sources }))
    expect(await seenBy(false)).toEqual([{ keys: ['guid:a:1', 'guid:b:2'], sources: ['a', 'b'] }])
    expect(await seenBy(true)).toEqual([{ keys: ['guid:a:1'], sources: ['a'] }])
    expect(await walk(store, { source: 'b' })).toEqual([ids(1)])
    expect(await walk(store, { source: 'b', isPublicOnly: true })).toEqual([])
    const entries = await store.entryPage(newest)
    expect((await store.publicEntries([...entries, { id: idOf(7), listed: 0 }])).map(({ sources }) => sources)).toEqual([['a']])
  })

  test('a census counts sources by health, what is due and since when, and entries that came and went', async () => {
    const store = await open()
    expect(await store.census(now)).toMatchObject({ sources: [], due: 0, dueSince: null, lastPollAt: null, entries: 0 })
    await publishEntries(store, 2)
    const others = ['b', 'c', 'd', 'e'].map((id) => source(id, { enabled: id !== 'e' }))
    await store.syncSources([source('a'), ...others])
    await store.pauseSources(['d'], now)
    await store.claimDue(claim({ lease: 'b', only: ['b'] }))
    const state = { outcome: 'failed', nextPollAt: now + hour } as const
    await recordPoll(store, pollOf('b', { lease: 'b', state, report: { outcome: 'failed' } }), null)
    const { sources, ...census } = await store.census(now + 2 * hour)
    expect(Object.fromEntries(sources.map(({ health, count }) => [health, count]))).toEqual({
      ok: 1,
      failing: 1,
      'never-polled': 1,
      paused: 1,
    })
    expect(census).toMatchObject({ due: 3, dueSince: now + hour, lastPollAt: now, entries: 2 })
    expect(census.bytes).toBeGreaterThan(0)
  })
}
