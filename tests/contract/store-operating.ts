import { expect, test } from 'vitest'
import { healthOf, healths } from '../../src/model/health.ts'
import { neverPolled, type PollState } from '../../src/model/poll.ts'
import type { SourceQuery } from '../../src/model/source-query.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { claim, hour, minute, now, pollOf, recordPoll, source } from './store-samples.ts'

const day = 24 * hour
const everything: SourceQuery = { now, healths: [], text: '', order: 'id', isDescending: false, offset: 0, limit: 100 }

async function opened({ open }: Stores, ...ids: readonly string[]): Promise<Store> {
  const store = await open()
  await store.syncSources(ids.map((id, position) => source(id, { position })))
  return store
}

async function polled(store: Store, id: string, state: Partial<PollState> = {}, at = now): Promise<void> {
  await store.claimDue(claim({ now: at, runAt: at, lease: `${id} ${at}`, only: [id] }))
  const said = { outcome: state.outcome ?? 'changed', code: state.code ?? null, message: state.message ?? null }
  await recordPoll(store, pollOf(id, { lease: `${id} ${at}`, at, state, report: said }), null)
}

const due = async (store: Store, at = now) => (await store.claimDue(claim({ now: at, runAt: at, lease: `due ${at}` }))).map(({ id }) => id)
const found = async (store: Store, query: Partial<SourceQuery> = {}) =>
  (await store.sourcePage({ ...everything, ...query })).sources.map(({ id }) => id)

