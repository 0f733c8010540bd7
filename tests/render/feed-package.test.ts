// What the `feed` package writes wrong, cannot say, or gets wrong when it is extended: its own output and ours side by side.
import { Feed, type FeedOptions, type Item } from 'feed'
import { afterEach, expect, test, vi } from 'vitest'
import type { PublicationItem } from '../../src/render/feed-item.ts'
import type { PublicationOptions } from '../../src/render/from-feed.ts'
import { Publication } from '../../src/render/publication.ts'
import { parseXml } from '../support/xml.ts'
import { type Format, formats, readBack, type Writers, written } from './read-back.ts'
import { checkAtom } from './strict-atom.ts'
import { checkJsonFeed } from './strict-json-feed.ts'
import { checkRss } from './strict-rss.ts'

const options: FeedOptions = {
  id: 'http://example.com/',
  title: 'News',
  description: 'All of it',
  link: 'http://example.com/',
  updated: new Date(Date.UTC(2026, 0, 1)),
  feedLinks: { rss: 'http://example.com/rss', atom: 'http://example.com/atom', json: 'http://example.com/json' },
  author: { name: 'Example' },
}
const item: Item = { title: 'A title', id: 'http://example.com/1', link: 'http://example.com/1', date: new Date(Date.UTC(2026, 0, 1)) }

interface Given {
  readonly options?: Partial<PublicationOptions>
  readonly item?: Partial<PublicationItem>
  readonly extend?: (feed: Feed) => void
}

/** The package's feed and ours, of the same options and items. */
function both({ options: more = {}, item: change = {}, extend = () => {} }: Given): { readonly theirs: Feed; readonly ours: Publication } {
  const sides = { theirs: new Feed({ ...options, ...more }), ours: new Publication({ ...options, ...more }) }
  for (const feed of [sides.theirs, sides.ours]) {
    feed.addItem({ ...item, ...change })
    extend(feed)
  }
  return sides
}

/** All three, strictly read. */
function allRight(feed: Writers): void {
  checkRss(feed.rss2())
  checkAtom(feed.atom1())
  checkJsonFeed(feed.json1())
}

afterEach(() => vi.useRealTimers())

test('1: the end of a CDATA section, twice', () => {
  for (const change of [{ title: 'a ]]> b ]]> c' }, { content: 'a ]]> b ]]> c' }]) {
    const { theirs, ours } = both({ item: change })
    expect(() => parseXml(theirs.rss2())).toThrow()
    expect(() => parseXml(theirs.atom1())).toThrow()
    allRight(ours)
    expect(readBack('atom', ours.atom1()).items[0]).toMatchObject(change)
  }
})

test('2: characters that XML cannot carry, and halves of characters', () => {
  for (const text of ['a\u0000b', 'a\u001fb', 'a\ufffeb', 'a\uffffb']) {
    const { theirs, ours } = both({ item: { title: text } })
    expect(() => parseXml(theirs.rss2())).toThrow('not a character of XML')
    expect(() => parseXml(theirs.atom1())).toThrow('not a character of XML')
    for (const format of formats) expect(readBack(format, written(format, ours)).items[0]?.title).toBe('ab')
  }
  const { theirs, ours } = both({ item: { title: 'a\ud800b' } })
  expect(theirs.json1()).toContain('a\\ud800b')
  expect(ours.json1()).toContain('"title":"ab"')
  expect(theirs.rss2().isWellFormed()).toBe(false)
  expect(ours.rss2().isWellFormed()).toBe(true)
})

test('3: marks in attributes', () => {
  const label = both({ item: { category: [{ name: 'n', term: 'R&D <b>' }] } })
  expect(() => parseXml(label.theirs.atom1())).toThrow()
  expect(label.ours.atom1()).toContain('<category term="R&amp;D &lt;b&gt;" label="n"/>')
  const attached = both({ item: { enclosure: { url: 'http://example.com/a.mp3', title: 'R&D' } } })
  for (const xml of [attached.theirs.rss2(), attached.theirs.atom1()]) expect(() => parseXml(xml)).toThrow()
  expect(attached.ours.atom1()).toContain('title="R&amp;D"')
  allRight(attached.ours)
})

test('4: titles in Atom are text, so that nothing of them is lost', () => {
  const { theirs, ours } = both({ item: { title: 'if a < b then c > d, AT&T' } })
  // By RFC 4287 §3.1.1.2 this is HTML, and says `if a  d, AT&T` or less.
  expect(theirs.atom1()).toContain('<title type="html"><![CDATA[if a < b then c > d, AT&T]]></title>')
  expect(ours.atom1()).toContain('<title type="text">if a &lt; b then c &gt; d, AT&amp;T</title>')
})

test('5: ids stay as they are, and the same in all formats', () => {
  const opaque = both({ item: { id: 'opaque id' } })
  expect(() => opaque.theirs.atom1()).toThrow('Invalid URL')
  expect(idsOf(opaque.ours)).toEqual(Array(3).fill('opaque id'))
  const odd = both({ item: { id: 'HTTPS://X/a/../B' } })
  expect(idsOf(odd.theirs)).toEqual(['HTTPS://X/a/../B', 'https://x/B', 'HTTPS://X/a/../B'])
  expect(idsOf(odd.ours)).toEqual(Array(3).fill('HTTPS://X/a/../B'))
})

