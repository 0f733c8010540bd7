import { expect, test } from 'vitest'
import type { FeedRecord } from '../../src/model/output-feed.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { category, everything, now, publishEntries } from './store-samples.ts'

const feed = (slug: string, changes: Partial<FeedRecord> = {}): FeedRecord => ({
  slug,
  title: slug.toUpperCase(),
  isPrivate: false,
  createdAt: now,
  ...changes,
})

async function withFeeds(store: Store, ...feeds: readonly FeedRecord[]): Promise<void> {
  await store.syncCategories(() => [], feeds)
}

async function fill(store: Store, fingerprint: string, isIn: (title: string) => boolean, limit = 2): Promise<number> {
  for (let steps = 1; ; steps++) {
    const judge = ({ content }: { content: { title: string } }) => (isIn(content.title) ? ['it is'] : null)
    if (await store.fillFeed({ slug: 'picks', fingerprint, limit, judge })) return steps
  }
}

async function titlesIn(store: Store): Promise<readonly string[]> {
  const entries = await store.entries({ ...everything, category: 'picks' })
  return entries.map(({ title }) => title).sort()
}

export function feedsContract({ open }: Stores): void {
  test('a feed is a category of its own kind, without a name that rules could choose', async () => {
    const store = await open()
    await withFeeds(store, feed('picks'), feed('inside', { isPrivate: true }))
    expect((await store.registry()).map(({ slug, kind, folded, state, isPrivate }) => ({ slug, kind, folded, state, isPrivate }))).toEqual([
      { slug: 'inside', kind: 'feed', folded: null, state: 'active', isPrivate: true },
      { slug: 'picks', kind: 'feed', folded: null, state: 'active', isPrivate: false },
    ])
    expect((await store.staleOutputs()).map(({ slug }) => slug)).toEqual(['', 'inside', 'picks'])
    expect(await store.feedFills()).toEqual([
      { slug: 'inside', fingerprint: null, isFilled: false },
      { slug: 'picks', fingerprint: null, isFilled: false },
    ])
  })

  test('it is filled step by step with what is published, listed as it is, and is no category of it', async () => {
    const store = await open()
    await store.syncCategories(() => [category('home')], [feed('picks')])
    await publishEntries(store, 5, (n) => ({ row: { listed: now - n }, places: [['home', now - n]] }))
    expect(await fill(store, 'one', (title) => title !== 'Title 3')).toBe(3)
    expect(await titlesIn(store)).toEqual(['Title 1', 'Title 2', 'Title 4', 'Title 5'])
    const window = await store.window('picks', { entries: 10, spanMs: 0, most: 10 })
    expect(window.map(({ listed, categories }) => [now - listed, categories])).toEqual([1, 2, 4, 5].map((n) => [n, ['home']]))
    expect(await store.feedFills()).toEqual([{ slug: 'picks', fingerprint: 'one', isFilled: true }])
    expect(await fill(store, 'one', () => false)).toBe(1)
    await fill(store, 'two', (title) => title === 'Title 3')
    expect(await titlesIn(store)).toEqual(['Title 3'])
  })

  test('one that leaves config ends, keeps its slug, and comes back empty', async () => {
    const store = await open()
    await withFeeds(store, feed('picks'))
    await publishEntries(store, 1)
    await fill(store, 'one', () => true)
    await withFeeds(store)
    expect((await store.registry()).map(({ slug, state }) => [slug, state])).toEqual([['picks', 'retired']])
    expect([await titlesIn(store), await store.feedFills()]).toEqual([[], []])
    await withFeeds(store, feed('picks', { title: 'Again' }))
    expect((await store.registry()).map(({ name, state }) => [name, state])).toEqual([['Again', 'active']])
    expect(await store.feedFills()).toEqual([{ slug: 'picks', fingerprint: null, isFilled: false }])
  })
}
