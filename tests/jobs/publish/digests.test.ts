import { expect, test } from 'vitest'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { prune } from '../../../src/jobs/operate/prune.ts'
import { retractEntry } from '../../../src/jobs/operate/retract.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { configOf, settingsOf } from '../../support/site.ts'
import {
  a,
  b,
  day,
  digestFiles,
  hour,
  item,
  itemsOf,
  minute,
  opened,
  seven,
  soonAfter,
  sources,
  titlesIn,
  withDigest,
} from './digest-site.ts'

test('an edition holds what came since the one before, and is published when its time has come', async () => {
  const site = await opened()
  await site.run([a(item(0), item(1))], seven - 3 * hour)
  await site.run([a(item(1), item(2))], seven - 2 * hour)
  expect(itemsOf(site)).toEqual([])
  await site.run([a(item(2), item(3))], soonAfter)
  const [edition, ...others] = itemsOf(site)
  expect(others).toEqual([])
  expect(edition).toMatchObject({
    id: 'tag:news.example,2026:digest/a/daily/2026-01-11',
    title: 'A · 2026-01-11 (2 articles)',
    url: 'https://news.example/category/a/daily/2026-01-11.html',
    date_published: '2026-01-10T23:00:00Z',
  })
  expect(titlesIn(edition?.content_html)).toEqual(['Title 2', 'Title 1'])
  expect(site.files.get('category/a/daily/2026-01-11.html')).toContain('Title 2')
  expect(site.files.get('category/a/daily.html')).toContain('daily/2026-01-11.html')
})

test('a time in which nothing came has no edition', async () => {
  const site = await opened()
  await site.publishAt(seven + 3 * day)
  expect(itemsOf(site)).toEqual([])
  expect([...site.files.keys()].filter((path) => path.startsWith('category/a/daily/'))).toEqual([])
})

test('what is listed before the instant, and could be read only after it, stands in the next edition', async () => {
  const site = await opened(settingsOf(configOf([{ id: 'a', delay: '2m' }], 'categories:\n  - { name: a, digest: daily }\n')))
  await site.publishAt(seven - 19 * hour)
  await site.run([a(item(1))], seven - 3 * minute)
  await site.publishAt(seven + minute / 2)
  await site.publishAt(soonAfter)
  expect(itemsOf(site)).toEqual([])
  await site.publishAt(soonAfter + day)
  expect(itemsOf(site).map(({ title }) => title)).toEqual(['a · 2026-01-12 (1 article)'])
})

test('an edition that is made up for is the one that it would have been in time', async () => {
  const [inTime, late] = [await opened(), await opened()]
  for (const site of [inTime, late]) {
    await site.run([a(item(1))], seven - 3 * hour)
    await site.run([a(item(2))], seven - 2 * hour)
  }
  await inTime.publishAt(soonAfter)
  await inTime.publishAt(soonAfter + day)
  for (const site of [inTime, late]) await site.run([a(item(2), item(3))], seven + 2 * day + hour)
  expect(digestFiles(late.files)).toEqual(digestFiles(inTime.files))
  expect(itemsOf(late)).toHaveLength(1)
})

