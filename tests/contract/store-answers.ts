// Kept answers of sources.
import { describe, expect, test } from 'vitest'
import { pack } from '../../src/base/packing.ts'
import type { KeptDocument, NewAnswer } from '../../src/model/kept-answer.ts'
import type { AnswerSettings } from '../../src/model/settings.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { claim, hour, now, planning, pollOf, source } from './store-samples.ts'

const roomy: AnswerSettings = { perSource: 2, bytes: 1_000_000 }

async function document(text: string, changes: Partial<KeptDocument> = {}): Promise<KeptDocument> {
  const at = 'https://a.example/feed'
  return { asked: at, url: at, posted: null, contentType: null, fetchedAt: now, body: await pack(Buffer.from(text)), ...changes }
}

interface Kept extends Partial<NewAnswer> {
  readonly id?: string
  readonly settings?: AnswerSettings
  readonly guid?: string
  readonly at?: number
}

/** One poll whose document shows one entry; the entry's row. */
async function poll(store: Store, { id = 'a', settings = roomy, guid = 'one', at = now, ...changes }: Kept = {}): Promise<number> {
  await store.claimDue(claim({ only: [id], isForced: true, now: at, runAt: at }))
  const documents = changes.documents ?? [await document(`${id} ${guid} ${at}`)]
  const kept: NewAnswer = { hash: `${guid} ${at}`, address: `https://${id}.example/feed`, isPush: false, ...changes, documents }
  const record = pollOf(id, { at })
  const plan = planning(id, [{ guid, title: guid, link: `https://${id}.example/${guid}` }])
  let shown: readonly string[] = []
  const [recorded] = await store.recordPolls([
    {
      ...record,
      answer: { settings, kept },
      decision: async (rows) => {
        const unchanged: typeof rows.unchanged = (of, fingerprints) => {
          shown = fingerprints
          return rows.unchanged(of, fingerprints)
        }
        const decided = { ...record.decision, plan: await plan({ ...rows, unchanged }) }
        return { ...decided, fingerprints: shown }
      },
    },
  ])
  expect(recorded?.kind).toBe('recorded')
  return (await store.answers.sightings(await store.answers.sightingIds(id)))[0]?.sighting.entry ?? 0
}

const moments = async (store: Store, id = 'a') => (await store.answers.of(id)).map(({ at }) => at)

export function answersContract({ open }: Stores): void {
  const opened = async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b')])
    return store
  }

  describe('kept answers', () => {
    test('what was kept comes back as it was, page by page', async () => {
      const store = await opened()
      const documents = [await document('first'), await document('second', { asked: 'https://a.example/2', posted: 'p', contentType: 't' })]
      await poll(store, { documents, isPush: true })
      expect(await store.answers.of('a')).toEqual([{ at: now, address: 'https://a.example/feed', isPush: true, documents }])
    })

    test('the last ones of each source stay, and the same document once', async () => {
      const store = await opened()
      for (const round of [0, 1, 2]) await poll(store, { at: now + round * hour, guid: `g${round}` })
      await poll(store, { id: 'b' })
      expect([await moments(store), await moments(store, 'b')]).toEqual([[now + hour, now + 2 * hour], [now]])
      await poll(store, { at: now + 3 * hour, guid: 'g2', hash: `g2 ${now + 2 * hour}` })
      expect(await moments(store)).toEqual([now + hour, now + 3 * hour])
    })

    test('past the limit the oldest go, the newest of each source last', async () => {
      const store = await opened()
      const first = [await document('x'.repeat(30))]
      const each = first[0]?.body.bytes.length ?? 0
      const tight = { perSource: 3, bytes: each * 3 }
      for (const round of [0, 1, 2]) await poll(store, { at: now + round * hour, guid: `g${round}`, documents: first, settings: tight })
      await poll(store, { id: 'b', at: now + 3 * hour, documents: first, settings: tight })
      expect(await moments(store)).toEqual([now + 2 * hour])
      expect(await moments(store, 'b')).toHaveLength(1)
      expect((await store.answers.counts()).bytes).toBeLessThanOrEqual(tight.bytes)
      await store.answers.limit({ perSource: 3, bytes: each })
      expect([await moments(store), await moments(store, 'b')].flat()).toEqual([])
    })

    test('none is kept where settings say so, and what there is goes', async () => {
      const store = await opened()
      await poll(store)
      const none = { perSource: 0, bytes: 1_000_000 }
      await poll(store, { at: now + hour, guid: 'two', settings: none })
      expect(await moments(store)).toEqual([now])
      await store.answers.limit(none)
      expect(await store.answers.counts()).toEqual({ answers: 0, articles: 0, bytes: 0 })
    })

    test('withdrawing an entry takes the answers of all that saw it; as long as it is shown none is kept', async () => {
      const store = await opened()
      const row = await poll(store)
      await poll(store, { id: 'b', guid: 'other' })
      await store.retract({ row, at: now, why: 'wrong', by: null, isSilent: false })
      expect([await moments(store), await moments(store, 'b')]).toEqual([[], [now]])
      await poll(store, { at: now + hour })
      expect(await moments(store)).toEqual([])
      await poll(store, { at: now + 2 * hour, guid: 'another' })
      expect(await moments(store)).toEqual([now + 2 * hour])
    })

    test('what is kept of sources, or may show entries, can be forgotten', async () => {
      const store = await opened()
      const row = await poll(store)
      await poll(store, { id: 'b', guid: 'other' })
      await store.answers.forget({ entries: [row] })
      expect([await moments(store), await moments(store, 'b')]).toEqual([[], [now]])
      await store.answers.forget({ sources: ['b'] })
      expect(await moments(store, 'b')).toEqual([])
    })

    test('a source that goes on under another id goes on with its answers', async () => {
      const store = await opened()
      await poll(store)
      await store.syncSources([source('c', { formerly: ['a'] }), source('b')])
      expect(await moments(store, 'c')).toEqual([now])
    })

    test('sources are behind whose rules are others than those by which their entries were read', async () => {
      const store = await opened()
      const rules = new Map([
        ['a', 'other'],
        ['b', 'r'],
        ['z', 'r'],
      ])
      expect(await store.answers.behind(rules)).toEqual(['a'])
      await store.answers.reread('a', 'other')
      expect(await store.answers.behind(rules)).toEqual([])
      await store.syncSources([source('a', { rules: 'newest' }), source('b')])
      expect(await store.answers.behind(new Map([['a', 'newest']]))).toEqual(['a'])
    })

    test('nothing is revised under a lease that is another’s', async () => {
      const store = await opened()
      await poll(store)
      expect(await store.answers.revise({ id: 'a', lease: 'lost' }, now, async () => 'done')).toBeNull()
      const [claimed] = await store.claimDue(claim({ only: ['a'], isForced: true }))
      if (claimed === undefined) throw new Error('not claimed')
      expect(await store.answers.revise(claimed, now, async () => 'done')).toEqual({ done: 'done' })
    })
  })
}
