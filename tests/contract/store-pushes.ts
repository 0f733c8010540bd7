import { expect, test } from 'vitest'
import type { PushSubscription } from '../../src/model/push.ts'
import type { Push } from '../../src/store/port/push.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { claim, hour, minute, now, pollOf, source } from './store-samples.ts'

const offer = { hubs: ['https://hub.example/'], topic: 'https://a.example/feed', base: 'https://a.example/feed' }

function subscription(callback: string, changes: Partial<PushSubscription> = {}): PushSubscription {
  const asked = { hub: 'https://hub.example/', topic: offer.topic, server: 'https://push.example/', secret: `secret of ${callback}` }
  const fresh = { state: 'wanted', pending: null, leaseUntil: null, lastPushAt: null, failures: 0, nextTryAt: now } as const
  return { callback, source: 'a', ...asked, ...fresh, ...changes }
}

/** A source that was visited at `now`, is due an hour later, and has this subscription. */
async function subscribed(stores: Stores, one: PushSubscription | null = null): Promise<Store> {
  const store = await stores.open()
  await store.syncSources([source('a'), source('b')])
  for (const id of ['a', 'b']) {
    await store.claimDue(claim({ only: [id] }))
    await store.recordPolls([pollOf(id, { state: { offer: id === 'a' ? offer : null } })])
  }
  if (one !== null) await store.pushes.change({ subscribe: [one], leave: [], forget: [] }, now)
  return store
}

function sent(changes: Partial<Push> = {}): Push {
  return { callback: 'c', source: 'a', receivedAt: now, contentType: 'application/rss+xml', body: Buffer.from('<rss/>'), ...changes }
}

const confirmation = { mode: 'subscribe', now, leaseUntil: now + 10 * hour, renewAt: now + 6 * hour } as const

async function stateOf(store: Store, at = now) {
  const [first] = await store.sources(at)
  if (first === undefined) throw new Error('there is no source')
  return { ...first.state, push: first.push }
}

/** Records a push of source `a` as read. */
async function read(store: Store, { isTelling }: { readonly isTelling: boolean }): Promise<void> {
  const push = await store.pushes.next('a')
  if (push === null) throw new Error('nothing waits')
  const { id, callback, receivedAt } = push
  await store.claimDue(claim({ only: ['a'], lease: 'push' }))
  const record = pollOf('a', { lease: 'push', state: { offer } })
  await store.recordPolls([{ ...record, isPush: true, decision: { ...record.decision, push: { id, callback, receivedAt, isTelling } } }])
}

