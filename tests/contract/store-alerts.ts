import { expect, test } from 'vitest'
import { type Condition, conditions, type Watch } from '../../src/model/alert.ts'
import { nothingLearnt } from '../../src/model/expectations.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { claim, hour, minute, now, type Polled, planned, pollOf, recordPoll, source } from './store-samples.ts'

const watching = (...on: readonly Condition[]): Watch => ({ on: on.length === 0 ? conditions : on, after: 3, recipients: ['hook'] })
const well: Polled = { report: { outcome: 'unchanged' }, state: { outcome: 'unchanged' } }
const failed = (failures: number, message = 'HTTP 500'): Polled => ({
  report: { outcome: 'failed', code: 'http-status', message },
  state: { outcome: 'failed', code: 'http-status', message, failures },
})
const throttled: Polled = { report: { outcome: 'throttled' }, state: { outcome: 'throttled' } }
const gone: Polled = { report: { outcome: 'gone', code: 'gone' }, state: { outcome: 'gone', code: 'gone', message: 'gone', failures: 1 } }

async function opened(stores: Stores, ...ids: string[]): Promise<Store> {
  const store = await stores.open()
  await store.syncSources(ids.map((id, position) => source(id, { position })))
  return store
}

/** Polls of source `a`, an hour apart. */
async function polls(store: Store, watch: Watch | null, ...polled: readonly Polled[]): Promise<void> {
  for (const [n, one] of polled.entries()) await poll(store, { watch, at: now + n * hour, ...one })
}

async function poll(store: Store, { at = now, ...polled }: Polled, id = 'a'): Promise<void> {
  await store.claimDue(claim({ now: at, runAt: at, lease: `${id} ${at}`, only: [id] }))
  const state = { lastPollAt: at + minute, ...polled.state }
  if ((await recordPoll(store, pollOf(id, { lease: `${id} ${at}`, at, ...polled, state }), null)) === null) throw new Error('lost')
}

/** What a recipient is to be told, in order; it is handed over. */
async function told(store: Store, recipient = 'hook'): Promise<readonly unknown[]> {
  const all: unknown[] = []
  for (;;) {
    const delivery = await store.claimDelivery(recipient, { now: now + 1_000 * hour, until: now + 1_001 * hour })
    if (delivery === null) return all
    await store.endDelivery(delivery.id)
    all.push(delivery.message.kind === 'alert' ? delivery.message.alert : delivery.message)
  }
}

const events = async (store: Store) => (await told(store)).map((alert) => Object(alert).event)

