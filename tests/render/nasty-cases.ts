// One plain item, and what can be wrong with it: each case changes one thing. `want` says what is to be read back where that is not what was given.
import type { PublicationItem } from '../../src/render/feed-item.ts'
import type { PublicationOptions } from '../../src/render/from-feed.ts'
import type { Format, ReadItem } from './read-back.ts'

export interface NastyCase {
  readonly name: string
  readonly item?: Partial<PublicationItem>
  readonly feed?: Partial<PublicationOptions>
  readonly want?: Partial<ReadItem>
  /** Where a format can say less, or must say more. */
  readonly wantIn?: Readonly<Partial<Record<Format, Partial<ReadItem>>>>
}

export const plainFeed: PublicationOptions = {
  id: 'tag:news.example,2021:feed',
  title: 'News',
  description: 'All of it',
  link: 'https://news.example/',
  language: 'en',
  updated: new Date(Date.UTC(2026, 0, 3)),
  feedLinks: { rss: 'https://news.example/feed.rss', atom: 'https://news.example/feed.atom', json: 'https://news.example/feed.json' },
}

export const plainItem = {
  id: 'tag:news.example,2026:1',
  title: 'A title',
  link: 'https://origin.example/1',
  date: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
  published: new Date(Date.UTC(2026, 0, 1)),
  summary: 'In short.',
  content: '<p>At length.</p>',
  author: [{ name: 'Jane Doe' }],
  category: [{ name: 'News' }],
  enclosures: [{ url: 'https://cdn.example/a.mp3', type: 'audio/mpeg', length: 5 }],
} satisfies PublicationItem

interface NastyText {
  readonly name: string
  readonly text: string
  /** Without what no XML document may hold. */
  readonly want?: string
  /** Between tags, where a reader sees other line ends. */
  readonly inXml?: string
}

