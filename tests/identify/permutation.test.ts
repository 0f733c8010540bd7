// Arrival must not show: the same documents in any order among sources (each source's own in their order) are the same site.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { configOf, type Document, type Item, identities, openSite, portrait, settingsOf } from '../support/site.ts'

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
