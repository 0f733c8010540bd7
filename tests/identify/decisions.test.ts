// The decision table of design §5, one row a case, over the real store and planner.
import { expect, test } from 'vitest'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSource } from '../support/site.ts'

interface Row {
  readonly name: string
  readonly sources?: readonly TestSource[]
  readonly runs: readonly (readonly Document[])[]
  /** `title @ sources`, one an entry, sorted. */
  readonly want: readonly string[]
}

const day = '2026-01-09T10:00:00Z'
const text = '<p>The board of the harbour company met on Friday and approved the plan for a new quay, which opens in spring.</p>'
const other = '<p>Completely different words about a train line that crosses three provinces and stops at eleven stations.</p>'
const u = (n: number | string) => `https://x.example/${n}`
const plain = (n: number, title: string): Item => ({ guid: `http://x.example/${n}`, url: `http://x.example/${n}`, title })
const secure = (n: number, title: string): Item => ({ guid: u(n), url: u(n), title })
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const c = (...items: Item[]): Document => ({ source: 'c', items })
const named = (publisher: string, items: readonly Item[]) => items.map((item) => ({ publisher, ...item }))

const rows: readonly Row[] = [
  // a draft shares a key with an entry
  {
    name: 'a configured identity joins across sources',
    runs: [[a({ code: 'C1', url: u(1), title: 'One' }), b({ code: 'C1', url: u(2), title: 'Uno' })]],
    want: ['One @ a,b'],
  },
  {
    name: 'the identity may stand in the query of the link',
    runs: [[a({ code: 'C1', title: 'One' }), b({ url: `${u('share')}?x=1&code=C1`, title: 'Uno' })]],
    want: ['One @ a,b'],
  },
  {
    name: 'a value that does not match the whole pattern is no key',
    runs: [[a({ code: 'C1x', url: u(1), title: 'One' }), b({ code: 'C1x', url: u(2), title: 'Two' })]],
    want: ['One @ a', 'Two @ b'],
  },
  {
    name: 'a guid joins within its source',
    runs: [[a({ guid: 'g', url: u(1), title: 'One' })], [a({ guid: 'g', url: u(2), title: 'One, corrected' })]],
    want: ['One, corrected @ a'],
  },
  {
    name: 'a guid says nothing across sources',
    runs: [[a({ guid: 'g', url: u(1), title: 'One' }), b({ guid: 'g', url: u(2), title: 'One' })]],
    want: ['One @ a', 'One @ b'],
  },
  {
    name: 'a site that moves to https keeps its articles, guids that are addresses too',
    runs: [[a(plain(1, 'One'), plain(2, 'Two'))], [a(secure(1, 'One'), secure(2, 'Two'))], [a(secure(1, 'One, corrected'))]],
    want: ['One, corrected @ a', 'Two @ a'],
  },
  {
    name: 'an address alone moves to https, and back',
    runs: [
      [a({ url: 'http://x.example/1', title: 'One' })],
      [a({ url: u(1), title: 'One' })],
      [a({ url: 'http://x.example/1', title: 'Uno' })],
    ],
    want: ['Uno @ a'],
  },
  {
    name: 'an address over https with another title is another article',
    runs: [[a(plain(1, 'One'))], [a(secure(1, 'Two'))]],
    want: ['One @ a', 'Two @ a'],
  },
  {
    name: 'http and https in one document are two articles',
    runs: [[a(plain(1, 'One'), secure(1, 'One'))]],
    want: ['One @ a', 'One @ a'],
  },
  {
    name: 'http that goes on beside https is another article',
    runs: [[a(plain(1, 'One'))], [a(secure(1, 'One'), plain(1, 'One'))]],
    want: ['One @ a', 'One @ a'],
  },
  {
    name: 'http and https of two sources are two articles',
    runs: [[a(plain(1, 'One'))], [b(secure(1, 'One'))]],
    want: ['One @ a', 'One @ b'],
  },
  {
    name: 'no address moves to https against a configured identity',
    runs: [[a({ code: 'C1', ...plain(1, 'One') })], [a({ code: 'C2', ...secure(1, 'One') })]],
    want: ['One @ a', 'One @ a'],
  },
  {
    name: 'a hash joins when nothing else is left',
    runs: [[a({ title: 'One', date: day, text })], [a({ title: 'One', date: day, text: other })]],
    want: ['One @ a'],
  },
  {
    name: 'a hash is not compared while a stronger key is left',
    runs: [[a({ guid: 'g1', title: 'One', date: day })], [a({ guid: 'g2', title: 'One', date: day })]],
    want: ['One @ a', 'One @ a'],
  },
  {
    name: 'big integers keep all their digits as guids',
    runs: [[a({ guid: '9007199254740993', title: 'One' }, { guid: '9007199254740992', title: 'Two' })]],
    want: ['One @ a', 'Two @ a'],
  },
  // vetoes
  {
    name: 'different configured identities under one guid are two entries',
    runs: [[a({ code: 'C1', guid: 'g', title: 'One' })], [a({ code: 'C2', guid: 'g', title: 'Two' })]],
    want: ['One @ a', 'Two @ a'],
  },
  {
    name: 'different configured identities under one address are two entries',
    runs: [[a({ code: 'C1', url: u(1), title: 'One' }), b({ code: 'C2', url: u(1), title: 'One' })]],
    want: ['One @ a', 'One @ b'],
  },
  {
    name: 'an address that a configured identity vetoed identifies nothing anywhere from then on',
    runs: [[a({ code: 'C1', url: u(1), title: 'One' }), b({ code: 'C2', url: u(1), title: 'One' })], [c({ url: u(1), title: 'One' })]],
    want: ['One @ a', 'One @ b', 'One @ c'],
  },
  {
    name: 'a stronger configured identity vetoes a weaker one',
    runs: [[a({ code: 'C1', doi: '10.1/x', title: 'One' }), b({ code: 'C2', doi: '10.1/x', title: 'Two' })]],
    want: ['One @ a', 'Two @ b'],
  },
  {
    name: 'another guid under one address with another title is another entry',
    runs: [[a({ guid: 'g1', url: u(1), title: 'One' })], [a({ guid: 'g2', url: u(1), title: 'Two' })]],
    want: ['One @ a', 'Two @ a'],
  },
  {
    name: 'an address that a guid vetoed identifies nothing in that source from then on',
    runs: [
      [a({ guid: 'g1', url: u(1), title: 'One' })],
      [a({ guid: 'g2', url: u(1), title: 'Two' })],
      [a({ url: u(1), title: 'Two', date: day })],
    ],
    want: ['One @ a', 'Two @ a', 'Two @ a'],
  },
  {
    name: 'an address burnt in one source still joins others',
    runs: [
      [a({ guid: 'g1', url: u(1), title: 'One' })],
      [a({ guid: 'g2', url: u(1), title: 'Two' })],
      [b({ url: u(1), title: 'Three' }), c({ url: u(1), title: 'Three' })],
    ],
    want: ['One @ a', 'Three @ b,c', 'Two @ a'],
  },
  {
    name: 'equal drafts of one document with different configured identities are two',
    runs: [[a({ code: 'C1', guid: 'g', title: 'One', date: day, text }, { code: 'C2', guid: 'g', title: 'One', date: day, text })]],
    want: ['One @ a', 'One @ a'],
  },
  {
    name: 'an address burnt in one source joins that source to no other',
    runs: [
      [b({ url: u('live'), title: 'One' }), a({ url: u('live'), title: 'One', date: day }, { url: u('live'), title: 'Two', date: day })],
    ],
    want: ['One @ a', 'One @ b', 'Two @ a'],
  },
  {
    name: 'same source, address and title with another guid is the same entry',
    runs: [[a({ guid: 'g1', url: u(1), title: 'One  more' })], [a({ guid: 'g2', url: u(1), title: 'One more' })]],
    want: ['One more @ a'],
  },
  {
    name: 'an entry seen under two guids is not vetoed by a third',
    runs: [
      [a({ guid: 'g1', url: u(1), title: 'One' })],
      [a({ guid: 'g2', url: u(1), title: 'One' })],
      [a({ guid: 'g3', url: u(1), title: 'Changed' })],
    ],
    want: ['Changed @ a'],
  },
  // one document
  {
    name: 'equal drafts of one document are one',
    runs: [[a({ guid: 'g', title: 'One', date: day, text }, { guid: 'g', title: 'One', date: day, text })]],
    want: ['One @ a'],
  },
  {
    name: 'a guid under different drafts of one document tells nothing',
    runs: [[a({ guid: 'g', url: u(1), title: 'One' }, { guid: 'g', url: u(2), title: 'Two' })]],
    want: ['One @ a', 'Two @ a'],
  },
  {
    name: 'a guid burnt by a document is burnt whoever owns it',
    runs: [
      [a({ guid: 'g', title: 'Zero', date: day })],
      [a({ guid: 'g', url: u(1), title: 'One' }, { guid: 'g', url: u(2), title: 'Two' })],
    ],
    want: ['One @ a', 'Two @ a', 'Zero @ a'],
  },
  {
    name: 'one address for all drafts of a document tells nothing',
    runs: [[a({ url: u('live'), title: 'One', date: day }, { url: u('live'), title: 'Two', date: day })]],
    want: ['One @ a', 'Two @ a'],
  },
  {
    name: 'equal title and date with different texts are two',
    runs: [[a({ title: 'One', date: day, text }, { title: 'One', date: day, text: other })]],
    want: ['One @ a', 'One @ a'],
  },
  {
    name: 'when title and date are burnt the text decides',
    runs: [
      [a({ title: 'One', date: day, text }, { title: 'One', date: day, text: other })],
      [a({ title: 'One', date: day, text: other, publisher: 'Named now' })],
    ],
    want: ['One @ a', 'One @ a'],
  },
  {
    name: 'a configured identity makes different drafts of one document one',
    runs: [[a({ code: 'C1', url: u(1), title: 'One' }, { code: 'C1', url: u(2), title: 'Uno' })]],
    want: ['One @ a'],
  },
  {
    name: 'a value under more than three titles is no key in that document',
    runs: [[a(...[1, 2, 3, 4].map((n) => ({ code: 'C1', url: u(n), title: `T${n}` })))]],
    want: ['T1 @ a', 'T2 @ a', 'T3 @ a', 'T4 @ a'],
  },
  {
    name: 'a value under three titles is a key',
    runs: [[a(...[1, 2, 3].map((n) => ({ code: 'C1', url: u(n), title: `T${n}` })))]],
    want: ['T1 @ a'],
  },
  {
    name: 'two drafts of one document do not become one because each meets the same entry by another key',
    runs: [
      [a({ guid: 'g', url: u(1), title: 'One' })],
      [a({ guid: 'g', url: u(2), title: 'One' }, { url: u(1), title: 'New at the old address' })],
    ],
    want: ['New at the old address @ a', 'One @ a'],
  },
  // same address at different sources
  {
    name: 'one address and one title (case, width, spaces) at two sources is one entry',
    runs: [[a({ url: u(1), title: 'Ｏne  Thing' }), b({ url: u(1), title: 'one thing' })]],
    want: ['Ｏne Thing @ a,b'],
  },
  {
    name: 'one address and one text at two sources is one entry',
    runs: [[a({ url: u(1), title: 'One', text }), b({ url: u(1), title: 'Uno', text })]],
    want: ['One @ a,b'],
  },
  {
    name: 'a link blog is not the article it links to',
    runs: [[a({ url: u(1), title: 'One', text }), b({ url: u(1), title: 'Look at this', text: other })]],
    want: ['Look at this @ b', 'One @ a'],
  },
  {
    name: 'both own the address: a later draft is its own source’s entry',
    runs: [
      [a({ url: u(1), title: 'One', text }), b({ url: u(1), title: 'Look', text: other })],
      [b({ url: u(1), title: 'Look again', text: other })],
    ],
    want: ['Look again @ b', 'One @ a'],
  },
  {
    name: 'a third source joins the one that agrees',
    runs: [[a({ url: u(1), title: 'One', text }), b({ url: u(1), title: 'Look', text: other })], [c({ url: u(1), title: 'LOOK' })]],
    want: ['Look @ b,c', 'One @ a'],
  },
  {
    name: 'several that agree merge',
    runs: [
      [a({ url: u(1), title: 'One', text }), b({ url: u(1), title: 'Two', text: other })],
      [c({ url: u(1), title: 'One', text: other })],
    ],
    want: ['One @ a,b,c'],
  },
  {
    name: 'tracking parameters do not make another address',
    runs: [[a({ url: `${u(1)}?utm_source=a`, title: 'One' }), b({ url: `${u(1)}?fbclid=1`, title: 'One' })]],
    want: ['One @ a,b'],
  },
  {
    name: 'other parameters do',
    runs: [[a({ url: `${u(1)}?id=1`, title: 'One' }), b({ url: `${u(1)}?id=2`, title: 'One' })]],
    want: ['One @ a', 'One @ b'],
  },
  {
    name: 'a third source does not join two articles of one source that differ in guid',
    runs: [
      [a({ guid: 'g1', url: u(1), title: 'Notice' }, { guid: 'g2', url: u(2), title: 'Notice' })],
      [b({ guid: 'h', url: u(1), title: 'Notice' })],
      [b({ guid: 'h', url: u(2), title: 'Notice' })],
    ],
    want: ['Notice @ a', 'Notice @ a,b'],
  },
  // merging
  {
    name: 'a draft whose keys belong to two entries merges them',
    runs: [[a({ code: 'C1', url: u(1), title: 'One' }), b({ url: u(2), title: 'One' })], [b({ code: 'C1', url: u(2), title: 'One' })]],
    want: ['One @ a,b'],
  },
  {
    name: 'a draft joins two entries of its own source',
    runs: [[a({ guid: 'g', title: 'One' }, { url: u(1), title: 'Two' })], [a({ guid: 'g', url: u(1), title: 'Two' })]],
    want: ['Two @ a'],
  },
  // churn
  {
    name: 'guid changes every poll, link stays',
    runs: ['g1', 'g2', 'g3', 'g4'].map((guid) => [a({ guid, url: u(1), title: 'One' })]),
    want: ['One @ a'],
  },
  {
    name: 'link changes every poll, guid stays',
    runs: [1, 2, 3, 4].map((n) => [a({ guid: 'g', url: u(n), title: 'One' })]),
    want: ['One @ a'],
  },
  {
    name: 'the same article in three lists',
    runs: [[a({ code: 'C1', title: 'One' }), b({ code: 'C1', title: 'One' }), c({ code: 'C1', title: 'One' })]],
    want: ['One @ a,b,c'],
  },
  // owner
  {
    name: 'the source of highest priority owns, whenever it comes',
    sources: [{ id: 'a' }, { id: 'b', priority: 5 }, { id: 'c' }],
    runs: [[a({ code: 'C1', title: 'From a' })], [b({ code: 'C1', title: 'From b' })], [c({ code: 'C1', title: 'From c' })]],
    want: ['From b @ a,b,c'],
  },
  {
    name: 'of equal priority the first in config owns',
    runs: [[c({ code: 'C1', title: 'From c' })], [b({ code: 'C1', title: 'From b' })]],
    want: ['From b @ b,c'],
  },
]

