import { expect, onTestFinished, test } from 'vitest'
import { retractEntry } from '../../../src/jobs/operate/retract.ts'
import { takeOver } from '../../../src/jobs/reload.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { chinese, type Report } from '../../identify/related-stories.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const [first, second] = chinese
const hour = 3_600_000

interface Said {
  readonly publish?: string
  readonly news?: string
  readonly feeds?: string
}

const settingsWith = ({ publish = '', news = 'fold: true', feeds = '' }: Said = {}) =>
  settingsOf(
    configOf(
      ['a', 'b', 'c'].map((id) => ({ id, category: id === 'c' ? 'Other' : 'News' })),
      `categories:\n  - { name: News${news === '' ? '' : `, ${news}`} }\n${feeds}`,
    ).replace('publish: { dir: public }', `publish: { dir: public${publish} }`),
  )

async function siteWith(said: Said = {}): Promise<TestSite> {
  const site = await openSite(settingsWith(said))
  onTestFinished(() => site.close())
  return site
}

function told(report: Report | undefined, code: string, about: Partial<Item> = {}): Item {
  if (report === undefined) throw new RangeError('no such report')
  const text = report.paragraphs.map((line) => `<p>${line}</p>`).join('')
  const day = `2026-01-0${code.slice(1)}T08:00:00Z`
  return {
    code,
    title: `${report.title} ${code}`,
    text,
    date: day,
    publisher: `Outlet ${code}`,
    url: `https://${code.toLowerCase()}.example/1`,
    ...about,
  }
}

const document = (source: string, ...items: Item[]): Document => ({ source, items })

/** Codes of the entries of a feed, newest first, each with those that it links to. */
function shown(site: TestSite, path: string): readonly string[] {
  const { items } = JSON.parse(site.files.get(path) ?? '{"items":[]}')
  return items.map(({ url, content_html: html }: { url: string; content_html: string }) => {
    const also = /<ul>(.*)<\/ul>$/.exec(html)?.[1] ?? ''
    return [codeOf(url), ...[...also.matchAll(/href="([^"]*)"/g)].map(([, href]) => codeOf(href ?? ''))].join('+')
  })
}

function codeOf(url: string): string {
  return new URL(url).host.split('.')[0]?.toUpperCase() ?? ''
}

const news = 'category/news.json'
const everything = 'feed.json'

test('of copies only the first stands, with links to the others; other feeds hold all of them', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1'), told(second, 'C2')), document('b', told(first, 'C3')), document('c', told(first, 'C4'))])
  expect(shown(site, news)).toEqual(['C2', 'C1+C3'])
  expect(shown(site, everything)).toEqual(['C4', 'C3', 'C2', 'C1'])
  expect(site.files.get('category/news.atom')).toContain('<link rel="related" href="https://c3.example/1"/>')
  expect(site.files.get('category/news.rss')).toContain('https://c3.example/1')
  expect(site.files.get('category/news.html')).toContain('>Outlet C3</a>')
  expect(site.files.get('feed.atom')).not.toContain('rel="related"')
  expect(site.files.has('news/2026/01/03/C3.html')).toBe(true)
})

test('who comes later is linked, and the date of the first stays', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1'))])
  const dates = () => JSON.parse(site.files.get(news) ?? '').items.map(({ date_modified }: { date_modified: string }) => date_modified)
  const before = dates()
  await site.run([document('b', told(first, 'C3'))])
  expect(shown(site, news)).toEqual(['C1+C3'])
  expect(dates()).toEqual(before)
  await site.run([document('b', told(first, 'C3', { publisher: 'Gazette' }))])
  expect(site.files.get('category/news.rss')).toContain('Gazette')
})

test('what readers saw stays, even if it becomes the same', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1')), document('b', told(second, 'C2'))])
  await site.run([document('b', told(first, 'C2'))])
  expect([...shown(site, news)].sort()).toEqual(['C1', 'C2'])
  await site.run([document('b', told(first, 'C3'))])
  expect([...shown(site, news)].sort()).toEqual(['C1+C3', 'C2'])
})

test('what is no longer the same stands by itself', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1')), document('b', told(first, 'C3'))])
  await site.run([document('b', told(second, 'C3'))])
  expect(shown(site, news)).toEqual(['C3', 'C1'])
})

test('when the first is withdrawn the next takes its place', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1')), document('b', told(first, 'C3'), told(first, 'C5'))])
  expect(shown(site, news)).toEqual(['C1+C3+C5'])
  const [entry] = (await site.entries()).filter(({ keys }) => keys.includes('code:C1'))
  await retractEntry(
    { row: 1, id: entry?.id ?? '', path: entry?.path ?? '', title: '' },
    { why: 'wrong', isSilent: true, by: null },
    site.deps,
  )
  expect(shown(site, news)).toEqual(['C3+C5'])
})

test('when the first leaves the category the next takes its place there', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }, { id: 'b' }], 'categories:\n  - { name: News, fold: true }\n')))
  onTestFinished(() => site.close())
  const both = { publisher: 'News' }
  await site.run([
    document('a', told(first, 'C1', both), told(second, 'C2', both)),
    document('b', told(first, 'C3', { publisher: 'News', text: `${told(first, 'C3').text}` })),
  ])
  expect(shown(site, news)).toEqual(['C2', 'C1+C3'])
  await site.run([document('a', told(first, 'C1', { publisher: 'Elsewhere' }), told(second, 'C2', both))])
  expect(shown(site, news)).toEqual(['C3', 'C2'])
})

test('folding ends and begins by config: what was folded comes back, and stays from then on', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1')), document('b', told(first, 'C3'))])
  await reload(site, settingsWith({ news: '' }))
  expect(shown(site, news)).toEqual(['C3', 'C1'])
  await reload(site, settingsWith())
  expect(shown(site, news)).toEqual(['C3', 'C1'])
  await site.run([document('b', told(first, 'C5'))], firstRunAt + 20 * hour)
  expect(shown(site, news)).toEqual(['C3', 'C1+C5'])
})

