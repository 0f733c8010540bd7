// What readers get: every feed of the original's site, read back by our own reader of feeds.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseFeed } from '../../src/parse/feed.ts'
import { plainOfRss } from '../../src/parse/text.ts'
import type { ShownCategory, ShownEntry } from '../support/shown.ts'
import { childrenOf, parseXml, textOf } from '../support/xml.ts'
import { type FinewsSite, openFinews } from './site.ts'

let site: FinewsSite
let entries: readonly ShownEntry[]
let categories: readonly ShownCategory[]

beforeAll(async () => {
  site = await openFinews()
  await site.poll()
  ;[entries, categories] = await Promise.all([site.entries(), site.categories()])
})
afterAll(() => site.close())

const asWritten = (text: string): string => text
const formats = [
  // RSS never said whether its titles are HTML: readers, ours too, take `<b>` and `&amp;` in them for markup.
  { name: 'RSS', extension: 'rss', type: 'application/rss+xml', toReaders: plainOfRss },
  { name: 'Atom', extension: 'atom', type: 'application/atom+xml', toReaders: asWritten },
  { name: 'JSON Feed', extension: 'json', type: 'application/feed+json', toReaders: asWritten },
]

for (const { name: format, extension, type, toReaders } of formats) {
  test(`the ${format} of every category holds its entries, newest first`, async () => {
    expect(categories).toHaveLength(16)
    for (const { slug, name } of categories) {
      const feed = await readBack(`category/${slug}.${extension}`, type)
      expect(feed.title).toBe(toReaders(name))
      expect(feed.entries, slug).toEqual(
        entries.filter((entry) => entry.categories.includes(slug)).map((entry) => shownIn(entry, toReaders)),
      )
    }
  })

  test(`the ${format} of everything holds the newest fifty, and those of the last two days`, async () => {
    const feed = await readBack(`feed.${extension}`, type)
    expect(feed.title).toBe('金融消息')
    expect(feed.entries).toEqual(window(entries).map((entry) => shownIn(entry, toReaders)))
    expect(feed.entries).toHaveLength(50)
  })
}

test('the list of feeds names every category once', async () => {
  const opml = parseXml(await readFile(join(site.publicDir, 'feeds.opml'), 'utf8'))
  const outlines = childrenOf(opml, 'body').flatMap((body) => childrenOf(body, 'outline'))
  expect(outlines.map(({ attributes: { text, xmlUrl } }) => ({ text, xmlUrl })).sort(byAddress)).toEqual(
    categories.map(({ slug, name }) => ({ text: name, xmlUrl: `http://finews.withounder.com/category/${slug}.atom` })).sort(byAddress),
  )
})

test('the sitemap names every page', async () => {
  const sitemap = parseXml(await readFile(join(site.publicDir, 'sitemap.xml'), 'utf8'))
  const places = childrenOf(sitemap, 'url').map((url) => textOf(childrenOf(url, 'loc')[0]))
  expect(places).toEqual(expect.arrayContaining(entries.map(({ path }) => `http://finews.withounder.com/${path}`)))
  expect(new Set(places).size).toBe(places.length)
})

async function readBack(path: string, type: string): Promise<{ title: string | null; entries: readonly unknown[] }> {
  const url = `http://finews.withounder.com/${path}`
  const context = { url, contentType: type, charset: null, timezone: 'UTC', dateFormat: null, maxEntries: 1000, now: 0 }
  const read = await parseFeed(await readFile(join(site.publicDir, path)), context)
  if (read.kind === 'no-feed') throw new Error(`${path}: ${read.message}`)
  expect(read.warnings, path).toEqual([])
  expect(read.selfUrl, path).toBe(url)
  const drafts = read.entries.map(({ guid, title, link, published, content, tags }) => ({
    id: guid,
    title,
    link,
    published,
    content,
    tags: tags.map((tag) => tag.name),
  }))
  return { title: read.title, entries: drafts }
}

function shownIn({ id, title, url, date_published, content_html, tags }: ShownEntry, toReaders: (text: string) => string) {
  const published = Date.parse(date_published)
  return { id, title: toReaders(title), link: url, published, content: content_html, tags }
}

function window(all: readonly ShownEntry[]): readonly ShownEntry[] {
  const newest = Date.parse(all[0]?.listed ?? '')
  return all.filter(({ listed }, index) => index < 50 || Date.parse(listed) >= newest - 48 * 3_600_000)
}

function byAddress(a: { readonly xmlUrl?: string | undefined }, b: { readonly xmlUrl?: string | undefined }): number {
  return (a.xmlUrl ?? '') < (b.xmlUrl ?? '') ? -1 : 1
}
