import RssParser from 'rss-parser'
import { expect, test } from 'vitest'
import type { Entry } from '../../src/model/entry.ts'
import { maxFeedBytes, publicationOf } from '../../src/render/publication.ts'
import { childrenOf, parseXml, textOf } from '../support/xml.ts'
import { formats, readBack, written } from './read-back.ts'
import { sampleCategory, sampleEntry, site } from './samples.ts'

const category = sampleCategory()
const rich = sampleEntry({
  authors: [
    { name: '张三', url: 'https://origin.example/zhang', email: null },
    { name: '李四', url: null, email: 'li@origin.example' },
  ],
  tags: [
    { name: '国际商报新闻', scheme: null },
    { name: 'R&D <b>', scheme: 'https://origin.example/labels' },
    { name: '地方', scheme: 'no iri' },
  ],
  enclosures: [
    { url: 'https://origin.example/a.mp3', type: null, bytes: 1234, title: 'R&D' },
    { url: 'https://origin.example/b', type: 'video/mp4', bytes: null, title: null },
  ],
  origin: { title: '原刊', url: 'https://origin.example/feed.xml' },
  language: 'en',
  dateModified: Date.UTC(2022, 0, 24),
})

function written3(entries: readonly Entry[]) {
  return publicationOf({ id: 'tag:news.example,2021:feed', category, entries }, site)
}

for (const format of formats) {
  test(`${format} says what the entry says`, () => {
    const feed = readBack(format, written(format, written3([rich])))
    expect(feed).toEqual({
      title: '国际商报',
      self: `https://news.example/category/guojishangbao.${format}`,
      items: [
        {
          id: rich.id,
          title: rich.title,
          link: rich.url,
          summary: rich.summary,
          content: rich.contentHtml,
          authors: ['张三', '李四'],
          tags: ['国际商报新闻', 'R&D <b>', '地方'],
          attachments: ['https://origin.example/a.mp3 audio/mpeg 1234', 'https://origin.example/b video/mp4 0'],
          updated: '2022-01-24T00:00:00Z',
          published: '2022-01-23T12:41:04Z',
        },
      ],
    })
  })

  test(`${format} of the same window is the same bytes, of an empty one too`, () => {
    expect(written(format, written3([rich]))).toBe(written(format, written3([rich])))
    const empty = written(format, written3([]))
    expect(readBack(format, empty).items).toEqual([])
    expect(empty).toBe(written(format, written3([])))
    expect(empty).not.toContain(String(new Date().getFullYear()))
  })

  test(`${format} names the publisher as author where the entry names none`, () => {
    expect(readBack(format, written(format, written3([sampleEntry()]))).items[0]?.authors).toEqual(['国际商报'])
  })

  test(`${format} of an entry without an address links to our page and keeps the id`, () => {
    const [item] = readBack(format, written(format, written3([sampleEntry({ url: null })]))).items
    expect(item?.link).toBe('https://news.example/guojishangbao/2022/01/23/NW202201232257818698.html')
    expect(item?.id).toBe(rich.id)
  })

  test(`${format} links to nothing but the web`, () => {
    const hostile = 'javascript:alert(1)'
    const entry = sampleEntry({
      url: hostile,
      authors: [{ name: 'x', url: hostile, email: null }],
      enclosures: [{ url: hostile, type: null, bytes: null, title: null }],
      origin: { title: 'o', url: hostile },
    })
    expect(written(format, written3([entry]))).not.toContain('javascript:')
  })

  test(`${format} over 1 MB drops its oldest entries`, () => {
    const entries = Array.from({ length: 5 }, (_, n) =>
      sampleEntry({ id: `tag:news.example,2022:${n}`, contentHtml: `<p>${'新'.repeat(100_000)}</p>` }),
    )
    const text = written(format, written3(entries))
    expect(Buffer.byteLength(text)).toBeLessThan(maxFeedBytes)
    expect(readBack(format, text).items.map(({ id }) => id.at(-1))).toEqual(['0', '1', '2'])
  })

  test(`${format} of 1 MB to the byte holds all its entries, and drops one for a byte more`, () => {
    const entries = (last: number) =>
      [300_000, 300_000, last].map((length, n) => sampleEntry({ id: `tag:news.example,2022:${n}`, contentHtml: 'x'.repeat(length) }))
    const rest = maxFeedBytes - Buffer.byteLength(written(format, written3(entries(1000)))) + 1000
    expect(Buffer.byteLength(written(format, written3(entries(rest))))).toBe(maxFeedBytes)
    expect(readBack(format, written(format, written3(entries(rest)))).items).toHaveLength(3)
    expect(readBack(format, written(format, written3(entries(rest + 1)))).items).toHaveLength(2)
  })

  test(`${format} as bytes is its text in UTF-8, whatever it holds`, () => {
    const feed = written3([rich, sampleEntry({ id: 'tag:x,2022:2', title: 'a\ud800 👩🏻‍💻 é', summary: null })])
    expect(Buffer.from(feed.bytes(format)).equals(Buffer.from(written(format, feed)))).toBe(true)
    expect(Buffer.from(written3([]).bytes(format)).toString()).toBe(written(format, written3([])))
  })

  test(`${format} keeps its newest entry, however large`, () => {
    const huge = sampleEntry({ contentHtml: `<p>${'新'.repeat(400_000)}</p>` })
    expect(readBack(format, written(format, written3([huge, sampleEntry({ id: 'tag:x,2022:2' })]))).items).toHaveLength(1)
  })
}