export function alertsContract(stores: Stores): void {
  test('a source fails at the third failure in a row, and is told once, with when it began', async () => {
    const store = await opened(stores, 'a')
    await polls(store, watching(), well, failed(1, 'first'), failed(2), failed(3, 'third'), failed(4), failed(5))
    const common = { event: 'failing', source: 'a', since: now + hour, at: now + 3 * hour + minute }
    expect(await told(store)).toEqual([{ ...common, code: 'http-status', message: 'third', failures: 3 }])
  })

  test('it has recovered with the next answer that can be used, whatever else came', async () => {
    const store = await opened(stores, 'a')
    await polls(
      store,
      watching(),
      failed(1),
      failed(2),
      failed(3),
      { ...throttled, state: { ...throttled.state, failures: 3 } },
      well,
      well,
    )
    const common = { event: 'recovered', source: 'a', since: now, at: now + 4 * hour + minute }
    expect((await told(store)).at(-1)).toEqual({ ...common, code: null, message: null, failures: 0 })
    expect(await told(store)).toEqual([])
  })

  test('a source that is gone fails at once', async () => {
    const store = await opened(stores, 'a')
    await polls(store, watching(), well, gone)
    expect(await told(store)).toMatchObject([{ event: 'failing', code: 'gone', message: 'gone', failures: 1, since: now + hour }])
  })

  test('a few failures that began anew end nothing', async () => {
    const store = await opened(stores, 'a')
    await polls(store, watching(), failed(3), failed(1), throttled, failed(2))
    expect(await events(store)).toEqual(['failing'])
  })

  test('drifting and gaps begin and end, each for itself', async () => {
    const store = await opened(stores, 'a')
    const state = { outcome: 'changed' } as const
    const drifting = { isDrifting: true, expectations: { ...nothingLearnt, breaks: [{ name: 'items', message: 'none now' }] } }
    const both = { state: { ...state, isGap: true, ...drifting } }
    await polls(store, watching(), well, both, both, { state: { ...state, ...drifting } }, failed(1), well)
    expect(await told(store)).toMatchObject([
      { event: 'drifting', since: now + hour + minute, message: 'items: none now' },
      { event: 'gap', since: now + hour + minute, message: expect.stringContaining('missed') },
      { event: 'gap-over', since: now + hour + minute, at: now + 3 * hour + minute },
      { event: 'drifting-over', since: now + hour + minute, at: now + 5 * hour + minute },
    ])
  })

  test('only what is watched is told, to all who watch', async () => {
    const store = await opened(stores, 'a')
    await polls(store, { ...watching('gap'), recipients: ['one', 'two'] }, { ...failed(3), state: { ...failed(3).state, isGap: true } })
    expect(await told(store, 'one')).toMatchObject([{ event: 'gap' }])
    expect(await told(store, 'two')).toMatchObject([{ event: 'gap' }])
  })

  test('nobody who watches, nothing that is told; who watches later is told of what is wrong then', async () => {
    const store = await opened(stores, 'a')
    await polls(store, null, failed(3), failed(4))
    expect(await told(store)).toEqual([])
    await poll(store, { at: now + 2 * hour, watch: watching(), ...failed(5) })
    expect(await told(store)).toMatchObject([{ event: 'failing', failures: 5, since: now }])
  })

  test('what was noted before anybody was named is told to who is named later, and its end, once', async () => {
    const store = await opened(stores, 'a')
    await polls(store, { ...watching(), recipients: [] }, failed(3), failed(4))
    expect(await told(store)).toEqual([])
    await poll(store, { at: now + 2 * hour, watch: watching(), ...failed(5) })
    await poll(store, { at: now + 3 * hour, watch: watching(), ...failed(6) })
    await poll(store, { at: now + 4 * hour, watch: watching(), ...well })
    expect(await events(store)).toEqual(['failing', 'recovered'])
    expect((await store.incidents({ subject: null, limit: 9 })).map(({ event }) => event)).toEqual(['recovered', 'failing'])
  })

  test('the end of what nobody was told is told to nobody', async () => {
    const store = await opened(stores, 'a')
    await polls(store, { ...watching('failing'), recipients: ['hook'] }, { ...failed(1), state: { ...failed(1).state, isGap: true } })
    await poll(store, { at: now + hour, watch: watching(), ...well })
    expect(await events(store)).toEqual([])
  })

  test('is remembered when the store is opened again, and with another number of failures', async () => {
    const opening = stores.opening()
    const store = await stores.open(opening)
    await store.syncSources([source('a')])
    await polls(store, watching(), failed(3))
    const again = await stores.open(opening)
    await poll(again, { at: now + hour, watch: { ...watching(), after: 10 }, ...failed(4) })
    expect(await events(again)).toEqual(['failing'])
    await poll(again, { at: now + 2 * hour, watch: watching(), ...well })
    expect(await events(again)).toEqual(['recovered'])
  })

  test('a poll that is not written tells nothing', async () => {
    const store = await opened(stores, 'a')
    await store.claimDue(claim())
    const broken = planned(pollOf('a', { watch: watching(), ...failed(3) }), () => Promise.reject(new Error('the planner broke')))
    expect(await store.recordPolls([broken])).toMatchObject([{ kind: 'failed' }])
    expect(await store.recordPolls([pollOf('a', { lease: 'other', watch: watching(), ...failed(3) })])).toEqual([{ kind: 'lost' }])
    expect(await told(store)).toEqual([])
  })

  test('sources of one batch are told each for itself', async () => {
    const store = await opened(stores, 'a', 'b', 'c')
    await store.claimDue(claim())
    await store.recordPolls([
      pollOf('a', { watch: watching(), ...failed(3) }),
      pollOf('b', { watch: watching(), ...well }),
      pollOf('c', { watch: watching(), ...failed(3) }),
    ])
    expect(await told(store)).toMatchObject([{ source: 'a' }, { source: 'c' }])
  })

  test('nothing is wrong with what is not visited any more', async () => {
    const store = await opened(stores, 'a', 'b', 'c')
    for (const id of ['a', 'b', 'c']) await poll(store, { watch: watching(), ...failed(3) }, id)
    await told(store)
    await store.syncSources([source('b', { enabled: false }), source('c')])
    await store.endAlerts(now + hour, ['hook'])
    const ended = { event: 'recovered', since: now, at: now + hour, code: null, message: 'it is not visited any more', failures: 0 }
    expect(await told(store)).toEqual([
      { ...ended, source: 'a' },
      { ...ended, source: 'b' },
    ])
    await store.endAlerts(now + hour, ['hook'])
    expect(await told(store)).toEqual([])
  })

  test('a source under a new id goes on with what was told of it', async () => {
    const store = await opened(stores, 'a')
    await polls(store, watching(), failed(3))
    const { url, host } = source('a')
    await store.syncSources([source('d', { url, host, formerly: ['a'] })])
    await poll(store, { at: now + hour, watch: watching(), ...failed(4) }, 'd')
    await poll(store, { at: now + 2 * hour, watch: watching(), ...well }, 'd')
    expect(await told(store)).toMatchObject([
      { event: 'failing', source: 'a' },
      { event: 'recovered', source: 'd' },
    ])
  })
}