export function pushesContract(stores: Stores): void {
  test('surveys what watched sources say of their hubs, beside all subscriptions', async () => {
    const store = await subscribed(stores, subscription('c'))
    expect(await store.pushes.survey()).toEqual({ offers: [{ source: 'a', offer }], subscriptions: [subscription('c')] })
    expect([await store.pushes.offer('a'), await store.pushes.offer('b')]).toEqual([offer, null])
    await store.syncSources([source('a', { enabled: false })])
    expect((await store.pushes.survey()).offers).toEqual([])
    await store.syncSources([source('b')])
    expect(await store.pushes.survey()).toEqual({ offers: [], subscriptions: [subscription('c')] })
  })

  test('a source that has moved says nothing of its hubs, and one with a new id goes on with its subscription', async () => {
    const store = await subscribed(stores, subscription('c'))
    await store.syncSources([source('a', { url: 'https://elsewhere.example/' })])
    expect((await store.pushes.survey()).offers).toEqual([])
    await store.syncSources([source('d', { formerly: ['a'], url: 'https://elsewhere.example/' })])
    expect((await store.pushes.find('c'))?.source).toBe('d')
  })

  test('asking counts as a failure until the hub confirms, which it can once', async () => {
    const store = await subscribed(stores, subscription('c'))
    expect(await store.pushes.confirm('c', confirmation)).toBe(false)
    await store.pushes.asking('c', 'subscribe', now + hour)
    expect(await store.pushes.find('c')).toEqual(subscription('c', { pending: 'subscribe', failures: 1, nextTryAt: now + hour }))
    expect(await store.pushes.confirm('c', { ...confirmation, mode: 'unsubscribe' })).toBe(false)
    expect(await store.pushes.confirm('c', confirmation)).toBe(true)
    const active = { state: 'active', leaseUntil: now + 10 * hour, nextTryAt: now + 6 * hour } as const
    expect(await store.pushes.find('c')).toEqual(subscription('c', active))
    expect(await store.pushes.confirm('c', { ...confirmation, leaseUntil: now + 99 * hour })).toBe(false)
    expect(await store.pushes.find('c')).toEqual(subscription('c', active))
  })

  test('what is due is asked first that waits longest', async () => {
    const store = await subscribed(stores)
    const all = [subscription('late', { nextTryAt: now - minute }), subscription('later'), subscription('not', { nextTryAt: now + 1 })]
    await store.pushes.change({ subscribe: [...all], leave: [], forget: [] }, now)
    expect((await store.pushes.due(now, 9)).map(({ callback }) => callback)).toEqual(['late', 'later'])
    expect(await store.pushes.due(now, 1)).toHaveLength(1)
  })

  test('what is left is forgotten when the hub confirms that', async () => {
    const store = await subscribed(stores, subscription('c', { state: 'active', failures: 3, nextTryAt: now + hour }))
    await store.pushes.change({ subscribe: [], leave: ['c'], forget: [] }, now)
    expect(await store.pushes.find('c')).toMatchObject({ state: 'leaving', failures: 0, nextTryAt: now })
    expect((await stateOf(store)).push).toBeNull()
    await store.pushes.asking('c', 'unsubscribe', now + hour)
    expect(await store.pushes.confirm('c', { ...confirmation, mode: 'unsubscribe' })).toBe(true)
    expect(await store.pushes.find('c')).toBeNull()
  })

  test('what waits is read in the order in which it came, each source by itself', async () => {
    const store = await subscribed(stores, subscription('c', { state: 'active', leaseUntil: now + hour }))
    const bodies = ['first', 'second'].map((text) => Buffer.from(text))
    for (const body of bodies) await store.pushes.keep(sent({ body }))
    await store.pushes.keep(sent({ source: 'b', callback: 'other' }))
    expect(await store.pushes.waiting(9)).toEqual(['a', 'b'])
    expect(await store.pushes.waiting(1)).toEqual(['a'])
    const push = await store.pushes.next('a')
    expect(push).toEqual({ ...sent(), body: bodies[0], id: push?.id })
    await read(store, { isTelling: false })
    expect((await store.pushes.next('a'))?.body).toEqual(bodies[1])
    await store.pushes.drop((await store.pushes.next('a'))?.id ?? -1)
    expect(await store.pushes.next('a')).toBeNull()
  })

  test('no more than eight wait of a source, and none that is too much for all', async () => {
    const store = await subscribed(stores)
    const kept = []
    for (let n = 0; n < 9; n++) kept.push(await store.pushes.keep(sent()))
    expect(kept).toEqual([...Array(8).fill(true), false])
    expect(await store.pushes.keep(sent({ source: 'b' }))).toBe(true)
  })

  test('a hub that tells what no visit had found is trusted until its lease ends, and as long as it is renewed', async () => {
    const store = await subscribed(stores, subscription('c', { state: 'active', pending: 'subscribe', leaseUntil: now + hour }))
    await store.pushes.keep(sent({ receivedAt: now - 1 }))
    await read(store, { isTelling: false })
    expect(await stateOf(store)).toMatchObject({ pushedUntil: null, push: { isTrusted: false, lastPushAt: now - 1 } })
    await store.pushes.keep(sent())
    await read(store, { isTelling: true })
    expect(await stateOf(store)).toMatchObject({
      pushedUntil: now + hour,
      push: { isTrusted: true, state: 'active', leaseUntil: now + hour },
    })
    expect((await stateOf(store, now + hour)).push?.isTrusted).toBe(false)
    await store.pushes.confirm('c', confirmation)
    expect((await stateOf(store)).pushedUntil).toBe(now + 10 * hour)
    expect((await store.ledger('a', 9)).map(({ isPush }) => isPush)).toEqual([true, false])
  })

  test('a visit that finds what was not told ends that, and has the hub asked; not while something waits to be read', async () => {
    const store = await subscribed(stores, subscription('c', { state: 'active', leaseUntil: now + hour, nextTryAt: now + hour }))
    await store.pushes.keep(sent())
    await read(store, { isTelling: true })
    const visit = async () => {
      await store.claimDue(claim({ only: ['a'] }))
      const record = pollOf('a', { state: { offer } })
      await store.recordPolls([{ ...record, decision: { ...record.decision, isUntold: true } }])
    }
    await store.pushes.keep(sent())
    await visit()
    expect((await stateOf(store)).pushedUntil).toBe(now + hour)
    await read(store, { isTelling: false })
    // Nobody has read it for an hour.
    await store.pushes.keep(sent({ receivedAt: now - hour }))
    await visit()
    expect((await stateOf(store)).pushedUntil).toBeNull()
    expect(await store.pushes.due(now, 9)).toHaveLength(1)
  })

  for (const { name, end } of [
    { name: 'denied', end: (store: Store) => store.pushes.deny('c', now + 24 * hour, now + 10 * minute) },
    { name: 'left', end: (store: Store) => store.pushes.change({ subscribe: [], leave: ['c'], forget: [] }, now + 10 * minute) },
    { name: 'forgotten', end: (store: Store) => store.pushes.change({ subscribe: [], leave: [], forget: ['c'] }, now + 10 * minute) },
  ])
    test(`a subscription that is ${name} is trusted no more: its source is visited soon`, async () => {
      const store = await subscribed(stores, subscription('c', { state: 'active', leaseUntil: now + hour }))
      await store.pushes.keep(sent())
      await read(store, { isTelling: true })
      await end(store)
      expect(await stateOf(store)).toMatchObject({ pushedUntil: null, nextPollAt: now + 10 * minute })
    })

  test('haste is not more than a visit a minute, and none where the server wants peace', async () => {
    const store = await subscribed(stores)
    await store.pushes.hasten('a', now + 1)
    expect((await stateOf(store)).nextPollAt).toBe(now + minute)
    await store.claimDue(claim({ only: ['a'] }))
    await store.recordPolls([pollOf('a', { state: { outcome: 'throttled' } })])
    await store.pushes.hasten('a', now + 1)
    expect((await stateOf(store)).nextPollAt).toBe(now + hour)
  })

  test('subscriptions and what waits outlast the process', async () => {
    const place = stores.opening()
    const store = await stores.open(place)
    await store.syncSources([source('a')])
    await store.pushes.change({ subscribe: [subscription('c')], leave: [], forget: [] }, now)
    await store.pushes.keep(sent())
    const again = await stores.open(place)
    expect(await again.pushes.find('c')).toEqual(subscription('c'))
    expect((await again.pushes.next('a'))?.body).toEqual(Buffer.from('<rss/>'))
  })
}
