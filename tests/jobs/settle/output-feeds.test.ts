import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { takeOver } from '../../../src/jobs/reload.ts'
import { feedRecords, registryPlan } from '../../../src/jobs/sync.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const p = (...items: Item[]): Document => ({ source: 'p', items })
const sources = [{ id: 'a' }, { id: 'b' }, { id: 'p', category: 'Secret' }]
const hour = 3_600_000

const settingsWith = (feeds: string, categories = '  - { name: Secret, private: true }\n'): Settings =>
  settingsOf(configOf(sources, `categories:\n${categories}${feeds === '' ? '' : `feeds:\n${feeds}\n`}`))

async function siteWith(feeds: string, categories?: string): Promise<TestSite> {
  const site = await openSite(settingsWith(feeds, categories))
  onTestFinished(() => site.close())
  return site
}

const one: Item = { code: 'C1', title: 'Markets rise', publisher: 'Post', date: '2026-01-01T08:00:00Z' }
const two: Item = { code: 'C2', title: 'Markets fall', publisher: 'Times', date: '2026-01-02T08:00:00Z' }
const three: Item = { code: 'C3', title: 'Weather', publisher: 'Post', date: '2026-01-03T08:00:00Z' }

async function titlesIn(site: TestSite, slug: string): Promise<readonly string[]> {
  const entries = await site.deps.store.entries({ source: null, category: slug, search: null, limit: 100 })
  return entries.map(({ title }) => title)
}

const cases: readonly { name: string; feed: string; want: readonly string[] }[] = [
  { name: 'a category by its name', feed: 'from: [Post]', want: ['Weather', 'Markets rise'] },
  { name: 'a category by its slug', feed: 'from: [TIMES]', want: ['Markets fall'] },
  { name: 'a source by its id', feed: 'from: [b]', want: ['Markets fall'] },
  { name: 'several together', feed: 'from: [Post, b]', want: ['Weather', 'Markets fall', 'Markets rise'] },
  {
    name: 'what a rule keeps',
    feed: 'from: [a, b], rules: [{ keep: { field: title, pattern: Markets } }]',
    want: ['Markets fall', 'Markets rise'],
  },
  {
    name: 'what no rule drops',
    feed: 'from: [a, b], rules: [{ keep: { field: title, pattern: Markets } }, { drop: { field: publisher, pattern: Times } }]',
    want: ['Markets rise'],
  },
  { name: 'nothing private', feed: 'from: [Secret, p]', want: [] },
]
for (const { name, feed, want } of cases) {
  for (const isNew of [true, false]) {
    test(`a feed holds ${name}, ${isNew ? 'from what is stored' : 'as it comes'}`, async () => {
      const line = `  - { slug: picks, title: Picks, ${feed} }`
      const site = await siteWith(isNew ? '' : line)
      await site.run([a(one, three), b(two), p({ ...one, code: 'C9', title: 'Secret' })])
      if (isNew) await reload(site, settingsWith(line))
      expect(await titlesIn(site, 'picks')).toEqual(want)
    })
  }
}

/** As a running service does. */
async function reload(site: TestSite, next: Settings, at = firstRunAt + 24 * hour): Promise<void> {
  const { settings } = await takeOver(next, site.deps)
  await settleAndPublish(at, { ...site.deps, settings })
}

