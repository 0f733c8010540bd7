// What was pruned keeps its entry known: a table of who yields to whom, and that arrival plays no part.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Burnt } from '../../src/identify/burnt.ts'
import { regroup } from '../../src/identify/regroup.ts'
import { prune } from '../../src/jobs/operate/prune.ts'
import type { Known, KnownEntry, Sighting } from '../../src/model/merge.ts'
import { isBuried } from '../../src/model/pruning.ts'
import { type Seen, sightingOf } from '../support/sightings.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, portrait, settingsOf } from '../support/site.ts'

const tombstone = (id: number, rest: Partial<KnownEntry> = {}): KnownEntry => living(id, { isPruned: true, ...rest })
const living = (id: number, rest: Partial<KnownEntry> = {}): KnownEntry => ({
  id,
  state: 'published',
  publishedAt: id,
  publicId: `id${id}`,
  owner: 'a',
  isRetracted: false,
  isPruned: false,
  isShelved: false,
  ...rest,
})
const pending = (id: number) => living(id, { state: 'pending', publishedAt: null, publicId: null, owner: null })
const shelved = (id: number) => ({ ...pending(id), isShelved: true })
const seen = (id: number, entry: number, rest: Seen = {}) => sightingOf({ id, entry, source: `s${id}`, keys: ['code:C1'], ...rest })
const stone = (id: number, entry: number, rest: Seen = {}) => seen(id, entry, { isPruned: true, ...rest })

const cases: readonly {
  readonly name: string
  readonly entries: readonly KnownEntry[]
  readonly known: readonly Sighting[]
  /** What a poll brings. */
  readonly news?: Sighting
  /** Where each sighting is afterwards. */
  readonly want: Readonly<Record<number, number>>
  readonly merged?: readonly (readonly [from: number, into: number])[]
}[] = [
  {
    name: 'what another source shows of a tombstone belongs to it',
    entries: [tombstone(1)],
    known: [stone(1, 1)],
    news: seen(-1, -1),
    want: { 1: 1, [-1]: 1 },
  },
  {
    name: 'a living entry goes on, however old the tombstone is',
    entries: [tombstone(1), living(2)],
    known: [stone(1, 1), seen(2, 2)],
    want: { 1: 2, 2: 2 },
    merged: [[1, 2]],
  },
  {
    name: 'of several living ones the first goes on',
    entries: [living(3), tombstone(1), living(2)],
    known: [stone(1, 1), seen(2, 2), seen(3, 3)],
    want: { 1: 2, 2: 2, 3: 2 },
    merged: [
      [3, 2],
      [1, 2],
    ],
  },
  {
    name: 'a withdrawn one prevails over both',
    entries: [tombstone(1), living(2), living(3, { isRetracted: true })],
    known: [stone(1, 1), seen(2, 2), seen(3, 3)],
    want: { 1: 3, 2: 3, 3: 3 },
    merged: [
      [2, 3],
      [1, 3],
    ],
  },
  {
    name: 'of several tombstones the first goes on',
    entries: [tombstone(2), tombstone(1)],
    known: [stone(1, 1), stone(2, 2)],
    want: { 1: 1, 2: 1 },
    merged: [[2, 1]],
  },
  {
    name: 'what nobody has seen yet yields to a tombstone',
    entries: [tombstone(1), pending(2)],
    known: [stone(1, 1), seen(2, 2)],
    want: { 1: 1, 2: 1 },
  },
  {
    name: 'what only private sources showed plays no part in what a public one shows',
    entries: [tombstone(1, { publicId: null })],
    known: [stone(1, 1, { isPublic: false })],
    news: seen(-1, -1),
    want: { 1: -1, [-1]: -1 },
    merged: [[1, -1]],
  },
  {
    name: 'and stays away from other private ones',
    entries: [tombstone(1, { publicId: null })],
    known: [stone(1, 1, { isPublic: false })],
    news: seen(-1, -1, { isPublic: false }),
    want: { 1: 1, [-1]: 1 },
  },
  {
    name: 'but yields to one that readers of private categories see',
    entries: [tombstone(1, { publicId: null }), shelved(2)],
    known: [stone(1, 1, { isPublic: false }), seen(2, 2, { isPublic: false })],
    want: { 1: 2, 2: 2 },
    merged: [[1, 2]],
  },
  {
    name: 'what readers knew once yields to nothing private',
    entries: [tombstone(1), shelved(2)],
    known: [stone(1, 1), seen(2, 2, { isPublic: false })],
    want: { 1: 1, 2: 1 },
  },
  {
    name: 'what readers knew once is not new to them, though only private sources showed it last',
    entries: [tombstone(1)],
    known: [stone(1, 1, { isPublic: false })],
    news: seen(-1, -1),
    want: { 1: 1, [-1]: 1 },
  },
]
for (const { name, entries, known: sightings, news, want, merged = [] } of cases)
  test(name, () => {
    const known: Known = { sightings, entries, burnt: [], corrections: [] }
    const changes = { changed: news === undefined ? [] : [news], absorbed: [], isNew: new Set(news === undefined ? [] : [news.id]) }
    const plan = regroup(known, changes, new Burnt([]))
    const moved = new Map([
      ...plan.moved.map(({ sighting, entry }) => [sighting, entry] as const),
      ...plan.sightings.map(({ id, entry }) => [id, entry] as const),
    ])
    const after = [...sightings, ...(news === undefined ? [] : [news])].map(({ id, entry }) => [id, moved.get(id) ?? entry] as const)
    expect(Object.fromEntries(after)).toEqual(want)
    expect(plan.merged.map(({ from, into }) => [from, into])).toEqual(merged)
  })

