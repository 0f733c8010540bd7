import { expect, test } from 'vitest'
import { dayOf } from '../../src/model/poll.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { claim, hour, now, type Polled, planned, planOf, pollOf, recordPoll, source } from './store-samples.ts'

const day = 24 * hour
const unchanged: Partial<Polled> = { report: { outcome: 'unchanged', read: 0 }, state: { outcome: 'unchanged' } }
const failed = (message: string): Partial<Polled> => ({
  report: { outcome: 'failed', code: 'timeout', message, read: 0 },
  state: { outcome: 'failed', code: 'timeout', message },
})

async function opened(stores: Stores, ...ids: string[]): Promise<Store> {
  const store = await stores.open()
  await store.syncSources(ids.map((id, position) => source(id, { position })))
  return store
}

/** Polls of source `a`, an hour apart. */
async function polls(store: Store, ...polled: readonly Partial<Polled>[]): Promise<void> {
  for (const [n, one] of polled.entries()) await poll(store, 'a', now + n * hour, one)
}

async function poll(store: Store, id: string, at: number, polled: Partial<Polled> = {}, fresh = 0): Promise<void> {
  await store.claimDue(claim({ now: at, runAt: at, lease: `${id} ${at}`, only: [id] }))
  const record = pollOf(id, { lease: `${id} ${at}`, at, ...polled })
  const counts = { new: fresh, updated: 0, merged: 0 }
  if ((await recordPoll(store, record, async () => planOf([], { counts }))) === null) throw new Error('the lease was lost')
}

const told = async (store: Store, id = 'a') =>
  (await store.ledger(id, 100)).map(({ outcome, times, firstAt, lastAt }) => [
    outcome,
    times,
    (firstAt - now) / hour,
    (lastAt - now) / hour,
  ])

