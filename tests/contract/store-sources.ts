import { expect, test } from 'vitest'
import { nothingLearnt } from '../../src/model/expectations.ts'
import { neverPolled } from '../../src/model/poll.ts'
import type { SourceRecord } from '../../src/store/port/sources.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { burn, claim, everything, hour, now, planOf, pollOf, publish, record, recordPoll, seen, source } from './store-samples.ts'

const known = {
  etag: '"1"',
  lastModified: 'Sat, 10 Jan 2026 12:00:00 GMT',
  bodyHash: 'abc',
  sentHash: 'def',
  failures: 2,
  message: 'HTTP 500',
}

/** A store in which a source was polled once. */
async function polledOnce(store: Store, record: SourceRecord): Promise<void> {
  await store.syncSources([record])
  await store.claimDue(claim())
  await recordPoll(store, pollOf(record.id, { state: { ...known, outcome: 'failed', code: 'http-status' } }), null)
}

export function sourcesContract({ open }: Stores): void {
  test('lists sources in config’s order with their standing, and those that were never polled', async () => {
    const store = await open()
    const terms = { rights: 'excerpt', excerpt: 80, images: 'drop', attribution: '{publisher}', expiresMs: hour, title: 'B' } as const
    const b = source('b', { position: 0, priority: 2.5, joins: true, hasArticle: true, delayMs: hour, ...terms })
    const a = source('a', { position: 1, enabled: false })
    await store.syncSources([b, a])
    const shown = ({ formerly: _, fingerprint: __, rules: ___, ...rest }: SourceRecord) => ({
      ...rest,
      isRetired: false,
      entries: 0,
      deleted: 0,
    })
    expect(await store.sources(now)).toMatchObject([shown(b), shown(a)])
    expect((await store.sources(now))[0]?.state).toMatchObject({ outcome: null, lastPollAt: null, firstSuccessAt: null, failures: 0 })
    expect(await store.standings()).toContainEqual({ id: 'b', priority: 2.5, position: 0, joins: true, delayMs: hour, ...terms })
  })

  test('counts published entries by source', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 })])
    await record(store, planOf([seen(1), seen(2, { source: 'b' }), seen(3), seen(4, { entry: -3, source: 'b' }), seen(5, { entry: -3 })]))
    expect((await store.sources(now)).map(({ entries }) => entries)).toEqual([0, 0])
    await publish(store)
    expect((await store.sources(now)).map(({ id, entries }) => `${id} ${entries}`)).toEqual(['a 2', 'b 2'])
  })

  test('another address drops validators, failures and outcome, and is due at once', async () => {
    const store = await open()
    await polledOnce(store, source('a'))
    await store.syncSources([source('a', { url: 'https://a.example/new' })])
    const [a] = await store.sources(now)
    const fresh = {
      etag: null,
      lastModified: null,
      bodyHash: null,
      sentHash: null,
      failures: 0,
      outcome: null,
      code: null,
      message: null,
      nextPollAt: 0,
    }
    expect(a?.state).toMatchObject({ ...fresh, firstSuccessAt: now })
    expect(await store.claimDue(claim())).toHaveLength(1)
  })

  test('another address forgets the one that was adopted, and everything that was learned of the old one', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim())
    const learned = { changeMs: hour, lastChangeAt: now, ttlMs: hour, maxAgeMs: hour, skipHours: [0, 5, 23], lastWholeAt: now }
    const expectations = { ...nothingLearnt, breaks: [{ name: 'items', message: 'none now' }], brokenSince: now }
    const flags = { isGap: true, isDrifting: true, expectations, movedTo: 'https://b.example/', movedTimes: 2 }
    const state = { ...learned, ...flags, adoptedUrl: 'https://feeds.a.example/' }
    await recordPoll(store, pollOf('a', { state, host: 'feeds.a.example' }), null)
    expect((await store.sources(now))[0]).toMatchObject({ url: 'https://a.example/feed', host: 'feeds.a.example', state })
    await store.syncSources([source('a', { priority: 1 })])
    expect((await store.sources(now))[0]).toMatchObject({ priority: 1, host: 'feeds.a.example', state })
    await store.syncSources([source('a', { url: 'https://a.example/new' })])
    const { firstSuccessAt, lastPollAt, ...nothing } = neverPolled
    expect((await store.sources(now))[0]).toMatchObject({ host: 'a.example', state: nothing })
  })

  test('the same address keeps them, whatever else changes', async () => {
    const store = await open()
    await polledOnce(store, source('a'))
    const [before] = await store.sources(now)
    await store.syncSources([source('a', { priority: 3, position: 7, enabled: false, kind: 'json' })])
    const [after] = await store.sources(now)
    expect(after).toEqual({ ...before, priority: 3, position: 7, enabled: false, kind: 'json' })
    expect(after?.state).toMatchObject(known)
  })

  test('other settings forget what was answered under the old ones, and it is due at once', async () => {
    const store = await open()
    await polledOnce(store, source('a'))
    const [before] = await store.sources(now)
    await store.syncSources([source('a', { fingerprint: 'other' })])
    const [after] = await store.sources(now)
    const forgotten = { etag: null, lastModified: null, bodyHash: null, sentHash: null, nextPollAt: 0 }
    expect(after?.state).toEqual({ ...before?.state, ...forgotten })
    expect(await store.claimDue(claim())).toHaveLength(1)
    await store.syncSources([source('a', { fingerprint: 'other' })])
    expect(await store.claimDue(claim())).toEqual([])
  })

  test('also what is about to be answered', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim({ lease: 'old' }))
    await store.syncSources([source('a', { fingerprint: 'other' })])
    expect(await recordPoll(store, pollOf('a', { lease: 'old', state: known }), null)).toBeNull()
    expect(await store.claimDue(claim({ lease: 'new' }))).toHaveLength(1)
  })

  test('but peace that was asked for is kept', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim())
    await recordPoll(store, pollOf('a', { state: { ...known, outcome: 'throttled', nextPollAt: now + hour } }), null)
    await store.syncSources([source('a', { fingerprint: 'other' })])
    expect(await store.claimDue(claim({ now: now + hour - 1 }))).toEqual([])
    expect((await store.sources(now))[0]?.state).toMatchObject({ etag: null, nextPollAt: now + hour })
  })

  test('a poll of the address before writes nothing any more', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim({ lease: 'old' }))
    await store.syncSources([source('a', { url: 'https://a.example/new' })])
    expect(await recordPoll(store, pollOf('a', { lease: 'old', state: known }), async () => planOf([seen(1)]))).toBeNull()
    expect((await store.sources(now))[0]?.state.etag).toBeNull()
    expect(await store.claimDue(claim({ lease: 'new' }))).toHaveLength(1)
  })

  test('what leaves config is retired and keeps its standing and state; what returns resumes', async () => {
    const store = await open()
    await polledOnce(store, source('a', { priority: 4, joins: true, delayMs: hour }))
    const [before] = await store.sources(now)
    await store.syncSources([source('b')])
    expect((await store.sources(now)).map(({ id, isRetired }) => `${id} ${isRetired}`)).toEqual(['b false', 'a true'])
    expect((await store.sources(now))[1]).toEqual({ ...before, isRetired: true })
    expect(await store.standings()).toContainEqual(
      expect.objectContaining({ id: 'a', priority: 4, joins: true, rights: 'full', delayMs: hour, excerpt: 200, images: 'link' }),
    )
    await store.syncSources([source('a'), source('b', { position: 1 })])
    expect((await store.sources(now))[0]).toMatchObject({ id: 'a', isRetired: false, state: known })
  })

  test('a source that returns is not due before its time', async () => {
    const store = await open()
    await polledOnce(store, source('a'))
    await store.syncSources([])
    await store.syncSources([source('a')])
    expect(await store.claimDue(claim({ now: now + hour - 1 }))).toEqual([])
    expect(await store.claimDue(claim({ now: now + hour }))).toHaveLength(1)
  })

  test('a source under a new id goes on with what its former one owned', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    const sightings = [
      seen(1, { keys: ['guid:a:1', 'hash:a:x', 'url:u', 'code:a:1'] }),
      seen(2, { source: 'b', keys: ['guid:ab:2', 'hash:b:2'] }),
    ]
    await record(store, planOf(sightings, { burns: [burn('guid:a:9'), burn('url:u', { scope: '*' })] }))
    await publish(store)
    const [before] = await store.sources(now)
    await store.syncSources([source('new', { url: before?.url ?? '', host: before?.host ?? '', formerly: ['unknown', 'a'] })])
    expect(await store.sources(now)).toEqual([{ ...before, id: 'new' }])
    expect(await store.entries(everything)).toMatchObject([
      { source: 'new', keys: ['guid:ab:2', 'hash:b:2'] },
      { source: 'new', keys: ['code:a:1', 'guid:new:1', 'hash:new:x', 'url:u'] },
    ])
    await store.settle({ now, settleMs: 0 }, async (settling) => {
      expect(await settling.burnt(['guid:new:9'])).toEqual([{ key: 'guid:new:9', scope: 'new', source: 'new' }])
      expect(await settling.burnt(['url:u'])).toEqual([{ key: 'url:u', scope: '*', source: 'new' }])
      expect(await settling.burnt(['guid:a:9'])).toEqual([])
    })
  })

  test('a visit under the former id writes nothing any more, and the new one can be visited', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim({ lease: 'old' }))
    const { url, host } = source('a')
    await store.syncSources([source('b', { url, host, formerly: ['a'] })])
    expect(await recordPoll(store, pollOf('a', { lease: 'old' }), null)).toBeNull()
    expect(await store.claimDue(claim({ lease: 'new' }))).toMatchObject([{ id: 'b' }])
  })

  test('but not where it has a history of its own', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 })])
    await store.syncSources([source('b', { formerly: ['a'] })])
    expect((await store.sources(now)).map(({ id, isRetired }) => `${id} ${isRetired}`)).toEqual(['b false', 'a true'])
  })
}