test('a feed has what a category has: feeds, a page, its place in lists; pages of entries do not name it', async () => {
  const site = await siteWith('  - { slug: picks, title: Picks of the day, group: Best, from: [Post] }')
  await site.run([a(one, three), b(two)])
  expect([...site.files.keys()].filter((path) => path.includes('picks'))).toEqual([
    'category/picks.html',
    'category/picks.json',
    'category/picks.rss',
    'category/picks.atom',
  ])
  expect(site.files.get('feeds.opml')).toContain('Picks of the day')
  expect(site.files.get('index.html')).toContain('category/picks.html')
  expect(site.files.get('category/picks.atom')).toContain('Picks of the day')
  const pages = [...site.files].filter(([path]) => /^\w+\/2026\//.test(path))
  expect(pages.map(([path]) => path.split('/')[0]).sort()).toEqual(['post', 'post', 'times'])
  expect(pages.filter(([, text]) => text.includes('picks'))).toEqual([])
})

test('a new feed lists its entries where they are listed, one that joins later where it joins', async () => {
  const site = await siteWith('  - { slug: picks, title: Picks, from: [a], rules: [{ keep: { field: title, pattern: rise } }] }')
  await site.run([a(one, { ...two, publisher: 'Post' })])
  await site.run([a(one, { ...two, publisher: 'Post', title: 'Markets rise again after all' })], firstRunAt + 48 * hour)
  const window = await site.deps.store.window('picks', { entries: 10, spanMs: 0, most: 10 })
  expect(window.map(({ title, listed }) => [title, listed])).toEqual([
    ['Markets rise again after all', firstRunAt + 48 * hour],
    ['Markets rise', Date.parse('2026-01-01T08:00:00Z')],
  ])
})

test('what no longer passes the rules leaves the feed', async () => {
  const site = await siteWith('  - { slug: picks, title: Picks, from: [a], rules: [{ drop: { field: title, pattern: fall } }] }')
  await site.run([a(one)])
  expect(await titlesIn(site, 'picks')).toEqual(['Markets rise'])
  await site.run([a({ ...one, title: 'Markets fall after all' })], firstRunAt + 48 * hour)
  expect(await titlesIn(site, 'picks')).toEqual([])
})

test('other rules make it another feed at once, under the same address', async () => {
  const site = await siteWith('  - { slug: picks, title: Picks, from: [a] }')
  await site.run([a(one, three)])
  await reload(site, settingsWith('  - { slug: picks, title: Picks, from: [a], rules: [{ drop: { field: title, pattern: Weather } }] }'))
  expect(await titlesIn(site, 'picks')).toEqual(['Markets rise'])
  expect(site.files.get('category/picks.json')).not.toContain('Weather')
})

test('a feed that left config leaves no files, and its slug to nobody else', async () => {
  const site = await siteWith('  - { slug: picks, title: Picks, from: [a] }')
  await site.run([a(one)])
  await reload(site, settingsWith(''))
  expect([...site.files.keys()].filter((path) => path.includes('picks'))).toEqual([])
  expect(await titlesIn(site, 'picks')).toEqual([])
  const registry = await site.deps.store.registry()
  const taking = settingsWith('', '  - { name: Other, slug: picks }\n')
  expect(() => registryPlan(taking, registry, firstRunAt)).toThrow('slug "picks" of category "Other" is the address of "Picks"')
  await reload(site, settingsWith('  - { slug: picks, title: Picks again, from: [a] }'))
  expect(await titlesIn(site, 'picks')).toEqual(['Markets rise'])
})

test('a slug that a category has is refused, one that a new category wants is not free', async () => {
  const site = await siteWith('')
  await site.run([a(one)])
  const next = settingsWith('  - { slug: post, title: Posts, from: [a] }')
  await expect(takeOver(next, site.deps)).rejects.toThrow('slug "post" of feed "Posts" is the address of category "Post"')
  const other = await siteWith('  - { slug: post, title: Posts, from: [a] }')
  await other.run([a(one)])
  expect((await other.entries())[0]?.categories[0]).toMatch(/^post-[0-9a-f]{8}$/)
})

test('a category that goes over to another takes its entries into the feeds of that one', async () => {
  const site = await siteWith('  - { slug: picks, title: Picks, from: [Times] }')
  await site.run([a(one), b(two)])
  await site.deps.store.changeCategories(() => [{ kind: 'moved', from: 'post', to: 'times' }], firstRunAt)
  await settleAndPublish(firstRunAt + hour, site.deps)
  expect(await titlesIn(site, 'picks')).toEqual(['Markets fall', 'Markets rise'])
})

test('a private feed is kept and not published, and counts what is private', async () => {
  const site = await siteWith('  - { slug: picks, title: Picks, private: true, from: [p] }')
  await site.run([a(one), p(one)])
  expect(await titlesIn(site, 'picks')).toEqual(['Markets rise'])
  expect([...site.files].filter(([path, text]) => /picks/i.test(path + text))).toEqual([])
})

test('filling goes on where it was cut off', async () => {
  const site = await siteWith('')
  await site.run([a(one, two, three)])
  await site.deps.store.syncCategories(() => [], feedRecords(settingsWith('  - { slug: picks, title: Picks, from: [a] }'), firstRunAt))
  const judged: string[] = []
  const step = (fingerprint: string) =>
    site.deps.store.fillFeed({
      slug: 'picks',
      fingerprint,
      limit: 2,
      judge: ({ content }) => {
        judged.push(content.title)
        return []
      },
    })
  expect(await step('one')).toBe(false)
  expect(await step('two')).toBe(false)
  expect(await step('two')).toBe(true)
  expect(await step('two')).toBe(true)
  expect(judged).toHaveLength(5)
})

test('a feed that ends takes its archives along', async () => {
  const yaml = (feeds: string) => configOf(sources, feeds).replace('publish: { dir: public }', 'publish: { dir: public, entries: 1 }')
  const site = await openSite(settingsOf(yaml('feeds:\n  - { slug: picks, title: Picks, from: [a] }\n')))
  onTestFinished(() => site.close())
  await site.run([a(one, { ...three, date: '2025-06-01T08:00:00Z' })])
  expect([...site.files.keys()].filter((path) => path.startsWith('category/picks/')).length).toBeGreaterThan(0)
  await reload(site, settingsOf(yaml('')))
  expect([...site.files.keys()].filter((path) => path.includes('picks'))).toEqual([])
})

test('a reload says that output feeds changed', async () => {
  const site = await siteWith('')
  const { changes } = await takeOver(settingsWith('  - { slug: picks, title: Picks, from: [a] }'), site.deps)
  expect(changes.settings).toEqual(['feeds'])
})

test('a recipient may be told of a feed by its slug, of a private one nobody is', async () => {
  const notify = ['open', 'shut'].map((slug) => `  - { category: ${slug}, command: [tell] }\n`).join('')
  const feeds = '  - { slug: open, title: Open, from: [Post] }\n  - { slug: shut, title: Shut, private: true, from: [Post] }\n'
  const site = await openSite(settingsOf(configOf(sources, `feeds:\n${feeds}notify:\n${notify}`)))
  onTestFinished(() => site.close())
  await site.run([a(one, two)])
  const recipients = await site.deps.store.dueRecipients(firstRunAt + hour)
  const told = []
  for (const recipient of recipients)
    told.push(await site.deps.store.claimDelivery(recipient, { now: firstRunAt + hour, until: firstRunAt + 2 * hour }))
  expect(told.map((delivery) => delivery?.message)).toEqual([{ kind: 'entries', slug: 'open', name: 'Open', entries: [1] }])
})

test('what a private source showed first does not say since when an entry is listed in a public feed', async () => {
  const listed = async (documents: readonly Document[]) => {
    const site = await siteWith('  - { slug: picks, title: Picks, from: [p, Post] }')
    await site.run(documents)
    await site.run([b({ ...one, publisher: 'Post' })])
    const [entry] = await site.deps.store.window('picks', { entries: 1, spanMs: 0, most: 1 })
    return entry?.listed
  }
  const item = { ...one, publisher: 'Times' }
  expect(await listed([a(item), b(two), p(item)])).toBe(await listed([a(item), b(two)]))
})

const anyItem: fc.Arbitrary<Item> = fc.record(
  {
    code: fc.constantFrom('C1', 'C2'),
    url: fc.constantFrom('https://x.example/1', 'https://x.example/2'),
    title: fc.constantFrom('Markets rise', 'Markets fall', 'Weather'),
    publisher: fc.constantFrom('Post', 'Times'),
  },
  { requiredKeys: ['title'] },
)
const anyRun = fc.array(
  fc.record({ source: fc.constantFrom('a', 'b', 'p', 'p'), items: fc.array(anyItem, { minLength: 1, maxLength: 3 }) }),
  {
    minLength: 1,
    maxLength: 3,
  },
)
const feedsOfAll = '  - { slug: picks, title: Picks, from: [Secret, p, Post], rules: [{ drop: { field: title, pattern: fall } }] }'

test('whatever comes, a feed holds the same as one that is filled afterwards, and nothing of what is private', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRun, { minLength: 1, maxLength: 3 }), async (runs) => {
      const [early, late, open] = await Promise.all(['x', '', 'x'].map((first) => openSite(settingsWith(first === '' ? '' : feedsOfAll))))
      if (early === undefined || late === undefined || open === undefined) throw new RangeError('three sites')
      try {
        for (const [at, documents] of runs.entries()) {
          await early.run(documents, firstRunAt + at * hour)
          await late.run(documents, firstRunAt + at * hour)
          await open.run(
            documents.filter(({ source }) => source !== 'p'),
            firstRunAt + at * hour,
          )
        }
        await reload(late, settingsWith(feedsOfAll))
        expect([...(await titlesIn(late, 'picks'))].sort()).toEqual([...(await titlesIn(early, 'picks'))].sort())
        expect(early.files).toEqual(open.files)
      } finally {
        for (const site of [early, late, open]) await site.close()
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 8) },
  )
}, 120_000)
