import { expect, test } from 'vitest'
import { type RetractionOrder, retractionShownMs } from '../../src/model/retraction.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import {
  category,
  claim,
  everything,
  hour,
  idOf,
  minute,
  now,
  numberOf,
  pathOf,
  planOf,
  pollOf,
  publish,
  publishEntries,
  publishedRow,
  record,
  recordPoll,
  seen,
  signed,
  source,
  titles,
} from './store-samples.ts'

const size = { entries: 10, spanMs: 0, most: 10 }
const order = (row: number, changes: Partial<RetractionOrder> = {}): RetractionOrder => ({
  row,
  at: now + hour,
  why: 'Why',
  isSilent: false,
  by: 'ops',
  ...changes,
})
const settle = (store: Store, at: number) =>
  store.settle({ now: at, settleMs: 0 }, async (settling) => (await settling.due()).map(numberOf))
const windowOf = async (store: Store, slug: string | null) => (await store.window(slug, size)).map(({ id }) => id)

/** Entries 1 to 3 in `x`, the second also in `y`, each with a text. */
async function filled(store: Store): Promise<void> {
  await store.syncCategories(() => [category('x'), category('y')])
  await store.syncSources([source('a'), source('b', { position: 1 })])
  await record(store, planOf([1, 2, 3].map((n) => seen(n, { draft: { title: `Title ${n}`, content: `<p>Words ${n}</p>` } }))))
  await publish(store, (n) => ({
    row: { listed: now + n, content: { ...publishedRow(n).content, summary: `Sum ${n}`, contentHtml: `<p>Words ${n}</p>` } },
    places: [['x', now + n], ...(n === 2 ? ([['y', now]] as const) : [])],
  }))
  await store.pagesWritten(await store.stalePages(100))
  await store.outputsWritten(signed(await store.staleOutputs()))
}

/** Which drafts a poll of `a` would take for unchanged. */
async function knownAsRead(store: Store): Promise<readonly string[]> {
  let known: readonly string[] = []
  await store.claimDue(claim({ lease: 'asks', only: ['a'], isForced: true }))
  await recordPoll(store, pollOf('a', { lease: 'asks' }), async (rows) => {
    known = [...(await rows.unchanged('a', ['f1', 'f2', 'f3']))].sort()
    return planOf([])
  })
  return known
}

