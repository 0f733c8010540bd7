// Feeds that lists name.
import { expect, test } from 'vitest'
import type { ListedFeed } from '../../src/model/followed.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { claim, hour, now, pollOf, source } from './store-samples.ts'

const feed = (name: string, folder: string | null = null): ListedFeed => ({ url: `https://${name}.example/feed`, title: name, folder })

/** One poll of a list; without feeds it says nothing of them. */
async function poll(store: Store, feeds: readonly ListedFeed[] | null, { list = 'a', at = now } = {}): Promise<void> {
  await store.claimDue(claim({ only: [list] }))
  const record = pollOf(list, { at })
  const [recorded] = await store.recordPolls([feeds === null ? record : { ...record, decision: { ...record.decision, feeds } }])
  expect(recorded).toMatchObject({ kind: 'recorded' })
}

async function opened({ open }: Stores): Promise<Store> {
  const store = await open()
  await store.syncSources([source('a'), source('b', { position: 1 })])
  return store
}

const follows = async (store: Store) => (await store.sources(now)).map((one) => one.follows)

export function followedContract(stores: Stores): void {
  test('what lists named last is kept, each list by itself', async () => {
    const store = await opened(stores)
    await poll(store, [feed('a', 'F'), feed('b')])
    await poll(store, [feed('a')], { list: 'b' })
    expect(await store.followed()).toEqual(
      expect.arrayContaining([
        { list: 'a', ...feed('a', 'F'), since: now, goneAt: null },
        { list: 'a', ...feed('b'), since: now, goneAt: null },
        { list: 'b', ...feed('a'), since: now, goneAt: null },
      ]),
    )
    expect(await follows(store)).toEqual([
      { feeds: 2, came: 2, left: 0, changedAt: now },
      { feeds: 1, came: 1, left: 0, changedAt: now },
    ])
  })

  test('a poll that says nothing of feeds changes nothing', async () => {
    const store = await opened(stores)
    await poll(store, [feed('a')])
    const before = await store.followed()
    await poll(store, null, { at: now + hour })
    expect(await store.followed()).toEqual(before)
  })

  test('what came and what left is that of the last change; a feed that returns is a new one', async () => {
    const store = await opened(stores)
    await poll(store, [feed('a'), feed('b')])
    await poll(store, [feed('b'), feed('c')], { at: now + hour })
    await poll(store, [feed('b', 'G'), feed('c')], { at: now + 2 * hour })
    expect((await follows(store))[0]).toEqual({ feeds: 2, came: 1, left: 1, changedAt: now + hour })
    expect(await store.followed()).toContainEqual({ list: 'a', ...feed('b', 'G'), since: now, goneAt: null })
    expect(await store.followed()).toContainEqual({ list: 'a', ...feed('a'), since: now, goneAt: now + hour })
    await poll(store, [feed('a'), feed('b')], { at: now + 3 * hour })
    expect((await follows(store))[0]).toEqual({ feeds: 2, came: 1, left: 1, changedAt: now + 3 * hour })
    expect(await store.followed()).toContainEqual({ list: 'a', ...feed('a'), since: now + 3 * hour, goneAt: null })
  })

  test('a list of 2,000 feeds, and another one of as many in its place', async () => {
    const store = await opened(stores)
    const many = (prefix: string) => Array.from({ length: 2_000 }, (_, n) => feed(`${prefix}${n}`))
    await poll(store, many('a'))
    await poll(store, many('b'), { at: now + hour })
    expect((await follows(store))[0]).toEqual({ feeds: 2_000, came: 2_000, left: 2_000, changedAt: now + hour })
  })

  test('a list that goes on under another id keeps what it named', async () => {
    const store = await opened(stores)
    await poll(store, [feed('a')])
    await store.syncSources([source('c', { formerly: ['a'] }), source('b', { position: 1 })])
    expect((await store.followed()).map(({ list }) => list)).toEqual(['c'])
  })
}
