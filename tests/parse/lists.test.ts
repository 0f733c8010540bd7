// Sitemaps and OPML: tests/fixtures/{sitemap,opml}/<oddity> beside <oddity>.expected.json, hostile documents, and any bytes.
import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from '../../src/parse/charset.ts'
import { parseFeedText } from '../../src/parse/feed.ts'
import { maxFeeds, readOpml } from '../../src/parse/opml.ts'
import { readSitemap } from '../../src/parse/sitemap.ts'
import { context } from './context.ts'

const hangGuardMs = 10_000

const readers = {
  sitemap: (text: string) => readSitemap(text, context),
  opml: async (text: string) => readOpml(text, context.url),
} as const

for (const format of ['sitemap', 'opml'] as const) {
  const folder = new URL(`../fixtures/${format}/`, import.meta.url)
  const files = (await readdir(folder)).filter((file) => !file.endsWith('.expected.json')).sort()

  describe(`fixtures of ${format}`, () => {
    for (const file of files) {
      test(file, async () => {
        const expected: object = JSON.parse(await readFile(new URL(file.replace(/\.\w+$/, '.expected.json'), folder), 'utf8'))
        const read = await readers[format](textOf(await readFile(new URL(file, folder))))
        expect(withInstants(read)).toMatchObject(expected)
      })
    }

    test('random bytes end in a value', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
          expect(await readers[format](textOf(bytes))).toHaveProperty('kind')
        }),
        { numRuns: 300 },
      )
    })

    test('any tree of its tags ends in a value, the same each time', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...pieces[format]), { maxLength: 30 }), async (parts) => {
          const text = parts.join('')
          const read = await readers[format](text)
          expect(await readers[format](text)).toEqual(read)
        }),
        { numRuns: 400 },
      )
    })
  })
}

const pieces = {
  sitemap: [
    ...['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', '<sitemapindex>', '<url>', '</url>', '<sitemap>', '</sitemap>'],
    ...[
      '<loc>https://a.example/%zz</loc>',
      '<loc>',
      '</loc>',
      '<lastmod>2026-01-01</lastmod>',
      '<news:news>',
      '<news:title>t',
      '<image:image>',
    ],
    ...['</urlset>', '<rss><channel><item><title>x', 'https://a.example/x\n', '{', '<!doctype html>', '<!-- ', ']]>', '&#0;', '\0'],
  ],
  opml: [
    ...[
      '<opml>',
      '</opml>',
      '<head>',
      '<title>',
      '</head>',
      '<body>',
      '<outline text="a">',
      '</outline>',
      '<outline text="b" xmlUrl="https://b.example/f"/>',
    ],
    ...[
      '<outline xmlUrl="http://[" />',
      '<outline xmlUrl="feed:" text',
      '<outline isComment="true">',
      '{',
      '<!-- ',
      ']]>',
      '&#0;',
      '\0',
      '"',
    ],
  ],
} as const

describe('titles of addresses', () => {
  const rows: readonly { readonly address: string; readonly want: string }[] = [
    { address: 'https://a.example', want: 'a.example' },
    { address: 'https://a.example/?p=12', want: 'p=12' },
    { address: 'https://a.example/news/2026/some-news--today/', want: 'Some news today' },
    { address: 'https://a.example/some-news/index.html', want: 'Some news' },
    { address: 'https://a.example/2026/01/02/123.shtml', want: '123' },
    { address: 'https://a.example/%E0%A4%A', want: '%E0%A4%A' },
    { address: 'https://a.example/html_News/NewsShare.html?infoCode=NW1', want: 'NewsShare infoCode=NW1' },
  ]
  for (const { address, want } of rows)
    test(address, async () => {
      expect(await readers.sitemap(address)).toMatchObject({ entries: [{ title: want, link: new URL(address).href }] })
    })
})

test.each([
  ['urlset', 'sitemap'],
  ['sitemapindex', 'sitemap'],
  ['opml', 'opml'],
])('%s given as a feed names its kind', async (root, kind) => {
  const read = await parseFeedText(`<${root}></${root}>`, context)
  expect(read).toMatchObject({ kind: 'no-feed', code: 'not-a-feed', message: expect.stringContaining(`write kind: ${kind}.`) })
})

describe('hostile sitemaps', () => {
  test('of 60,000 addresses the newest thousand are read', { timeout: hangGuardMs }, async () => {
    const lastmod = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString()
    const urls = Array.from({ length: 60_000 }, (_, at) => `<url><loc>https://a.example/${at}</loc><lastmod>${lastmod(at)}</lastmod></url>`)
    const read = await readers.sitemap(`<urlset>${urls.join('')}</urlset>`)
    expect(read).toMatchObject({
      warnings: ['10000 addresses past the limit of 50000 were not read.', '49000 older addresses past the limit of 1000 were not read.'],
    })
    expect('entries' in read && read.entries.map(({ link }) => link).slice(0, 2)).toEqual([
      'https://a.example/49999',
      'https://a.example/49998',
    ])
    expect('entries' in read && read.entries).toHaveLength(context.maxEntries)
  })

  test('one nested 100,000 levels deep is refused', { timeout: hangGuardMs }, async () => {
    const read = await readers.sitemap(`<urlset><url>${'<x>'.repeat(100_000)}`)
    expect(read).toMatchObject({ kind: 'no-feed', code: 'xml' })
  })

  test('entities of its own stand for nothing', async () => {
    const read = await readers.sitemap(
      '<!DOCTYPE urlset [<!ENTITY l SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://a.example/&l;</loc></url></urlset>',
    )
    expect(read).toMatchObject({ entries: [{ link: 'https://a.example/&l;' }] })
  })
})

describe('hostile lists', () => {
  test('of 100,000 outlines the first 2,000 are followed', { timeout: hangGuardMs }, () => {
    const outlines = Array.from({ length: 100_000 }, (_, at) => `<outline text="${at}" xmlUrl="https://a${at}.example/feed"/>`)
    const read = readOpml(`<opml><body>${outlines.join('')}</body></opml>`, context.url)
    expect(read).toMatchObject({ kind: 'list', warnings: [`98000 feeds past the limit of ${maxFeeds} are not followed.`] })
    expect(read.kind === 'list' && read.feeds).toHaveLength(maxFeeds)
  })

  test('one nested 10,000 levels deep is refused', () => {
    const read = readOpml(`<opml><body>${'<outline text="a" xmlUrl="https://a.example/feed">'.repeat(10_000)}`, context.url)
    expect(read).toMatchObject({ kind: 'no-feed', code: 'xml' })
  })

  test('names of a megabyte are cut, and hold nothing that XML cannot', () => {
    const read = readOpml(
      `<opml><body><outline text="&#8;${'长'.repeat(300_000)}" xmlUrl="https://a.example/feed"/></body></opml>`,
      context.url,
    )
    expect(read).toMatchObject({ feeds: [{ title: '长'.repeat(200) }] })
  })
})

function textOf(bytes: Uint8Array): string {
  return decode(bytes, { contentType: null, charset: null }).text
}

/** Dates as fixtures write them. */
function withInstants(read: object): object {
  if (!('entries' in read) || !Array.isArray(read.entries)) return read
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    ...read,
    entries: read.entries.map((entry) => ({ ...entry, published: instant(entry.published), updated: instant(entry.updated) })),
  }
}