for (const { name, runs, want, sources = [{ id: 'a' }, { id: 'b' }, { id: 'c' }] } of rows) {
  test(name, async () => {
    const site = await openSite(settingsOf(configOf(sources)))
    for (const documents of runs) await site.run(documents)
    const entries = await site.entries()
    expect(entries.map((entry) => `${entry.title} @ ${[...entry.sources].sort().join()}`).sort()).toEqual([...want].sort())
    const repeated = await site.entries()
    await site.run(runs[runs.length - 1] ?? [])
    expect(await site.entries(), 'the last documents again add nothing').toEqual(repeated)
    await site.close()
  })
}

test('an entry owns every key it was seen under', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  await site.run([a({ guid: 'g', url: u(1), title: 'One', date: day })])
  await site.run([a({ guid: 'g', url: u(2), title: 'One', date: day })])
  const [entry] = await site.entries()
  expect(entry?.keys.filter((key) => !key.startsWith('hash:'))).toEqual(['guid:a:g', `url:${u(1)}`, `url:${u(2)}`])
  await site.close()
})

test('keys longer than 1 KB are hashed', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  await site.run([a({ guid: 'x'.repeat(1025), title: 'One' }, { guid: 'x'.repeat(1024), title: 'Two' })])
  const keys = (await site.entries()).flatMap((entry) => entry.keys).filter((key) => key.startsWith('guid:'))
  expect(keys.map((key) => key.length).sort((x, y) => x - y)).toEqual(['guid:a:sha256-'.length + 64, 'guid:a:'.length + 1024])
  await site.close()
})