test('archives are folded as their feeds are', async () => {
  const site = await siteWith({ publish: ', entries: 1' })
  await site.run([document('a', told(first, 'C1'), told(second, 'C9')), document('b', told(first, 'C3'))])
  expect(shown(site, news)).toEqual(['C9'])
  expect(shown(site, 'category/news/2026-01.json')).toEqual(['C9', 'C1+C3'])
  expect(shown(site, 'archive/2026-01.json')).toEqual(['C9', 'C3', 'C1'])
  expect(site.files.get('category/news/2026-01.html')).not.toContain('>Outlet C3</a></h2>')
  await site.run([document('b', told(first, 'C5'))])
  expect(shown(site, 'category/news/2026-01.json')).toContain('C1+C3+C5')
  await reload(site, settingsWith({ publish: ', entries: 1', news: '' }))
  expect(shown(site, 'category/news/2026-01.json')).toContain('C3')
})

test('publish.fold holds for the feed of everything, and for all that says nothing else', async () => {
  const feeds = 'feeds:\n  - { slug: picks, title: Picks, from: [a, b, c] }\n  - { slug: raw, title: Raw, from: [a, b, c], fold: false }\n'
  const site = await siteWith({ publish: ', fold: true', news: '', feeds })
  await site.run([document('a', told(first, 'C1')), document('b', told(first, 'C3')), document('c', told(first, 'C4'))])
  expect(shown(site, everything)).toEqual(['C1+C3+C4'])
  expect(shown(site, news)).toEqual(['C1+C3'])
  expect(shown(site, 'category/other.json')).toEqual(['C4'])
  expect(shown(site, 'category/picks.json')).toEqual(['C1+C3+C4'])
  expect(shown(site, 'category/raw.json')).toEqual(['C4', 'C3', 'C1'])
})

test('a note that only links to an article is not folded under it', async () => {
  const site = await siteWith()
  const url = 'https://c1.example/1'
  await site.run([
    document('a', told(first, 'C1')),
    document('b', { code: 'C3', title: 'Worth reading', text: '<p>A note.</p>', date: '2026-01-03T08:00:00Z', publisher: 'Blog', url }),
  ])
  expect(shown(site, news)).toHaveLength(2)
})

test('a digest lists what stands in its feed, with links to what was folded under it by then', async () => {
  const site = await siteWith({ news: 'fold: true, digest: daily' })
  await site.run([document('a', told(second, 'C2')), document('b', told(chinese[3], 'C5'))])
  await site.run([document('a', told(first, 'C1')), document('b', told(first, 'C3'))])
  await site.run([document('c', told(chinese[2], 'C4'))], firstRunAt + 30 * hour)
  const edition = () => JSON.parse(site.files.get('category/news/daily.json') ?? '').items[0]
  const before = edition()
  expect(before.title).toContain('(1 article)')
  const leads = [...before.content_html.matchAll(/<a href="https:\/\/(c\d)[^>]*>([^<]*)/g)].map(([, host, text]) => `${host} ${text}`)
  expect(leads).toEqual([expect.stringMatching('^c1 '), 'c3 Outlet C3'])
  expect(before.content_html).toContain('<small>Also reported by <a href="https://c3.example/1">Outlet C3</a></small>')
  expect(site.files.get('category/news/daily/2026-01-11.html')).toContain('>Outlet C3</a>')
  // Another copy comes, and one of those that the edition told says something else.
  await site.run([document('b', told(first, 'C6'), told(first, 'C3', { publisher: 'Renamed' }))], firstRunAt + 31 * hour)
  expect(shown(site, news).join(' ')).toContain('C6')
  await site.deps.store.markAllStale()
  await site.run([], firstRunAt + 32 * hour)
  expect(edition()).toEqual(before)
})

test('what an edition links to goes from it when it is withdrawn', async () => {
  const site = await siteWith({ news: 'fold: true, digest: daily' })
  await site.run([document('a', told(second, 'C2')), document('b', told(chinese[3], 'C5'))])
  await site.run([document('a', told(first, 'C1')), document('b', told(first, 'C3'))])
  await site.run([document('c', told(chinese[2], 'C4'))], firstRunAt + 30 * hour)
  expect(site.files.get('category/news/daily.json')).toContain('c3.example')
  const copy = (await site.entries()).find(({ url }) => url === 'https://c3.example/1')
  for (let row = 1; row < 10; row++) {
    const [entry] = await site.deps.store.entriesOf([row])
    if (entry !== undefined && entry.id === copy?.id)
      await retractEntry({ row, id: entry.id, path: entry.path, title: entry.title }, { why: 'x', isSilent: true, by: null }, site.deps)
  }
  expect(site.files.get('category/news/daily.json')).not.toContain('c3.example')
  expect(site.files.get('category/news/daily.json')).toContain('c1.example')
})

test('one order or the other, the same feeds', async () => {
  const documents = [
    document('a', told(first, 'C1'), told(second, 'C2')),
    document('b', told(first, 'C3')),
    document('c', told(first, 'C4')),
  ]
  const [one, other] = [await siteWith({ publish: ', fold: true' }), await siteWith({ publish: ', fold: true' })]
  await one.run(documents)
  await other.run([...documents].reverse())
  expect([...other.files].sort()).toEqual([...one.files].sort())
})

async function reload(site: TestSite, settings: TestSite['settings']): Promise<void> {
  const deps = { ...site.deps, settings }
  await takeOver(settings, deps)
  await settleAndPublish(firstRunAt + 10 * hour, deps)
}
