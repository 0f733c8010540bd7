import { expect, test } from 'vitest'
import type { Claim, Claimed, SourceRecord, Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { claim, hour, minute, now, pollOf, recordPoll, source } from './store-samples.ts'

const names = (claimed: readonly Claimed[]) => claimed.map(({ id }) => id)

/** Visits a source so that it is due again at `nextPollAt`. */
async function visit(store: Store, id: string, state: Parameters<typeof pollOf>[1] = {}): Promise<void> {
  await store.claimDue(claim({ only: [id], lease: 'visit' }))
  await recordPoll(store, pollOf(id, { lease: 'visit', ...state }), null)
}

const shared = (id: string, position: number) => source(id, { host: 'x.example', position })

const claims: readonly { name: string; sources: readonly SourceRecord[]; claim?: Partial<Claim>; want: readonly string[] }[] = [
  { name: 'sources that were never polled, in config’s order', sources: [source('b', { position: 1 }), source('a')], want: ['a', 'b'] },
  {
    name: 'at most the limit',
    sources: [source('a'), source('b', { position: 1 }), source('c', { position: 2 })],
    claim: { limit: 2 },
    want: ['a', 'b'],
  },
  { name: 'none, when the limit is none', sources: [source('a')], claim: { limit: 0 }, want: [] },
  { name: 'one of a host at once', sources: [shared('a', 0), shared('b', 1), source('c', { position: 2 })], want: ['a', 'c'] },
  {
    name: 'as many of a host as allowed',
    sources: [shared('a', 0), shared('b', 1), shared('c', 2)],
    claim: { perHost: 2 },
    want: ['a', 'b'],
  },
  { name: 'all of those without a host', sources: [source('a', { host: '' }), source('b', { host: '', position: 1 })], want: ['a', 'b'] },
  { name: 'no disabled source', sources: [source('a', { enabled: false }), source('b')], want: ['b'] },
  { name: 'no disabled source, even by force', sources: [source('a', { enabled: false })], claim: { isForced: true }, want: [] },
  { name: 'a disabled source by name', sources: [source('a', { enabled: false })], claim: { only: ['a'] }, want: ['a'] },
  { name: 'only those that are named', sources: [source('a'), source('b')], claim: { only: ['b', 'unknown'] }, want: ['b'] },
  { name: 'nothing, when nothing is named', sources: [source('a')], claim: { only: [] }, want: [] },
  { name: 'only what the process knows', sources: [source('a'), source('b')], claim: { known: new Set(['b']) }, want: ['b'] },
  { name: 'none of the exceptions', sources: [source('a'), source('b')], claim: { except: ['a'] }, want: ['b'] },
  { name: 'none of the exceptions, even by name', sources: [source('a')], claim: { only: ['a'], except: ['a'] }, want: [] },
]

export function claimsContract({ open, opening }: Stores): void {
  for (const row of claims) {
    test(`claims ${row.name}`, async () => {
      const store = await open()
      await store.syncSources(row.sources)
      expect(names(await store.claimDue(claim(row.claim)))).toEqual(row.want)
    })
  }

  test('gives each claim its lease and the state the visit starts from', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await visit(store, 'a', { state: { etag: '"1"', failures: 3 } })
    const [claimed] = await store.claimDue(claim({ now: now + hour, lease: 'mine' }))
    expect(claimed).toMatchObject({ id: 'a', lease: 'mine', state: { etag: '"1"', failures: 3, outcome: 'changed', firstSuccessAt: now } })
  })

  test('claims what is due, soonest due first', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 }), source('c', { position: 2 })])
    await visit(store, 'a', { state: { nextPollAt: now + 3 * minute } })
    await visit(store, 'b', { state: { nextPollAt: now + 2 * minute } })
    await visit(store, 'c', { state: { nextPollAt: now + 4 * minute } })
    expect(names(await store.claimDue(claim({ now: now + 2 * minute - 1 })))).toEqual([])
    expect(names(await store.claimDue(claim({ now: now + 3 * minute })))).toEqual(['b', 'a'])
  })

  test('claims what is not due by name or by force', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 })])
    await visit(store, 'a')
    await visit(store, 'b')
    expect(names(await store.claimDue(claim({ only: ['b'] })))).toEqual(['b'])
    expect(names(await store.claimDue(claim({ isForced: true })))).toEqual(['a'])
  })

  test('leaves a source that is gone alone until it is named or has another address', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await visit(store, 'a', { state: { outcome: 'gone', code: 'gone', nextPollAt: now } })
    expect(await store.claimDue(claim({ now: now + hour }))).toEqual([])
    expect(names(await store.claimDue(claim({ now: now + hour, only: ['a'] })))).toEqual(['a'])
    await recordPoll(store, pollOf('a', { state: { outcome: 'gone', code: 'gone', nextPollAt: now } }), null)
    await store.syncSources([source('a', { url: 'https://a.example/new' })])
    expect(names(await store.claimDue(claim({ now: now + hour })))).toEqual(['a'])
  })

  test('leaves a retired source alone, even by name and by force', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.syncSources([])
    expect(await store.claimDue(claim({ only: ['a'], isForced: true }))).toEqual([])
  })

  test('a lease excludes every other claim, in every process, however it asks', async () => {
    const where = opening()
    const [one, other] = [await open(where), await open(where)]
    await one.syncSources([source('a')])
    expect(names(await one.claimDue(claim({ lease: 'one' })))).toEqual(['a'])
    for (const store of [one, other]) {
      expect(await store.claimDue(claim({ lease: 'two', only: ['a'], isForced: true }))).toEqual([])
    }
  })

  test('leases of other processes count for their hosts', async () => {
    const where = opening()
    const [one, other] = [await open(where), await open(where)]
    await one.syncSources([shared('a', 0), shared('b', 1), shared('c', 2)])
    await one.claimDue(claim({ lease: 'one', limit: 1 }))
    expect(await other.claimDue(claim({ lease: 'two' }))).toEqual([])
    expect(names(await other.claimDue(claim({ lease: 'two', perHost: 2 })))).toEqual(['b'])
  })

  test('many claims of two processes at once share the sources out, none twice', async () => {
    const where = opening()
    const stores = [await open(where), await open(where)]
    await stores[0]?.syncSources(Array.from({ length: 50 }, (_, at) => source(`s${at}`, { position: at })))
    const claimed: string[] = []
    const claims = Array.from({ length: 12 }, async (_, n) => stores[n % 2]?.claimDue(claim({ lease: `l${n}`, limit: 7 })) ?? [])
    for (const some of await Promise.all(claims)) claimed.push(...names(some))
    expect(claimed).toHaveLength(50)
    expect(new Set(claimed).size).toBe(50)
  })

  test('a lease ends when its time is over, and with its poll', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim({ lease: 'one' }))
    expect(await store.claimDue(claim({ lease: 'two', now: now + 5 * minute - 1 }))).toEqual([])
    expect(names(await store.claimDue(claim({ lease: 'two', now: now + 5 * minute })))).toEqual(['a'])
    await recordPoll(store, pollOf('a', { lease: 'two', state: { nextPollAt: 0 } }), null)
    expect(names(await store.claimDue(claim({ lease: 'three', now: now + 5 * minute })))).toEqual(['a'])
  })

  test('a visit in the future, before the clock was put right, holds nothing up', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 })])
    await store.claimDue(claim({ now: now + 24 * hour, lease: 'ahead' }))
    await recordPoll(store, pollOf('a', { lease: 'ahead', at: now + 24 * hour }), null)
    expect(names(await store.claimDue(claim())).sort()).toEqual(['a', 'b'])
  })

  test('gives back the lease of one visit, if it still holds it', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 })])
    await store.claimDue(claim({ lease: 'mine' }))
    await store.releaseLease({ id: 'a', lease: 'other' })
    await store.releaseLease({ id: 'b', lease: 'mine' })
    expect(names(await store.claimDue(claim({ lease: 'next' })))).toEqual(['b'])
  })

  test('gives back the leases whose name begins so, and no others', async () => {
    const store = await open()
    const sources = ['a', 'b', 'c', 'd'].map((id, position) => source(id, { position }))
    await store.syncSources(sources)
    for (const [at, lease] of ['node_1-a', 'node_1-b', 'nodeX1-c', 'Node_1-d'].entries()) {
      await store.claimDue(claim({ lease, only: [sources[at]?.id ?? ''] }))
    }
    await store.releaseLeases('node_1-')
    expect(names(await store.claimDue(claim({ lease: 'next' })))).toEqual(['a', 'b'])
  })
}
