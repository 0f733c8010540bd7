import { expect, test } from 'vitest'
import type { Keep, KeepOf } from '../../src/model/pruning.ts'
import type { PruneDone, PrunePlace, Pruning } from '../../src/store/port/pruning.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import {
  category,
  hour,
  idOf,
  now,
  numberOf,
  pathOf,
  planOf,
  publish,
  publishedRow,
  record,
  seen,
  source,
  titles,
} from './store-samples.ts'

const day = 24 * hour
const none: Pruning['window'] = { entries: 1, spanMs: 0, most: 500 }
const keeps =
  (rules: Readonly<Record<string, Partial<Keep>>>): KeepOf =>
  (slug) => {
    const said = rules[slug]
    return said === undefined ? null : { days: null, entries: null, ...said }
  }

/** Entries 1 to `count`, number n listed n days ago in `x`, those of `inY` in `y`, too. */
async function filled(store: Store, count: number, inY: readonly number[] = []): Promise<void> {
  await store.syncCategories(() => [category('x'), category('y')])
  await store.syncSources([source('a')])
  const drafts = Array.from({ length: count }, (_, at) => seen(at + 1, { draft: { title: `Title ${at + 1}`, content: '<p>Words</p>' } }))
  await record(store, planOf(drafts))
  await publish(store, (n) => ({
    row: { listed: now - n * day, content: { ...publishedRow(n).content, title: `Title ${n}`, contentHtml: `<p>Words of ${n}</p>` } },
    places: [['x', now - n * day], ...(inY.includes(n) ? ([['y', now - n * day]] as const) : [])],
  }))
}

async function pruned(
  store: Store,
  pruning: Pick<Pruning, 'keepOf'> & Partial<Pruning>,
  slug = 'x',
  limit = 100,
): Promise<readonly PruneDone[]> {
  const done: PruneDone[] = []
  let after: PrunePlace | null = null
  do {
    const step = await store.pruning.step({ now, window: none, ...pruning, slug, after, limit })
    done.push(step)
    after = step.after
  } while (after !== null)
  return done
}

const left = async (store: Store) => (await titles(store)).map((title) => Number(title.replace('Title ', ''))).sort((a, b) => a - b)

const table: readonly {
  readonly name: string
  readonly rules: Readonly<Record<string, Partial<Keep>>>
  readonly window?: Partial<Pruning['window']>
  readonly inY?: readonly number[]
  readonly want: readonly number[]
}[] = [
  { name: 'the newest', rules: { x: { entries: 2 } }, want: [1, 2] },
  { name: 'all of some days, the instant itself too', rules: { x: { days: 3 } }, want: [1, 2, 3] },
  { name: 'either limit keeps: days more', rules: { x: { entries: 2, days: 4 } }, want: [1, 2, 3, 4] },
  { name: 'either limit keeps: entries more', rules: { x: { entries: 4, days: 2 } }, want: [1, 2, 3, 4] },
  { name: 'as many as there are', rules: { x: { entries: 6 } }, want: [1, 2, 3, 4, 5, 6] },
  { name: 'no rule keeps all', rules: {}, want: [1, 2, 3, 4, 5, 6] },
  { name: 'what stands in the feed', rules: { x: { entries: 1 } }, window: { entries: 3 }, want: [1, 2, 3] },
  { name: 'what was listed in the span before the newest', rules: { x: { entries: 1 } }, window: { spanMs: 3 * day }, want: [1, 2, 3, 4] },
  { name: 'no more of that than a feed holds', rules: { x: { entries: 1 } }, window: { entries: 5, most: 2 }, want: [1, 2] },
  { name: 'another category without a rule keeps', rules: { x: { entries: 1 } }, inY: [4, 6], want: [1, 4, 6] },
  { name: 'another category by its own rule', rules: { x: { entries: 1 }, y: { days: 4 } }, inY: [4, 6], want: [1, 4] },
  { name: 'the feed of another category', rules: { x: { entries: 1 }, y: { days: 1 } }, inY: [5, 6], want: [1, 5] },
]