export function ledgerContract(stores: Stores): void {
  test('polls that say the same and bring nothing are one row', async () => {
    const store = await opened(stores, 'a')
    await polls(store, {}, unchanged, unchanged, unchanged, failed('HTTP 500'), failed('HTTP 500'), failed('HTTP 502'), unchanged)
    expect(await told(store)).toEqual([
      ['unchanged', 1, 7, 7],
      ['failed', 1, 6, 6],
      ['failed', 2, 4, 5],
      ['unchanged', 3, 1, 3],
      ['changed', 1, 0, 0],
    ])
    expect((await store.ledger('a', 4)).at(-1)).toMatchObject({ source: 'a', bytes: 300, ms: 30, code: null, message: null })
    expect((await store.ledger('a', 3)).at(-1)).toMatchObject({ code: 'timeout', message: 'HTTP 500', new: 0 })
  })

  test('a poll that brought something is a row of its own, and so is the next that says the same', async () => {
    const store = await opened(stores, 'a')
    await poll(store, 'a', now, {}, 2)
    await poll(store, 'a', now + hour, {}, 2)
    await poll(store, 'a', now + 2 * hour)
    await poll(store, 'a', now + 3 * hour)
    expect(await told(store)).toEqual([
      ['changed', 2, 2, 3],
      ['changed', 1, 1, 1],
      ['changed', 1, 0, 0],
    ])
    expect((await store.ledger('a', 2)).at(-1)).toMatchObject({ new: 2, read: 1 })
  })

  test('each source has rows of its own', async () => {
    const store = await opened(stores, 'a', 'b')
    for (const [n, id] of ['a', 'b', 'a', 'b'].entries()) await poll(store, id, now + n * hour, unchanged)
    expect(await told(store)).toEqual([['unchanged', 2, 0, 2]])
    expect(await told(store, 'b')).toEqual([['unchanged', 2, 1, 3]])
    expect(await told(store, 'c')).toEqual([])
  })

  test('gaps and drifting stand in the ledger and beside the source', async () => {
    const store = await opened(stores, 'a')
    await polls(
      store,
      {},
      { state: { isGap: true } },
      { state: { isGap: true } },
      { state: { isDrifting: true } },
      { state: { isDrifting: true } },
    )
    expect((await store.ledger('a', 10)).map(({ isGap, isDrifting, times }) => [isGap, isDrifting, times])).toEqual([
      [false, true, 2],
      [true, false, 1],
      [true, false, 1],
      [false, false, 1],
    ])
    expect((await store.sources(now))[0]?.state).toMatchObject({ isGap: false, isDrifting: true })
  })

  test('keeps 30 days, counted from the last poll of a row', async () => {
    const store = await opened(stores, 'a', 'b')
    for (const days of [0, 29]) await poll(store, 'a', now + days * day, unchanged)
    for (const days of [0, 1, 31]) await poll(store, 'b', now + days * day, {}, 1)
    expect(await told(store)).toEqual([['unchanged', 2, 0, 29 * 24]])
    expect((await told(store, 'b')).map(([, , first]) => first)).toEqual([31 * 24, 24])
  })

  test('says since when a source fails, whatever it said each time', async () => {
    const store = await opened(stores, 'a', 'b', 'c')
    const fails = (message: string, failures: number) => ({ ...failed(message), state: { ...failed(message).state, failures } })
    const throttled = { report: { outcome: 'throttled', read: 0 }, state: { outcome: 'throttled', failures: 2 } } as const
    await polls(store, fails('HTTP 500', 1), unchanged, fails('HTTP 500', 1), fails('HTTP 502', 2), throttled, fails('HTTP 500', 3))
    await poll(store, 'b', now + hour, fails('HTTP 500', 1))
    await poll(store, 'c', now, fails('HTTP 500', 1))
    await poll(store, 'c', now + hour, unchanged)
    expect((await store.sources(now)).map(({ id, failingSince }) => [id, failingSince])).toEqual([
      ['a', now + 2 * hour],
      ['b', now + hour],
      ['c', null],
    ])
  })

  test('a source under a new id takes its ledger and its news along', async () => {
    const store = await opened(stores, 'a')
    await poll(store, 'a', now, {}, 3)
    await store.syncSources([source('new', { formerly: ['a'] })])
    expect(await told(store, 'new')).toHaveLength(1)
    expect((await store.sources(now))[0]?.news).toEqual({ week: 3, month: 3 })
  })

  test('counts what was new in the last 7 and 30 days', async () => {
    const store = await opened(stores, 'a', 'b')
    await poll(store, 'a', now - 30 * day, {}, 1)
    await poll(store, 'a', now - 29 * day, {}, 2)
    await poll(store, 'a', now - 7 * day, {}, 4)
    await poll(store, 'a', now - 6 * day, {}, 8)
    await poll(store, 'a', now - hour, {}, 16)
    await poll(store, 'a', now, {}, 32)
    expect((await store.sources(now)).map(({ id, news }) => ({ id, ...news }))).toEqual([
      { id: 'a', week: 56, month: 62 },
      { id: 'b', week: 0, month: 0 },
    ])
    expect((await store.sources(now + 30 * day))[0]?.news).toEqual({ week: 0, month: 0 })
  })

  test('adds up requests and bytes by day and host, for 30 days', async () => {
    const store = await opened(stores, 'a')
    const today = dayOf(now)
    const row = (host: string, requests: number, since = 0) => ({ day: today + since, host, requests, bytes: 100 * requests })
    await store.addTraffic([row('a', 1), row('b', 2)])
    await store.claimDue(claim())
    await store.recordPolls([pollOf('a')], [row('a', 4)])
    expect(await store.traffic(today)).toEqual([row('a', 5), row('b', 2)])
    await store.addTraffic([row('a', 8, 29)])
    expect(await store.traffic(today)).toEqual([row('a', 5), row('b', 2), row('a', 8, 29)])
    expect(await store.traffic(today + 1)).toEqual([row('a', 8, 29)])
    await store.addTraffic([row('a', 16, 30)])
    expect(await store.traffic(0)).toEqual([row('a', 8, 29), row('a', 16, 30)])
    await store.addTraffic([])
  })

  test('traffic is counted whatever becomes of the polls beside it', async () => {
    const store = await opened(stores, 'a')
    await store.claimDue(claim())
    const broken = planned(pollOf('a'), () => Promise.reject(new Error('the planner broke')))
    const [recorded] = await store.recordPolls([broken], [{ day: dayOf(now), host: 'a', requests: 1, bytes: 1 }])
    expect(recorded?.kind).toBe('failed')
    expect(await store.traffic(0)).toHaveLength(1)
  })
}
