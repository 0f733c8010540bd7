import { expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { category, hour, now, planOf, publish, publishEntries, record, seen, signed } from './store-samples.ts'

const outputs = async (store: Store) => (await store.staleOutputs()).map(({ slug }) => slug)
const pages = async (store: Store) => (await store.stalePages(100)).map(({ entry }) => entry)

async function writeAll(store: Store): Promise<void> {
  await store.pagesWritten(await store.stalePages(100))
  await store.outputsWritten(signed(await store.staleOutputs()))
}

/** Entries 1 to 3: the first two in `x`, the third in `y`. */
async function written(store: Store): Promise<void> {
  await store.syncCategories(() => [category('x'), category('y')])
  await publishEntries(store, 3, (n) => ({ places: [[n === 3 ? 'y' : 'x', now]] }))
}

/** A new word on entry `n`. */
async function change(store: Store, n: number, slug: string, at: number): Promise<void> {
  await record(store, planOf([seen(n, { id: n, entry: n })]), at)
  await publish(store, () => ({ row: { revision: 2 }, places: [[slug, now]] }), at)
}

export function outputsContract({ open }: Stores): void {
  test('nothing is stale in a new store', async () => {
    const store = await open()
    expect(await outputs(store)).toEqual([])
    expect(await pages(store)).toEqual([])
  })

  test('what is published makes its page, its categories and the feed of everything stale', async () => {
    const store = await open()
    await written(store)
    expect(await outputs(store)).toEqual(['', 'x', 'y'])
    expect(await pages(store)).toEqual([1, 2, 3])
    expect(await store.stalePages(2)).toHaveLength(2)
  })

  test('what was written is not stale until it changes', async () => {
    const store = await open()
    await written(store)
    await writeAll(store)
    expect([await outputs(store), await pages(store)]).toEqual([[], []])
    await change(store, 3, 'y', now + hour)
    expect([await outputs(store), await pages(store)]).toEqual([['', 'y'], [3]])
  })

  test('what becomes stale while it is being written stays stale', async () => {
    const store = await open()
    await written(store)
    const [staleOutputs, stalePages] = [await store.staleOutputs(), await store.stalePages(100)]
    await change(store, 1, 'x', now + hour)
    await store.outputsWritten(signed(staleOutputs))
    await store.pagesWritten(stalePages)
    expect([await outputs(store), await pages(store)]).toEqual([['', 'x'], [1]])
  })

  test('to mark everything ends with nothing half marked, and what it broke off is told', async () => {
    const store = await open()
    await written(store)
    await writeAll(store)
    await store.setFact('marking-all', 'begun')
    expect(await store.isHalfMarked()).toBe(true)
    await store.markAllStale()
    expect(await store.isHalfMarked()).toBe(false)
    expect([await outputs(store), await pages(store)]).toEqual([
      ['', 'x', 'y'],
      [1, 2, 3],
    ])
  })

  test('a late report of an older writing does not undo a newer one', async () => {
    const store = await open()
    await written(store)
    const [staleOutputs, stalePages] = [await store.staleOutputs(), await store.stalePages(100)]
    await change(store, 1, 'x', now + hour)
    await writeAll(store)
    await store.outputsWritten(signed(staleOutputs))
    await store.pagesWritten(stalePages)
    expect([await outputs(store), await pages(store)]).toEqual([[], []])
  })

  test('an entry that changes category makes both stale', async () => {
    const store = await open()
    await written(store)
    await writeAll(store)
    await change(store, 1, 'y', now + hour)
    expect(await outputs(store)).toEqual(['', 'x', 'y'])
  })

  test('a merge makes the loser’s page and categories stale, and pages that led to it', async () => {
    const store = await open()
    await written(store)
    await record(store, planOf([], { merged: [{ from: 2, into: 3 }] }), now + hour)
    await writeAll(store)
    await record(store, planOf([], { merged: [{ from: 3, into: 1 }] }), now + 2 * hour)
    expect(await outputs(store)).toEqual(['', 'y'])
    expect(await pages(store)).toEqual([2, 3])
  })

  test('everything can be made stale: every category and every page there is', async () => {
    const store = await open()
    await written(store)
    await record(store, planOf([], { merged: [{ from: 2, into: 1 }] }), now + hour)
    await record(store, planOf([seen(4)]), now + 2 * hour)
    await writeAll(store)
    await store.markAllStale()
    expect([await outputs(store), await pages(store)]).toEqual([
      ['', 'x', 'y'],
      [1, 2, 3],
    ])
  })

  test('how many entries were listed of late, in each category as far as it was surveyed', async () => {
    const store = await open()
    await store.syncCategories(() => [category('x'), category('y'), category('z')])
    const listed = [now - 3 * hour, now - hour, now]
    await publishEntries(store, 3, (n) => ({ places: [['x', listed[n - 1] ?? now], ...(n === 1 ? [['y', now - 3 * hour] as const] : [])] }))
    expect(await store.listedSince(now - hour)).toEqual(new Map())
    await store.surveyOutputs(['', 'x', 'y', 'z'], { entries: 2, spanMs: hour, most: 3, pages: 'all' })
    expect(await store.listedSince(now - hour)).toEqual(new Map([['x', 2]]))
    expect(await store.listedSince(now - 4 * hour)).toEqual(
      new Map([
        ['x', 3],
        ['y', 1],
      ]),
    )
  })
}
