// Real readers over a real server: what they take from our feeds, and how they ask again.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSite, type SmallSite } from '../cli/site.ts'
import {
  hasFeedparser,
  hasNewsboat,
  readWithFeedparser,
  readWithNewsboat,
  type TakenItem,
  type WatchingProxy,
  watchingProxy,
} from '../support/feed-readers.ts'
import { htmlEvents } from '../support/html-events.ts'
import type { ShownEntry } from '../support/shown.ts'

for (const [name, isThere] of Object.entries({ newsboat: hasNewsboat, 'python3-feedparser': hasFeedparser })) {
  if (!isThere) process.stdout.write(`skipped: ${name} is not installed, so it reads no feed of ours\n`)
}

interface Awkward {
  readonly id: string
  readonly title?: string
  readonly url?: string
  readonly content_html?: string
  readonly summary?: string
  readonly date_published?: string
  readonly date_modified?: string
  readonly authors?: readonly { readonly name: string }[]
  readonly tags?: readonly string[]
  readonly attachments?: readonly { readonly url: string; readonly mime_type: string; readonly size_in_bytes?: number }[]
}

const mp3 = { url: 'https://one.example/a.mp3?b=1&c=2', mime_type: 'audio/mpeg', size_in_bytes: 1234 }
const pdf = { url: 'https://one.example/a.pdf', mime_type: 'application/pdf' }

/** Atom asks for a title: then it is the beginning of the text. */
const untitled = 'Only text, and no title at all.'

const awkward: readonly Awkward[] = [
  { id: 'plain', title: 'A plain title', content_html: '<p>Text</p>', authors: [{ name: 'Ann' }] },
  {
    id: 'ampersands',
    title: 'AT&T, R&D and &c.',
    content_html: '<p>AT&amp;T &amp;amp; <a href="https://one.example/?a=1&amp;b=2">x</a></p>',
  },
  { id: 'comparison', title: 'if a < b then c > d', content_html: '<p>a &lt; b &amp;&amp; c &gt; d</p>' },
  { id: 'markup', title: 'The <b> and <br> elements', content_html: '<p>&lt;b&gt;not bold&lt;/b&gt; <b>bold</b></p>' },
  { id: 'references', title: 'What &amp; and &#8212; mean', content_html: '<p>&amp;amp; &amp;#8212;</p>' },
  { id: 'cdata', title: 'a ]]> b ]]> c', content_html: '<p>]]&gt; &lt;![CDATA[ ]]&gt;</p>' },
  { id: 'cjk', title: '央行开展千亿元逆回购操作：“稳”字当头', content_html: '<p>　　正文，第一段。</p>', tags: ['财经', 'R&D <b>'] },
  {
    id: 'emoji',
    title: '人民币 📈 👩‍👩‍👧‍👦 𠮷',
    content_html: '<p>🇨🇳 𠮷野家</p>',
    authors: [{ name: '张三 & 李四' }, { name: 'Bob <b>' }],
  },
  { id: 'rtl', title: 'العربية עברית 123', content_html: '<p dir="rtl">العربية <em>עברית</em></p>' },
  { id: 'quotes', title: `"double" 'single' \\ {{ x }}`, content_html: '<p title="a &quot;b&quot;">"c"</p>' },
  { id: 'untitled', content_html: `<p>${untitled}</p>` },
  { id: 'media', title: 'Several enclosures', content_html: '<p>Listen</p>', attachments: [mp3, pdf] },
  { id: 'summary', title: 'Nothing but a summary', summary: 'a < b & "c"' },
  { id: 'iri', title: 'An address of letters', url: 'https://one.example/路径/文章?题=一&b=2', content_html: '<p>IRI</p>' },
  { id: 'changed', title: 'Changed later', content_html: '<p>New</p>', date_modified: '2026-01-09T00:00:00Z' },
  { id: 'pre', title: 'Code', content_html: '<pre><code>  if (a) {\n    b\n  }</code></pre>' },
]

