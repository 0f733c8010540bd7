import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Claim, Claimed, SourceRecord } from '../../src/store/port/sources.ts'
import type { Store } from '../../src/store/store.ts'
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

  test('a week of absence is made up for by a limit at a time, the longest due first, none left out, hosts one by one', async () => {
    const store = await open()
    const ids = Array.from({ length: 1_200 }, (_, n) => `w${String(n).padStart(4, '0')}`)
    await store.syncSources(ids.map((id, position) => source(id, { position, host: `h${position % 40}` })))
    const known = new Set(ids)
    const visited: string[] = []
    for (let round = 0; visited.length < ids.length; round++) {
      const claimed = names(await store.claimDue(claim({ lease: `${round}`, known, limit: 25 })))
      expect(claimed.length).toBe(Math.min(25, ids.length - visited.length))
      expect(new Set(claimed.map((id) => Number(id.slice(1)) % 40)).size).toBe(claimed.length)
      await store.recordPolls(claimed.map((id) => pollOf(id, { lease: `${round}`, host: `h${Number(id.slice(1)) % 40}` })))
      visited.push(...claimed)
    }
    expect([...visited].sort()).toEqual(ids)
    expect(visited.slice(0, 600).every((id) => id < 'w0700')).toBe(true)
  })

  test('whatever happens, nobody holds what another holds, and hosts keep their measure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        const store = await open()
        await store.syncSources(modelled)
        const model = new Model()
        let at = now
        for (const [n, happening] of events.entries()) {
          at += happening.passed
          await happens({ ...happening, at, lease: `l${n}` }, store, model)
        }
      }),
      { numRuns: 20 },
    )
  }, 120_000)
}

const modelled = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, position) => source(id, { position, host: hostOf(id) }))

/** Two hosts of two sources, two of one. */
function hostOf(id: string): string {
  return { a: 'x', b: 'x', c: 'y', d: 'y' }[id] ?? id
}

const event = fc.record({
  does: fc.constantFrom('claim' as const, 'claim' as const, 'record' as const, 'release' as const),
  passed: fc.nat(4 * minute),
  which: fc.nat(20),
  limit: fc.nat(6),
  perHost: fc.integer({ min: 1, max: 2 }),
})

type Happening = (typeof event extends fc.Arbitrary<infer T> ? T : never) & { readonly at: number; readonly lease: string }

/** The same in the store and in the model; what the store answers is what the model knows. */
async function happens({ does, at, lease, which, limit, perHost }: Happening, store: Store, model: Model): Promise<void> {
  if (does === 'claim') {
    const granted = names(await store.claimDue(claim({ now: at, lease, leaseMs: 5 * minute, limit, perHost })))
    expect(granted).toEqual(model.claim({ at, lease, limit, perHost }))
    return
  }
  const held = model.granted[which % Math.max(model.granted.length, 1)] ?? { id: 'a', lease: 'never given' }
  if (does === 'release') await store.releaseLease(held)
  else {
    const state = { nextPollAt: at + which * minute, lastPollAt: at }
    const written = await recordPoll(store, pollOf(held.id, { lease: held.lease, at, host: hostOf(held.id), state }), null)
    expect(written !== null).toBe(model.holds(held))
    if (written !== null) model.due.set(held.id, state.nextPollAt)
  }
  model.free(held)
}

/** What leases are, in a few lines: who holds what until when. */
class Model {
  readonly due = new Map<string, number>(modelled.map(({ id }) => [id, 0]))
  /** Every lease that was ever given. */
  readonly granted: { readonly id: string; readonly lease: string }[] = []
  readonly #held = new Map<string, { readonly lease: string; readonly until: number }>()

  claim({ at, lease, limit, perHost }: { at: number; lease: string; limit: number; perHost: number }): readonly string[] {
    const isHeld = (id: string) => (this.#held.get(id)?.until ?? 0) > at
    const chosen: string[] = []
    const free = modelled.map(({ id }) => id).filter((id) => !isHeld(id) && (this.due.get(id) ?? 0) <= at)
    for (const id of free.sort((a, b) => (this.due.get(a) ?? 0) - (this.due.get(b) ?? 0))) {
      const running = modelled.filter((other) => hostOf(other.id) === hostOf(id) && (isHeld(other.id) || chosen.includes(other.id))).length
      if (chosen.length < limit && running < perHost) chosen.push(id)
    }
    for (const id of chosen) {
      this.#held.set(id, { lease, until: at + 5 * minute })
      this.granted.push({ id, lease })
    }
    return chosen
  }

  holds({ id, lease }: Pick<Claimed, 'id' | 'lease'>): boolean {
    return this.#held.get(id)?.lease === lease
  }

  free(given: Pick<Claimed, 'id' | 'lease'>): void {
    if (this.holds(given)) this.#held.delete(given.id)
  }
}
