import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FeedDocument } from '../../src/parse/document.ts'
import { parseFeed } from '../../src/parse/feed.ts'
import { bytesOf, context } from './context.ts'

const folder = new URL('../fixtures/', import.meta.url)
const files = (await readdir(folder, { recursive: true })).filter((name) => /(?<!\.expected)\.(?:xml|json)$/.test(name)).sort()

async function readText(text: string, changes: Partial<typeof context> = {}): Promise<FeedDocument> {
  const read = await parseFeed(bytesOf(text), { ...context, ...changes })
  if (read.kind === 'no-feed') throw new Error(read.message)
  return read
}

test('there are fixtures', () => {
  expect(files.length).toBeGreaterThan(20)
})

for (const name of files) {
  test(`reads ${name} as expected`, async () => {
    const expected: unknown = JSON.parse(await readFile(new URL(name.replace(/\.\w+$/, '.expected.json'), folder), 'utf8'))
    expect(JSON.parse(JSON.stringify(await parseFeed(await readFile(new URL(name, folder)), context)))).toEqual(expected)
  })
}

const page = `<!doctype html><html><head><base href="/blog/"><title>Home</title>
  <link rel="stylesheet" href="x.css"><link rel="alternate" type="application/rss+xml" href="rss.xml">
  <link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="//other.example/atom">
  <link rel="alternate" hreflang="zh" href="/zh"><link rel="alternate" type="application/feed+json" href="javascript:alert(1)"></head></html>`

const unread: readonly { name: string; body: string; code: string; announced?: readonly string[] }[] = [
  { name: 'no bytes', body: '', code: 'empty' },
  { name: 'white space', body: ' \r\n\t\n', code: 'empty' },
  { name: 'a byte order mark alone', body: '\ufeff', code: 'empty' },
  { name: 'an HTML page', body: page, code: 'not-a-feed', announced: ['https://feeds.example/blog/rss.xml', 'https://other.example/atom'] },
  { name: 'HTML without a doctype', body: '<HTML><body>Login</body></HTML>', code: 'not-a-feed' },
  {
    name: 'XHTML behind an XML declaration',
    body: '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
    code: 'not-a-feed',
  },
  { name: 'an HTML fragment', body: '<h1>502 Bad Gateway</h1>', code: 'not-a-feed' },
  { name: 'plain text', body: 'Service unavailable', code: 'not-a-feed' },
  { name: 'another XML document', body: '<?xml version="1.0"?><opml version="2.0"><body/></opml>', code: 'not-a-feed' },
  { name: 'an XML document with a channel in it', body: '<config><channel>3</channel></config>', code: 'not-a-feed' },
  { name: 'an XML declaration alone', body: '<?xml version="1.0"?>', code: 'xml' },
  { name: 'a feed cut before its first entry ends', body: '<rss version="2.0"><channel><title>x</title><item><title>half', code: 'xml' },
  { name: 'broken JSON', body: '{"version": "https://jsonfeed.org/version/1.1", "items": [', code: 'json' },
  { name: 'JSON with a comment', body: '[1, /* two */ 2]', code: 'json' },
  { name: 'JSON that is no feed', body: '{"error": "quota"}', code: 'shape' },
  { name: 'a JSON array', body: '[{"id": 1}]', code: 'shape' },
  { name: 'deeply nested JSON', body: '['.repeat(100_000) + ']'.repeat(100_000), code: 'json' },
]
for (const { name, body, code, announced } of unread) {
  test(`refuses ${name} as ${code}`, async () => {
    const read = await parseFeed(bytesOf(body), context)
    expect(read).toMatchObject({ kind: 'no-feed', code, announced: announced ?? [] })
  })
}

test('an empty feed is a feed', async () => {
  const feed = await readText('<rss version="2.0"><channel><title>Quiet</title></channel></rss>')
  expect(feed).toMatchObject({ kind: 'feed', title: 'Quiet', entries: [], warnings: [], isCut: false })
})

