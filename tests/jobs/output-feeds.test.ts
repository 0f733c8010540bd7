import { expect, onTestFinished, test } from 'vitest'
import { takeOver } from '../../src/jobs/reload.ts'
import { feedRecords, registryPlan } from '../../src/jobs/sync.ts'
import { settleAndPublish } from '../../src/jobs/tickets.ts'
import type { Settings } from '../../src/model/settings.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../support/site.ts'

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
