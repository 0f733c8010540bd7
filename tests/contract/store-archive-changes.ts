import { expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { change, changesOf, day, filled, nothing, seeAll, size } from './store-archive-samples.ts'
import { hour, now, planOf, record, source } from './store-samples.ts'

export function archiveChangesContract({ open }: Stores): void {
  test('what is published is noted in its feeds until it was taken into account', async () => {
    const store = await open()
    await filled(store)
    expect(await changesOf(store, 'y')).toEqual([2, 4, 6].map((n) => [24 + n, true]))
    expect((await changesOf(store, '')).length).toBe(6)
    await seeAll(store)
    for (const slug of ['', 'x', 'y']) expect(await changesOf(store, slug)).toEqual([])
  })

  test('also where no page is otherwise, when that is recorded', async () => {
    const store = await open()
    await filled(store)
    const { changes } = await store.archives.state('y', size)
    await store.archives.written([{ slug: 'y', pages: [], seen: changes.slice(1) }])
    expect(await changesOf(store, 'y')).toEqual([[26, true]])
    expect((await changesOf(store, 'x')).length).toBe(6)
  })

  test('what is noted once more while it is taken into account stays', async () => {
    const store = await open()
    await filled(store)
    const { changes } = await store.archives.state('x', size)
    await change(store, [2], () => ({ row: { listed: now + 2 * hour, revision: 2 }, places: [['x', now + 2 * hour]] }))
    await store.archives.lay('x', { ...nothing, seen: changes })
    expect((await changesOf(store, 'x')).map(([at]) => at)).toEqual([2])
  })

  const words: readonly {
    name: string
    places: readonly (readonly [string, number])[]
    listed?: number
    x: unknown
    y: unknown
    all: unknown
  }[] = [
    {
      name: 'an edit in its place',
      places: [
        ['x', 2],
        ['y', 26],
      ],
      x: [[2, false]],
      y: [[26, false]],
      all: [[2, false]],
    },
    {
      name: 'a move to the newest',
      places: [
        ['x', 48],
        ['y', 48],
      ],
      listed: 48,
      x: [
        [2, false],
        [48, true],
      ],
      y: [
        [26, false],
        [48, true],
      ],
      all: [
        [2, false],
        [48, true],
      ],
    },
    { name: 'leaving a category', places: [['x', 2]], x: [[2, false]], y: [[26, true]], all: [[2, false]] },
  ]
  for (const { name, places, listed = 2, x, y, all } of words) {
    test(`a word on an entry is noted: ${name}`, async () => {
      const store = await open()
      await filled(store)
      await seeAll(store)
      const shown = places.map(([slug, hours]) => [slug, now + hours * hour] as const)
      await change(store, [2], () => ({ row: { listed: now + listed * hour, revision: 2 }, places: shown }))
      expect([await changesOf(store, 'x'), await changesOf(store, 'y'), await changesOf(store, '')]).toEqual([x, y, all])
    })
  }

  const goings: readonly { name: string; go: (store: Store) => Promise<void> }[] = [
    { name: 'hidden', go: (store) => store.settle({ now, settleMs: 0 }, (settling) => settling.hide(2)) },
    { name: 'merged', go: (store) => record(store, planOf([], { merged: [{ from: 2, into: 1 }] }), now + 3 * day) },
    {
      name: 'over',
      go: async (store) => {
        await store.syncSources([source('a', { expiresMs: day })])
        await store.settle({ now: now + 9 * day, settleMs: 0 }, async () => {})
      },
    },
    {
      name: 'withdrawn',
      go: async (store) => void (await store.retract({ row: 2, at: now + 3 * day, why: 'wrong', by: null, isSilent: true })),
    },
  ]
  for (const { name, go } of goings) {
    test(`what is ${name} is noted where it stood, and where a closed page may still show it`, async () => {
      const store = await open()
      await filled(store)
      const moved = now + 2 * day
      await change(
        store,
        [2],
        () => ({
          row: { listed: moved, revision: 2 },
          places: [
            ['x', moved],
            ['y', moved],
          ],
        }),
        moved,
      )
      await seeAll(store)
      await go(store)
      expect(await changesOf(store, 'x')).toEqual(
        expect.arrayContaining([
          [2, true],
          [48, true],
        ]),
      )
      // It moved away there a day after it came: no page can have been closed.
      expect(await changesOf(store, 'y')).toContainEqual([48, true])
      expect(await changesOf(store, 'y')).not.toContainEqual([26, true])
      expect(await changesOf(store, '')).toEqual(
        expect.arrayContaining([
          [2, true],
          [48, true],
        ]),
      )
    })
  }
}