export const nastyTexts: readonly NastyText[] = [
  { name: 'the end of a CDATA section, twice', text: 'a ]]> b ]]> c ]]]]>' },
  { name: 'markup as text', text: 'AT&T <b> if a < b then c > d' },
  { name: 'entities as text', text: '&amp; &lt;script&gt; &nbsp; &#0; &bogus;' },
  { name: 'quotes', text: `"double" 'single' \`back\`` },
  { name: 'control characters', text: 'a\u0000b\u0008c\u000bd\u001fe\u007ff\u0085g\u009fh', want: 'abcdef\u0085gh' },
  { name: 'a form feed alone', text: 'a\fb', want: 'ab' },
  { name: 'tab and line end', text: 'a\tb\nc' },
  { name: 'line ends of other systems', text: 'a\r\nb\rc', inXml: 'a\nb\nc' },
  { name: 'U+FFFE and U+FFFF', text: 'a\ufffeb\uffffc', want: 'abc' },
  { name: 'lone surrogates', text: 'a\ud800b\udc00c\ude00\ud83d', want: 'abc' },
  { name: 'a byte order mark within', text: 'a\ufeffb' },
  { name: 'emoji of several characters', text: '👩🏻‍💻 🇨🇳 \u{1f9d1}\ufe0f' },
  { name: 'Chinese beyond the first plane', text: '𠮷野家：《报告》——“引号”' },
  { name: 'right to left, with marks', text: 'أخبار \u200fעברית\u200e \u202eabc\u202c' },
  { name: 'letters put together from parts', text: 'e\u0301 A\u030a ﬁ' },
  { name: 'separators of lines and paragraphs', text: 'a\u2028b\u2029c' },
  { name: 'spaces at the ends, and of all kinds', text: '  a\u00a0b\u3000c\u200bd  ' },
  { name: 'braces of templates', text: '{{ site.x }} {% raw %} #{x} <?php ?> <!-- -->' },
  { name: 'a declaration', text: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' },
  { name: 'backslashes', text: 'C:\\new\\u0041 \\" \\\\' },
  { name: 'many words', text: '很长的一段话 and more '.repeat(500).trim() },
]

interface Place {
  readonly name: string
  readonly item: (text: string) => Partial<PublicationItem>
  readonly want: (text: string) => Partial<ReadItem>
}

const places: readonly Place[] = [
  { name: 'title', item: (title) => ({ title }), want: (title) => ({ title }) },
  { name: 'summary', item: (summary) => ({ summary }), want: (summary) => ({ summary }) },
  { name: 'content', item: (text) => ({ content: `<p>${text}</p>` }), want: (text) => ({ content: `<p>${text}</p>` }) },
  { name: 'author', item: (name) => ({ author: [{ name }] }), want: (name) => ({ authors: [name] }) },
  { name: 'label', item: (name) => ({ category: [{ name }] }), want: (name) => ({ tags: [name] }) },
  { name: 'id', item: (id) => ({ id }), want: (id) => ({ id }) },
]

const textCases: readonly NastyCase[] = places.flatMap(({ name: place, item, want }) =>
  nastyTexts.map(({ name, text, want: legal = text, inXml = legal }) => ({
    name: `${place}: ${name}`,
    item: item(text),
    want: want(legal),
    // Where Atom has an attribute, line ends are written by reference and stay.
    wantIn: { rss: want(inXml), atom: want(place === 'label' ? legal : inXml) },
  })),
)

const attached = (enclosure: object, ...attachments: readonly string[]) => ({
  item: { enclosures: [{ url: 'https://cdn.example/a.mp3', ...enclosure }] },
  want: { attachments },
})
const mp3 = 'https://cdn.example/a.mp3 audio/mpeg'
const day = new Date(Date.UTC(2026, 0, 1))
const feedUpdated = '2026-01-03T00:00:00Z'

const dateCases: readonly NastyCase[] = [
  {
    name: 'no date of publication',
    item: { published: new Date(Number.NaN) },
    want: { published: '2026-01-02T03:04:05Z' },
    wantIn: { atom: { published: '' } },
  },
  {
    name: 'no date at all',
    item: { published: new Date(Number.NaN), date: new Date(Number.NaN) },
    want: { published: '', updated: '' },
    wantIn: { atom: { published: '', updated: feedUpdated } },
  },
  {
    name: 'a date that is none',
    item: { date: new Date('next Tuesday') },
    want: { updated: '2026-01-01T00:00:00Z' },
  },
  { name: 'a change before the publication', item: { date: new Date(0) }, want: { updated: '1970-01-01T00:00:00Z' } },
  { name: 'a date before 1970', item: { published: new Date(Date.UTC(1905, 5, 9)) }, want: { published: '1905-06-09T00:00:00Z' } },
  {
    name: 'the last moment of four digits',
    item: { published: new Date(Date.UTC(9999, 11, 31, 23, 59, 59)) },
    want: { published: '9999-12-31T23:59:59Z' },
  },
  {
    name: 'a year of five digits',
    item: { published: new Date(Date.UTC(12_026, 0, 1)) },
    want: { published: '2026-01-02T03:04:05Z' },
    wantIn: { atom: { published: '' } },
  },
  {
    name: 'a year of three digits',
    item: { published: new Date(Date.UTC(999, 11, 31)) },
    want: { published: '2026-01-02T03:04:05Z' },
    wantIn: { atom: { published: '' } },
  },
  {
    name: 'milliseconds',
    item: { date: new Date(Date.UTC(2026, 0, 2, 0, 0, 0, 7)) },
    want: { updated: '2026-01-02T00:00:00.007Z' },
  },
  {
    name: 'published and changed at once',
    item: { date: day, published: day },
    want: { updated: '2026-01-01T00:00:00Z', published: '2026-01-01T00:00:00Z' },
  },
  {
    name: 'a leap day',
    item: { published: new Date(Date.UTC(2024, 1, 29, 23, 59, 59)) },
    want: { published: '2024-02-29T23:59:59Z' },
  },
]

const idCases: readonly NastyCase[] = [
  'opaque',
  'HTTPS://X/a/../B',
  'urn:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6',
  'tag:新闻.example,2022:新闻',
  'https://news.example/%7Ea?b=%2F&c',
  '42',
  'a b',
].map((id) => ({ name: `id: ${id}`, item: { id } }))

const linkCases: readonly NastyCase[] = [
  { name: 'an IRI', url: 'https://新闻.example/路径/a b?q=投行&x=1#顶' },
  { name: 'ampersands', url: 'https://origin.example/?a=1&b=2&amp;c=3' },
  {
    name: 'quotes and brackets',
    url: 'https://origin.example/"a"\'b\'<c>[d]{e}|f\\g',
    want: "https://origin.example/%22a%22'b'%3Cc%3E[d]%7Be%7D%7Cf/g",
  },
  { name: 'percent signs', url: 'https://origin.example/100%/a%20b%zz', want: 'https://origin.example/100%25/a%20b%25zz' },
  { name: 'percent signs beside letters', url: 'https://origin.example/100%/新', want: 'https://origin.example/100%25/%E6%96%B0' },
  { name: 'emoji', url: 'https://origin.example/👩🏻‍💻' },
  { name: 'right to left', url: 'https://origin.example/أخبار?ש=א' },
  { name: 'white space around', url: '  https://origin.example/1\n' },
  { name: 'a port and an address in numbers', url: 'http://192.0.2.1:8080/a' },
  { name: 'a lone surrogate', url: 'https://origin.example/a\ud800b' },
].map(({ name, url, want = new URL(url).href }) => ({ name: `link: ${name}`, item: { link: url }, want: { link: want } }))

const enclosureCases: readonly NastyCase[] = [
  { name: 'no length', ...attached({ type: 'audio/mpeg' }, `${mp3} 0`) },
  { name: 'a length of 0', ...attached({ length: 0 }, `${mp3} 0`) },
  { name: 'a negative length', ...attached({ length: -1 }, `${mp3} 0`) },
  { name: 'half a byte', ...attached({ length: 1.5 }, `${mp3} 0`) },
  { name: 'a length that is none', ...attached({ length: Number.NaN }, `${mp3} 0`) },
  { name: 'a length of terabytes', ...attached({ length: 2 ** 43 }, `${mp3} ${2 ** 43}`) },
  { name: 'no type', ...attached({ length: 1 }, `${mp3} 1`) },
  { name: 'a type that is undefined', ...attached({ type: undefined, length: undefined, title: undefined }, `${mp3} 0`) },
  { name: 'a type that is none', ...attached({ type: 'mp3' }, `${mp3} 0`) },
  { name: 'markup for a type', ...attached({ type: '"><script>' }, `${mp3} 0`) },
  { name: 'capitals in a type', ...attached({ type: 'Audio/MPEG' }, `${mp3} 0`) },
  {
    name: 'an ending that says nothing',
    ...attached({ url: 'https://cdn.example/dl?id=1' }, 'https://cdn.example/dl?id=1 application/octet-stream 0'),
  },
  {
    name: 'an address with ampersands',
    ...attached({ url: 'https://cdn.example/a.pdf?b=1&c="2"' }, 'https://cdn.example/a.pdf?b=1&c=%222%22 application/pdf 0'),
  },
  { name: 'an IRI', ...attached({ url: 'https://cdn.example/音.mp3' }, 'https://cdn.example/%E9%9F%B3.mp3 audio/mpeg 0') },
  { name: 'no address', ...attached({ url: '' }) },
  { name: 'markup in its title', ...attached({ title: 'R&D <b> "x"' }, `${mp3} 0`) },
  {
    name: 'several',
    item: { enclosures: ['a.mp3', 'b.mp4', 'c.pdf'].map((name) => ({ url: `https://cdn.example/${name}` })) },
    want: { attachments: [`${mp3} 0`, 'https://cdn.example/b.mp4 video/mp4 0', 'https://cdn.example/c.pdf application/pdf 0'] },
  },
  {
    name: 'the same twice',
    item: { enclosures: [{ url: 'https://cdn.example/a.mp3', length: 5 }], audio: 'https://cdn.example/a.mp3' },
    want: { attachments: [`${mp3} 0`] },
  },
  { name: 'none', item: { enclosures: [] }, want: { attachments: [] } },
].map((one) => ({ ...one, name: `enclosure: ${one.name}` }))

const peopleCases: readonly NastyCase[] = [
  { name: 'nobody', item: { author: [] }, want: { authors: [] } },
  {
    name: 'several',
    item: { author: [{ name: '张三' }, { name: 'Zoë O’Neill' }, { name: 'R&D <b>' }] },
    want: { authors: ['张三', 'Zoë O’Neill', 'R&D <b>'] },
  },
  {
    name: 'a name, an e-mail and a link',
    item: { author: [{ name: 'Jane', email: 'jane@origin.example', link: 'https://origin.example/作者' }] },
    want: { authors: ['Jane'] },
  },
  { name: 'but an e-mail', item: { author: [{ email: 'jane@origin.example' }] }, want: { authors: ['jane@origin.example'] } },
  { name: 'but a link', item: { author: [{ link: 'https://origin.example/jane' }] }, want: { authors: ['https://origin.example/jane'] } },
  { name: 'an e-mail that is none', item: { author: [{ name: 'Jane', email: 'jane at origin' }] }, want: { authors: ['Jane'] } },
  { name: 'empty names', item: { author: [{ name: '' }, { name: 'Jane' }, {}] }, want: { authors: ['Jane'] } },
  { name: 'contributors', item: { contributor: [{ name: 'Ed' }, { name: '' }] } },
].map((one) => ({ ...one, name: `author: ${one.name}` }))

const labelCases: readonly NastyCase[] = [
  { name: 'none', item: { category: [] }, want: { tags: [] } },
  { name: 'several', item: { category: ['a', 'b', '新闻'].map((name) => ({ name })) }, want: { tags: ['a', 'b', '新闻'] } },
  { name: 'a scheme', item: { category: [{ name: 'a', scheme: 'https://origin.example/labels?a=1&b' }] }, want: { tags: ['a'] } },
  { name: 'a scheme that is no address', item: { category: [{ name: 'a', scheme: 'R&D "labels" <b>' }] }, want: { tags: ['a'] } },
  { name: 'a domain', item: { category: [{ name: 'MSFT', domain: 'http://www.fool.com/cusips' }] }, want: { tags: ['MSFT'] } },
  {
    name: 'a term beside the name',
    item: { category: [{ name: 'Research & Development', term: 'r&d' }] },
    want: { tags: ['Research & Development'] },
  },
  { name: 'a term alone', item: { category: [{ term: 'r&d' }] }, want: { tags: ['r&d'] } },
  { name: 'empty ones', item: { category: [{ name: '' }, { name: 'a' }, {}] }, want: { tags: ['a'] } },
].map((one) => ({ ...one, name: `label: ${one.name}` }))

const missingCases: readonly NastyCase[] = [
  { name: 'no title', item: { title: '' }, want: { title: '' }, wantIn: { atom: { title: 'In short.' } } },
  { name: 'no summary', item: { summary: '' }, want: { summary: '' }, wantIn: { rss: { summary: 'At length.' } } },
  { name: 'no content', item: { content: '' }, want: { content: '' } },
  { name: 'no link', item: { link: '' }, want: { link: '' } },
  { name: 'neither content nor summary', item: { content: '', summary: '' }, want: { content: '', summary: '' } },
  {
    name: 'neither link nor content',
    item: { link: '', content: '' },
    want: { link: '', content: '' },
    wantIn: { atom: { link: '', content: 'In short.' } },
  },
  { name: 'no id', item: { id: '' }, want: { id: plainItem.link } },
  { name: 'neither id nor link', item: { id: '', link: '', guid: 'g 1' }, want: { id: 'g 1', link: '' } },
  { name: 'nothing in the content that shows', item: { content: '<p></p>' }, want: { content: '<p></p>' } },
]

const feedCases: readonly NastyCase[] = [
  ...nastyTexts.slice(0, 12).map(({ name, text }) => ({ name: `feed’s title: ${name}`, feed: { title: text } })),
  { name: 'no description', feed: { description: '' } },
  { name: 'no link', feed: { link: '' } },
  { name: 'no language', feed: { language: '' } },
  { name: 'a language with an underscore', feed: { language: 'zh_CN' } },
  { name: 'a language that is none', feed: { language: 'Klingon!' } },
  { name: 'no id', feed: { id: '' } },
  { name: 'no date', feed: { updated: new Date(Number.NaN) } },
  {
    name: 'IRIs for its addresses',
    feed: { link: 'https://新闻.example/', image: 'https://新闻.example/a b.png', favicon: 'https://新闻.example/f.ico' },
  },
  { name: 'an author with markup', feed: { author: { name: 'R&D <b>', link: 'https://news.example/?a&b', email: 'x' } } },
  { name: 'several hubs', feed: { hub: 'https://hub.example/?a=1&b=2', hubs: ['https://other.example/'] } },
  { name: 'rights with markup', feed: { copyright: '© 2026 R&D <b>' } },
].map((one) => ({ ...one, name: `feed: ${one.name}` }))

export const nastyCases: readonly NastyCase[] = [
  ...textCases,
  ...dateCases,
  ...idCases,
  ...linkCases,
  ...enclosureCases,
  ...peopleCases,
  ...labelCases,
  ...missingCases,
  ...feedCases,
]
