import { expect, test } from 'vitest'
import type { PagesPolicy } from '../../src/model/output.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { category, hour, now, pathOf, planOf, publish, publishEntries, record, seen, signed, source } from './store-samples.ts'

const day = 24 * hour
const size = { entries: 2, spanMs: hour, most: 3, pages: 'all' as PagesPolicy }
const dayOf = (at: number) => Math.floor(at / day)
const everyDay = { fromDay: 0, toDay: dayOf(now + 900 * day), policy: 'all' as PagesPolicy }

/** Entries 1 to `count`, a day apart, the newest last, all in `x`. */
async function published(store: Store, count: number): Promise<void> {
  await store.syncCategories(() => [category('x')])
  await publishEntries(store, count, (n) => ({
    row: { listed: now + n * day, datePublished: now + n * day },
    places: [['x', now + n * day]],
  }))
}

const surveyed = async (store: Store, slug: string, pages: PagesPolicy = 'all') => {
  const [survey] = await store.surveyOutputs([slug], { ...size, pages })
  if (survey === undefined) throw new RangeError(`no survey of ${slug}`)
  return survey
}

export function publishingContract({ open }: Stores): void {
  test('a survey names another version when an entry comes into the window, changes or leaves it, and only then', async () => {
    const store = await open()
    await published(store, 3)
    const versions = [(await surveyed(store, 'x')).version]
    expect((await surveyed(store, 'x')).version).toBe(versions[0])
    await record(store, planOf([seen(1, { id: 1, entry: 1 })]), now + 4 * day)
    await publish(store, () => ({ row: { revision: 2, listed: now + day }, places: [['x', now + day]] }), now + 4 * day)
    expect((await surveyed(store, 'x')).version).toBe(versions[0])
    await record(store, planOf([seen(3, { id: 3, entry: 3 })]), now + 5 * day)
    await publish(store, () => ({ row: { revision: 2, listed: now + 3 * day }, places: [['x', now + 3 * day]] }), now + 5 * day)
    versions.push((await surveyed(store, 'x')).version)
    await store.settle({ now, settleMs: 0 }, (settling) => settling.hide(3))
    versions.push((await surveyed(store, 'x')).version)
    expect(new Set(versions).size).toBe(3)
  })

  test('a survey tells the signature of the last writing, unless that was begun anew or everything is to be written', async () => {
    const store = await open()
    await published(store, 1)
    const write = async () => store.outputsWritten(signed(await store.staleOutputs(), 'one'))
    expect((await surveyed(store, 'x')).signature).toBeNull()
    await write()
    expect((await surveyed(store, 'x')).signature).toBe('one')
    await store.outputsBegun(['x'])
    expect((await surveyed(store, 'x')).signature).toBeNull()
    await store.markAllStale()
    await write()
    await store.markAllStale()
    expect((await surveyed(store, 'x')).signature).toBeNull()
  })

  test('what changes while it is being written is signed by nobody', async () => {
    const store = await open()
    await published(store, 1)
    const stale = await store.staleOutputs()
    await store.settle({ now, settleMs: 0 }, (settling) => settling.hide(1))
    await store.outputsWritten(signed(stale))
    expect((await surveyed(store, 'x')).signature).toBeNull()
  })

  test('categories are counted when they are surveyed', async () => {
    const store = await open()
    await published(store, 2)
    expect(await store.surveyedCategories()).toMatchObject([{ slug: 'x', entries: 0, updated: null }])
    await surveyed(store, 'x')
    expect(await store.surveyedCategories()).toEqual(await store.categories())
    expect(await store.surveyedCategories()).toMatchObject([{ slug: 'x', entries: 2, updated: now + 2 * day }])
  })

  test('where only recent entries have a page, one that leaves its last window has it to be looked at', async () => {
    const store = await open()
    await published(store, 2)
    for (const slug of ['x', '']) await surveyed(store, slug, 'recent')
    await store.pagesWritten(await store.stalePages(10))
    await record(store, planOf([seen(3)]), now + 3 * day)
    const third = { row: { listed: now + 3 * day, datePublished: now + 3 * day }, places: [['x', now + 3 * day]] } as const
    await publish(store, () => third, now + 3 * day)
    await store.pagesWritten(await store.stalePages(10))
    const paths = [1, 2, 3].map(pathOf)
    expect([...(await store.recentPages(paths))].sort()).toEqual(paths)
    await store.moveWindows([await surveyed(store, 'x', 'recent')])
    expect(await store.recentPages(paths)).toContain(pathOf(1))
    await store.moveWindows([await surveyed(store, '', 'recent')])
    expect([...(await store.recentPages(paths))].sort()).toEqual([pathOf(2), pathOf(3)])
    expect((await store.stalePages(10)).map(({ entry }) => entry)).toEqual([1])
  })

  test('the manifest knows what was expected in a folder until it is forgotten', async () => {
    const { manifest } = await open()
    await manifest.expect('public', ['category/a.atom', 'category/a/1.atom', 'category/ab.atom', 'x'])
    await manifest.expect('public', ['x'])
    await manifest.expect('jekyll', ['y'])
    expect([...(await manifest.known('public', ['x', 'y', 'z']))]).toEqual(['x'])
    expect(await manifest.under('public', 'category/a.')).toEqual(['category/a.atom'])
    expect(await manifest.under('public', 'category/a/')).toEqual(['category/a/1.atom'])
    await manifest.forget('public', ['x', 'y'])
    expect([...(await manifest.known('public', ['x']))]).toEqual([])
    expect([...(await manifest.known('jekyll', ['y']))]).toEqual(['y'])
  })

  test('the sitemap has public pages of full texts, by date of publication', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { rights: 'link' })])
    await store.syncCategories(() => [category('x')])
    const dates = [2, 1, 3, 4].map((n) => now + n * day)
    await publishEntries(store, 4, (n) => ({
      row: { datePublished: dates[n - 1] ?? 0, dateModified: n === 3 ? now + 9 * day : null, owner: n === 4 ? 'b' : 'a' },
      places: [['x', now]],
    }))
    expect(await store.sitemap.pages(everyDay)).toEqual([
      { path: pathOf(2), modified: now + day },
      { path: pathOf(1), modified: now + 2 * day },
      { path: pathOf(3), modified: now + 9 * day },
    ])
    expect(await store.sitemap.pages({ fromDay: dayOf(now) + 2, toDay: dayOf(now) + 2, policy: 'all' })).toHaveLength(1)
    await store.settle({ now, settleMs: 0 }, (settling) => settling.hide(2))
    expect(await store.sitemap.pages(everyDay)).toHaveLength(2)
  })

  test('a sitemap of recent pages has those that were written', async () => {
    const store = await open()
    await published(store, 2)
    expect(await store.sitemap.pages({ ...everyDay, policy: 'recent' })).toEqual([])
    await store.manifest.expect('public', [pathOf(2)])
    expect(await store.sitemap.pages({ ...everyDay, policy: 'recent' })).toMatchObject([{ path: pathOf(2) }])
  })

  test('only days in which a page changed are stale, and they are counted', async () => {
    const store = await open()
    await published(store, 2)
    expect(await store.sitemap.survey('all')).toEqual([])
    await store.pagesWritten(await store.stalePages(10))
    const days = await store.sitemap.survey('all')
    expect(days).toMatchObject([1, 2].map((n) => ({ day: dayOf(now) + n, addresses: 1, modified: now + n * day, isStale: true })))
    await store.sitemap.written(days)
    await store.settle({ now, settleMs: 0 }, (settling) => settling.hide(1))
    await store.pagesWritten(await store.stalePages(10))
    expect(await store.sitemap.survey('all')).toMatchObject([
      { addresses: 0, modified: null, isStale: true },
      { addresses: 1, isStale: false },
    ])
  })

  test('what changes while the sitemap is written stays stale', async () => {
    const store = await open()
    await published(store, 1)
    await store.pagesWritten(await store.stalePages(10))
    const days = await store.sitemap.survey('all')
    await store.settle({ now, settleMs: 0 }, (settling) => settling.hide(1))
    await store.pagesWritten(await store.stalePages(10))
    await store.sitemap.written(days)
    expect(await store.sitemap.survey('all')).toMatchObject([{ isStale: true }])
  })

  test('entries of before 1970 stand in its first day', async () => {
    const store = await open()
    await store.syncCategories(() => [category('x')])
    await publishEntries(store, 2, (n) => ({ row: { datePublished: n === 1 ? -9 * day : 5 }, places: [['x', now]] }))
    await store.pagesWritten(await store.stalePages(10))
    expect(await store.sitemap.survey('all')).toMatchObject([{ day: 0, addresses: 2 }])
  })
}
