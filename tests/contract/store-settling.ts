import { expect, test } from 'vitest'
import type { Settling } from '../../src/store/port/settling.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import {
  burn,
  category,
  claim,
  everything,
  hour,
  idOf,
  minute,
  now,
  numberOf,
  pathOf,
  planOf,
  pollOf,
  publish,
  publishEntries,
  publishedRow,
  record,
  recordPoll,
  registered,
  seen,
  signed,
  source,
  titles,
} from './store-samples.ts'

const settle = <T>(store: Store, work: (settling: Settling) => Promise<T>, at = now) =>
  store.settle({ now: at, settleMs: 2 * minute }, work)
const dueNow = (store: Store, at = now) => settle(store, async (settling) => (await settling.due()).map(numberOf), at)

export function settlingContract({ open }: Stores): void {
  test('entries are due when their run’s polls have ended', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 })])
    await store.claimDue(claim({ lease: 'run' }))
    await recordPoll(store, pollOf('a', { lease: 'run' }), async () => planOf([seen(1)]))
    expect(await dueNow(store)).toEqual([])
    await recordPoll(store, pollOf('b', { lease: 'run' }), null)
    expect(await dueNow(store)).toEqual([1])
  })

  test('or when they have been ready for long enough', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 })])
    await store.claimDue(claim({ lease: 'run' }))
    await recordPoll(store, pollOf('a', { lease: 'run' }), async () => planOf([seen(1)]))
    expect(await dueNow(store, now + 2 * minute - 1)).toEqual([])
    expect(await dueNow(store, now + 2 * minute)).toEqual([1])
  })

  test('the polls of another run hold nothing up', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 })])
    await store.claimDue(claim({ lease: 'one', runAt: now, only: ['a'] }))
    await store.claimDue(claim({ lease: 'two', runAt: now + 1, only: ['b'] }))
    await recordPoll(store, pollOf('a', { lease: 'one' }), async () => planOf([seen(1)]))
    expect(await dueNow(store)).toEqual([1])
  })

  test('a run whose leases are over holds nothing up', async () => {
    const store = await open()
    await store.syncSources([source('a'), source('b', { position: 1 })])
    await store.claimDue(claim({ lease: 'run', leaseMs: minute }))
    await recordPoll(store, pollOf('a', { lease: 'run' }), async () => planOf([seen(1)]))
    expect(await dueNow(store, now + minute)).toEqual([1])
  })

  test('what is written comes back as it was', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a'), category('b')])
    const row = publishedRow(1, {
      home: 'b',
      dateModified: now + 1,
      dateOrigin: 'future',
      content: {
        title: '国际📰',
        url: null,
        summary: 'S',
        contentHtml: '<p>x</p>',
        authors: [{ name: 'Ada', url: null, email: null }],
        publisher: 'P',
        tags: [{ name: 't', scheme: 's' }],
        enclosures: [{ url: 'https://x.example/a', type: 'audio/mpeg', bytes: 9_007_199_254_740_991, title: null }],
        language: 'zh',
        origin: { title: 'Wire', url: null },
      },
    })
    await publishEntries(store, 1, () => ({
      row,
      places: [
        ['b', now],
        ['a', now + 1],
      ],
    }))
    await record(store, planOf([seen(1, { id: 1, entry: 1 })]), now + hour)
    await settle(store, async (settling) => {
      const [due] = await settling.due()
      expect(due).toMatchObject({ id: 1, state: 'published', touchedAt: now + hour })
      expect(due?.published).toEqual(row)
      expect(await settling.memberships(1)).toEqual([
        { slug: 'b', listed: now, place: 0, because: '[]' },
        { slug: 'a', listed: now + 1, place: 1, because: '[]' },
      ])
    })
    const { content, home, owner, publicId, dateOrigin, ...dates } = row
    expect(await store.entries(everything)).toEqual([
      { ...content, ...dates, id: publicId, source: owner, sources: ['a'], keys: ['guid:a:1'], categories: ['b', 'a'], retraction: null },
    ])
  })

  test('configured identities rank as they are told, from then on', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1, { keys: ['code:1', 'new:1', 'guid:a:1'] })]))
    const ranks = () =>
      settle(store, async (settling) => (await settling.due())[0]?.sightings[0]?.keys.map(({ text, rank }) => [text, rank]))
    expect(await ranks()).toEqual([
      ['code:1', 0],
      ['guid:a:1', 1_000],
      ['new:1', 999],
    ])
    store.rankIdentities(['new', 'code'])
    expect(await ranks()).toEqual([
      ['code:1', 1],
      ['guid:a:1', 1_000],
      ['new:1', 0],
    ])
  })

  test('a work that throws publishes nothing', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1)]))
    const broken = settle(store, async (settling) => {
      for (const { id } of await settling.due()) await settling.write(id, publishedRow(1), { at: now, memberships: [] })
      await settling.register([category('a')])
      throw new Error('settling broke')
    })
    await expect(broken).rejects.toThrow('settling broke')
    expect(await titles(store)).toEqual([])
    expect(await store.categories()).toEqual([])
    expect(await settle(store, (settling) => settling.isMinted('id', idOf(1)))).toBe(false)
    expect(await dueNow(store)).toEqual([1])
  })

  test('what is written is not due until it is touched', async () => {
    const store = await open()
    await publishEntries(store, 2)
    expect(await dueNow(store, now + hour)).toEqual([])
    await record(store, planOf([seen(2, { id: 2, entry: 2 })]), now + hour)
    expect(await dueNow(store, now + hour)).toEqual([2])
  })

  test('what waits is due again when it is touched, at the next settling, or when a category is let in', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    await store.syncCategories(() => [category('a', { state: 'waiting' })])
    await record(store, planOf([seen(1), seen(2), seen(3)]))
    await settle(store, async (settling) => {
      const [one, two, three] = await settling.due()
      await settling.wait(one?.id ?? 0, 'touched')
      await settling.wait(two?.id ?? 0, 'later')
      await settling.wait(three?.id ?? 0, 'category')
    })
    expect(await dueNow(store)).toEqual([2])
    await settle(store, (settling) => settling.activate(['a'], now + hour))
    expect(await dueNow(store, now + hour)).toEqual([2, 3])
    expect(await store.categories()).toMatchObject([{ slug: 'a' }])
  })

  test('what is hidden is in no list; its path stays its own until it returns', async () => {
    const store = await open()
    await store.syncCategories(() => [category('a')])
    await publishEntries(store, 2, () => ({ places: [['a', now]] }))
    await store.outputsWritten(signed(await store.staleOutputs()))
    await store.pagesWritten(await store.stalePages(10))
    await settle(store, (settling) => settling.hide(2))
    expect(await titles(store)).toEqual(['Title 1'])
    expect(await store.categories()).toMatchObject([{ entries: 1 }])
    expect(await store.pages([2])).toEqual([{ kind: 'hidden', path: pathOf(2) }])
    expect([await store.staleOutputs(), await store.stalePages(10)]).toMatchObject([[{ slug: '' }, { slug: 'a' }], [{ entry: 2 }]])
    expect(await dueNow(store, now + hour)).toEqual([])
    await record(store, planOf([seen(2, { id: 2, entry: 2 })]), now + hour)
    const [due] = await settle(store, (settling) => settling.due(), now + hour)
    expect(due).toMatchObject({ id: 2, state: 'pending', published: { publicId: idOf(2), path: pathOf(2) } })
    await publish(store, () => ({ places: [['a', now]] }), now + hour)
    expect(await store.pages([2])).toMatchObject([{ kind: 'entry', entry: { id: idOf(2) } }])
  })

  test('ids and file names stay minted, names whatever their case and folder', async () => {
    const store = await open()
    await publishEntries(store, 1, () => ({ row: { path: 'home/2026/01/10/NW1.html' } }))
    const isMinted = await settle(store, async (settling) =>
      Promise.all([
        settling.isMinted('id', idOf(1)),
        settling.isMinted('id', idOf(2)),
        settling.isMinted('name', '2026/01/10/nw1.html'),
        settling.isMinted('name', '2026/01/11/nw1.html'),
      ]),
    )
    expect(isMinted).toEqual([true, false, true, false])
  })

  test('the registry shows what was just registered', async () => {
    const store = await open()
    await settle(store, async (settling) => {
      await settling.register([category('a', { state: 'waiting' })])
      expect(await settling.registry()).toEqual([registered('a', { state: 'waiting' })])
      await settling.activate(['a'], now + 5)
      expect(await settling.registry()).toEqual([registered('a', { createdAt: now + 5 })])
    })
  })

  test('burnt keys are known whoever burnt them', async () => {
    const store = await open()
    await store.syncSources([source('a')])
    const burns = [burn('k1'), burn('k1', { scope: '*', source: 'b' }), burn('k2', { scope: 'c', source: 'c' }), burn('k3')]
    await record(store, planOf([], { burns }))
    expect(await settle(store, (settling) => settling.burnt(['k1', 'k2']))).toEqual(expect.arrayContaining(burns.slice(0, 3)))
    expect(await settle(store, (settling) => settling.burnt(['k1', 'k2']))).toHaveLength(3)
  })

  test('the date of first publication stays, whatever is written later', async () => {
    const store = await open()
    await publishEntries(store, 2, (n) => ({ row: { listed: now - n } }))
    await record(store, planOf([seen(2, { id: 2, entry: 2 })]), now + hour)
    await publish(store, () => ({ row: { listed: now - 2, revision: 2 } }), now + hour)
    await record(store, planOf([seen(3, { entry: -1 })]), now + 2 * hour)
    let published: readonly (number | null)[] = []
    await store.claimDue(claim({ lease: 'asking', only: ['a'] }))
    await recordPoll(store, pollOf('a', { lease: 'asking' }), async (rows) => {
      published = (await rows.around(['guid:a:1', 'guid:a:2'])).entries.map((entry) => entry.publishedAt)
      return planOf([])
    })
    expect(published).toEqual([now, now])
  })
}
