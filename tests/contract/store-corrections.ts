import { expect, test } from 'vitest'
import { planCorrection } from '../../src/identify/dedupe.ts'
import type { Correction } from '../../src/model/correction.ts'
import type { Known } from '../../src/model/merge.ts'
import { readLine } from '../../src/model/registry-reading.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import {
  category,
  claim,
  hour,
  idOf,
  now,
  pathOf,
  planning,
  planOf,
  pollOf,
  publish,
  publishEntries,
  record,
  recordPoll,
  seen,
  source,
} from './store-samples.ts'

const keyOf = (n: number) => `guid:a:${n}`
const anchor = (n: number) => [{ source: 'a', keys: [keyOf(n)] }]
const said = (at: number, kind: Correction['kind'], left: number, taken: number): Correction => ({
  at,
  by: 'ops',
  kind,
  sides: [anchor(left), anchor(taken)],
})

/** Says it of entries 1 and 2 of `publishEntries`, whose sightings have the same numbers. */
async function say(store: Store, kind: Correction['kind'], { rows = [1, 2], at = now }: { rows?: readonly number[]; at?: number } = {}) {
  return store.corrections.make(rows, at, ({ known, at: moment }) => {
    const correction = said(moment, kind, 1, 2)
    return { said: correction, plan: planCorrection(known, correction), ofSides: [1, 2], news: kind === 'parted' ? [2] : [] }
  })
}

async function knownAround(store: Store, keys: readonly string[]): Promise<Known> {
  let known: Known | null = null
  await store.claimDue(claim({ lease: 'asks', only: ['a'], isForced: true }))
  await recordPoll(store, pollOf('a', { lease: 'asks' }), async (rows) => {
    known = await rows.around(keys)
    return planOf([])
  })
  return known ?? expect.fail('nothing was asked')
}

async function linesOf(store: Store) {
  const lines = (await store.register.linesAfter('', 100)).texts.map(readLine)
  return lines.filter((line) => typeof line !== 'string')
}

