import { expect, test } from 'vitest'
import type { Stores } from './store.ts'
import { day, filled, nothing, pageOf, size, spot } from './store-archive-samples.ts'
import { category, hour, idOf, now, publishEntries, publishedRow } from './store-samples.ts'

export function archivesContract({ open }: Stores): void {
  test('a feed’s newest entries are named one more than its window may hold, with their bytes', async () => {
    const store = await open()
    await filled(store)
    const { newest } = await store.archives.state('x', size)
    expect(newest).toEqual([6, 5, 4, 3].map((n) => ({ ...spot(n), htmlBytes: 0, textBytes: newest[0]?.textBytes })))
    expect(newest[0]?.textBytes).toBeGreaterThan('Title 6https://x.example/6'.length)
    expect((await store.archives.state('y', size)).newest.map(({ id }) => id)).toEqual([6, 4, 2].map(idOf))
    expect((await store.archives.state('', size)).newest).toHaveLength(4)
  })

  test('bytes are those of UTF-8, not characters', async () => {
    const store = await open()
    await store.syncCategories(() => [category('x')])
    const { content } = publishedRow(1)
    const titles = ['', 'aaa', '金金金']
    await publishEntries(store, 2, (n) => ({
      row: { listed: now + n, content: { ...content, title: titles[n] ?? '', contentHtml: n === 2 ? '長' : null } },
      places: [['x', now + n]],
    }))
    const { newest } = await store.archives.state('x', size)
    expect(newest.map(({ htmlBytes }) => htmlBytes)).toEqual([3, 0])
    expect((newest[0]?.textBytes ?? 0) - (newest[1]?.textBytes ?? 0)).toBe(6)
  })

  const ranges = [
    { name: 'all, without a range', range: {}, want: [1, 2, 3, 4, 5, 6] },
    { name: 'from one on, itself included', range: { from: spot(4) }, want: [4, 5, 6] },
    { name: 'after one', range: { after: spot(4) }, want: [5, 6] },
    { name: 'to one, itself included', range: { to: spot(2) }, want: [1, 2] },
    { name: 'between two', range: { from: spot(2), to: spot(3) }, want: [2, 3] },
    { name: 'so many', range: { from: spot(2), limit: 2 }, want: [2, 3] },
  ]
  for (const { name, range, want } of ranges) {
    test(`places in a feed’s order: ${name}`, async () => {
      const store = await open()
      await filled(store)
      for (const slug of ['x', '']) expect((await store.archives.spots(slug, range)).map(({ id }) => id)).toEqual(want.map(idOf))
      if (range.limit === undefined)
        expect((await store.archives.entries('x', range)).map(({ id }) => id)).toEqual([...want].reverse().map(idOf))
    })
  }

  test('entries listed at once stand in the order of their dates, then their ids', async () => {
    const store = await open()
    await store.syncCategories(() => [category('x')])
    await publishEntries(store, 4, (n) => ({ row: { datePublished: now - (n % 2) * hour }, places: [['x', now]] }))
    const all = [1, 3, 2, 4]
    for (const slug of ['x', '']) {
      const spots = await store.archives.spots(slug, {})
      expect(spots.map(({ id }) => id)).toEqual(all.map(idOf))
      for (const [at, one] of spots.entries())
        expect((await store.archives.spots(slug, { after: one })).map(({ id }) => id)).toEqual(all.slice(at + 1).map(idOf))
    }
  })

  test('entries are listed as in the feed that is asked for', async () => {
    const store = await open()
    await filled(store)
    expect((await store.archives.entries('y', { to: spot(2, now + day + 2 * hour) })).map(({ id, listed }) => [id, listed])).toEqual([
      [idOf(2), now + day + 2 * hour],
    ])
    expect((await store.archives.entries('', { to: spot(1) })).map(({ listed }) => listed)).toEqual([now + hour])
  })

  test('pages are kept in order, and written until that is recorded', async () => {
    const store = await open()
    await filled(store)
    const pages = [pageOf(1, 1, 2), { ...pageOf(2, 3, 4), next: { month: '2026-02', page: 1 } }]
    await store.archives.lay('x', { ...nothing, pages: [...pages].reverse(), newest: pageOf(2, 3, 4) })
    expect((await store.archives.state('x', size)).pages).toEqual(pages)
    const stale = await store.archives.stale('x')
    expect(stale.map(({ page, isGone }) => [page, isGone])).toEqual([
      [2, false],
      [1, false],
    ])
    await store.archives.lay('x', { ...nothing, pages: [pageOf(1, 1, 3)], newest: null })
    await store.archives.written([{ slug: 'x', pages: stale, seen: [] }])
    expect((await store.archives.stale('x')).map(({ page, last }) => [page, last.id])).toEqual([[1, idOf(3)]])
    expect(await store.archives.stale('y')).toEqual([])
  })

  test('a page that is gone is known until its files are removed, unless it comes back', async () => {
    const store = await open()
    await filled(store)
    await store.archives.lay('x', { ...nothing, pages: [pageOf(1, 1, 2), pageOf(2, 3, 4)] })
    await store.archives.written([{ slug: 'x', pages: await store.archives.stale('x'), seen: [] }])
    await store.archives.lay('x', { ...nothing, gone: [pageOf(1, 1, 2), pageOf(2, 3, 4)] })
    await store.archives.lay('x', { ...nothing, pages: [pageOf(2, 3, 3)] })
    const { pages, leaving } = await store.archives.state('x', size)
    expect([pages.map(({ page }) => page), leaving]).toEqual([[2], [{ month: '2026-01', page: 1 }]])
    const stale = await store.archives.stale('x')
    expect(stale.map(({ page, isGone }) => [page, isGone])).toEqual([
      [2, false],
      [1, true],
    ])
    await store.archives.written([{ slug: 'x', pages: stale, seen: [] }])
    expect([await store.archives.stale('x'), (await store.archives.state('x', size)).leaving]).toEqual([[], []])
  })

  test('of an archive that is dropped only its files are known, to be removed', async () => {
    const store = await open()
    await filled(store)
    await store.archives.lay('x', { ...nothing, pages: [pageOf(1, 1, 2)], newest: pageOf(1, 1, 2), isBehind: true })
    await store.archives.drop('x')
    expect(await store.archives.state('x', size)).toMatchObject({ pages: [], changes: [], isBehind: false })
    expect((await store.archives.stale('x')).map(({ isGone }) => isGone)).toEqual([true])
  })

  test('a feed whose newest page is behind is to be published when the month of the page is over', async () => {
    const store = await open()
    await filled(store)
    const clean = async () => {
      const stale = await store.staleOutputs()
      await store.outputsWritten(stale.map((output) => ({ ...output, signature: '' })))
      return stale.map(({ slug }) => slug)
    }
    await store.archives.lay('x', { ...nothing, pages: [pageOf(1, 1, 2)], newest: pageOf(1, 1, 2), isBehind: true })
    await store.archives.lay('y', { ...nothing, pages: [pageOf(1, 1, 2)], newest: pageOf(1, 1, 2) })
    expect((await store.archives.state('x', size)).isBehind).toBe(true)
    await clean()
    await store.archives.markBehind('2026-01')
    expect(await clean()).toEqual([])
    await store.archives.markBehind('2026-02')
    expect(await clean()).toEqual(['', 'x'])
    await store.archives.lay('x', { ...nothing, newest: pageOf(1, 1, 2) })
    await store.archives.markBehind('2026-02')
    expect(await clean()).toEqual([])
  })

  test('everything is written again when everything is stale', async () => {
    const store = await open()
    await filled(store)
    await store.archives.lay('x', { ...nothing, pages: [pageOf(1, 1, 2)] })
    await store.archives.written([{ slug: 'x', pages: await store.archives.stale('x'), seen: [] }])
    await store.markAllStale()
    expect((await store.archives.stale('x')).map(({ page }) => page)).toEqual([1])
  })
}
