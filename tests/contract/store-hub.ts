import { expect, test } from 'vitest'
import type { HubRequest, NewHubRequest, Topic } from '../../src/model/hub.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { hour, minute, now, publishEntries } from './store-samples.ts'

const day = 24 * hour
const most = { requests: { ofHost: 3, inAll: 5 }, subscriptions: { ofHost: 3, inAll: 5 } }
const news: Topic = { path: 'feed.atom', slug: '' }
const host = 'reader.example'

function asked(changes: Partial<NewHubRequest> = {}): NewHubRequest {
  const said = { kind: 'subscribe', topic: news, address: 'https://news.example/feed.atom', secret: null, leaseMs: day } as const
  return { ...said, callback: `https://${host}/one`, ...changes }
}

const taking = (at = now, by = 'a') => ({ now: at, until: at + minute, by })
const claimed = async ({ hub }: Store, at = now): Promise<HubRequest> => {
  const request = await hub.claimRequest(host, taking(at))
  if (request === null) throw new Error('there is no request')
  return request
}

async function subscribed(store: Store, changes: Partial<NewHubRequest> = {}, at = now): Promise<void> {
  await store.hub.ask(asked(changes), { now: at, most })
  await store.hub.confirm(await claimed(store, at), at)
}

/** What the topic's file holds now. */
const publishes = (store: Store, version: string | null, topic = news) =>
  store.hub.seen([{ path: topic.path, mark: `of ${version}`, version }])

const due = async ({ hub }: Store, at = now) =>
  (await hub.claimDeliveries(host, { ...taking(at), limit: 9 })).map(({ callback }) => callback)