test('a new source, and what else is listed long ago, rewrites no edition and floods none', async () => {
  const site = await opened(
    settingsOf(configOf([sources[0] ?? { id: 'a' }, { id: 'b', category: 'A' }], 'categories:\n  - { name: A, digest: daily }\n')),
  )
  await site.run([a(item(1))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  const before = itemsOf(site)
  const old = [
    item(50, { date: '2026-01-10T20:00:00Z' }),
    item(51, { date: '2026-01-09T20:00:00Z' }),
    item(52, { date: '2026-01-11T08:00:00Z' }),
  ]
  await site.run([b(...old)], seven + 10 * hour)
  await site.publishAt(soonAfter + day)
  const [newest, ...rest] = itemsOf(site)
  expect(rest).toEqual(before)
  // What a reader of today may have missed is told today.
  expect(titlesIn(newest?.content_html)).toEqual(['Title 52', 'Title 50'])
})

test('an edition keeps the words in which it was issued', async () => {
  const site = await opened()
  await site.run([a(item(1))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  const before = digestFiles(site.files)
  await site.run(
    [a(item(1, { title: 'Quite another title', text: '<p>And another text that has nothing of the first</p>' }))],
    seven + hour,
  )
  expect(site.files.get('category/a.json')).toContain('Quite another title')
  expect(digestFiles(site.files)).toEqual(before)
})

test('words that an edition told outlast many corrections', async () => {
  const site = await opened()
  await site.run([a(item(1))], seven - 3 * hour)
  await site.run([a(item(1, { title: 'What the edition tells' }))], seven - 2 * hour)
  await site.publishAt(soonAfter)
  const before = digestFiles(site.files)
  for (let n = 1; n <= 12; n++) await site.run([a(item(1, { title: `Corrected for the ${n}. time` }))], seven + n * hour)
  await publishAll(site, seven + 13 * hour)
  expect(site.files.get('category/a.json')).toContain('Corrected for the 12. time')
  expect(digestFiles(site.files)).toEqual(before)
})

const publishAll = async ({ deps, publishAt }: Awaited<ReturnType<typeof opened>>, now: number) => {
  await deps.store.markAllStale()
  await publishAt(now)
}

test('what stands in the feed of a digest is not pruned, and goes once no feed holds its edition', async () => {
  const settings = settingsOf(
    configOf(sources, 'categories:\n  - { name: A, digest: daily, keep: { entries: 1 } }\n').replace(
      'publish: { dir: public }',
      'publish: { dir: public, entries: 1 }',
    ),
  )
  const site = await opened(settings)
  const pruneAt = (now: number) =>
    prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }, site.at(now)).then(({ entries }) => entries)
  const paths = async () => (await site.entries()).map(({ title }) => title)
  await site.run([a(item(1))], seven - 3 * hour)
  await site.run([a(item(2))], seven - 2 * hour)
  await site.publishAt(soonAfter)
  for (let n = 3; n <= 31; n++) await site.run([a(item(n))], seven + (n - 2) * day - hour)
  const now = soonAfter + 29 * day
  await site.publishAt(now)
  const before = digestFiles(site.files)
  expect(itemsOf(site)).toHaveLength(30)
  // The one of the first poll stood in no edition.
  expect(await pruneAt(now)).toBe(1)
  await publishAll(site, now)
  expect(digestFiles(site.files)).toEqual(before)
  // A day later the first edition, of two, is in no feed any more.
  await site.run([a(item(32))], seven + 30 * day - hour)
  expect(await pruneAt(now + day)).toBe(2)
  expect(await paths()).not.toContain('Title 2')
  expect(itemsOf(site)).toHaveLength(30)
  expect(itemsOf(site).slice(1)).toEqual(JSON.parse(new Map(before).get('category/a/daily.json') ?? '').items.slice(0, 29))
})

test('a withdrawn entry is withdrawn in its edition, too, and its text is in no file', async () => {
  const site = await opened()
  await site.run([a(item(1, { text: '<p>Wrong figures.</p>' }), item(2))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  expect(site.files.get('category/a/daily.json')).toContain('Wrong figures.')
  const row = 2
  await retractEntry({ row, id: null, path: null, title: '' }, { why: 'It was wrong.', isSilent: false, by: null }, site.at(seven + hour))
  const [edition] = itemsOf(site)
  expect(titlesIn(edition?.content_html)).toContain('[Retracted] Title 1')
  expect(edition).toMatchObject({ date_published: '2026-01-10T23:00:00Z', date_modified: '2026-01-11T00:00:00Z' })
  expect([...site.files].filter(([, text]) => text.includes('Wrong figures.')).map(([path]) => path)).toEqual([])
  // The stub's time is over.
  await site.publishAt(seven + 40 * day)
  expect(titlesIn(itemsOf(site)[0]?.content_html)).toEqual(['Title 2'])
})

test('an edition of which nothing is left goes', async () => {
  const site = await opened()
  await site.run([a(item(1))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  await retractEntry({ row: 2, id: null, path: null, title: '' }, { why: 'No.', isSilent: true, by: null }, site.at(seven + hour))
  expect(itemsOf(site)).toEqual([])
  expect(site.files.has('category/a/daily/2026-01-11.html')).toBe(false)
})

test('a weekly digest is grouped by day', async () => {
  const site = await opened(withDigest('{ every: weekly, on: sun }'))
  await site.run([a(item(1, { date: '2026-01-08T05:00:00Z' }))], seven - 3 * hour)
  await site.run([a(item(2, { date: '2026-01-10T05:00:00Z' }))], seven - 2 * hour)
  await site.publishAt(soonAfter)
  const [edition] = itemsOf(site, 'category/a/weekly.json')
  expect(edition?.content_html).toMatch(/^<h3>2026-01-10<\/h3><ul>.*Title 2.*<h3>2026-01-08<\/h3><ul>.*Title 1/)
})

test('the digest of everything, and that of an output feed, are grouped by category', async () => {
  const more = 'feeds:\n  - { slug: both, title: Both, from: [A, B], digest: daily }\n'
  const yaml = configOf(sources, `${more}`).replace('publish: { dir: public }', 'publish: { dir: public, digest: daily }')
  const site = await opened(settingsOf(yaml))
  await site.run([a(item(1)), b(item(2), item(3))], seven - 3 * hour)
  await site.run([b(item(4))], seven - 2 * hour)
  await site.publishAt(soonAfter)
  for (const path of ['archive/daily.json', 'category/both/daily.json'])
    expect(
      itemsOf(site, path)[0]
        ?.content_html.replace(/<small>.*?<\/small>|<br>[^<]*/g, '')
        .replace(/<[^>]*>/g, '|'),
    ).toMatch(/^\|A\|\|\|\|Title 1.*\|B\|.*Title 4.*Title 2|Title 3/)
  expect(itemsOf(site, 'archive/daily.json')[0]?.id).toBe('tag:news.example,2026:digest/feed/daily/2026-01-11')
  expect(site.files.get('index.html')).toContain('archive/daily.atom')
  expect(site.files.get('feeds.opml')).toContain('<outline text="Digests" title="Digests">')
})

test('pages lead to digests, and say so to readers that look for feeds', async () => {
  const site = await opened(withDigest('[daily, weekly]'))
  const page = site.files.get('category/a.html') ?? ''
  for (const file of ['a/daily.html', 'a/daily.rss', 'a/weekly.atom']) expect(page).toContain(`href="../category/${file}"`)
  expect(page).toContain('title="A: daily digest - RSS"')
  expect(site.files.get('index.html')).not.toContain('daily')
})

test('a renamed category takes its editions along, and its old digest goes on under its own id', async () => {
  const site = await opened()
  await site.run([a(item(1))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  const before = itemsOf(site)
  await changeCategories({ kind: 'rename', slug: 'a', name: 'Z', newSlug: 'z' }, site.at(seven + hour))
  await site.run([a(item(2))], seven + 3 * hour)
  await site.publishAt(soonAfter + day)
  const now = itemsOf(site, 'category/z/daily.json')
  expect(now.map(({ id }) => id)).toEqual(['tag:news.example,2026:digest/z/daily/2026-01-12', before[0]?.id])
  expect(itemsOf(site).map(({ id }) => id)).toEqual(now.map(({ id }) => id))
  const idIn = (path: string) => /<id>([^<]*)</.exec(site.files.get(path) ?? '')?.[1]
  expect(idIn('category/a/daily.atom')).toBe('tag:news.example,2026:digest/a/daily')
  expect(idIn('category/z/daily.atom')).toBe('tag:news.example,2026:digest/z/daily')
  expect(site.files.has('category/a/daily/2026-01-11.html')).toBe(false)
  expect(site.files.has('category/z/daily/2026-01-11.html')).toBe(true)
})

test('a digest that leaves config leaves no file, and comes back with its editions', async () => {
  const site = await opened()
  await site.run([a(item(1))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  const before = digestFiles(site.files)
  await site.reconfigure(settingsOf(configOf(sources)), seven + hour)
  expect(digestFiles(site.files)).toEqual([])
  expect(site.files.get('category/a.html')).not.toContain('daily')
  await site.reconfigure(site.settings, seven + 2 * hour)
  expect(digestFiles(site.files)).toEqual(before)
})

test('a category that becomes private leaves no edition behind', async () => {
  const site = await opened()
  await site.run([a(item(1))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  await site.reconfigure(settingsOf(configOf(sources, 'categories:\n  - { name: A, private: true }\n')), seven + hour)
  expect(digestFiles(site.files)).toEqual([])
})

test('another time of day loses and doubles nothing', async () => {
  const site = await opened()
  await site.run([a(item(1))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  await site.run([a(item(2))], seven + hour)
  await site.reconfigure(withDigest('{ every: daily, at: "18:00" }'), seven + 2 * hour)
  await site.reconfigure(withDigest('{ every: daily, at: "18:00" }'), seven + 2 * day)
  expect(itemsOf(site).map(({ title, content_html }) => [title, titlesIn(content_html)])).toEqual([
    ['A · 2026-01-12 (1 article)', ['Title 2']],
    ['A · 2026-01-11 (1 article)', ['Title 1']],
  ])
})

test('of many that are due a service writes some at a time', async () => {
  const site = await opened(withDigest('[daily, { every: weekly, on: sun }]'))
  await site.run([a(item(1))], seven - 3 * hour)
  const editions = () => ['daily', 'weekly'].map((every) => itemsOf(site, `category/a/${every}.json`).length)
  const seen = []
  for (let round = 0; round < 3; round++) {
    await settleAndPublish(soonAfter, site.at(soonAfter), { mostDigests: 1 })
    seen.push(editions())
  }
  expect(seen).toEqual([
    [1, 0],
    [1, 1],
    [1, 1],
  ])
})

test('what must go goes before what is new', async () => {
  const site = await opened(withDigest('[daily, { every: weekly, on: sun }]'))
  await site.run([a(item(1))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  const { digests } = site.deps.store
  // Config has the weekly one no more, and of the daily one another plan.
  await digests.plan([{ slug: 'a', every: 'daily', schedule: 'at another time' }], [])
  expect((await digests.stale(1))[0]).toMatchObject({ every: 'weekly', isEnded: true })
})
