import { expect, test } from 'vitest'
import type { CategoryChange, RegistryRow } from '../../src/model/registry.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import {
  category,
  claim,
  everything,
  hour,
  now,
  numberOf,
  planOf,
  pollOf,
  publish,
  publishEntries,
  record,
  recordPoll,
  registered,
  seen,
  source,
} from './store-samples.ts'

async function registryOf(store: Store): Promise<readonly RegistryRow[]> {
  let seen: readonly RegistryRow[] = []
  await store.syncCategories((registry) => {
    seen = registry
    return []
  })
  return seen
}

export function categoriesContract({ open, opening }: Stores): void {
  test('keeps names with their slugs, and shows them to the next plan', async () => {
    const where = opening()
    const store = await open(where)
    const rows = [category('a'), category('b', { isPrivate: true, isAutomatic: false, state: 'waiting', createdAt: 7 })]
    await store.syncCategories((registry) => {
      expect(registry).toEqual([])
      return rows
    })
    expect(await registryOf(await open(where))).toEqual([
      registered('a'),
      registered('b', { isPrivate: true, isAutomatic: false, state: 'waiting', createdAt: 7 }),
    ])
  })

  test('several names may lead to one slug', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a'), category('a', { folded: 'alias' })])
    expect((await registryOf(store)).map(({ folded, slug }) => `${folded} ${slug}`)).toEqual(['a a', 'alias a'])
    expect(await store.categories()).toHaveLength(1)
  })

  test('a name keeps its slug; what a category is called follows what is synced', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a')])
    await store.syncCategories(() => [category('b', { folded: 'a' }), category('a', { name: 'Other', folded: 'other' })])
    expect(await registryOf(store)).toEqual([registered('a', { name: 'Other' }), registered('a', { name: 'Other', folded: 'other' })])
  })

  test('privacy follows what is synced', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a')])
    await store.syncCategories(() => [category('a', { isPrivate: true })])
    expect(await store.categories()).toMatchObject([{ slug: 'a', isPrivate: true }])
    await store.syncCategories(() => [category('a')])
    expect(await store.categories()).toMatchObject([{ slug: 'a', isPrivate: false }])
  })

  test('one that waits and is then configured is active, and what waited for it is due', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a', { state: 'waiting' })])
    await publishEntries(store, 1)
    await record(store, planOf([seen(2)]), now + hour)
    await store.settle({ now: now + hour, settleMs: 0 }, async (settling) => {
      for (const { id } of await settling.due()) await settling.wait(id, 'category')
    })
    expect(await store.categories()).toEqual([])
    await store.syncCategories(() => [category('a', { isAutomatic: false, createdAt: now + hour })])
    expect(await store.categories()).toMatchObject([{ slug: 'a' }])
    expect(await store.settle({ now: now + hour, settleMs: 0 }, async (settling) => (await settling.due()).map(numberOf))).toEqual([2])
  })

  test('lists active categories in order of slug, with their entries and the newest listing', async () => {
    const store = await open()
    await store.syncCategories(() => [category('b'), category('a'), category('none'), category('later', { state: 'waiting' })])
    await publishEntries(store, 3, (n) => ({
      places:
        n === 3
          ? [['b', now + 3]]
          : [
              ['a', now + n],
              ['b', now],
            ],
    }))
    expect(await store.categories()).toEqual([
      { slug: 'a', kind: 'category', name: 'A', names: ['a'], isPrivate: false, entries: 2, updated: now + 2 },
      { slug: 'b', kind: 'category', name: 'B', names: ['b'], isPrivate: false, entries: 3, updated: now + 3 },
      { slug: 'none', kind: 'category', name: 'NONE', names: ['none'], isPrivate: false, entries: 0, updated: null },
    ])
  })

  test('an entry that leaves a category is not counted in it any more', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a'), category('b')])
    await publishEntries(store, 1, () => ({ places: [['a', now]] }))
    await record(store, planOf([seen(1, { id: 1, entry: 1 })]), now + hour)
    await publish(store, () => ({ row: { revision: 2 }, places: [['b', now]] }), now + hour)
    expect((await store.categories()).map(({ slug, entries }) => `${slug} ${entries}`)).toEqual(['a 0', 'b 1'])
  })

  test('becoming private silences its sightings, becoming public is a first poll; entries are looked at again', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a'), category('b')])
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1, { categories: ['A'] }), seen(2, { categories: ['Ａ', 'b'] }), seen(3, { categories: ['b'] })]))
    await publish(store)
    const due = () =>
      store.settle({ now: now + hour, settleMs: 0 }, async (settling) => {
        const found = await settling.due()
        for (const { id } of found) await settling.wait(id, 'touched')
        return found.map((entry) => `${numberOf(entry)} ${entry.sightings[0]?.isPublic} ${entry.sightings[0]?.isFirstPoll}`)
      })
    expect(await due()).toEqual([])
    await store.syncCategories(() => [category('a', { isPrivate: true })])
    expect(await due()).toEqual(['1 false false', '2 true false'])
    await store.syncCategories(() => [category('a', { isPrivate: true })])
    expect(await due()).toEqual([])
    await store.syncCategories(() => [category('a')])
    expect(await due()).toEqual(['1 true true', '2 true false'])
  })

  const change = (store: Store, ...changes: readonly CategoryChange[]) => store.changeCategories(() => changes, now + hour)
  const moved = (from: string, to: string): CategoryChange => ({ kind: 'moved', from, to })
  const stale = async (store: Store) => (await store.staleOutputs()).map(({ slug }) => slug)
  const written = async (store: Store) => {
    await store.outputsWritten((await store.staleOutputs()).map((output) => ({ ...output, signature: 's' })))
    await store.pagesWritten(await store.stalePages(100))
  }
  const placesIn = async (store: Store, slug: string) =>
    (await store.window(slug, { entries: 100, spanMs: 0, most: 100 })).map(({ title, listed }) => [title, listed - now])

  test('a change is planned on the registry as it is; a plan that throws changes nothing', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a')])
    const steps: readonly CategoryChange[] = [{ kind: 'named', slug: 'a', name: 'New' }]
    const taken = await store.changeCategories((registry) => {
      expect(registry).toEqual([registered('a')])
      return steps
    }, now)
    expect(taken).toEqual(steps)
    const broken = store.changeCategories(() => {
      throw new RangeError('no plan')
    }, now)
    await expect(broken).rejects.toThrow('no plan')
    expect(await registryOf(store)).toEqual([
      registered('a', { name: 'New', renamedFrom: 'a' }),
      registered('a', { name: 'New', renamedFrom: 'a', folded: 'new' }),
    ])
  })

  test('what was renamed forgets that when it gets its name back, or config says a new one', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a')])
    await change(store, { kind: 'named', slug: 'a', name: 'B' }, { kind: 'named', slug: 'a', name: 'C' })
    expect((await registryOf(store))[0]).toMatchObject({ name: 'C', renamedFrom: 'a' })
    await change(store, { kind: 'named', slug: 'a', name: 'A' })
    expect((await registryOf(store))[0]).toMatchObject({ name: 'A', renamedFrom: null })
    await change(store, { kind: 'named', slug: 'a', name: 'B' })
    await store.syncCategories(() => [category('a', { name: 'B', renamedFrom: 'a' })])
    expect((await registryOf(store))[0]).toMatchObject({ name: 'B', renamedFrom: 'a' })
    await store.syncCategories(() => [category('a', { name: 'D', folded: 'd' })])
    expect((await registryOf(store))[0]).toMatchObject({ name: 'D', renamedFrom: null })
  })

  test('one that moves takes along names, entries and home, and leaves its slug behind', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a')])
    await publishEntries(store, 2, () => ({ row: { home: 'a' }, places: [['a', now]] }))
    await written(store)
    await change(store, moved('a', 'b'))
    expect(await registryOf(store)).toEqual([
      registered('a', { folded: null, state: 'moved', movedTo: 'b', wasPublic: true }),
      registered('b', { name: 'A', folded: 'a' }),
    ])
    expect(await store.categories()).toMatchObject([{ slug: 'b', entries: 2 }])
    expect(await placesIn(store, 'b')).toHaveLength(2)
    expect((await store.entries({ ...everything, category: 'a' })).map(({ categories }) => categories)).toEqual([['b'], ['b']])
    expect([await stale(store), (await store.stalePages(10)).length]).toEqual([['', 'a', 'b'], 2])
    await record(store, planOf([seen(1, { id: 1, entry: 1 })]), now + hour)
    const home = await store.settle({ now: now + hour, settleMs: 0 }, async (settling) => (await settling.due())[0]?.published?.home)
    expect(home).toBe('b')
    await change(store, moved('b', 'c'))
    await record(store, planOf([seen(2, { id: 2, entry: 2 })]), now + hour)
    const homes = await store.settle({ now: now + hour, settleMs: 0 }, async (settling) =>
      (await settling.due()).map((due) => due.published?.home),
    )
    expect(new Set(homes)).toEqual(new Set(['c']))
  })

  test('chains end at the newest; one that comes back stands for itself', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a')])
    await change(store, moved('a', 'b'))
    await change(store, moved('b', 'c'))
    expect(await store.formerSlugs()).toEqual([
      { slug: 'a', to: 'c' },
      { slug: 'b', to: 'c' },
    ])
    await change(store, moved('c', 'a'))
    expect(await store.formerSlugs()).toEqual([
      { slug: 'b', to: 'a' },
      { slug: 'c', to: 'a' },
    ])
    expect((await store.categoryRecords()).map(({ slug, state, movedTo }) => `${slug} ${state} ${movedTo}`)).toEqual([
      'a active null',
      'b moved a',
      'c moved a',
    ])
  })

  test('an entry of both stays in its earlier place, and other places move up', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a'), category('b'), category('c')])
    await publishEntries(store, 3, (n) => ({
      row: { home: 'a' },
      places:
        (
          [
            [
              ['a', now + 5],
              ['b', now + 3],
              ['c', now],
            ],
            [['a', now]],
            [
              ['b', now + 1],
              ['a', now + 4],
              ['c', now],
            ],
          ] as const
        )[n - 1] ?? [],
    }))
    await change(store, moved('a', 'b'))
    expect(await placesIn(store, 'b')).toEqual([
      ['Title 1', 3],
      ['Title 3', 1],
      ['Title 2', 0],
    ])
    const places = await store.settle({ now, settleMs: 0 }, async (settling) => [
      await settling.memberships(1),
      await settling.memberships(3),
    ])
    expect(places.map((some) => some.map(({ slug, place }) => `${slug} ${place}`))).toEqual([
      ['b 0', 'c 1'],
      ['b 0', 'c 1'],
    ])
  })

  test('a retired one is listed no more but keeps its entries; approved, it is as it was', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a')])
    await publishEntries(store, 1, () => ({ places: [['a', now]] }))
    await written(store)
    await change(store, { kind: 'retired', slug: 'a' })
    expect([await store.categories(), await stale(store), (await store.stalePages(10)).length]).toEqual([[], ['', 'a'], 1])
    expect((await store.entries(everything)).map(({ categories }) => categories)).toEqual([[]])
    expect(await store.fateOf('a')).toEqual({ kind: 'retired' })
    await store.syncCategories(() => [category('a')])
    expect(await store.categories()).toEqual([])
    await change(store, { kind: 'approved', slug: 'a' })
    expect(await store.categories()).toMatchObject([{ slug: 'a', entries: 1 }])
    expect(await store.fateOf('a')).toBeNull()
  })

  test('what is let in by name is not news: its entries are a first poll’s', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a', { state: 'waiting' })])
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1, { isFirstPoll: false })]))
    await store.settle({ now, settleMs: 0 }, async (settling) => {
      for (const { id } of await settling.due()) await settling.wait(id, 'category')
    })
    expect(await store.waitingNames()).toEqual(['A'])
    await change(store, { kind: 'approved', slug: 'a' })
    expect(await store.waitingNames()).toEqual([])
    const due = await store.settle({ now: now + hour, settleMs: 0 }, (settling) => settling.due())
    expect(due.map((entry) => entry.sightings.map(({ isFirstPoll }) => isFirstPoll))).toEqual([[true]])
  })

  const fates: readonly { name: string; changes: readonly CategoryChange[]; isPrivate?: boolean; fate: unknown }[] = [
    { name: 'moved', changes: [moved('a', 'b')], fate: { kind: 'moved', to: 'b' } },
    { name: 'moved and ended', changes: [moved('a', 'b'), { kind: 'retired', slug: 'a' }], fate: { kind: 'retired' } },
    { name: 'moved to one that ended', changes: [moved('a', 'b'), { kind: 'retired', slug: 'b' }], fate: { kind: 'retired' } },
    { name: 'moved, and private now', changes: [moved('a', 'b')], isPrivate: true, fate: null },
    { name: 'retired, and private now', changes: [{ kind: 'retired', slug: 'a' }], isPrivate: true, fate: null },
  ]
  for (const { name, changes, isPrivate = false, fate } of fates) {
    test(`what is ${name} leads ${fate === null ? 'nowhere' : 'there, or is gone'}`, async () => {
      const store = await open()
      await store.syncCategories(() => [category('a')])
      await change(store, ...changes)
      const [{ slug = '' } = {}] = (await store.categoryRecords()).filter(({ names }) => names.includes('a'))
      if (isPrivate) await store.syncCategories(() => [category(slug, { folded: 'a', isPrivate })])
      expect(await store.fateOf('a')).toEqual(fate)
      expect(await store.formerSlugs()).toEqual(fate !== null && name === 'moved' ? [{ slug: 'a', to: 'b' }] : [])
    })
  }

  test('what nobody knew leaves no trace when it moves', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a', { isPrivate: true }), category('w', { state: 'waiting' })])
    await change(store, moved('a', 'b'), moved('w', 'x'))
    await store.syncCategories(() => [category('b', { folded: 'a' })])
    expect([await store.formerSlugs(), await store.fateOf('a'), await store.fateOf('w')]).toEqual([[], null, null])
  })

  test('an alias of a private category hides what was seen under it', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a', { isPrivate: true })])
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1, { categories: ['Other'] })]))
    await change(store, { kind: 'aliased', slug: 'a', name: 'OTHER' })
    const due = await store.settle({ now: now + hour, settleMs: 0 }, (settling) => settling.due())
    expect(due.map((entry) => entry.sightings.map(({ isPublic }) => isPublic))).toEqual([[false]])
    expect((await store.categoryRecords())[0]).toMatchObject({ slug: 'a', name: 'A', aliases: ['OTHER'], names: ['a', 'other'] })
  })

  const looks = { onPages: 'p', own: 'o', inLists: 'l' }
  const otherLooks = [
    { name: 'on pages', other: { ...looks, onPages: 'x' }, outputs: ['', 'a', 'old'], pages: 1 },
    { name: 'in its own files', other: { ...looks, own: 'x' }, outputs: ['', 'a', 'old'], pages: 0 },
    { name: 'in lists', other: { ...looks, inLists: 'x' }, outputs: [''], pages: 0 },
    { name: 'nowhere', other: looks, outputs: [], pages: 0 },
  ]
  for (const { name, other, outputs, pages } of otherLooks) {
    test(`one that looks otherwise ${name} makes stale what shows it`, async () => {
      const store = await open()
      await store.syncCategories(() => [category('old'), category('b')])
      await change(store, moved('old', 'a'))
      await publishEntries(store, 2, (n) => ({ places: [[n === 1 ? 'a' : 'b', now]] }))
      await store.showCategories(() => looks)
      await written(store)
      await store.showCategories(({ slug }) => (slug === 'a' ? other : looks))
      expect([await stale(store), (await store.stalePages(10)).length]).toEqual([outputs, pages])
    })
  }

  test('what is shown for the first time makes nothing stale', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a'), category('s', { isPrivate: true })])
    const asked: string[] = []
    await store.showCategories(({ slug }) => {
      asked.push(slug)
      return looks
    })
    expect(new Set(asked)).toEqual(new Set(['a']))
    expect(await stale(store)).toEqual([])
  })

  test('a name goes over from one that waits, and its slug is free again', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a', { state: 'waiting' })])
    await store.syncCategories(() => [category('loud', { name: 'A', folded: 'a', isAutomatic: false })])
    expect(await registryOf(store)).toEqual([registered('loud', { name: 'A', folded: 'a', isAutomatic: false })])
  })

  test('planners are told the names of private categories, those that commands gave them too', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a', { isPrivate: true }), category('b')])
    await change(store, { kind: 'aliased', slug: 'a', name: 'Other' }, { kind: 'named', slug: 'a', name: 'New' }, moved('a', 'c'))
    await store.syncSources([source('a')])
    await store.claimDue(claim({ lease: 'asking', only: ['a'] }))
    let hidden: ReadonlySet<string> = new Set()
    await recordPoll(store, pollOf('a', { lease: 'asking' }), async (rows) => {
      hidden = await rows.hidden()
      return planOf([])
    })
    expect(hidden).toEqual(new Set(['a', 'other', 'new']))
  })
}
