import { expect, test } from 'vitest'
import type { Known } from '../../src/model/merge.ts'
import type { KnownRows } from '../../src/store/port/polls.ts'
import type { Store } from '../../src/store/store.ts'
import { articleOf } from '../support/sightings.ts'
import type { Stores } from './store.ts'
import {
  burn,
  claim,
  hour,
  minute,
  now,
  planned,
  planning,
  planOf,
  pollOf,
  publish,
  publishEntries,
  record,
  recordPoll,
  seen,
  source,
  titles,
} from './store-samples.ts'

/** What planners would know, without writing anything. */
async function rowsOf<T>(store: Store, ask: (rows: KnownRows) => Promise<T>): Promise<T> {
  let answer: T | null = null
  await store.claimDue(claim({ lease: 'asking', only: ['a'] }))
  await recordPoll(store, pollOf('a', { lease: 'asking' }), async (rows) => {
    answer = await ask(rows)
    return planOf([])
  })
  if (answer === null) throw new Error('nothing was asked')
  return answer
}

const keysIn = ({ sightings }: Pick<Known, 'sightings'>) => sightings.map(({ keys }) => keys.map((key) => key.text).join(' '))

export function pollsContract({ open, opening }: Stores): void {
  test('writes entries, state and next poll time, and answers the plan’s counts', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim())
    const counts = { new: 1, updated: 4, merged: 2 }
    const state = { etag: '"1"', nextPollAt: now + 7 * minute, failures: 1, message: 'words' }
    expect(await recordPoll(store, pollOf('a', { state }), async () => planOf([seen(1)], { counts }))).toEqual(counts)
    expect((await store.sources(now))[0]?.state).toMatchObject({ ...state, outcome: 'changed', lastPollAt: now })
    await publish(store)
    expect(await titles(store)).toEqual(['Title 1'])
  })

  test('writes the state of a visit that brought nothing', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim())
    const state = { outcome: 'failed', code: 'timeout', message: 'no answer', failures: 1, firstSuccessAt: null } as const
    expect(await recordPoll(store, pollOf('a', { state }), null)).toEqual({ new: 0, updated: 0, merged: 0 })
    expect((await store.sources(now))[0]?.state).toMatchObject(state)
  })

  test('a lost lease writes nothing and plans nothing', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim({ lease: 'lost' }))
    await store.claimDue(claim({ lease: 'won', now: now + hour }))
    const lost = recordPoll(store, pollOf('a', { lease: 'lost', state: { etag: '"lost"' } }), () => Promise.reject(new Error('planned')))
    expect(await lost).toBeNull()
    expect((await store.sources(now))[0]?.state).toMatchObject({ etag: null, outcome: null })
    expect(await recordPoll(store, pollOf('a', { lease: 'won' }), async () => planOf([seen(1)]))).not.toBeNull()
  })

  test('a poll is recorded once', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim())
    await recordPoll(store, pollOf('a'), async () => planOf([seen(1)]))
    expect(await recordPoll(store, pollOf('a'), async () => planOf([seen(2)]))).toBeNull()
  })

  test('a plan that throws leaves everything as it was, and its lease is free', async () => {
    const store = await open()
    await publishEntries(store, 1)
    const before = [await store.sources(now), await titles(store), await store.staleOutputs(), await store.ledger('a', 10)]
    await store.claimDue(claim({ lease: 'mine', only: ['a'] }))
    const fault = new Error('the planner broke')
    const failed = recordPoll(store, pollOf('a', { lease: 'mine', state: { etag: '"new"' } }), () => Promise.reject(fault))
    await expect(failed).rejects.toBe(fault)
    expect([await store.sources(now), await titles(store), await store.staleOutputs(), await store.ledger('a', 10)]).toEqual(before)
    expect(await store.claimDue(claim({ only: ['a'] }))).toHaveLength(1)
    expect(await recordPoll(store, pollOf('a', { lease: 'mine' }), null)).toBeNull()
  })

  test('records many polls at once, each with its own end', async () => {
    const store = await open()
    const ids = ['a', 'b', 'c', 'd', 'e']
    await store.syncSources(ids.map((id, position) => source(id, { position })))
    await store.claimDue(claim({ lease: 'mine' }))
    const fault = new Error('the planner broke')
    const recorded = await store.recordPolls([
      planned(pollOf('a', { lease: 'mine' }), async () => planOf([seen(1)])),
      planned(pollOf('b', { lease: 'mine' }), () => Promise.reject(fault)),
      pollOf('c', { lease: 'another' }),
      planned(pollOf('d', { lease: 'mine' }), async (rows) => {
        const { sightings } = await rows.around(['guid:a:1'])
        return planOf([], { counts: { new: 0, updated: sightings.length, merged: 0 } })
      }),
      pollOf('e', { lease: 'mine', state: { etag: '"e"' } }),
    ])
    expect(recorded).toMatchObject([
      { kind: 'recorded', counts: { new: 1, updated: 0, merged: 0 } },
      { kind: 'failed', error: fault },
      { kind: 'lost' },
      { kind: 'recorded', counts: { new: 0, updated: 1, merged: 0 } },
      { kind: 'recorded', counts: { new: 0, updated: 0, merged: 0 }, state: { etag: '"e"' } },
    ])
    const polled = (await store.sources(now)).map(({ id, state }) => `${id} ${state.outcome}`)
    expect(polled).toEqual(['a changed', 'b null', 'c null', 'd changed', 'e changed'])
    expect((await store.claimDue(claim())).map(({ id }) => id)).toEqual(['b'])
  })

  test('a record that is handed in twice is recorded once', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.claimDue(claim())
    const recorded = await store.recordPolls([pollOf('a'), pollOf('a')])
    expect(recorded.map(({ kind }) => kind)).toEqual(['recorded', 'lost'])
    expect(await store.recordPolls([])).toEqual([])
  })

  test('a plan that cannot be written is not written in part', async () => {
    const store = await open()
    await publishEntries(store, 1)
    await store.claimDue(claim({ lease: 'mine', only: ['a'] }))
    const state = { etag: '"new"' }
    const broken = planOf([seen(2), seen(3, { entry: 999 })])
    await expect(recordPoll(store, pollOf('a', { lease: 'mine', state }), async () => broken)).rejects.toThrow()
    expect((await store.sources(now))[0]?.state.etag).toBeNull()
    await publish(store)
    expect(await titles(store)).toEqual(['Title 1'])
  })

  test('two processes that record the same document at once plan on what the other wrote', async () => {
    const where = opening()
    const [one, other] = [await open(where), await open(where)]
    await one.syncSources([source('a'), source('b', { position: 1 })])
    const drafts = Array.from({ length: 20 }, (_, n) => ({ title: `Title ${n}`, link: `https://x.example/${n}` }))
    const plans = { a: planning('a', drafts), b: planning('b', drafts) }
    await one.claimDue(claim({ lease: 'one', only: ['a'] }))
    await other.claimDue(claim({ lease: 'two', only: ['b'] }))
    const polls = [recordPoll(one, pollOf('a', { lease: 'one' }), plans.a), recordPoll(other, pollOf('b', { lease: 'two' }), plans.b)]
    expect((await Promise.all(polls)).map((counts) => counts?.new).sort()).toEqual([0, 20])
    const due = await other.settle({ now, settleMs: 0 }, (settling) => settling.due())
    expect(due.map(({ sightings }) => sightings.map((sighting) => sighting.source).sort())).toEqual(Array(20).fill(['a', 'b']))
  })

  test('a sighting comes back as it was written', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    const whole = seen(1, {
      keys: ['code:C1', 'guid:a:1', 'url:https://x.example/1', 'hash:a:0'],
      draft: { title: '国际📰', published: now, tags: [{ name: 't', scheme: null }], fields: { id: '9007199254740993' } },
      titles: ['国际📰'],
      sketches: [[1, 4_294_967_295]],
      categories: ['国际商报'],
      isFirstPoll: true,
      article: articleOf('<p>x</p>', { title: '国际', authors: [{ name: 'Ada', url: null, email: null }], etag: '"1"' }),
    })
    await record(store, planOf([whole]))
    const known = await rowsOf(store, (rows) => rows.around(['guid:a:1']))
    const [back] = known.sightings
    expect(back).toEqual({ ...whole, id: back?.id, entry: known.entries[0]?.id, keys: expect.arrayContaining([...whole.keys]) })
    expect(back?.keys).toHaveLength(4)
    expect(known.entries).toEqual([
      {
        id: back?.entry,
        state: 'pending',
        publishedAt: null,
        publicId: null,
        owner: null,
        isRetracted: false,
        isPruned: false,
        isShelved: false,
      },
    ])
  })

  test('a changed sighting is written over, its keys add up', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1)]))
    const [first] = (await rowsOf(store, (rows) => rows.around(['guid:a:1']))).sightings
    await record(
      store,
      planOf([seen(1, { id: first?.id ?? 0, entry: first?.entry ?? 0, keys: ['guid:a:2'], titles: ['New'] })]),
      now + hour,
    )
    const { sightings } = await rowsOf(store, (rows) => rows.around(['guid:a:1']))
    expect(sightings).toHaveLength(1)
    expect(sightings[0]?.titles).toEqual(['New'])
    expect(keysIn({ sightings })).toEqual(['guid:a:1 guid:a:2'])
  })

  test('looks around keys by entries and by keys that hold across sources, as far as they reach', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    const chain = [
      seen(1, { keys: ['guid:a:1', 'url:https://x.example/1'] }),
      seen(2, { keys: ['url:https://x.example/1', 'code:C1'], source: 'b' }),
      seen(3, { keys: ['code:C1', 'guid:c:9'], source: 'c' }),
      seen(4, { entry: -3, keys: ['hash:d:0'], source: 'd' }),
      seen(5, { keys: ['guid:c:8'] }),
    ]
    await record(store, planOf(chain))
    const around = async (...keys: string[]) => keysIn(await rowsOf(store, (rows) => rows.around(keys)))
    expect(await around('guid:a:1')).toHaveLength(4)
    expect(await around('hash:d:0')).toHaveLength(4)
    expect(await around('guid:c:8')).toEqual(['guid:c:8'])
    expect(await around('guid:c:7')).toEqual([])
    expect(await around()).toEqual([])
  })

  test('does not look through a key that its own source has burnt, but through that of another', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    const url = 'url:https://x.example/1'
    const sightings = [seen(1, { keys: ['guid:a:1', url] }), seen(2, { keys: [url], source: 'b' })]
    await record(store, planOf(sightings, { burns: [burn(url)] }))
    const known = await rowsOf(store, (rows) => rows.around([url]))
    expect(known.sightings.map((sighting) => sighting.source)).toEqual(['b'])
    expect(known.burnt).toEqual([burn(url)])
  })

  test('knows what is burnt for a source or everywhere, each once', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    const burns = [burn('guid:a:1'), burn('guid:a:2', { scope: '*' }), burn('guid:a:3', { scope: 'b', source: 'b' })]
    await record(store, planOf([], { burns }))
    await record(store, planOf([], { burns: burns.slice(0, 1) }), now + hour)
    const asked = burns.map(({ key }) => key)
    expect(await rowsOf(store, (rows) => rows.burnt('a', asked))).toEqual(expect.arrayContaining(burns.slice(0, 2)))
    expect(await rowsOf(store, (rows) => rows.burnt('a', asked))).toHaveLength(2)
  })

  test('says which fingerprints a source shows already, of thousands', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1), seen(2, { source: 'b' }), seen(3)]))
    const asked = ['f1', 'f2', 'f3', ...Array.from({ length: 2_000 }, (_, n) => `g${n}`)]
    expect(await rowsOf(store, (rows) => rows.unchanged('a', asked))).toEqual(new Set(['f1', 'f3']))
  })

  test('what was public once keeps its id and path, also hidden and when its sightings went elsewhere', async () => {
    const store = await open()
    await publishEntries(store, 2)
    const [one, two] = (await rowsOf(store, (rows) => rows.around(['guid:a:1', 'guid:a:2']))).sightings
    await record(store, planOf([seen(2, { id: two?.id ?? 0, entry: two?.entry ?? 0, titles: ['Changed'] })]), now + hour)
    await store.settle({ now, settleMs: 0 }, async (settling) => {
      for (const due of await settling.due()) await settling.hide(due.id)
    })
    const moved = { sighting: two?.id ?? 0, entry: one?.entry ?? 0 }
    await record(store, planOf([], { moved: [moved], emptied: [two?.entry ?? 0], touched: [one?.entry ?? 0] }), now + 2 * hour)
    expect(await store.pages([two?.entry ?? 0])).toEqual([{ kind: 'hidden', path: 'home/2026/01/10/2.html' }])
    expect((await store.sources(now))[0]?.entries).toBe(1)
  })

  test('sightings that became one leave no keys behind', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1), seen(2)]))
    const [one, two] = (await rowsOf(store, (rows) => rows.around(['guid:a:1', 'guid:a:2']))).sightings
    const into = seen(1, { id: one?.id ?? 0, entry: one?.entry ?? 0, keys: ['guid:a:1', 'guid:a:2'] })
    await record(store, planOf([into], { absorbed: [{ from: two?.id ?? 0, into: into.id }], emptied: [two?.entry ?? 0] }), now + hour)
    const known = await rowsOf(store, (rows) => rows.around(['guid:a:2']))
    expect(keysIn(known)).toEqual(['guid:a:1 guid:a:2'])
    expect(known.entries).toHaveLength(1)
  })
}