export function pruningContract({ open }: Stores): void {
  for (const { name, rules, window = {}, inY = [], want } of table)
    test(`kept are ${name}`, async () => {
      const store = await open()
      await filled(store, 6, inY)
      await pruned(store, { keepOf: keeps(rules), window: { ...none, ...window } })
      expect(await left(store)).toEqual(want)
    })

  test('of those listed at one instant the order of feeds decides', async () => {
    const store = await open()
    await store.syncCategories(() => [category('x')])
    await store.syncSources([source('a')])
    await record(store, planOf([1, 2, 3, 4].map((n) => seen(n, { draft: { title: `Title ${n}` } }))))
    await publish(store, (n) => ({
      row: { listed: now, datePublished: now + (n % 2) * day, content: { ...publishedRow(n).content, title: `Title ${n}` } },
      places: [['x', now]],
    }))
    const feed = (await store.window('x', { ...none, entries: 10 })).map(({ title }) => title)
    const window = { ...none, most: 1 }
    await pruned(store, { keepOf: keeps({ x: { entries: 3 } }), window })
    expect((await store.window('x', { ...none, entries: 10 })).map(({ title }) => title)).toEqual(feed.slice(0, 3))
    expect(await store.pruning.outline('x', { keepOf: keeps({ x: { entries: 1 } }), now, window })).toEqual({
      entries: 3,
      kept: { newest: 1, recent: 0, window: 0 },
      behind: 2,
    })
  })

  test('what the feed held when it was written stays until it is written again', async () => {
    const store = await open()
    await filled(store, 4)
    await store.surveyOutputs(['x'], { entries: 3, spanMs: 0, most: 500, pages: 'all' })
    await pruned(store, { keepOf: keeps({ x: { entries: 1 } }) })
    expect(await left(store)).toEqual([1, 2, 3])
  })

  test('steps are as small as they are asked to be, and can be broken off', async () => {
    const store = await open()
    await filled(store, 6)
    const keepOf = keeps({ x: { entries: 1 } })
    const first = await store.pruning.step({ keepOf, now, window: none, slug: 'x', after: null, limit: 2 })
    expect(first.gone.map(({ entry }) => entry)).toEqual([6, 5])
    expect(await left(store)).toEqual([1, 2, 3, 4])
    const rest = await pruned(store, { keepOf }, 'x', 2)
    expect(rest.flatMap(({ gone }) => gone.map(({ entry }) => entry))).toEqual([4, 3, 2])
    expect(first.gone[0]).toMatchObject({ why: [{ slug: 'x', entries: 1, days: null }] })
    expect(first.gone[0]?.bytes).toBeGreaterThan('<p>Words of 6</p>'.length)
  })

  test('a look says what a step would do, and does nothing', async () => {
    const store = await open()
    await filled(store, 4, [3])
    const step = { keepOf: keeps({ x: { entries: 1 } }), now, window: none, slug: 'x', after: null, limit: 10 }
    const look = await store.pruning.look(step)
    expect(look.gone.map(({ entry }) => entry)).toEqual([4, 2])
    expect(look.stayed).toEqual([{ entry: 3, stay: 'elsewhere' }])
    expect(await left(store)).toEqual([1, 2, 3, 4])
    expect(await store.pruning.step(step)).toEqual(look)
  })

  test('what is touched, or waits to be settled, stays', async () => {
    const store = await open()
    await filled(store, 3)
    await record(store, planOf([seen(3, { id: 3, entry: 3 })], { touched: [3] }), now + hour)
    const [done] = await pruned(store, { keepOf: keeps({ x: { entries: 1 } }) })
    expect(done?.stayed).toEqual([{ entry: 3, stay: 'unsettled' }])
    expect(await left(store)).toEqual([1, 3])
  })

  test('the category, its archive and the feed of everything are to be written again, and the page goes', async () => {
    const store = await open()
    await filled(store, 3)
    await store.outputsWritten((await store.staleOutputs()).map((output) => ({ ...output, signature: 'written' })))
    await store.pagesWritten(await store.stalePages(100))
    await pruned(store, { keepOf: keeps({ x: { entries: 2 } }) })
    expect((await store.staleOutputs()).map(({ slug }) => slug)).toEqual(['', 'x'])
    const stale = await store.stalePages(10)
    expect(await store.pages(stale.map(({ entry }) => entry))).toEqual([{ kind: 'hidden', path: pathOf(3) }])
    expect((await store.archives.state('x', { entries: 1, spanMs: 0, most: 500 })).changes.map(({ listed }) => listed)).toContain(
      now - 3 * day,
    )
  })

  test('a tombstone is counted, answered at its path, and in nothing that is listed, searched or settled', async () => {
    const store = await open()
    await filled(store, 2)
    await store.takeIn(
      (await store.unsearched(10)).map(({ entry, wanted }) => ({ entry, wanted, words: { publisher: null, title: 't', text: 't words' } })),
    )
    await pruned(store, { keepOf: keeps({ x: { entries: 1 } }) })
    expect((await store.census(now)).tombstones).toBe(1)
    expect(await store.isGone(pathOf(2))).toBe(true)
    expect(await store.pruning.tombstone(pathOf(2))).toMatchObject({ path: pathOf(2), title: 'Title 2' })
    expect(await store.pruning.tombstone(pathOf(1))).toBeNull()
    expect(await store.unsearched(10)).toEqual([])
    expect((await store.sources(now)).map(({ entries }) => entries)).toEqual([1])
    await record(store, planOf([seen(2, { id: 2, entry: 2, isPruned: true })], { touched: [2] }), now + hour)
    expect(await store.settle({ now: now + hour, settleMs: 0 }, async (settling) => (await settling.due()).map(numberOf))).toEqual([])
    expect((await store.register.linesAfter('', 10)).texts.find((text) => text.includes(idOf(2)))).toContain('"pruned":{"at":')
  })

  test('one that is taken over by what readers see is a tombstone no more, and leads there', async () => {
    const store = await open()
    await filled(store, 2)
    await pruned(store, { keepOf: keeps({ x: { entries: 1 } }) })
    await record(store, planOf([], { moved: [{ sighting: 2, entry: 1 }], merged: [{ from: 2, into: 1 }], touched: [1] }), now + hour)
    expect((await store.census(now)).tombstones).toBe(0)
    expect(await store.movedFrom(pathOf(2))).toBe(pathOf(1))
    const due = await store.settle({ now: now + hour, settleMs: 0 }, async (settling) => settling.due())
    expect(due.map(({ id, sightings }) => [id, sightings.length])).toEqual([[1, 1]])
  })
}