test('what a tombstone takes in counts nothing', () => {
  const known: Known = { sightings: [stone(1, 1)], entries: [tombstone(1)], burnt: [], corrections: [] }
  const news = seen(-1, -1)
  expect(regroup(known, { changed: [news], absorbed: [], isNew: new Set([-1]) }, new Burnt([])).counts).toEqual({
    new: 0,
    updated: 0,
    merged: 0,
  })
})

test('what parts from the living one that had taken it over stays away, and with no other article', () => {
  // The address that had joined them is burnt by now.
  const known: Known = {
    sightings: [seen(1, 2, { keys: ['code:C2'] }), stone(2, 2, { keys: ['code:C1'] })],
    entries: [living(2, { owner: 's1' })],
    burnt: [],
    corrections: [],
  }
  const news = seen(-1, -1, { keys: ['code:C1'] })
  const plan = regroup(known, { changed: [news], absorbed: [], isNew: new Set([-1]) }, new Burnt([]))
  expect(plan.sightings[0]?.entry).toBe(-1)
  expect(plan.moved).toEqual([{ sighting: 2, entry: -1 }])
  expect(isBuried([news, stone(2, -1)], { isShelved: false })).toBe(true)
})

const sources = [{ id: 'a' }, { id: 'b', priority: 1 }, { id: 'c', joins: true }]
const settings = settingsOf(configOf(sources).replace('publish: { dir: public', 'publish: { dir: public, entries: 1, keep: { entries: 1 }'))
const runs = Number(process.env.PROPERTY_RUNS ?? 6)

const anyItem: fc.Arbitrary<Item> = fc.record(
  {
    code: fc.constantFrom('C1', 'C2', 'C3'),
    guid: fc.constantFrom('g1', 'g2', 'g3'),
    url: fc.constantFrom('https://x.example/1', 'https://x.example/2', 'https://x.example/3'),
    title: fc.constantFrom('One', 'Two', 'Three'),
    date: fc.constantFrom('2026-01-01T10:00:00Z', '2026-01-04T10:00:00Z', '2026-01-08T10:00:00Z'),
    text: fc.constantFrom('<p>Some words.</p>', '<p>Others, and more of them.</p>'),
    publisher: fc.constantFrom('P', 'Q'),
  },
  { requiredKeys: ['title', 'date'] },
)
const anyDocument: fc.Arbitrary<Document> = fc.record({
  source: fc.constantFrom(...sources.map(({ id }) => id)),
  items: fc.array(anyItem, { minLength: 1, maxLength: 4 }),
})
/** One document a source, so that any order keeps each source's own. */
const anyRun = fc.uniqueArray(anyDocument, { minLength: 1, maxLength: 3, selector: ({ source }) => source })

test('after a pruning the same documents in any order are the same site, and nothing that went is there again', {
  timeout: runs * 20_000,
}, async () => {
  const cases = fc.tuple(anyRun, fc.array(anyRun, { minLength: 1, maxLength: 3 }), fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }))
  await fc.assert(
    fc.asyncProperty(cases, async ([before, after, turns]) => {
      const made = []
      for (const order of [(run: readonly Document[]) => run, (run: readonly Document[]) => turned(run, turns)]) {
        const site = await openSite(settings)
        try {
          const old = await begin(site, before)
          for (const [at, run] of after.entries()) await site.run(order(run), firstRunAt + (20 + at) * day)
          const entries = await site.entries()
          expect(entries.filter(({ id }) => old.gone.has(id))).toEqual([])
          // The strongest keys are never burnt: who has one of theirs was there before.
          const anew = entries.filter(({ id, keys }) => !old.left.has(id) && keys.some((key) => old.codes.has(key)))
          expect(anew).toEqual([])
          made.push(await portrait(site))
        } finally {
          await site.close()
        }
      }
      expect(made[1]).toEqual(made[0])
    }),
    { numRuns: runs },
  )
})

const day = 86_400_000

interface Begun {
  /** Ids that were pruned, and that were not. */
  readonly gone: ReadonlySet<string>
  readonly left: ReadonlySet<string>
  /** Configured identities of what was pruned. */
  readonly codes: ReadonlySet<string>
}

async function begin(site: Awaited<ReturnType<typeof openSite>>, run: readonly Document[]): Promise<Begun> {
  await site.run(run)
  const all = await site.entries()
  const deps = { ...site.deps, clock: { now: () => firstRunAt + 10 * day } }
  await prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }, deps)
  const left = new Set((await site.entries()).map(({ id }) => id))
  const gone = all.filter(({ id }) => !left.has(id))
  const codes = gone.flatMap(({ keys }) => keys.filter((key) => key.startsWith('code:')))
  return { gone: new Set(gone.map(({ id }) => id)), left, codes: new Set(codes) }
}

function turned(run: readonly Document[], turns: readonly number[]): readonly Document[] {
  return run
    .map((document, at) => ({ document, turn: turns[at] ?? 0, at }))
    .sort((x, y) => x.turn - y.turn || y.at - x.at)
    .map(({ document }) => document)
}
