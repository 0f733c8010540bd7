import { expect, test } from 'vitest'
import type { ArticleRecord, DueArticle } from '../../src/store/port/articles.ts'
import type { Store } from '../../src/store/store.ts'
import { articleOf } from '../support/sightings.ts'
import type { Stores } from './store.ts'
import { claim, hour, minute, now, numberOf, planOf, pollOf, publish, record, recordPoll, seen, source, titles } from './store-samples.ts'

const withArticle = source('a', { hasArticle: true })

async function waitingFor(store: Store, ...numbers: number[]): Promise<readonly DueArticle[]> {
  await store.syncSources([withArticle, source('b', { position: 1 })])
  await record(store, planOf(numbers.map((n) => seen(n))))
  return store.dueArticles(now, 100)
}

async function only(store: Store): Promise<DueArticle> {
  const [due] = await waitingFor(store, 1)
  if (due === undefined) throw new Error('no article is due')
  return due
}

let leases = 0
const claimed = (store: Store, { entry }: DueArticle, at = now) =>
  store.claimArticle(entry, { now: at, lease: `node_1-${leases++}`, leaseMs: minute })

type Made = Pick<ArticleRecord, 'runAt' | 'plan' | 'next'> & Partial<ArticleRecord>

/** Claims the step and records what came of it; without a plan it failed. */
async function recorded(store: Store, due: DueArticle, made: Made, at = now): Promise<void> {
  const lease = `node_1-${leases++}`
  await store.claimArticle(due.entry, { now: at, lease, leaseMs: minute })
  await store.recordArticle({ entry: due.entry, lease, at, message: made.plan === null ? 'HTTP 404' : null, ...made })
}

const dueNow = async (store: Store, at = now) => (await store.dueArticles(at, 100)).map(numberOf)
const settled = (store: Store, at = now) =>
  store.settle({ now: at, settleMs: 2 * minute }, async (settling) => (await settling.due()).map(numberOf))