test('of two published entries that merge the one published first keeps id, path and dates; the other leads to it', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }, { id: 'b', priority: 9 }])))
  await site.run([a(...named('P', [{ code: 'C1', url: u(1), title: 'One', date: day }]))])
  const [first] = await site.entries()
  await site.run([b(...named('Q', [{ url: u(2), title: 'Second', date: '2026-01-08T10:00:00Z' }]))])
  const second = (await site.entries()).find((entry) => entry.source === 'b')
  await site.run([b(...named('Q', [{ code: 'C1', url: u(2), title: 'Second', date: '2026-01-08T10:00:00Z' }]))])
  const merged = await site.entries()
  expect(merged).toHaveLength(1)
  expect(merged[0]).toMatchObject({
    id: first?.id,
    path: first?.path,
    datePublished: first?.datePublished,
    listed: first?.listed,
    title: 'Second',
    source: 'b',
  })
  expect(merged[0]?.categories).toEqual(['p', 'q'])
  expect(await site.deps.store.movedFrom(second?.path ?? '')).toBe(first?.path)
  expect(site.files.get(second?.path ?? '')).toContain(`<link rel="canonical" href="https://news.example/${first?.path}"`)
  await site.close()
})

test('a chain of merges leads to the final entry', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }, { id: 'b' }, { id: 'c' }])))
  await site.run([a({ code: 'C1', url: u(1), title: 'One' })])
  await site.run([b({ guid: 'b', url: u(2), title: 'Two' })])
  await site.run([c({ guid: 'c', url: u(3), title: 'Three' })])
  const paths = new Map((await site.entries()).map((entry) => [entry.source, entry.path]))
  await site.run([c({ guid: 'c', doi: '10.1/x', url: u(3), title: 'Three' }), b({ guid: 'b', doi: '10.1/x', url: u(2), title: 'Two' })])
  expect(await site.deps.store.movedFrom(paths.get('c') ?? '')).toBe(paths.get('b'))
  await site.run([b({ guid: 'b', doi: '10.1/x', code: 'C1', url: u(2), title: 'Two' })])
  expect(await site.deps.store.movedFrom(paths.get('b') ?? '')).toBe(paths.get('a'))
  expect(await site.deps.store.movedFrom(paths.get('c') ?? '')).toBe(paths.get('a'))
  await site.close()
})