let site: SmallSite
let proxy: WatchingProxy
let entries: readonly ShownEntry[]
beforeAll(async () => {
  proxy = await watchingProxy()
  site = await openSite({ url: `${proxy.origin}/` })
  const items = awkward.map((item, at) => ({
    url: `https://one.example/${item.id}?a=1&b=2`,
    date_published: `2026-01-02T03:04:${String(at).padStart(2, '0')}Z`,
    ...item,
  }))
  await site.put('config/one.json', JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'One', items }))
  await site.run('poll', '--json')
  entries = JSON.parse((await site.run('list', 'entries', '--json')).stdout)
  const server = site.start('serve')
  proxy.lead(Number(await server.said(/http:\/\/127\.0\.0\.1:(\d+)\//)))
})
afterAll(async () => {
  await site?.close()
  await proxy?.close()
})

test('every awkward item became an entry as it was meant', () => {
  expect(entries).toHaveLength(awkward.length)
  expect(entries.map(({ title }) => title).sort()).toEqual(awkward.map(({ title = '' }) => title).sort())
})

const feeds = ['category/keji', 'feed'].flatMap((path) => ['rss', 'atom', 'json'].map((format) => ({ path: `${path}.${format}`, format })))

describe.skipIf(!hasFeedparser)('feedparser', () => {
  for (const { path, format } of feeds.filter((feed) => feed.format !== 'json')) {
    test(`takes everything from ${path}, and is told 304 the second time`, async () => {
      const { items, second, complaint } = await readWithFeedparser(`${proxy.origin}/${path}`)
      expect(complaint).toBe('')
      expect(items.map(comparable)).toEqual(entries.map((entry) => comparable(meant(entry, format))))
      expect(second).toEqual({ status: 304, items: 0 })
      expect(proxy.seen.at(-1)).toMatchObject({ path: `/${path}`, isConditional: true, status: 304, bytes: 0 })
    })
  }
})

describe.skipIf(!hasNewsboat)('newsboat', () => {
  for (const { path, format } of feeds.filter((feed) => feed.format !== 'json')) {
    test(`takes everything from ${path}, once, and is told 304 the third time`, async () => {
      const caches = await readWithNewsboat(`${proxy.origin}/${path}`, 3)
      const [first = []] = caches
      expect(inOrder(first)).toEqual(inOrder(entries.map((entry) => asNewsboatHasIt(meant(entry, format), format))))
      for (const cache of caches) expect(cache).toEqual(first)
      // Of its own accord it asks conditionally only from the third time on.
      expect(proxy.seen.at(-1)).toMatchObject({ path: `/${path}`, isConditional: true, status: 304, bytes: 0 })
    })
  }
})

describe('a strict reader of JSON Feed 1.1', () => {
  for (const { path } of feeds.filter((feed) => feed.format === 'json')) {
    test(`takes everything from ${path}, and is told 304 the second time`, async () => {
      const address = `${proxy.origin}/${path}`
      const first = await fetch(address)
      expect(first.headers.get('content-type')).toMatch(/^application\/feed\+json/)
      const feed = JSON.parse(await first.text())
      expect(feed).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', feed_url: address, language: 'zh-CN' })
      expect(feed.items.map(itemOfJson).map(comparable)).toEqual(entries.map((entry) => comparable(meant(entry, 'json'))))
      const validators = { 'if-none-match': first.headers.get('etag') ?? '' }
      const second = await fetch(address, { headers: validators })
      expect([second.status, await second.text()]).toEqual([304, ''])
      expect(second.headers.get('etag')).toBe(validators['if-none-match'])
    })
  }
})

/** What a reader should have of an entry: the words of the source, the dates and ids that the store made. */
function meant(entry: ShownEntry, format: string): TakenItem {
  const item = awkward.find(({ id }) => id === idOf(entry))
  if (item === undefined) throw new Error(`no item ${entry.url}`)
  const published = Date.parse(entry.date_published) / 1_000
  const link = format === 'rss' ? new URL(entry.url ?? '').href : (entry.url ?? '')
  return {
    id: entry.id,
    title: item.title ?? (format === 'atom' ? untitled : ''),
    link,
    published,
    authors: item.authors?.map(({ name }) => name) ?? [],
    content: item.content_html ?? escaped(item.summary ?? ''),
    enclosures: item.attachments?.map(({ url, mime_type: type }) => ({ url, type })) ?? [],
    tags: item.tags ?? [],
  }
}

function idOf({ url }: ShownEntry): string {
  const [, id = ''] = /one\.example\/([a-z]+)\?/.exec(url ?? '') ?? []
  return id === '' ? 'iri' : id
}

interface JsonItem {
  readonly id: string
  readonly title?: string
  readonly url: string
  readonly date_published: string
  readonly authors?: readonly { readonly name: string }[]
  readonly content_html?: string
  /** Plain. */
  readonly content_text?: string
  readonly attachments?: readonly { readonly url: string; readonly mime_type: string }[]
  readonly tags?: readonly string[]
}

function itemOfJson({ id, title = '', url, date_published, authors, attachments, tags = [], ...texts }: JsonItem): TakenItem {
  return {
    id,
    title,
    link: url,
    published: Date.parse(date_published) / 1_000,
    authors: authors?.map(({ name }) => name) ?? [],
    content: texts.content_html ?? escaped(texts.content_text ?? ''),
    enclosures: attachments?.map(({ url: address, mime_type: type }) => ({ url: address, type })) ?? [],
    tags,
  }
}

function comparable({ content, ...item }: TakenItem): object {
  return { ...item, content: htmlEvents(content) }
}

/** It keeps one enclosure, of RSS one author, and makes a title of the address where there is none. */
function asNewsboatHasIt({ authors, enclosures, ...item }: TakenItem, format: string): TakenItem {
  const title = item.title === '' ? 'Untitled' : item.title
  const author = format === 'rss' ? authors.slice(-1) : [authors.join(', ')].filter((names) => names !== '')
  return { ...item, title, authors: author, enclosures: enclosures.slice(0, 1), tags: [] }
}

function inOrder(items: readonly TakenItem[]): readonly object[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(comparable)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