export function articlesContract({ open }: Stores): void {
  test('an entry of a source with an article step waits for it', async () => {
    const store = await open()
    const due = await waitingFor(store, 1, 2)
    expect(due.map(numberOf)).toEqual([1, 2])
    expect(due[0]).toMatchObject({ attempts: 0, touchedAt: now, sightings: [{ source: 'a' }] })
    expect(await settled(store, now + hour)).toEqual([])
  })

  test('whichever source was polled first', async () => {
    const store = await open()
    await store.syncSources([withArticle, source('b', { position: 1 })])
    await record(store, planOf([seen(1, { source: 'b' })]))
    expect(await dueNow(store)).toEqual([])
    const [pending] = await store.settle({ now, settleMs: 0 }, (settling) => settling.due())
    await record(store, planOf([seen(1, { entry: pending?.id ?? 0 })]), now + minute)
    expect(await dueNow(store, now + minute)).toEqual([1])
    expect(await settled(store, now + hour)).toEqual([])
  })

  test('but an entry of other sources does not', async () => {
    const store = await open()
    await store.syncSources([withArticle])
    await record(store, planOf([seen(1, { source: 'b' })]))
    expect(await dueNow(store)).toEqual([])
    expect(await settled(store)).toEqual([1])
  })

  test('hosts take turns, whoever came with more', async () => {
    const store = await open()
    const other = source('b', { position: 1, hasArticle: true })
    await store.syncSources([withArticle, other, source('c', { position: 2, hasArticle: true, host: other.host })])
    await record(store, planOf([1, 2, 3, 4].map((n) => seen(n))))
    await record(store, planOf([seen(5, { source: 'b' }), seen(6, { source: 'c' })]), now + minute)
    expect(await dueNow(store, now + minute)).toEqual([1, 5, 2, 6, 3, 4])
  })

  test('is not due before its run’s polls have ended', async () => {
    const store = await open()
    await store.syncSources([withArticle, source('b', { position: 1 })])
    await store.claimDue(claim({ lease: 'run', runAt: now }))
    await recordPoll(store, pollOf('a', { lease: 'run' }), async () => planOf([seen(1)]))
    expect(await dueNow(store)).toEqual([])
    await recordPoll(store, pollOf('b', { lease: 'run' }), null)
    expect(await dueNow(store)).toEqual([1])
  })

  test('at most as many as asked for', async () => {
    const store = await open()
    await waitingFor(store, 1, 2, 3)
    expect(await store.dueArticles(now, 2)).toHaveLength(2)
  })

  test('its text makes it ready, and is planned in the same transaction', async () => {
    const store = await open()
    const due = await only(store)
    const article = articleOf('<p>Whole</p>')
    const plan = async () => planOf(due.sightings.map((sighting) => ({ ...sighting, article })))
    await recorded(store, due, { runAt: due.touchedAt, plan, next: null })
    expect(await dueNow(store, now + hour)).toEqual([])
    expect(await claimed(store, due)).toBeNull()
    const [ready] = await store.settle({ now, settleMs: 0 }, (settling) => settling.due())
    expect(ready?.sightings[0]?.article).toEqual(article)
  })

  test('a plan that throws leaves the step due', async () => {
    const store = await open()
    const due = await only(store)
    const plan = () => Promise.reject(new Error('the planner broke'))
    await expect(recorded(store, due, { runAt: now, plan, next: null }, now - hour)).rejects.toThrow('broke')
    expect(await claimed(store, due)).toEqual(due)
  })

  test('a failure makes it ready too, and is tried again at its time', async () => {
    const store = await open()
    const due = await only(store)
    await recorded(store, due, { runAt: now, plan: null, next: { kind: 'retry', at: now + 10 * minute } })
    expect(await settled(store)).toEqual([1])
    await publish(store)
    expect(await titles(store)).toEqual(['Title 1'])
    expect(await dueNow(store, now + 10 * minute - 1)).toEqual([])
    expect(await dueNow(store, now + 10 * minute)).toEqual([1])
    expect(await claimed(store, due)).toMatchObject({ attempts: 1 })
  })

  test('the last failure ends it', async () => {
    const store = await open()
    const due = await only(store)
    await recorded(store, due, { runAt: now, plan: null, next: null })
    expect(await dueNow(store, now + 1_000 * hour)).toEqual([])
    expect(await claimed(store, due)).toBeNull()
    expect(await settled(store)).toEqual([1])
    await record(store, planOf(due.sightings), now + hour)
    expect(await dueNow(store, now + hour)).toEqual([])
  })

  test('an entry that was merged meanwhile keeps its state', async () => {
    const store = await open()
    const [one, two] = await waitingFor(store, 1, 2)
    if (one === undefined || two === undefined) throw new Error('no articles are due')
    for (const due of [one, two]) await recorded(store, due, { runAt: now, plan: null, next: { kind: 'retry', at: now + minute } })
    await publish(store)
    await record(store, planOf([], { merged: [{ from: two.entry, into: one.entry }] }), now + hour)
    expect(await claimed(store, two)).toBeNull()
    await recorded(store, two, { runAt: now, plan: null, next: { kind: 'retry', at: now + minute } })
    expect(await titles(store)).toEqual(['Title 1'])
    expect(await dueNow(store, now + 2 * hour)).toEqual([1])
  })

  test('one at a time is at it: the lease ends with its record, or by itself', async () => {
    const store = await open()
    const due = await only(store)
    const lease = { now, lease: 'one', leaseMs: minute }
    expect(await store.claimArticle(due.entry, lease)).toEqual(due)
    expect(await dueNow(store)).toEqual([])
    expect(await store.claimArticle(due.entry, { ...lease, lease: 'two' })).toBeNull()
    expect(await dueNow(store, now + minute)).toEqual([1])
    expect(await store.claimArticle(due.entry, { ...lease, now: now + minute, lease: 'two' })).toEqual(due)
  })

  test('a record under a lease that was lost changes nothing', async () => {
    const store = await open()
    const due = await only(store)
    await store.claimArticle(due.entry, { now, lease: 'one', leaseMs: minute })
    await store.claimArticle(due.entry, { now: now + minute, lease: 'two', leaseMs: minute })
    const late = { entry: due.entry, lease: 'one', at: now + minute, runAt: now, plan: null, message: 'late', next: null }
    await store.recordArticle(late)
    expect(await dueNow(store, now + 2 * minute)).toEqual([1])
  })

  test('leases of a process that is gone are given back', async () => {
    const store = await open()
    const due = await only(store)
    await store.claimArticle(due.entry, { now, lease: 'node_1-a', leaseMs: minute })
    await store.releaseLeases('node_2-')
    expect(await dueNow(store)).toEqual([])
    await store.releaseLeases('node_1-')
    expect(await dueNow(store)).toEqual([1])
  })

  test('a lease that reaches into a far future was taken by a clock that was wrong', async () => {
    const store = await open()
    const due = await only(store)
    await store.claimArticle(due.entry, { now: now + 24 * hour, lease: 'ahead', leaseMs: minute })
    expect(await dueNow(store)).toEqual([1])
  })

  test('a recheck is due at its time, and changes nothing by itself', async () => {
    const store = await open()
    const due = await only(store)
    const plan = async () => planOf(due.sightings.map((sighting) => ({ ...sighting, article: articleOf('<p>Whole</p>') })))
    await recorded(store, due, { runAt: now, plan, next: { kind: 'recheck', at: now + hour } })
    await publish(store)
    expect(await dueNow(store, now + hour - 1)).toEqual([])
    expect(await store.dueArticles(now + hour, 100)).toMatchObject([{ isRecheck: true, attempts: 0, publishedAt: now }])
    await recorded(store, due, { runAt: now + hour, plan: null, message: null, next: { kind: 'recheck', at: now + 2 * hour } }, now + hour)
    expect(await settled(store, now + hour)).toEqual([])
    expect(await dueNow(store, now + 2 * hour)).toEqual([1])
    await recorded(store, due, { runAt: now + 2 * hour, plan: null, next: null }, now + 2 * hour)
    expect(await dueNow(store, now + 100 * hour)).toEqual([])
  })

  test('a text that its source calls outdated is due again; its entry stays as it is', async () => {
    const store = await open()
    const due = await only(store)
    const withArticle = (isOutdated: boolean) =>
      planOf(due.sightings.map((sighting) => ({ ...sighting, article: articleOf('<p>Whole</p>', { isOutdated }) })))
    await recorded(store, due, { runAt: now, plan: async () => withArticle(false), next: null })
    await publish(store)
    await record(store, withArticle(true), now + hour)
    expect(await dueNow(store, now + hour)).toEqual([1])
    expect(await titles(store)).toEqual(['Title 1'])
    expect(await settled(store, now + hour)).toEqual([1])
  })
}