test('a source that is not the owner never changes what readers see', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a', priority: 1 }, { id: 'b' }])))
  await site.run([a({ code: 'C1', title: 'One', text, date: day }), b({ code: 'C1', title: 'Uno', text: other, date: day })])
  const before = new Map(site.files)
  await site.run([b({ code: 'C1', title: 'Something else', text: other, date: day })])
  expect(site.files).toEqual(before)
  await site.close()
})

test('what a later answer leaves blank stays as it was', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  await site.run([a({ guid: 'g', url: u(1), title: 'One', text })])
  await site.run([a({ guid: 'g', url: u(1), title: '' })])
  expect((await site.entries()).map(({ title, contentHtml }) => [title, contentHtml])).toEqual([['One', text]])
  await site.close()
})

test('other sources add categories only with a configured identity in common, or when they may join', async () => {
  const sources = [
    { id: 'a', category: 'A' },
    { id: 'b', category: 'B' },
    { id: 'c', category: 'C', joins: true },
  ]
  const site = await openSite(settingsOf(configOf(sources)))
  await site.run([a({ url: u(1), title: 'One' }), b({ url: u(1), title: 'One' }), c({ url: u(1), title: 'One' })])
  await site.run([a({ code: 'C2', title: 'Two' }), b({ code: 'C2', title: 'Two' })])
  const categories = new Map((await site.entries()).map((entry) => [entry.title, entry.categories]))
  expect(categories.get('One')).toEqual(['a', 'c'])
  expect(categories.get('Two')).toEqual(['a', 'b'])
  await site.close()
})