test('6: types of what is attached, in Atom', () => {
  const sound = both({ item: { enclosure: { url: 'http://example.com/a.mp3', type: 'audio/x-mine', length: 5 } } })
  expect(sound.theirs.atom1()).toContain('type="image/mp3"')
  expect(sound.ours.atom1()).toContain('<link rel="enclosure" href="http://example.com/a.mp3" type="audio/x-mine" length="5"/>')
  const nameless = both({ item: { enclosure: { url: 'http://example.com/dl?id=1' } } })
  expect(nameless.theirs.atom1()).toContain('type="image//dl"')
  expect(nameless.ours.atom1()).toContain('type="application/octet-stream"')
})

test('7: all that is attached, in every format', () => {
  const [first, second] = ['http://example.com/a.mp3', 'http://example.com/b.mp4']
  const { theirs, ours } = both({ item: { enclosure: { url: first }, video: second } })
  expect(theirs.rss2().match(/<enclosure /g)).toHaveLength(1)
  expect(theirs.rss2()).not.toContain(first)
  expect(theirs.json1()).not.toContain('attachments')
  const attachments = [`${first} audio/mpeg 0`, `${second} video/mp4 0`]
  for (const format of formats) expect(readBack(format, written(format, ours)).items[0]?.attachments).toEqual(attachments)
})

test('8: dates that are missing, or none', () => {
  const missing = both({ extend: (feed) => Object.assign(feed.items[0] ?? {}, { date: undefined }) })
  expect(() => missing.theirs.atom1()).toThrow()
  allRight(missing.ours)
  const none = both({ item: { date: new Date(Number.NaN), published: new Date(Number.NaN) } })
  expect(() => none.theirs.atom1()).toThrow('Invalid time value')
  expect(() => none.theirs.json1()).toThrow('Invalid time value')
  expect(none.theirs.rss2()).toContain('Invalid Date')
  allRight(none.ours)
})

test('9: authors in RSS need no e-mail and may be several', () => {
  const { theirs, ours } = both({ item: { author: [{ name: 'Jane' }, { name: 'Joe' }] } })
  // RSS 2.0: `author` is an e-mail address, and there is one.
  expect(theirs.rss2().match(/<author>.*?<\/author>/g)).toEqual(['<author>Jane</author>', '<author>Joe</author>'])
  expect(() => checkRss(theirs.rss2())).toThrow('<author> in <item>')
  expect(ours.rss2().match(/<dc:creator>.*?<\/dc:creator>/g)).toEqual(
    ['Example', 'Jane', 'Joe'].map((name) => `<dc:creator>${name}</dc:creator>`),
  )
  checkRss(ours.rss2())
})

test('10: JSON Feed is version 1.1 and says what it can', () => {
  const { theirs, ours } = both({
    options: {
      language: 'zh-CN',
      hub: 'https://hub.example/',
      favicon: 'http://example.com/f.ico',
      archive: { previous: { json: 'http://example.com/2' } },
    },
    item: {
      author: [{ name: 'Jane' }, { name: 'Joe' }],
      description: '<b>AT&amp;T</b>',
      content: 'x',
      enclosure: { url: 'http://example.com/a.mp3' },
    },
  })
  const [old, now] = [theirs, ours].map((feed) => JSON.parse(feed.json1()))
  expect(old).toMatchObject({ version: 'https://jsonfeed.org/version/1', author: { name: 'Example' } })
  expect(old.items[0]).toMatchObject({ author: { name: 'Jane' }, summary: '<b>AT&amp;T</b>' })
  for (const key of ['language', 'hubs', 'next_url', 'favicon', 'authors']) expect(old).not.toHaveProperty(key)
  expect(now).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    language: 'zh-CN',
    hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
    favicon: 'http://example.com/f.ico',
    next_url: 'http://example.com/2',
    authors: [{ name: 'Example' }],
  })
  expect(now.items[0]).toMatchObject({
    authors: [{ name: 'Jane' }, { name: 'Joe' }],
    summary: 'AT&T',
    attachments: [{ mime_type: 'audio/mpeg' }],
  })
  expect(() => checkJsonFeed(theirs.json1())).toThrow()
  checkJsonFeed(ours.json1())
})

test('11: the same items are the same bytes, whenever they are written', () => {
  const at = (year: number, Made: typeof Feed): readonly string[] => {
    vi.useFakeTimers({ now: Date.UTC(year, 0) })
    const { updated: _, ...undated } = options
    const feed = new Made(undated)
    feed.addItem(item)
    return formats.map((format) => written(format, feed))
  }
  expect(at(2031, Feed)).not.toEqual(at(2032, Feed))
  expect(at(2031, Publication)).toEqual(at(2032, Publication))
})

