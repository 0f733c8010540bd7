import { describe, expect, test } from 'vitest'
import { type FeedFileOptions, readFeedFile } from '../../src/read/feed-file.ts'
import type { ShownFeed } from '../../src/read/shown-feed.ts'

const options: FeedFileOptions = { url: 'https://n.example/feed/', contentType: null, texts: 'clean', now: Date.UTC(2026, 0, 15) }

async function read(text: string | Uint8Array, changes: Partial<FeedFileOptions> = {}): Promise<ShownFeed> {
  const shown = await readFeedFile(typeof text === 'string' ? new TextEncoder().encode(text) : text, { ...options, ...changes })
  if ('error' in shown) throw new Error(shown.error.message)
  return shown
}

function rss(channel: string, item: string): string {
  return `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>${channel}<item>${item}</item></channel></rss>`
}

const body = '<description>&lt;p onclick="x()"&gt;&lt;img src="/a.png" data-x="1"&gt;&lt;/p&gt;</description>'

test('texts are clean', async () => {
  const { items } = await read(rss('', body))
  expect(items[0]?.content_html).toBe('<p><img src="https://n.example/a.png"></p>')
})

test('raw texts are as they were, but for their addresses', async () => {
  const { items } = await read(rss('', body), { texts: 'raw' })
  expect(items[0]?.content_html).toBe('<p onclick="x()"><img src="https://n.example/a.png" data-x="1"></p>')
})

test('raw texts are relative to xml:base, else to the document', async () => {
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://elsewhere.example/1"/><content type="html">&lt;a href="b"></content></entry>
    <entry><content type="html" xml:base="https://base.example/x/">&lt;a href="b"></content><summary type="html">&lt;a href="c"></summary></entry></feed>`
  const { items } = await read(atom, { texts: 'raw' })
  expect(items.map((item) => item.content_html)).toEqual(['<a href="https://n.example/feed/b">', '<a href="https://base.example/x/b">'])
})

describe('without an address', () => {
  const item = `<link>/1</link><guid>g</guid><enclosure url="/a.mp3"/>${body}`
  const self = '<atom:link rel="self" href="https://self.example/dir/feed.xml"/>'
  const rows = [
    {
      name: 'links are relative to the one the feed gives itself',
      channel: `<link>https://home.example/</link>${self}`,
      want: 'https://self.example',
    },
    { name: 'else to that of its site', channel: '<link>https://home.example/</link>', want: 'https://home.example' },
    { name: 'a relative home page does not count', channel: `<link>/home</link>${self}`, want: 'https://self.example' },
  ]
  for (const { name, channel, want } of rows) {
    test(name, async () => {
      const { items } = await read(rss(channel, item), { url: null })
      expect(items[0]).toMatchObject({
        url: `${want}/1`,
        attachments: [{ url: `${want}/a.mp3` }],
        content_html: `<p><img src="${want}/a.png"></p>`,
      })
    })
  }

  test('and where the feed gives none, what is relative is left out, or stays as it is in raw texts', async () => {
    const document = rss('<link>/home</link>', `${item}<author>A</author>`)
    const clean = await read(document, { url: null })
    expect(clean).toMatchObject({
      home_page_url: undefined,
      items: [{ id: 'g', url: undefined, attachments: undefined, content_html: undefined }],
    })
    const raw = await read(document, { url: null, texts: 'raw' })
    expect(raw.items[0]?.content_html).toContain('src="/a.png"')
    expect(JSON.stringify([clean, raw])).not.toMatch(/invalid|about:/)
  })
})

test('a web page says which feeds it announces, but none at an address that nobody gave', async () => {
  const page = (href: string) => `<html><head><link rel="alternate" type="application/rss+xml" href="${href}"></head></html>`
  const said = async (href: string, url: string | null) => JSON.stringify(await readFeedFile(Buffer.from(page(href)), { ...options, url }))
  expect(await said('/feed', 'https://n.example/')).toContain('https://n.example/feed')
  expect(await said('https://n.example/feed', null)).toContain('https://n.example/feed')
  expect(await said('/feed', null)).not.toMatch(/announces|invalid/)
})

test('the Content-Type decides the charset where the document says nothing', async () => {
  const gbk = Uint8Array.from([...Buffer.from('<rss><channel><title>'), 0xd0, 0xc2, 0xce, 0xc5, ...Buffer.from('</title></channel></rss>')])
  expect((await read(gbk, { contentType: 'text/xml; charset=gbk' })).title).toBe('新闻')
})

test('dates without a zone are in UTC', async () => {
  const { items } = await read(rss('', '<title>a</title><pubDate>2026-01-02 03:04:05</pubDate>'))
  expect(items[0]?.date_published).toBe('2026-01-02T03:04:05Z')
})

test('the entry that the end of the file cuts is shown', async () => {
  const shown = await read('<rss><channel><item><title>whole</title></item><item><title>half</title><description>Once upon')
  expect(shown.items.map((item) => item.title)).toEqual(['whole', 'half'])
  expect(shown._newsstand.is_cut).toBe(true)
})

test('more entries are read than by a poll', async () => {
  const many = `<rss><channel>${'<item><title>a</title></item>'.repeat(3000)}</channel></rss>`
  expect((await read(many)).items).toHaveLength(3000)
})

const unreadable = [
  { name: 'an empty file', text: ' \n', code: 'empty' },
  { name: 'a web page', text: '<!doctype html><html><head></head></html>', code: 'not-a-feed' },
  { name: 'broken JSON', text: '{"version":', code: 'json' },
  { name: 'other JSON', text: '{"a":1}', code: 'shape' },
]
for (const { name, text, code } of unreadable) {
  test(`what cannot be read is an error with its code: ${name}`, async () => {
    const shown = await readFeedFile(new TextEncoder().encode(text), { ...options, url: null })
    expect(shown).toEqual({ error: { code, message: expect.stringMatching(/\S/) } })
  })
}