export function hubContract({ open, opening }: Stores): void {
  test('what is asked for is taken by one, until its time is up', async () => {
    const store = await open()
    expect(await store.hub.ask(asked({ secret: 's' }), { now, most })).toBe('taken')
    expect(await store.hub.dueHosts(now)).toEqual([host])
    expect(await claimed(store)).toMatchObject({ kind: 'subscribe', callback: `https://${host}/one`, secret: 's', leaseMs: day, round: 0 })
    expect(await store.hub.claimRequest(host, taking())).toBeNull()
    expect(await store.hub.dueHosts(now)).toEqual([])
    expect(await store.hub.claimRequest(host, taking(now + minute))).not.toBeNull()
  })

  test('nobody is told anything before a request is confirmed, nor before something else is published', async () => {
    const store = await open()
    await store.hub.watch([news])
    await publishes(store, 'one')
    await store.hub.ask(asked(), { now, most })
    expect(await due(store)).toEqual([])
    await store.hub.confirm(await claimed(store), now)
    expect(await due(store)).toEqual([])
    await publishes(store, 'two')
    expect(await store.hub.dueHosts(now)).toEqual([host])
    expect(await due(store)).toEqual([`https://${host}/one`])
  })

  test('what was published between asking and confirming is told', async () => {
    const store = await open()
    await store.hub.watch([news])
    await publishes(store, 'one')
    await store.hub.ask(asked(), { now, most })
    await publishes(store, 'two')
    await store.hub.confirm(await claimed(store), now)
    expect(await due(store)).toHaveLength(1)
  })

  test('a request that is dropped leaves the subscription as it was; the last one counts', async () => {
    const store = await open()
    await subscribed(store, { secret: 'old' })
    await store.hub.ask(asked({ secret: 'new' }), { now, most })
    await store.hub.drop(await claimed(store))
    await publishes(store, 'two')
    expect(await store.hub.claimDeliveries(host, { ...taking(), limit: 1 })).toMatchObject([{ secret: 'old', sent: null, failures: 0 }])

    await store.hub.ask(asked({ secret: 'newer' }), { now, most })
    const first = await claimed(store)
    await store.hub.ask(asked({ secret: 'newest' }), { now, most })
    expect(await store.hub.claimRequest(host, taking()), 'while somebody is at the first').toBeNull()
    await store.hub.confirm(first, now)
    expect(await store.hub.claimDeliveries(host, { ...taking(now + minute), limit: 1 }), 'not what was verified').toMatchObject([
      { secret: 'old' },
    ])
    await store.hub.confirm(await claimed(store), now)
    expect(await store.hub.claimRequest(host, taking())).toBeNull()
    expect(await store.hub.counts()).toEqual({ subscriptions: 1, failing: 0 })
    expect(await store.hub.claimDeliveries(host, { ...taking(now + hour), limit: 1 })).toMatchObject([{ secret: 'newest' }])
  })

  test('unsubscribing ends it', async () => {
    const store = await open()
    await subscribed(store)
    await subscribed(store, { kind: 'unsubscribe' })
    expect(await store.hub.counts()).toEqual({ subscriptions: 0, failing: 0 })
  })

  test('what is sent is over until the next document; what came meanwhile is due', async () => {
    const store = await open()
    await subscribed(store)
    await publishes(store, 'one')
    const [delivery] = await store.hub.claimDeliveries(host, { ...taking(), limit: 1 })
    const id = delivery?.id ?? 0
    expect(await due(store), 'while it is sent').toEqual([])
    await publishes(store, 'two')
    await store.hub.record([{ id, kind: 'sent', version: 'one', known: 'one' }])
    expect(await due(store)).toHaveLength(1)
    await store.hub.record([{ id, kind: 'sent', version: 'two', known: 'two' }])
    expect(await due(store)).toEqual([])
    await publishes(store, 'three')
    await publishes(store, 'two')
    expect(await due(store), 'it is what it was').toEqual([])
  })

  test('what was sent before anybody saw that it is published is not sent again', async () => {
    const store = await open()
    await subscribed(store)
    await publishes(store, 'one')
    const [delivery] = await store.hub.claimDeliveries(host, { ...taking(), limit: 1 })
    expect(delivery?.known).toBe('one')
    await store.hub.record([{ id: delivery?.id ?? 0, kind: 'sent', version: 'two', known: 'one' }])
    expect(await due(store)).toEqual([])
    await publishes(store, 'two')
    expect(await due(store)).toEqual([])
  })

  test('a failure is tried again at its time, and given up until the next document', async () => {
    const store = await open()
    await subscribed(store)
    await publishes(store, 'one')
    const [delivery] = await store.hub.claimDeliveries(host, { ...taking(), limit: 1 })
    const failed = { id: delivery?.id ?? 0, kind: 'failed', at: now, nextAt: now + hour, isLast: false } as const
    await store.hub.record([failed])
    expect(await store.hub.counts()).toEqual({ subscriptions: 1, failing: 1 })
    expect(await store.hub.dueHosts(now + hour - 1)).toEqual([])
    expect(await store.hub.claimDeliveries(host, { ...taking(now + hour), limit: 1 })).toMatchObject([{ failures: 1, failingSince: now }])
    await store.hub.record([{ ...failed, at: now + hour, nextAt: now + 2 * hour, isLast: true }])
    expect(await due(store, now + 2 * hour)).toEqual([])
    await publishes(store, 'two')
    expect(await due(store, now + 2 * hour - 1)).toEqual([])
    expect(await due(store, now + 2 * hour)).toHaveLength(1)
    await store.hub.record([{ id: failed.id, kind: 'gone' }])
    expect((await store.hub.counts()).subscriptions).toBe(0)
  })

  test('there are only so many of one host, and in all; renewing is never too much', async () => {
    const store = await open()
    const of = (name: string) => asked({ callback: `https://${name}` })
    for (const path of ['a', 'b', 'c']) expect(await store.hub.ask(of(`${host}/${path}`), { now, most })).toBe('taken')
    expect(await store.hub.ask(of(`${host}/d`), { now, most })).toBe('full')
    expect(await store.hub.ask(of(`${host}/a`), { now, most })).toBe('taken')
    expect(await store.hub.ask(of('two.example/'), { now, most })).toBe('taken')
    expect(await store.hub.ask(of('three.example/'), { now, most })).toBe('taken')
    expect(await store.hub.ask(of('four.example/'), { now, most })).toBe('full')
    for (let n = 0; n < 3; n++) await store.hub.confirm(await claimed(store), now)
    const few = { ...most, requests: { ofHost: 9, inAll: 9 } }
    expect(await store.hub.ask(of(`${host}/d`), { now, most: few })).toBe('full')
    expect(await store.hub.ask(of(`${host}/b`), { now, most: few })).toBe('taken')
    expect(await store.hub.ask({ ...of(`${host}/d`), kind: 'unsubscribe' }, { now, most: few })).toBe('taken')
  })

  test('a lease that is over is swept, one that is renewed is not', async () => {
    const store = await open()
    await subscribed(store)
    await subscribed(store, { callback: `https://${host}/two` })
    await subscribed(store, {}, now + hour)
    await publishes(store, 'one')
    expect(await due(store, now + day), 'over, though not swept').toEqual([`https://${host}/one`])
    await store.hub.endSubscriptions({ now: now + day, isOpen: true })
    expect((await store.hub.counts()).subscriptions).toBe(1)
  })

  test('a topic that is no public feed any more is denied to whoever asked for it', async () => {
    const store = await open()
    const gone: Topic = { path: 'category/gone.atom', slug: 'gone' }
    await subscribed(store)
    await subscribed(store, { topic: gone, address: 'https://news.example/category/gone.atom' })
    await store.hub.ask(asked({ topic: gone, callback: `https://${host}/two` }), { now, most })
    await store.hub.endSubscriptions({ now, isOpen: true })
    expect(await store.hub.counts()).toEqual({ subscriptions: 1, failing: 0 })
    const denied = [await claimed(store), await claimed(store)]
    expect(denied.map(({ kind, callback }) => [kind, callback])).toEqual([
      ['denied', `https://${host}/two`],
      ['denied', `https://${host}/one`],
    ])
    expect(await store.hub.unseen()).toMatchObject([{ path: 'feed.atom' }])
    await store.hub.endSubscriptions({ now, isOpen: false })
    expect((await store.hub.counts()).subscriptions).toBe(0)
  })

  test('topics are looked at again whenever they may have been written', async () => {
    const store = await open()
    await publishEntries(store, 1)
    await store.hub.watch([news])
    const [first] = await store.hub.unseen()
    await store.hub.seen([{ path: 'feed.atom', mark: first?.mark ?? '', version: null }])
    expect(await store.hub.unseen()).toEqual([])
    const stale = await store.staleOutputs()
    await store.outputsWritten(stale.map((one) => ({ ...one, signature: 'x' })))
    expect(await store.hub.unseen()).toMatchObject([{ path: 'feed.atom', slug: '' }])
    expect((await store.hub.unwatched()).length, 'while a format is missing').toBe(stale.length)
    await store.hub.watch(['feed.rss', 'feed.json'].map((path) => ({ path, slug: '' })))
    expect(await store.hub.unwatched()).toEqual(stale.map(({ slug }) => slug).filter((slug) => slug !== ''))
  })

  test('hubs elsewhere are told each document of each topic once', async () => {
    const store = await open()
    const hub = 'https://hub.example/'
    await store.hub.watch([news])
    expect(await store.hub.duePings(hub, { now, limit: 9 })).toEqual([])
    await publishes(store, 'one')
    const [ping] = await store.hub.duePings(hub, { now, limit: 9 })
    expect(ping).toEqual({ path: 'feed.atom', version: 'one', failures: 0 })
    if (ping === undefined) return
    await store.hub.pingFailed(hub, ping, now + minute)
    expect(await store.hub.duePings(hub, { now, limit: 9 })).toEqual([])
    expect(await store.hub.duePings(hub, { now: now + minute, limit: 9 })).toEqual([{ ...ping, failures: 1 }])
    await store.hub.pinged(hub, ping)
    expect(await store.hub.duePings(hub, { now: now + hour, limit: 9 })).toEqual([])
    expect(await store.hub.duePings('https://other.example/', { now, limit: 9 })).toHaveLength(1)
    await publishes(store, 'two')
    expect(await store.hub.duePings(hub, { now, limit: 9 })).toEqual([{ path: 'feed.atom', version: 'two', failures: 0 }])
  })

  test('subscriptions outlast the process, and what a dead one was at is free again', async () => {
    const place = opening()
    const store = await open(place)
    await subscribed(store)
    await publishes(store, 'one')
    await store.hub.ask(asked({ callback: `https://${host}/two` }), { now, most })
    await store.hub.claimDeliveries(host, { ...taking(now, 'dead-1'), limit: 9 })
    await store.hub.claimRequest(host, taking(now, 'dead-1'))
    const again = await open(place)
    expect(await again.hub.dueHosts(now)).toEqual([])
    await again.releaseLeases('dead-')
    expect(await due(again)).toEqual([`https://${host}/one`])
    expect(await again.hub.claimRequest(host, taking())).toMatchObject({ callback: `https://${host}/two` })
  })
}
