// Arrival must not show: the same documents in any order among sources (each source's own in their order) are the same site.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeEntries, splitEntry } from '../../src/jobs/operate/correct.ts'
import type { Correction } from '../../src/model/correction.ts'
import type { RegisteredEntry } from '../../src/model/registry-line.ts'
import { memoryRegistry } from '../support/registry.ts'
import { configOf, type Document, type Item, identities, openSite, portrait, settingsOf, type TestSite } from '../support/site.ts'

const sources = [{ id: 'a', priority: 1 }, { id: 'b' }, { id: 'c' }, { id: 'd', joins: true, priority: -1 }]
const runs = Number(process.env.PROPERTY_RUNS ?? 60)
/** A hang guard: ten times what a run needs on a machine that has much else to do. */
const timeout = runs * 3_000
const settings = settingsOf(configOf(sources))

const texts = [
  '<p>The board of the harbour company met on Friday and approved the plan for a new quay, which opens in spring.</p>',
  '<p>Completely different words about a train line that crosses three provinces and stops at eleven stations.</p>',
]

/** Few values for everything, so that documents collide in every way there is. */
const anyItem: fc.Arbitrary<Item> = fc.record(
  {
    code: fc.constantFrom('C1', 'C2', 'C3'),
    doi: fc.constantFrom('10.1/x', '10.1/y'),
    guid: fc.constantFrom('g1', 'g2', 'g3'),
    url: fc.constantFrom(
      'https://x.example/1',
      'http://x.example/1',
      'https://x.example/2',
      'https://x.example/3?utm_source=q',
      'https://x.example/3',
    ),
    title: fc.constantFrom('One', 'ONE', 'Two', 'Three'),
    date: fc.constantFrom('2026-01-08T10:00:00Z', '2026-01-09T10:00:00Z'),
    text: fc.constantFrom(...texts),
    publisher: fc.constantFrom('国际商报', 'AC/DC', 'ac/dc', 'CON'),
  },
  { requiredKeys: ['title'] },
)

const anyDocument = (items: fc.Arbitrary<Item>): fc.Arbitrary<Document> =>
  fc.record({ source: fc.constantFrom(...sources.map(({ id }) => id)), items: fc.array(items, { minLength: 1, maxLength: 4 }) })

/** Documents, and the same ones in another order that keeps each source's own. */
const reordered = (documents: fc.Arbitrary<Document>) =>
  fc
    .array(documents, { minLength: 2, maxLength: 6 })
    .chain((one) =>
      fc.shuffledSubarray([...one.keys()], { minLength: one.length }).map((order) => ({ one, other: interleaved(one, order) })),
    )

/** Takes sources in the order of `order`, of each source its next document. */
function interleaved(documents: readonly Document[], order: readonly number[]): readonly Document[] {
  const waiting = new Map(sources.map(({ id }) => [id, documents.filter((document) => document.source === id)]))
  return order.flatMap((at) => waiting.get(documents[at]?.source ?? '')?.shift() ?? [])
}

/** `count` runs: each document falls into one, in order. */
function split(documents: readonly Document[], cuts: readonly number[]): readonly (readonly Document[])[] {
  const bounds = [0, ...cuts.map((cut) => cut % (documents.length + 1)).sort((x, y) => x - y), documents.length]
  return bounds.slice(1).map((end, at) => documents.slice(bounds[at], end))
}

async function siteAfter(runs: readonly (readonly Document[])[]) {
  const site = await openSite(settings)
  for (const documents of runs) await site.run(documents)
  return site
}

test('the same documents within one run, in any order among sources, are the same site to the byte', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(reordered(anyDocument(anyItem)), async ({ one, other }) => {
      const sites = [await siteAfter([one]), await siteAfter([other])] as const
      const [left, right] = [await portrait(sites[0]), await portrait(sites[1])]
      for (const site of sites) await site.close()
      expect(right).toEqual(left)
    }),
    { numRuns: runs },
  )
})

test('split over several runs they are the same entries with the same keys and categories', { timeout }, async () => {
  const cases = fc.tuple(reordered(anyDocument(anyItem)), fc.array(fc.nat(7), { maxLength: 4 }))
  await fc.assert(
    fc.asyncProperty(cases, async ([{ one, other }, cuts]) => {
      const sites = [await siteAfter([one]), await siteAfter(split(other, cuts))] as const
      const [left, right] = [await identities(sites[0]), await identities(sites[1])]
      for (const site of sites) await site.close()
      expect(right).toEqual(left)
    }),
    { numRuns: runs },
  )
})

/** Numbers that choose: entries to be merged, or one of them to be split by one of its sources. */
const anyWord = fc.record({ kind: fc.constantFrom('merge', 'split'), one: fc.nat(50), other: fc.nat(50) })
type Word = typeof anyWord extends fc.Arbitrary<infer T> ? T : never

/** Rows of published entries, in an order that arrival cannot change. */
async function rowsOf(site: TestSite) {
  const found = []
  for (let row = 1; row <= 40; row++) for (const entry of await site.deps.store.entriesOf([row])) found.push({ row, entry })
  return found.sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1))
}

async function say({ kind, one, other }: Word, site: TestSite): Promise<void> {
  const rows = await rowsOf(site)
  const [a, b] = [rows[one % rows.length], rows[other % rows.length]]
  if (a === undefined || b === undefined) return
  const [first, second] = [a, b].map(({ row }) => ({ row, id: null, path: null, title: '' }))
  if (first === undefined || second === undefined) return
  if (kind === 'merge') await mergeEntries(first, second, { by: null }, site.deps)
  else if (a.entry.sources.length > 1)
    await splitEntry(first, { source: a.entry.sources[other % a.entry.sources.length] ?? '', key: null, by: null }, site.deps)
}

/** What was said of what this line is about, and nothing else of the store that knew it. */
async function* only(said: readonly Correction[]): AsyncGenerator<RegisteredEntry> {
  const moments = { listed: 0, firstPublished: 0, published: 0, modified: null, firstSeen: 0 }
  const about = { places: {}, origin: '', title: '', keys: [], retraction: null, pruning: null, said }
  yield { kind: 'entry', id: 'tag:news.example,2026:00', path: 'a/2020/01/01/x.html', ...moments, ...about }
}

test('what was merged and split by hand is so in any order, whether it was said before the documents came or after', {
  timeout,
}, async () => {
  const cases = fc.tuple(
    reordered(anyDocument(anyItem)),
    fc.array(fc.nat(7), { maxLength: 3 }),
    fc.array(anyWord, { minLength: 1, maxLength: 4 }),
  )
  await fc.assert(
    fc.asyncProperty(cases, async ([{ one, other }, cuts, words]) => {
      const registry = memoryRegistry()
      const site = await openSite(settings, { registry })
      for (const [at, documents] of split(one, cuts).entries()) {
        await site.run(documents)
        for (const word of words.filter((_, place) => place % (cuts.length + 1) === at)) await say(word, site)
      }
      const said = new Map<number, Correction>()
      for await (const line of registry.lines()) if (line.kind === 'entry') for (const each of line.said) said.set(each.at, each)
      const again = await openSite(settings)
      await again.deps.store.register.adopt(only([...said.values()]))
      for (const documents of split(other, [...cuts].reverse())) await again.run(documents)
      const [left, right] = [await identities(site), await identities(again)]
      for (const each of [site, again]) await each.close()
      expect(right).toEqual(left)
    }),
    { numRuns: Math.ceil(runs / 4) },
  )
})