test('the feed of everything bears the site', () => {
  const rss = publicationOf({ id: 'tag:news.example,2021:feed', category: null, entries: [rich] }, site).rss2()
  expect(readBack('rss', rss)).toMatchObject({ title: '金融消息', self: 'https://news.example/feed.rss' })
  expect(rss).toContain('<link>https://news.example/</link>\n<description>按媒体分类的财经新闻</description>')
})

test('updated is the last moment at which anything in the window changed or came in', () => {
  const late = sampleEntry({ listed: Date.UTC(2022, 0, 25) })
  expect(written3([rich, late]).atom1()).toContain('<updated>2022-01-25T00:00:00Z</updated>\n<author>')
  expect(written3([rich]).rss2()).toContain('<lastBuildDate>Mon, 24 Jan 2022 00:00:00 GMT</lastBuildDate>')
  expect(written3([]).atom1()).toContain('<updated>2022-01-23T13:00:00Z</updated>\n<author>')
})

test('RSS has the summary before the content, an id that is no permalink, its source and a ttl', () => {
  const channel = childrenOf(parseXml(written3([rich]).rss2()), 'channel')[0]
  const item = channel === undefined ? undefined : childrenOf(channel, 'item')[0]
  const names = item?.children.flatMap((child) => (typeof child === 'string' ? [] : [child.name])) ?? []
  expect(names.indexOf('description')).toBeLessThan(names.indexOf('content:encoded'))
  const rss = written3([rich]).rss2()
  expect(rss).toContain('<guid isPermaLink="false">tag:')
  expect(rss).toContain('<source url="https://origin.example/feed.xml">原刊</source>')
  expect(rss).toContain('<ttl>15</ttl>')
  expect(rss).toContain('<dc:publisher>国际商报</dc:publisher>')
  expect(rss).toContain('<category domain="https://origin.example/labels">R&amp;D &lt;b&gt;</category>')
})

test('RSS describes an entry without a summary by the beginning of its content', () => {
  const rss = written3([sampleEntry({ summary: null, contentHtml: `<p>AT&amp;T &lt;b&gt;<br>${'新'.repeat(300)}</p>` })]).rss2()
  expect(readBack('rss', rss).items[0]?.summary).toBe(`AT&T <b> ${'新'.repeat(191)}…`)
})