test('reads no more entries than asked for, and the channel behind them', async () => {
  const items = Array.from({ length: 30 }, (_, index) => `<item><guid>${index}</guid></item>`).join('')
  const feed = await readText(`<rss><channel>${items}<title>Last</title></channel></rss>`, { maxEntries: 10 })
  expect(feed.entries.map((entry) => entry.guid)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
  expect(feed).toMatchObject({ title: 'Last', warnings: ['20 entries past the limit of 10 were not read.'], isCut: false })
})

test('reads no more JSON entries than asked for', async () => {
  const items = Array.from({ length: 5 }, (_, id) => ({ id }))
  const feed = await readText(JSON.stringify({ title: 'x', items }), { maxEntries: 2 })
  expect(feed.entries).toHaveLength(2)
  expect(feed.warnings).toEqual(['3 entries past the limit of 2 were not read.'])
})

test('an entry nested too deep is not read, those before it are', async () => {
  const deep = `<item><guid>deep</guid>${'<a>'.repeat(100_000)}</item>`
  const feed = await readText(`<rss><channel><item><guid>whole</guid></item>${deep}</channel></rss>`)
  expect(feed.entries.map((entry) => entry.guid)).toEqual(['whole'])
  expect(feed.isCut).toBe(true)
  expect(await parseFeed(bytesOf(`<rss><channel>${deep}</channel></rss>`), context)).toMatchObject({ kind: 'no-feed', code: 'xml' })
})

test('the operator’s date format is tried first', async () => {
  const feed = await readText('<rss><channel><item><pubDate>02/03/2022 10:00</pubDate></item></channel></rss>', {
    dateFormat: 'dd/MM/yyyy HH:mm',
  })
  expect(feed.entries[0]?.published).toBe(Date.UTC(2022, 2, 2, 2))
})

test('JSON keys named like object internals pollute nothing', async () => {
  const feed = await readText('{"title":"x","items":[{"id":"1","__proto__":{"polluted":1},"constructor":"c"}]}')
  expect(feed.entries[0]?.fields).toEqual({ id: '1', constructor: 'c', guid: '1' })
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('neighbouring big integers in JSON stay different ids', async () => {
  const feed = await readText(
    '{"title":"x","items":[{"id":9007199254740993,"title":"1234567890123456789"},{"id":-9007199254740992},{"id":1e999},{"id":-0.12345678901234567890}]}',
  )
  expect(feed.entries.map((entry) => entry.guid)).toEqual(['9007199254740993', '-9007199254740992', '1e999', '-0.12345678901234567890'])
  expect(feed.entries[0]?.title).toBe('1234567890123456789')
})

const hostile: readonly { name: string; body: string }[] = [
  { name: 'DOCTYPEs', body: '<!DOCTYPE rss [>'.repeat(60_000) },
  { name: 'DOCTYPEs that never end', body: '<!DOCTYPE '.repeat(100_000) },
  { name: 'instructions that never end', body: '<?xml '.repeat(150_000) },
  { name: 'comments that never end', body: '<!--'.repeat(250_000) },
  { name: 'tags before the root', body: '<b>'.repeat(300_000) },
  { name: 'end tags', body: `<rss><channel>${'</x>'.repeat(250_000)}` },
  { name: 'tags that never end', body: `<rss><channel>${'<item '.repeat(150_000)}` },
  { name: 'namespace declarations', body: `<rss><channel>${'<a xmlns:p="urn:q">'.repeat(250)}${'<b xmlns:c="urn:d"/>'.repeat(40_000)}` },
  { name: 'attributes', body: `<rss ${Array.from({ length: 80_000 }, (_, index) => `a${index}="x"`).join(' ')}><channel>` },
  { name: 'ampersands', body: `<rss><channel><title>${'&'.repeat(500_000)}${'&#'.repeat(250_000)}</title>` },
  { name: 'CDATA sections', body: `<rss><channel><item><description>${'<![CDATA[x]]>'.repeat(70_000)}</description></item>` },
  { name: 'white space in a guid', body: `<rss><channel><item><guid>${' \n'.repeat(500_000)}x</guid></item></channel></rss>` },
  {
    name: 'open brackets in a title',
    body: `<rss><channel><item><title><![CDATA[${'<b '.repeat(300_000)}]]></title></item></channel></rss>`,
  },
  { name: 'links in a page', body: `<html>${'<a>'.repeat(300_000)}` },
  { name: 'quotes in JSON', body: `{"a":1234567890123456,"b":"${'\\"'.repeat(400_000)}` },
]
for (const { name, body } of hostile) {
  // No speed is measured: what is not linear here runs into the hang guard.
  test(`a megabyte of ${name} ends in a value`, async () => {
    expect((await parseFeed(bytesOf(body), context)).kind).toMatch(/feed/)
  })
}

test('random bytes end in a value', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.option(fc.string()), async (bytes, contentType) => {
      expect((await parseFeed(bytes, { ...context, contentType })).kind).toMatch(/feed/)
    }),
    { numRuns: 300 },
  )
})

test('fixtures with random wounds end in a value', async () => {
  const bodies = await Promise.all(files.map((name) => readFile(new URL(name, folder))))
  const wound = fc.record({
    at: fc.nat(),
    cut: fc.nat(40),
    put: fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.constantFrom(...tokens).map(bytesOf)),
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bodies), fc.array(wound, { minLength: 1, maxLength: 5 }), async (body, wounds) => {
      const bytes = wounds.reduce((sick, { at, cut, put }) => splice(sick, at % (sick.length + 1), { cut, put }), new Uint8Array(body))
      expect((await parseFeed(bytes, context)).kind).toMatch(/feed/)
    }),
    { numRuns: 500 },
  )
})

const tokens = [
  '<',
  '>',
  '</',
  '/>',
  '<!',
  '<![CDATA[',
  ']]>',
  '<?',
  '&#',
  '"',
  "'",
  '<item>',
  '</item>',
  '<entry/>',
  'xmlns=""',
  '<link>',
  '\0',
  '{',
  ']',
]

function splice(bytes: Uint8Array, at: number, { cut, put }: { cut: number; put: Uint8Array }): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...bytes.subarray(0, at), ...put, ...bytes.subarray(at + cut)])
}