test('a category joined later by an ordinary poll lists the entry from joining', async () => {
  const site = await openSite(
    settingsOf(
      configOf([
        { id: 'a', category: 'A' },
        { id: 'b', category: 'B' },
      ]),
    ),
  )
  await site.run([a({ code: 'C1', title: 'One', date: day }), b({ code: 'C0', title: 'Other', date: day })])
  const at = firstRunAt + 7_200_000
  await site.run([b({ code: 'C1', title: 'One', date: day })], at)
  const size = { entries: 50, spanMs: 0, most: 500 }
  expect((await site.deps.store.window('a', size))[0]?.listed).toBe(Date.parse(day))
  expect((await site.deps.store.window('b', size))[0]).toMatchObject({ title: 'One', listed: at })
  await site.close()
})

test('a private source brings no public entries together', async () => {
  const sources = [{ id: 'a' }, { id: 'b' }, { id: 'p', category: 'Secret' }]
  const site = await openSite(settingsOf(configOf(sources, 'categories: [{ name: Secret, private: true }]\n')))
  const secret = (title: string): Document => ({ source: 'p', items: [{ url: u(1), title }] })
  await site.run([a({ url: u(1), title: 'One', text }), b({ url: u(1), title: 'Two', text: other }), secret('One')])
  await site.run([secret('Two')])
  expect((await site.entries()).map((entry) => entry.title).sort()).toEqual(['One', 'Two'])
  await site.close()
})

test('a private source keeps no public entries apart', async () => {
  const sources = [{ id: 'a' }, { id: 'b' }, { id: 'p', category: 'Secret' }]
  const site = await openSite(settingsOf(configOf(sources, 'categories: [{ name: Secret, private: true }]\n')))
  const one = { url: u(1), title: 'One' }
  await site.run([a(one), b({ ...one, code: 'C2' }), { source: 'p', items: [{ ...one, code: 'C1' }] }])
  expect((await site.entries()).map((entry) => entry.title)).toEqual(['One'])
  await site.close()
})