export function operatingContract(stores: Stores): void {
  test('a paused source is not due, also where all are forced, and says since when; resumed it is', async () => {
    const store = await opened(stores, 'a', 'b')
    expect(await store.pauseSources(['a', 'nobody'], now)).toBe(1)
    expect(await store.pauseSources(['a'], now + hour)).toBe(0)
    expect((await store.source('a', now))?.pausedAt).toBe(now)
    expect(await due(store)).toEqual(['b'])
    expect(await store.claimDue(claim({ lease: 'all', isForced: true, now: now + hour, runAt: now + hour }))).toMatchObject([{ id: 'b' }])
    expect(await store.resumeSources(['a'])).toBe(1)
    expect(await due(store, now + 2 * hour)).toContain('a')
  })

  test('a paused source that is named is polled, and stays paused', async () => {
    const store = await opened(stores, 'a')
    await store.pauseSources(['a'], now)
    await polled(store, 'a')
    expect((await store.source('a', now))?.state.outcome).toBe('changed')
    expect((await store.source('a', now))?.pausedAt).toBe(now)
  })

  test('a pause outlives another config and another start', async () => {
    const opening = stores.opening()
    const store = await stores.open(opening)
    await store.syncSources([source('a')])
    await store.pauseSources(['a'], now)
    const again = await stores.open(opening)
    await again.syncSources([source('a', { url: 'https://elsewhere.example/', fingerprint: 'other' })])
    expect(await due(again)).toEqual([])
  })

  test('what is asked for is due at once, first of all, paused or gone, and once', async () => {
    const store = await opened(stores, 'a', 'b', 'c')
    await polled(store, 'b', { outcome: 'gone', code: 'gone' })
    await polled(store, 'c', { nextPollAt: now + day })
    await store.pauseSources(['c'], now)
    expect(await store.askForPoll(['b', 'c', 'nobody'], { isForced: false, now: now + minute })).toBe(2)
    const claimed = await store.claimDue(claim({ now: now + minute, runAt: now + minute, lease: 'asked' }))
    expect(claimed.map(({ id, isForced }) => [id, isForced])).toEqual([
      ['b', false],
      ['c', false],
      ['a', false],
    ])
    for (const { id } of claimed)
      await recordPoll(store, pollOf(id, { lease: 'asked', at: now + minute, state: { nextPollAt: now + day } }), null)
    expect(await due(store, now + 2 * minute)).toEqual([])
  })

  test('a visit without conditions is asked for once', async () => {
    const store = await opened(stores, 'a')
    await store.askForPoll(['a'], { isForced: true, now })
    expect(await store.claimDue(claim())).toMatchObject([{ id: 'a', isForced: true }])
    await recordPoll(store, pollOf('a', { state: { nextPollAt: now + minute } }), null)
    expect(await store.claimDue(claim({ now: now + hour, runAt: now + hour }))).toMatchObject([{ id: 'a', isForced: false }])
  })

  test('what is asked for during a visit comes after it; what was asked for outlives a visit that broke', async () => {
    const store = await opened(stores, 'a')
    await store.askForPoll(['a'], { isForced: false, now })
    const [claimed] = await store.claimDue(claim())
    await store.releaseLease({ id: 'a', lease: claimed?.lease ?? '' })
    expect(await due(store, now + 1)).toEqual(['a'])
    await store.askForPoll(['a'], { isForced: false, now: now + 2 })
    await recordPoll(store, pollOf('a', { lease: `due ${now + 1}`, at: now + 1, state: { nextPollAt: now + day } }), null)
    expect(await due(store, now + 3)).toEqual(['a'])
  })

  test('forgotten validators stay forgotten, also where a visit was under way', async () => {
    const store = await opened(stores, 'a')
    await polled(store, 'a', { etag: '"1"', lastModified: 'x', bodyHash: 'h', sentHash: 's' })
    await store.claimDue(claim({ lease: 'under way', only: ['a'], now: now + hour }))
    expect(await store.forgetValidators('a')).toBe(true)
    expect(await recordPoll(store, pollOf('a', { lease: 'under way', state: { etag: '"1"' } }), null)).toBeNull()
    expect((await store.source('a', now))?.state).toMatchObject({ etag: null, lastModified: null, bodyHash: null, sentHash: null })
    expect(await store.forgetValidators('nobody')).toBe(false)
  })

  const states: readonly { name: string; state: Partial<PollState> }[] = [
    { name: 'a', state: { outcome: 'gone', isGap: true } },
    { name: 'b', state: { outcome: 'failed', isDrifting: true } },
    { name: 'c', state: { outcome: 'throttled' } },
    { name: 'd', state: { isGap: true, isDrifting: true } },
    { name: 'e', state: { isDrifting: true, adoptedUrl: 'https://new.example/' } },
    { name: 'f', state: { adoptedUrl: 'https://new.example/' } },
    { name: 'g', state: { movedTo: 'https://new.example/', movedTimes: 3 } },
    { name: 'h', state: { movedTo: 'https://new.example/', movedTimes: 2 } },
  ]

  test('health by pages is health by name', async () => {
    const names = states.map(({ name }) => name)
    const store = await opened(stores, ...names, 's1', 's2')
    for (const { name, state } of states) await polled(store, name, state)
    await polled(store, 's1', { outcome: 'failed' })
    await store.pauseSources(['s1'], now)
    const all = await store.sources(now)
    for (const health of healths) {
      const wanted = all.filter((one) => healthOf(one) === health).map(({ id }) => id)
      expect([health, await found(store, { healths: [health] })]).toEqual([health, wanted])
    }
    const ranks = (await store.sourcePage({ ...everything, order: 'health' })).sources.map((one) => healths.indexOf(healthOf(one)))
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    expect(await found(store, { healths: ['gone', 'paused'] })).toEqual(['a', 's1'])
  })

  test('finds by id, title and address, whatever signs are in the text', async () => {
    const store = await stores.open()
    await store.syncSources([source('a', { title: '财经 100%' }), source('b', { url: 'https://x.example/under_score' }), source('c')])
    expect(await found(store, { text: '财经' })).toEqual(['a'])
    expect(await found(store, { text: 'C.EXAMPLE' })).toEqual(['c'])
    expect(await found(store, { text: '%' })).toEqual(['a'])
    expect(await found(store, { text: '_' })).toEqual(['b'])
    expect(await found(store, { text: '\\' })).toEqual([])
  })

  test('pages follow each other in every order, and leave out what is not watched', async () => {
    const store = await stores.open()
    await store.syncSources([
      ...Array.from({ length: 7 }, (_, n) => source(`s${n}`, { position: n })),
      source('a', { enabled: false }),
      source('b'),
    ])
    await store.syncSources([...Array.from({ length: 7 }, (_, n) => source(`s${n}`, { position: n })), source('a', { enabled: false })])
    await polled(store, 's3', { nextPollAt: now + day, lastChangeAt: now })
    await polled(store, 's5', { nextPollAt: now + 2 * day, lastChangeAt: now - day }, now + minute)
    for (const order of ['health', 'id', 'last-poll', 'next-poll', 'news', 'entries', 'last-change'] as const) {
      const pages = [0, 3, 6].map((offset) => store.sourcePage({ ...everything, order, isDescending: true, offset, limit: 3 }))
      const read = await Promise.all(pages)
      expect(read.map(({ total }) => total)).toEqual([7, 7, 7])
      expect(new Set(read.flatMap(({ sources }) => sources.map(({ id }) => id))).size).toBe(7)
    }
    expect((await found(store, { order: 'next-poll', isDescending: true })).slice(0, 2)).toEqual(['s5', 's3'])
    expect((await found(store, { order: 'last-change', isDescending: true })).slice(0, 2)).toEqual(['s3', 's5'])
    expect((await found(store, { order: 'last-poll', isDescending: true })).slice(0, 2)).toEqual(['s5', 's3'])
  })

  test('one source is as it is among all, and nobody is null', async () => {
    const store = await opened(stores, 'a', 'b')
    await polled(store, 'a', { outcome: 'failed', failures: 1 })
    expect(await store.source('a', now)).toEqual((await store.sources(now))[0])
    expect(await store.source('nobody', now)).toBeNull()
  })

  test('ledgers end with their last rows, and have pages', async () => {
    const store = await opened(stores, 'a', 'b')
    for (let n = 0; n < 5; n++)
      await polled(store, 'a', { outcome: n % 2 === 0 ? 'changed' : 'failed', message: `no ${n}` }, now + n * hour)
    await polled(store, 'b')
    const tails = await store.ledgerTails(['a', 'b', 'nobody'], 2)
    expect(tails.get('a')?.map(({ lastAt }) => lastAt)).toEqual([now + 4 * hour, now + 3 * hour])
    expect([tails.get('b')?.length, tails.get('nobody')?.length]).toEqual([1, 0])
    const page = await store.ledgerPage({ source: 'a', offset: 3, limit: 3 })
    expect([page.total, page.rows.map(({ message }) => message)]).toEqual([5, ['no 1', 'no 0']])
  })

  test('what began and ended is noted where nobody is told, too, and of one source alone', async () => {
    const store = await opened(stores, 'a', 'b')
    const watch = { on: ['failing' as const], after: 1, recipients: [] }
    for (const [n, outcome] of (['failed', 'failed', 'changed'] as const).entries()) {
      const at = now + n * hour
      await store.claimDue(claim({ now: at, runAt: at, lease: `l ${n}`, only: ['a'] }))
      const said = { outcome, code: outcome === 'failed' ? ('timeout' as const) : null, message: null }
      await recordPoll(
        store,
        pollOf('a', {
          lease: `l ${n}`,
          at,
          watch,
          report: said,
          state: { ...said, failures: outcome === 'failed' ? n + 1 : 0, isGap: n === 1 },
        }),
        null,
      )
    }
    const seen = await store.incidents({ subject: null, limit: 10 })
    expect(seen.map(({ event, subject, code }) => [event, subject, code])).toEqual([
      ['gap-over', 'a', null],
      ['recovered', 'a', null],
      ['gap', 'a', null],
      ['failing', 'a', 'timeout'],
    ])
    expect(await store.incidents({ subject: 'b', limit: 10 })).toEqual([])
    expect(await store.incidents({ subject: 'a', limit: 1 })).toMatchObject([{ event: 'gap-over' }])
  })

  test('a paused source has nothing wrong with it', async () => {
    const store = await opened(stores, 'a')
    const watch = { on: ['failing' as const], after: 1, recipients: ['hook'] }
    await store.claimDue(claim())
    await recordPoll(store, pollOf('a', { watch, state: { outcome: 'failed', failures: 1 } }), null)
    await store.pauseSources(['a'], now)
    await store.endAlerts(now + hour, ['hook'])
    expect(await store.incidents({ subject: 'a', limit: 1 })).toMatchObject([
      { event: 'recovered', message: 'it is paused', at: now + hour },
    ])
  })

  test('the pulse changes with every poll, pause and wish, and with nothing else', async () => {
    const store = await opened(stores, 'a')
    const seen = [await store.pulse()]
    expect(await store.pulse()).toBe(seen[0])
    const steps = [
      () => polled(store, 'a'),
      () => polled(store, 'a', {}, now + hour),
      () => store.pauseSources(['a'], now),
      () => store.resumeSources(['a']),
      () => store.askForPoll(['a'], { isForced: false, now }),
    ]
    for (const step of steps) {
      await step()
      seen.push(await store.pulse())
    }
    for (const [n, pulse] of seen.entries()) if (n > 0) expect([n, pulse]).not.toEqual([n, seen[n - 1]])
  })

  test('counts what waits and who is at it', async () => {
    const store = await opened(stores, 'a', 'b')
    expect(await store.backlog(now)).toEqual({ polls: 0, articles: 0, pages: 0, feeds: 0, messages: 0 })
    await store.claimDue(claim({ only: ['a'] }))
    expect((await store.backlog(now)).polls).toBe(1)
  })

  test('a source that was never polled is as the model has it', async () => {
    const store = await opened(stores, 'a')
    expect((await store.source('a', now))?.state).toEqual(neverPolled)
  })
}
