import { expect, test } from 'vitest'
import type { RegistryRow } from '../../src/model/registry.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { category, hour, now, numberOf, planOf, publish, publishEntries, record, registered, seen, source } from './store-samples.ts'

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
      { slug: 'a', name: 'A', isPrivate: false, entries: 2, updated: now + 2 },
      { slug: 'b', name: 'B', isPrivate: false, entries: 3, updated: now + 3 },
      { slug: 'none', name: 'NONE', isPrivate: false, entries: 0, updated: null },
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
}