export function retractionsContract({ open }: Stores): void {
  test('an entry that is withdrawn stays where it is, without a text', async () => {
    const store = await open()
    await filled(store)
    const done = await store.retract(order(2))
    expect(done).toMatchObject({
      entry: { row: 2, id: idOf(2), path: pathOf(2), title: 'Title 2' },
      retraction: { at: now + hour, why: 'Why', by: 'ops', isSilent: false, isShown: true, isPublic: true },
      isRepeated: false,
      slugs: ['x', 'y'],
    })
    expect([...(done?.texts ?? [])].sort()).toEqual(['<p>Words 2</p>', 'Sum 2'])
    expect(await windowOf(store, null)).toEqual([3, 2, 1].map(idOf))
    expect(await windowOf(store, 'x')).toEqual([3, 2, 1].map(idOf))
    const [entry] = await store.entries({ ...everything, category: 'y' })
    expect(entry).toMatchObject({ title: 'Title 2', summary: null, contentHtml: null, dateModified: now + hour, listed: now + 2 })
    expect(entry?.retraction).toEqual({ at: now + hour, why: 'Why', isSilent: false })
    expect(await store.pages([2])).toMatchObject([{ kind: 'retracted', isShown: true, entry: { path: pathOf(2) } }])
    expect((await store.stalePages(100)).map(({ entry: row }) => row)).toEqual([2])
    expect((await store.staleOutputs()).map(({ slug }) => slug)).toEqual(['', 'x', 'y'])
  })

  for (const search of ['Words 2', 'Sum 2'])
    test(`its text is not found by "${search}"`, async () => {
      const store = await open()
      await filled(store)
      expect(await store.entries({ ...everything, search })).toHaveLength(1)
      await store.retract(order(2))
      expect(await store.entries({ ...everything, search })).toEqual([])
    })

  test('it is named as deleted in the feeds that it stood in, for 30 days', async () => {
    const store = await open()
    await filled(store)
    await store.retract(order(2))
    await store.retract(order(1, { at: now + 2 * hour, isSilent: true }))
    const [first, second] = [
      { id: idOf(1), at: now + 2 * hour },
      { id: idOf(2), at: now + hour, why: 'Why' },
    ]
    expect(await store.deletedFrom(null)).toEqual([first, second])
    expect(await store.deletedFrom('x')).toEqual([first, second])
    expect(await store.deletedFrom('y')).toEqual([second])
    await settle(store, now + hour + retractionShownMs)
    expect(await store.deletedFrom(null)).toEqual([first])
    expect(await windowOf(store, 'x')).toEqual([idOf(3)])
    expect(await store.categories()).toMatchObject([
      { slug: 'x', entries: 1 },
      { slug: 'y', entries: 0 },
    ])
    expect(await store.isGone(pathOf(2))).toBe(true)
    expect(await store.pages([2])).toMatchObject([{ kind: 'retracted', isShown: false }])
  })

  test('a silent one stands nowhere, and its page is gone all the same', async () => {
    const store = await open()
    await filled(store)
    await store.retract(order(2, { isSilent: true }))
    expect(await titles(store)).toEqual(['Title 3', 'Title 1'])
    expect(await windowOf(store, 'y')).toEqual([])
    expect(await store.isGone(pathOf(2))).toBe(true)
    expect(await store.isGone(pathOf(1))).toBe(false)
    expect((await store.sources(now))[0]?.entries).toBe(2)
  })

  test('other words leave the moment as it was', async () => {
    const store = await open()
    await filled(store)
    await store.retract(order(2))
    const again = await store.retract(order(2, { at: now + 5 * hour, why: 'Other', by: null, isSilent: true }))
    expect(again).toMatchObject({
      isRepeated: true,
      retraction: { at: now + hour, why: 'Other', by: null, isSilent: true, isShown: false },
    })
    expect(await store.retract(order(2))).toMatchObject({ retraction: { isShown: true } })
    expect(await windowOf(store, 'y')).toEqual([idOf(2)])
  })

  test('what is not there cannot be withdrawn, nor given back what is not withdrawn', async () => {
    const store = await open()
    await filled(store)
    expect(await store.retract(order(99))).toBeNull()
    expect(await store.unretract({ row: 99, at: now })).toBeNull()
    expect(await store.unretract({ row: 1, at: now })).toBeNull()
  })

  test('a merged entry leads to what it became', async () => {
    const store = await open()
    await filled(store)
    await record(store, planOf([], { merged: [{ from: 3, into: 1 }], touched: [1] }), now + minute)
    expect(await store.retract(order(3))).toMatchObject({ entry: { row: 1, id: idOf(1) } })
    expect(await store.deletedFrom('x')).toMatchObject([{ id: idOf(1) }, { id: idOf(3) }])
    expect(await store.unretract({ row: 3, at: now + 2 * hour })).toMatchObject({ entry: { row: 1 }, slugs: ['x'] })
    expect(await store.deletedFrom(null)).toEqual([])
  })

  test('what is merged into it loses its text, and is named as deleted where it stood', async () => {
    const store = await open()
    await filled(store)
    await store.retract(order(2))
    await record(store, planOf([], { merged: [{ from: 3, into: 2 }], retracted: [2], touched: [2] }), now + 2 * hour)
    expect(await settle(store, now + 2 * hour)).toEqual([])
    expect(await titles(store)).toEqual(['Title 2', 'Title 1'])
    expect(await store.entries({ ...everything, search: 'Words 3' })).toEqual([])
    expect((await store.deletedFrom('x')).map(({ id }) => id)).toEqual([idOf(2), idOf(3)])
    expect((await store.deletedFrom('y')).map(({ id }) => id)).toEqual([idOf(2)])
    expect(await store.movedFrom(pathOf(3))).toBe(pathOf(2))
  })

  test('what takes over a withdrawn one is withdrawn in its stead', async () => {
    const store = await open()
    await filled(store)
    await store.retract(order(2))
    await record(store, planOf([], { merged: [{ from: 2, into: 1 }], retracted: [1], touched: [1] }), now + 2 * hour)
    expect(await settle(store, now + 2 * hour)).toEqual([])
    expect(await store.entries(everything)).toMatchObject([
      { title: 'Title 3', retraction: null },
      { title: 'Title 1', contentHtml: null, retraction: { why: 'Why' } },
    ])
    expect((await store.deletedFrom('y')).map(({ id }) => id)).toEqual([idOf(2)])
    expect(await store.unretract({ row: 2, at: now + 3 * hour })).toMatchObject({ entry: { row: 1 } })
    expect((await store.entries(everything)).map(({ retraction }) => retraction)).toEqual([null, null])
  })

  test('nothing of it is settled, fetched or told', async () => {
    const store = await open()
    await filled(store)
    await store.syncSources([source('a', { hasArticle: true }), source('b', { position: 1 })])
    await store.retract(order(2))
    await record(store, planOf([], { touched: [1, 2] }), now + 2 * hour)
    expect(await settle(store, now + 2 * hour)).toEqual([1])
    expect(await store.dueArticles(now + 3 * hour, 10)).toEqual([])
    expect((await store.entriesOf([1, 2])).map(({ title }) => title)).toEqual(['Title 1'])
  })

  test('a step that was under way brings nothing', async () => {
    const store = await open()
    await store.syncSources([source('a', { hasArticle: true })])
    await record(store, planOf([seen(1)]))
    const [due] = await store.dueArticles(now, 10)
    await store.claimArticle(due?.entry ?? 0, { now, lease: 'node-1', leaseMs: minute })
    await store.retract(order(1))
    let isAsked = false
    const plan = async () => {
      isAsked = true
      return planOf([])
    }
    await store.recordArticle({ entry: 1, lease: 'node-1', at: now, runAt: now, plan, message: null, next: null })
    expect(isAsked).toBe(false)
  })

  test('given back, it stands where it stood, and its sources are read whole', async () => {
    const store = await open()
    await filled(store)
    const validators = { etag: '"e"', lastModified: 'Thu', bodyHash: 'h', sentHash: 's' }
    await store.claimDue(claim({ lease: 'one', only: ['a'], isForced: true }))
    await recordPoll(store, pollOf('a', { lease: 'one', state: validators }), null)
    await store.claimDue(claim({ lease: 'under way', only: ['a'], isForced: true }))
    await store.retract(order(2, { isSilent: true }))
    expect(await store.unretract({ row: 2, at: now + 2 * hour })).toMatchObject({
      entry: { row: 2, id: idOf(2), path: pathOf(2) },
      retraction: { why: 'Why', by: 'ops' },
      slugs: ['x', 'y'],
      sources: ['a'],
    })
    expect(await windowOf(store, 'x')).toEqual([3, 2, 1].map(idOf))
    expect((await store.window('y', size))[0]).toMatchObject({
      id: idOf(2),
      path: pathOf(2),
      listed: now,
      dateModified: now + 2 * hour,
      retraction: null,
    })
    expect(await store.isGone(pathOf(2))).toBe(false)
    expect(await store.deletedFrom(null)).toEqual([])
    // A visit that may have been told "unchanged" before is lost.
    expect(await recordPoll(store, pollOf('a', { lease: 'under way', state: validators }), null)).toBeNull()
    expect((await store.sources(now))[0]?.state).toMatchObject({ etag: null, lastModified: null, bodyHash: null, sentHash: null })
    expect(await knownAsRead(store)).toEqual(['f1', 'f3'])
  })

  test('one that only private sources show is not spoken of', async () => {
    const store = await open()
    await filled(store)
    await store.retract(order(2))
    await record(store, planOf([seen(2, { id: 2, entry: 2, isPublic: false })]), now + 2 * hour)
    await settle(store, now + 2 * hour)
    expect(await windowOf(store, null)).toEqual([3, 1].map(idOf))
    expect(await store.deletedFrom(null)).toEqual([])
    expect(await store.pages([2])).toEqual([{ kind: 'hidden', path: pathOf(2) }])
    expect(await store.isGone(pathOf(2))).toBe(false)
    await record(store, planOf([seen(2, { id: 2, entry: 2, isPublic: true })]), now + 3 * hour)
    await settle(store, now + 3 * hour)
    expect(await windowOf(store, 'y')).toEqual([idOf(2)])
    expect(await store.deletedFrom('y')).toMatchObject([{ id: idOf(2) }])
  })

  test('one that was never published never is, until it is given back', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1, { draft: { title: 'Early' } })]))
    expect(await store.retract(order(1))).toMatchObject({ entry: { id: null, title: 'Early' }, slugs: [] })
    expect(await settle(store, now + 2 * hour)).toEqual([])
    expect(await store.deletedFrom(null)).toEqual([])
    await store.unretract({ row: 1, at: now + 2 * hour })
    expect(await settle(store, now + 3 * hour)).toEqual([1])
  })

  test('its term does not end it', async () => {
    const store = await open()
    await publishEntries(store, 1)
    await store.retract(order(1, { at: now }))
    await store.syncSources([source('a', { expiresMs: hour })])
    await settle(store, now + 2 * hour)
    expect(await store.pages([1])).toMatchObject([{ kind: 'retracted', isShown: true }])
    await store.unretract({ row: 1, at: now + 3 * hour })
    await settle(store, now + 3 * hour)
    expect(await store.pages([1])).toMatchObject([{ kind: 'expired' }])
  })
}