test('12: a type that is undefined is one that is not known', () => {
  const enclosure = { url: 'http://example.com/a.mp3', length: 5, title: 'x' }
  const { theirs, ours } = both({ extend: (feed) => Object.assign(feed.items[0] ?? {}, { enclosure: { ...enclosure, type: undefined } }) })
  expect(/<enclosure [^>]*>/.exec(theirs.rss2())?.[0]).not.toContain('type=')
  expect(ours.rss2()).toContain('<enclosure url="http://example.com/a.mp3" length="5" type="audio/mpeg"/>')
})

test('13: a scheme of labels that is no address', () => {
  const { theirs, ours } = both({ item: { category: [{ name: 'a', scheme: 'our labels' }] } })
  expect(() => theirs.atom1()).toThrow('Invalid URL')
  expect(ours.atom1()).toContain('<category term="a"/>')
  expect(ours.rss2()).toContain('<category domain="our labels">a</category>')
})

const unsayable: readonly { readonly name: string; readonly given: Given; readonly says: Readonly<Partial<Record<Format, string>>> }[] = [
  { name: 'the language, in Atom', given: { options: { language: 'zh-CN' } }, says: { atom: 'xml:lang="zh-CN"' } },
  {
    name: 'more than one hub',
    given: { options: { hub: 'https://hub.example/', hubs: ['https://other.example/'] } },
    says: { rss: 'https://other.example/', atom: 'https://other.example/', json: 'https://other.example/' },
  },
  {
    name: 'archives (RFC 5005)',
    given: { options: { archive: { isArchive: true, current: 'http://example.com/atom', next: { atom: 'http://example.com/3' } } } },
    says: { atom: 'rel="next-archive"', rss: 'rel="next-archive"', json: '_archive' },
  },
  {
    name: 'an archive’s mark',
    given: { options: { archive: { isArchive: true } } },
    says: { atom: '<fh:archive/>', rss: '<fh:archive/>' },
  },
  {
    name: 'where an item was taken from',
    given: { item: { origin: { title: 'R&D', url: 'http://origin.example/feed' } } },
    says: { atom: '<source>', rss: '<source url="http://origin.example/feed">R&amp;D</source>', json: '_source' },
  },
  {
    name: 'when an item changed, in RSS',
    given: { item: { published: new Date(Date.UTC(2025, 0, 1)) } },
    says: { rss: '<atom:updated>2026-01-01T00:00:00Z</atom:updated>' },
  },
  {
    name: 'a summary that is text',
    given: { item: { summary: 'AT&T <b>' } },
    says: { atom: '<summary type="text">AT&amp;T &lt;b&gt;</summary>' },
  },
  {
    name: 'what was withdrawn (RFC 6721)',
    given: { options: { deleted: [{ id: 'tag:x,2026:1', at: new Date(0) }] } },
    says: { atom: '<at:deleted-entry ref="tag:x,2026:1"', json: '_deleted' },
  },
]
for (const { name, given, says } of unsayable)
  test(`cannot be said with the package: ${name}`, () => {
    const { theirs, ours } = both(given)
    for (const format of formats) {
      const text = says[format]
      if (text === undefined) continue
      expect(written(format, theirs)).not.toContain(text)
      expect(written(format, ours)).toContain(text)
    }
    allRight(ours)
  })

test('extended: a link of one’s own does not replace that of the feed', () => {
  const extend = (feed: Feed) =>
    feed.addExtension({ name: 'atom:link', objects: { _attributes: { rel: 'next', href: 'http://example.com/?a=1&b=2' } } })
  const { theirs, ours } = both({ extend })
  expect(theirs.rss2()).not.toContain('rel="self"')
  // Nor are marks in attributes the caller's to escape.
  expect(() => parseXml(theirs.rss2())).toThrow()
  expect(ours.rss2()).toContain('rel="self"')
  expect(ours.rss2()).toContain('<atom:link rel="next" href="http://example.com/?a=1&amp;b=2"></atom:link>')
  checkRss(ours.rss2())
})

test('extended: elements of the channel stand before its items', () => {
  const extend = (feed: Feed) => feed.addExtension({ name: 'skipHours', objects: { hour: [{ _text: 0 }, { _text: 1 }] } })
  const { theirs, ours } = both({ extend })
  const place = (rss: string) => rss.indexOf('<skipHours>') - rss.indexOf('<item>')
  expect(place(theirs.rss2())).toBeGreaterThan(0)
  expect(place(ours.rss2())).toBeLessThan(0)
  expect(ours.rss2()).toContain('<skipHours><hour>0</hour><hour>1</hour></skipHours>')
})

test('extended: Atom has the elements too, JSON Feed has them not', () => {
  const extend = (feed: Feed) => feed.addExtension({ name: 'dc:rights', objects: { _text: 'R&D' } })
  const { theirs, ours } = both({ extend })
  expect(theirs.atom1()).not.toContain('dc:rights')
  expect(ours.atom1()).toContain('<dc:rights>R&amp;D</dc:rights>')
  expect(theirs.json1()).toContain('dc:rights')
  checkJsonFeed(ours.json1())
})

function idsOf(feed: Writers): readonly (string | undefined)[] {
  return formats.map((format) => readBack(format, written(format, feed)).items[0]?.id)
}