export function correctionsContract({ open, opening }: Stores): void {
  test('what is joined is one entry, and the address that goes leads to it', async () => {
    const store = await open()
    await store.syncCategories(() => [category('x')])
    await publishEntries(store, 2, (n) => ({ row: { listed: now + n }, places: [['x', now + n]] }))
    await store.outputsWritten((await store.staleOutputs()).map((output) => ({ ...output, signature: '' })))
    expect(await say(store, 'joined')).toEqual([1, 1])
    expect(await store.movedFrom(pathOf(2))).toBe(pathOf(1))
    expect((await store.entriesOf([1, 2])).map(({ id, keys }) => [id, keys])).toEqual([[idOf(1), [keyOf(1), keyOf(2)]]])
    expect((await store.staleOutputs()).map(({ slug }) => slug)).toEqual(['', 'x'])
    expect((await store.stalePages(10)).map(({ entry }) => entry)).toContain(2)
    expect(await store.corrections.references([1, 2])).toMatchObject([{ id: idOf(1) }, { id: idOf(2), path: pathOf(2) }])
  })

  test('what is parted are two entries; what is taken is news, the first poll or not', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1, { isFirstPoll: true }), { ...seen(2, { isFirstPoll: true }), entry: -1 }]))
    await publish(store)
    const sides = await say(store, 'parted', { rows: [1] })
    expect(sides?.[0]).toBe(1)
    expect(sides?.[1]).not.toBe(1)
    const { sightings, entries } = await knownAround(store, [keyOf(1), keyOf(2)])
    expect(sightings.map(({ entry, isFirstPoll }) => [entry, isFirstPoll])).toEqual([
      [1, true],
      [sides?.[1], false],
    ])
    expect(entries.map(({ state }) => state).sort()).toEqual(['pending', 'published'])
  })

  test('a decision of nothing, or one that throws, says nothing', async () => {
    const store = await open()
    await publishEntries(store, 2)
    expect(await store.corrections.make([1, 2], now, () => null)).toBeNull()
    const broken = store.corrections.make([1, 2], now, () => {
      throw new Error('no')
    })
    await expect(broken).rejects.toThrow('no')
    expect((await knownAround(store, [keyOf(1)])).corrections).toEqual([])
  })

  test('what is asked for is told as it is today: one that became another is that one', async () => {
    const store = await open()
    await publishEntries(store, 3)
    await say(store, 'joined')
    const told: unknown[] = []
    await store.corrections.make([2, 1, 3, 99], now, ({ entries, known }) => {
      told.push(
        entries.map(({ row, state }) => [row, state]),
        known.sightings.map(({ id }) => id),
      )
      return null
    })
    expect(told).toEqual([
      [
        [1, 'published'],
        [3, 'published'],
      ],
      [1, 2, 3],
    ])
  })

  test('who asks around a key is told what was said of it, and all that this is about', async () => {
    const store = await open()
    await publishEntries(store, 3)
    await say(store, 'joined')
    await say(store, 'parted')
    const known = await knownAround(store, [keyOf(2)])
    expect(known.corrections).toEqual([said(now, 'joined', 1, 2), said(now + 1, 'parted', 1, 2)])
    expect(known.sightings.map(({ id }) => id)).toEqual([1, 2])
    expect((await knownAround(store, [keyOf(3)])).corrections).toEqual([])
  })

  test('also where its source has burnt every key of it', async () => {
    const store = await open()
    await publishEntries(store, 2)
    await say(store, 'joined')
    await say(store, 'parted')
    await record(store, planOf([], { burns: [{ key: keyOf(1), scope: 'a', source: 'a' }] }), now + hour)
    expect((await knownAround(store, [keyOf(2)])).sightings.map(({ id }) => id)).toEqual([1, 2])
  })

  test('it is said of a source under its new id', async () => {
    const store = await open()
    await publishEntries(store, 2)
    await say(store, 'joined')
    await store.syncSources([source('b', { formerly: ['a'] })])
    let known: Known | null = null
    await store.corrections.make([1], now, (corrected) => {
      known = corrected.known
      return null
    })
    const anchors = [1, 2].map((n) => [{ source: 'b', keys: [`guid:b:${n}`] }])
    expect(known).toMatchObject({ corrections: [{ at: now, kind: 'joined', sides: anchors }] })
  })

  test('polls obey it', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b')])
    const link = 'https://x.example/1'
    await record(store, await planNow(store, 'a', { guid: '1', link, title: 'One' }))
    const one = await knownAround(store, [keyOf(1)])
    await store.corrections.make([1], now, ({ at }) => {
      const correction: Correction = {
        at,
        by: null,
        kind: 'parted',
        sides: [anchor(1), [{ source: 'b', keys: ['guid:b:2', `url:${link}`] }]],
      }
      return { said: correction, plan: planOf([]), ofSides: [one.sightings[0]?.id ?? 0, one.sightings[0]?.id ?? 0], news: [] }
    })
    await store.claimDue(claim({ lease: 'of b', only: ['b'], isForced: true }))
    await recordPoll(store, pollOf('b', { lease: 'of b' }), planning('b', [{ guid: '2', link, title: 'One' }]))
    expect((await knownAround(store, [keyOf(1)])).sightings.map(({ source: id, entry }) => [id, entry])).toEqual([
      ['a', 1],
      ['b', 2],
    ])
  })

  test('lines of the registry say it, and a store made again knows it', async () => {
    const store = await open()
    await publishEntries(store, 3)
    await store.register.linesWritten(await store.register.linesBehind(100))
    await say(store, 'joined')
    await store.register.linesWritten(await store.register.linesBehind(100))
    await say(store, 'parted')
    expect((await store.register.linesBehind(100)).map(({ entry, isWritten }) => [entry, isWritten])).toContainEqual([1, false])
    const lines = await linesOf(store)
    const all = [said(now, 'joined', 1, 2), said(now + 1, 'parted', 1, 2)].map((one) => ({ ...one, by: null }))
    expect(lines.filter((line) => line.kind === 'entry' && line.id === idOf(1))).toMatchObject([{ said: all }])
    const again = await open(opening())
    await again.syncSources([source('a')])
    await again.register.adopt(
      (async function* () {
        yield* lines
        yield* lines
      })(),
    )
    expect((await knownAround(again, [keyOf(2)])).corrections).toEqual(all)
  })

  test('what only private sources show is in no line', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1), { ...seen(2, { isPublic: false }), entry: -1 }]))
    await publish(store)
    await say(store, 'parted', { rows: [1] })
    expect(JSON.stringify(await linesOf(store))).not.toContain(keyOf(2))
  })
}

async function planNow(store: Store, id: string, draft: { guid: string; link: string; title: string }) {
  let plan = planOf([])
  await store.claimDue(claim({ lease: 'plans', only: [id], isForced: true }))
  await recordPoll(store, pollOf(id, { lease: 'plans' }), async (rows) => {
    plan = await planning(id, [draft])(rows)
    return planOf([])
  })
  return plan
}