test('Atom has text titles, a source, schemes that are IRIs, and the language where it differs', () => {
  const atom = written3([rich]).atom1()
  expect(atom).toContain('xml:lang="zh-CN"')
  expect(atom).toContain('<entry xml:lang="en">')
  expect(atom).toContain('<title type="text">黑龙江商务聚焦主线谋发展</title>')
  expect(atom).toContain('<source>\n<id>https://origin.example/feed.xml</id>\n<title type="text">原刊</title>')
  expect(atom).toContain('<category term="R&amp;D &lt;b&gt;" scheme="https://origin.example/labels"/>\n<category term="地方"/>')
  expect(atom).toContain('<link rel="alternate" type="text/html" href="https://news.example/category/guojishangbao.html"/>')
  expect(atom).toContain('<author>\n<name>金融消息</name>')
})

test('Atom, which must have a title, takes the beginning of the text for an entry without one', () => {
  const untitled = sampleEntry({ title: '', summary: null, contentHtml: '<p>只有<i>正文</i></p>' })
  expect(readBack('atom', written3([untitled]).atom1()).items[0]?.title).toBe('只有正文')
  expect(written3([untitled]).rss2()).not.toContain('<title></title>')
  expect(written3([untitled]).json1()).not.toContain('"title":""')
})

const icons: readonly { readonly name: string; readonly icon: string; readonly own: string | null; readonly want: string }[] = [
  { name: 'the site’s', icon: 'assets/icon.svg', own: null, want: 'https://news.example/assets/icon.svg' },
  {
    name: 'the site’s, where the category has but a sign',
    icon: 'assets/icon.png',
    own: '📰',
    want: 'https://news.example/assets/icon.png',
  },
  { name: 'the category’s', icon: 'assets/icon.svg', own: 'https://x.example/own.gif?a=1&b=2', want: 'https://x.example/own.gif?a=1&b=2' },
]
for (const { name, icon, own, want } of icons)
  test(`feeds bear an icon: ${name}`, () => {
    const window = { id: 'tag:news.example,2021:feed', category: sampleCategory({ icon: own }), entries: [] }
    const feed = publicationOf(window, { ...site, icon })
    const [atom, channel] = [parseXml(feed.atom1()), childrenOf(parseXml(feed.rss2()), 'channel')[0]]
    const image = want.includes('.svg') ? '' : want
    expect(textOf(childrenOf(atom, 'icon')[0])).toBe(want)
    expect(textOf(childrenOf(atom, 'logo')[0])).toBe(image)
    expect(textOf(channel && childrenOf(channel, 'image').flatMap((one) => childrenOf(one, 'url'))[0])).toBe(image)
    expect(JSON.parse(feed.json1())).toMatchObject({ favicon: want, ...(image !== '' && { icon: image }) })
  })

test('JSON Feed is version 1.1 and gives text where there is no HTML', () => {
  const feed = JSON.parse(written3([sampleEntry({ contentHtml: null }), sampleEntry({ contentHtml: null, summary: null })]).json1())
  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    language: 'zh-CN',
    home_page_url: 'https://news.example/category/guojishangbao.html',
  })
  expect(feed.items[0]).toMatchObject({ content_text: '1月13日，黑龙江省商务工作会议召开。' })
  expect(feed.items[1]).toMatchObject({ content_text: '黑龙江商务聚焦主线谋发展' })
  expect(feed.items[1]).not.toHaveProperty('content_html')
  expect(feed).toMatchObject({ authors: [{ name: '金融消息', url: 'https://news.example/' }] })
  expect(JSON.parse(written3([rich]).json1()).items[0].authors).toEqual([
    { name: '张三', url: 'https://origin.example/zhang' },
    { name: '李四', url: 'mailto:li@origin.example' },
  ])
})

for (const format of ['rss', 'atom'] as const) {
  test(`${format} is read by rss-parser`, async () => {
    const feed = await new RssParser().parseString(written(format, written3([rich])))
    expect(feed.title).toBe('国际商报')
    expect(feed.items[0]).toMatchObject({ title: rich.title, link: rich.url, isoDate: '2022-01-23T12:41:04.000Z' })
    expect(textOf(parseXml(`<a>${feed.items[0]?.contentSnippet ?? ''}</a>`))).toContain('黑龙江省')
  })
}
