// What feed readers, browsers, caches and proxies are owed by a published file, over real sockets. Each row is one request.
import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/serve/server.ts'
import { servedSettings, startTestServer } from '../support/test-server.ts'

type Fields = Readonly<Record<string, string>>

interface Said {
  readonly status: number
  readonly headers: Fields
  readonly body: Buffer
}

const changed = 'Fri, 02 Jan 2026 03:04:05 GMT'
const before = 'Fri, 02 Jan 2026 03:04:04 GMT'
const changedAt = new Date(changed)
const feed = `<feed>${'消息 '.repeat(500)}</feed>`
const page = `<!doctype html><title>一</title>${'text '.repeat(500)}`
const icon = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const archived = ['category/x/2025-01.atom', 'category/x/2999-01.atom', 'archive/2025-01-2.html']
const month = new Date().toISOString().slice(0, 7)

let dir: string
let server: RunningServer
const settings = servedSettings({ publish: { hubs: ['https://hub.example/'] } })

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'newsstand-facts-'))
  await put('category/x.atom', feed, { '.br': brotliCompressSync(feed), '.gz': gzipSync(feed) })
  for (const path of ['category/x.rss', 'category/x.json', 'feeds.opml', ...archived, `category/x/${month}.atom`]) await put(path, feed)
  await put('category/x.html', page)
  await put('x/2026/01/02/one.html', page)
  await put('assets/site.css', 'a{}')
  await put('assets/icon.png', icon)
  server = await startTestServer({ dir, settings: () => settings, notFound: () => page })
})
afterAll(async () => {
  await server.close()
  await rm(dir, { recursive: true, force: true })
})

/** As publishing leaves it: variants have their file's time of change. */
async function put(
  path: string,
  bytes: string | Uint8Array,
  variants: Readonly<Record<string, Uint8Array>> = {},
  at = changedAt,
): Promise<void> {
  const file = join(dir, path)
  await mkdir(dirname(file), { recursive: true })
  for (const [extension, data] of Object.entries({ ...variants, '': bytes })) {
    await writeFile(`${file}.new`, data)
    await utimes(`${file}.new`, at, at)
    await rename(`${file}.new`, file + extension)
  }
}

function ask(path: string, headers: Fields = {}, { method = 'GET', at = server.url } = {}): Promise<Said> {
  return new Promise((resolve, reject) => {
    const asking = request(at + path, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const pairs = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(pairs), body: Buffer.concat(chunks) })
      })
    })
    asking.once('error', reject).end()
  })
}

const atom = 'category/x.atom'
const unpacked: Readonly<Record<string, (body: Buffer) => Buffer>> = { br: brotliDecompressSync, gzip: gunzipSync }
const textOf = ({ headers, body }: Said): string => (unpacked[headers['content-encoding'] ?? '']?.(body) ?? body).toString()

interface Fact {
  readonly name: string
  readonly path?: string
  readonly method?: string
  readonly send?: Fields
  readonly status: number
  /** Null: there is no such header. */
  readonly says?: Readonly<Record<string, string | RegExp | null>>
}

const tag = /^"[0-9a-f]{32}"$/
const [tagged, brotli, gzipped] = [tag, /^"[0-9a-f]{32}-br"$/, /^"[0-9a-f]{32}-gzip"$/]
const both = 'Accept, Accept-Encoding'

const facts: readonly Fact[] = [
  // what comes in which coding
  { name: 'nothing is compressed that nobody asked for', status: 200, says: { 'content-encoding': null, etag: tagged, vary: both } },
  {
    name: 'Brotli where it is taken',
    send: { 'accept-encoding': 'gzip, br' },
    status: 200,
    says: { 'content-encoding': 'br', etag: brotli },
  },
  { name: 'gzip where it is taken', send: { 'accept-encoding': 'gzip' }, status: 200, says: { 'content-encoding': 'gzip', etag: gzipped } },
  {
    name: 'as it is where that is liked better',
    send: { 'accept-encoding': 'identity, gzip;q=0.5' },
    status: 200,
    says: { 'content-encoding': null },
  },
  { name: 'nothing is forced on anybody', send: { 'accept-encoding': '*;q=0' }, status: 406, says: { vary: both, etag: null } },
  {
    name: 'what lies not ready is compressed',
    path: 'category/x.html',
    send: { 'accept-encoding': 'br' },
    status: 200,
    says: { 'content-encoding': 'br', vary: 'Accept-Encoding' },
  },
  {
    name: 'images are as they are',
    path: 'assets/icon.png',
    send: { 'accept-encoding': 'br, gzip' },
    status: 200,
    says: { 'content-encoding': null, 'content-length': '4', vary: null },
  },
  // types
  { name: 'Atom', status: 200, says: { 'content-type': 'application/atom+xml; charset=utf-8' } },
  { name: 'RSS', path: 'category/x.rss', status: 200, says: { 'content-type': 'application/rss+xml; charset=utf-8' } },
  { name: 'JSON Feed', path: 'category/x.json', status: 200, says: { 'content-type': 'application/feed+json', vary: 'Accept-Encoding' } },
  {
    name: 'XML for a browser',
    send: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    status: 200,
    says: { 'content-type': 'application/xml; charset=utf-8', vary: both },
  },
  // validators
  {
    name: 'the same ETag',
    send: { 'if-none-match': 'ETAG' },
    status: 304,
    says: { etag: 'ETAG', 'last-modified': changed, 'content-type': null, 'content-length': null },
  },
  { name: 'its weak form', send: { 'if-none-match': 'W/ETAG' }, status: 304 },
  { name: 'one of a list', send: { 'if-none-match': '"a", W/"b" , ETAG' }, status: 304 },
  { name: 'any', send: { 'if-none-match': '*' }, status: 304 },
  { name: 'another ETag', send: { 'if-none-match': '"a"' }, status: 200 },
  { name: 'the ETag of another coding', send: { 'if-none-match': 'ETAG', 'accept-encoding': 'br' }, status: 304, says: { etag: brotli } },
  { name: 'a compressed one for who wants it as it is now', send: { 'if-none-match': 'GZIPPED' }, status: 304, says: { etag: tagged } },
  { name: 'a list of 15 kB', send: { 'if-none-match': `${'"0123456789abcdef", '.repeat(750)}ETAG` }, status: 304 },
  { name: 'the moment of the change', send: { 'if-modified-since': changed }, status: 304 },
  { name: 'a moment before it', send: { 'if-modified-since': before }, status: 200 },
  { name: 'a moment as RFC 850 wrote it', send: { 'if-modified-since': 'Friday, 02-Jan-26 03:04:05 GMT' }, status: 304 },
  { name: 'a moment as asctime writes it', send: { 'if-modified-since': 'Fri Jan  2 03:04:05 2026' }, status: 304 },
  { name: 'no moment at all', send: { 'if-modified-since': 'yesterday' }, status: 200 },
  { name: 'the ETag decides over the moment', send: { 'if-none-match': '"a"', 'if-modified-since': changed }, status: 200 },
  { name: 'and for the client, too', send: { 'if-none-match': 'ETAG', 'if-modified-since': before }, status: 304 },
  { name: 'what is expected still stands', send: { 'if-match': 'ETAG' }, status: 200 },
  { name: 'what is expected is gone', send: { 'if-match': '"a"', 'if-none-match': 'ETAG' }, status: 412 },
  { name: 'a weak ETag is no expectation', send: { 'if-match': 'W/ETAG' }, status: 412 },
  { name: 'it did not change since', send: { 'if-unmodified-since': changed }, status: 200 },
  { name: 'it changed since', send: { 'if-unmodified-since': before }, status: 412 },
  {
    name: '304 says what 200 would',
    send: { 'if-none-match': 'ETAG' },
    status: 304,
    says: { vary: both, 'cache-control': /max-age=60/, link: /rel="self"/, 'access-control-allow-origin': '*' },
  },
  // parts
  {
    name: 'a part',
    send: { range: 'bytes=0-5' },
    status: 206,
    says: { 'content-range': `bytes 0-5/${Buffer.byteLength(feed)}`, 'content-length': '6', etag: tagged },
  },
  { name: 'the end', send: { range: 'bytes=-7' }, status: 206, says: { 'content-length': '7' } },
  { name: 'many parts are the whole', send: { range: 'bytes=0-1,3-4' }, status: 200, says: { 'accept-ranges': 'bytes' } },
  {
    name: 'a part that is not there',
    send: { range: 'bytes=99999-' },
    status: 416,
    says: { 'content-range': `bytes */${Buffer.byteLength(feed)}`, 'access-control-allow-origin': '*' },
  },
  { name: 'more of what the client has', send: { range: 'bytes=0-5', 'if-range': 'ETAG' }, status: 206 },
  { name: 'not more of something else', send: { range: 'bytes=0-5', 'if-range': '"a"' }, status: 200 },
  { name: 'not more of another coding', send: { range: 'bytes=0-5', 'if-range': 'ETAG', 'accept-encoding': 'gzip' }, status: 200 },
  { name: 'more since the same moment', send: { range: 'bytes=0-5', 'if-range': changed }, status: 206 },
  { name: 'a part of what the client has whole', send: { range: 'bytes=0-5', 'if-none-match': 'ETAG' }, status: 304 },
  { name: 'HEAD has no parts', method: 'HEAD', send: { range: 'bytes=0-5' }, status: 200 },
  // HEAD and other methods
  { name: 'HEAD says the length', method: 'HEAD', status: 200, says: { 'content-length': String(Buffer.byteLength(feed)), etag: tagged } },
  {
    name: 'HEAD says the coding',
    method: 'HEAD',
    send: { 'accept-encoding': 'gzip' },
    status: 200,
    says: { 'content-length': String(gzipSync(feed).length) },
  },
  { name: 'HEAD knows what is held', method: 'HEAD', send: { 'if-none-match': 'ETAG' }, status: 304 },
  {
    name: 'a browser asks whether it may send a condition',
    method: 'OPTIONS',
    send: { origin: 'https://reader.example', 'access-control-request-method': 'GET', 'access-control-request-headers': 'if-none-match' },
    status: 204,
    says: {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': /If-None-Match/,
      'access-control-max-age': '86400',
      'content-length': null,
    },
  },
  {
    name: 'pages are for nobody else',
    path: 'category/x.html',
    method: 'OPTIONS',
    status: 405,
    says: { allow: 'GET, HEAD', 'access-control-allow-origin': null },
  },
  // how long it keeps, and who may read it
  { name: 'a minute, and a while longer', status: 200, says: { 'cache-control': 'public, max-age=60, stale-while-revalidate=600' } },
  {
    name: 'the archive of a month that is over',
    path: archived[0] ?? '',
    status: 200,
    says: { 'cache-control': /max-age=3600, stale/, link: null },
  },
  { name: 'the archive of this month', path: `category/x/${month}.atom`, status: 200, says: { 'cache-control': /max-age=60, stale/ } },
  { name: 'the archive of everything', path: archived[2] ?? '', status: 200, says: { 'cache-control': /max-age=3600, stale/ } },
  { name: 'style sheets', path: 'assets/site.css', status: 200, says: { 'cache-control': /max-age=3600, stale/ } },
  {
    name: 'any site may read feeds, and their ETags',
    status: 200,
    says: { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag, Link' },
  },
  {
    name: 'and learn that there is none',
    path: 'category/none.atom',
    status: 404,
    says: { 'access-control-allow-origin': '*', 'cache-control': 'no-cache' },
  },
  { name: 'and lists of feeds', path: 'feeds.opml', status: 200, says: { 'access-control-allow-origin': '*', link: null } },
  {
    name: 'hubs and its own address',
    path: 'category/x.rss',
    status: 200,
    says: {
      link: '<https://news.example/hub>; rel="hub", <https://hub.example/>; rel="hub", <https://news.example/category/x.rss>; rel="self"',
    },
  },
  { name: 'pages have no hub', path: 'category/x.html', status: 200, says: { link: null } },
]

test('there are some forty of them', () => expect(facts.length).toBeGreaterThan(40))

for (const { name, path = atom, method = 'GET', send = {}, status, says = {} } of facts) {
  test(`${name}: ${method} /${path} → ${status}`, async () => {
    const etag = (await ask(path)).headers.etag ?? ''
    const known = (text: string): string => text.replace('ETAG', etag).replace('GZIPPED', etag.replace(/"$/, '-gzip"'))
    const headers = Object.fromEntries(Object.entries(send).map(([field, value]) => [field, known(value)]))
    const said = await ask(path, headers, { method })
    expect(said.status).toBe(status)
    for (const [field, want] of Object.entries(says)) {
      if (want === null) expect(said.headers).not.toHaveProperty(field)
      else if (typeof want === 'string') expect([field, said.headers[field]]).toEqual([field, known(want)])
      else expect(said.headers[field]).toMatch(want)
    }
    if (status === 200 && method === 'GET' && path === atom) expect(textOf(said)).toBe(feed)
    if (method === 'HEAD' || status === 304 || status === 204) expect(said.body.length).toBe(0)
    expect(said.headers['x-content-type-options']).toBe('nosniff')
    expect(said.headers['content-security-policy']).toContain("form-action 'self'")
  })
}

test('an entry page is compressed once, whoever asks for it', async () => {
  const some = await Promise.all(Array.from({ length: 20 }, () => ask('x/2026/01/02/one.html', { 'accept-encoding': 'gzip' })))
  for (const said of some) expect([said.headers['content-encoding'], textOf(said)]).toEqual(['gzip', page])
  expect(new Set(some.map(({ headers }) => headers.etag)).size).toBe(1)
})

test('what is published is seen at once, in every coding', async () => {
  for (let n = 0; n < 20; n += 1) {
    const text = `<feed>${n}</feed>`
    await put(
      'category/y.atom',
      text,
      n % 2 === 0 ? { '.br': brotliCompressSync(text), '.gz': gzipSync(text) } : {},
      new Date(changedAt.getTime() + n * 10),
    )
    for (const coding of ['br', 'gzip', 'identity']) expect(textOf(await ask('category/y.atom', { 'accept-encoding': coding }))).toBe(text)
  }
  await rm(join(dir, 'category/y.atom'))
  expect((await ask('category/y.atom')).status).toBe(404)
})

test('a variant of what stood there before is not sent', async () => {
  await put('category/z.atom', 'new')
  await writeFile(join(dir, 'category/z.atom.gz'), gzipSync('old'))
  expect(textOf(await ask('category/z.atom', { 'accept-encoding': 'gzip' }))).toBe('new')
})

test('ETag and Last-Modified change together', async () => {
  const path = 'category/w.atom'
  const validatorsOf = async () => {
    const { headers } = await ask(path)
    return [headers.etag, headers['last-modified']]
  }
  await put(path, 'one')
  const one = await validatorsOf()
  await put(path, 'one', {}, new Date(changedAt.getTime() + 60_000))
  expect(await validatorsOf()).toEqual(one)
  await put(path, 'two', {}, new Date(changedAt.getTime() + 500))
  const two = await validatorsOf()
  expect(two[0]).not.toBe(one[0])
  expect(two[1]).toBe('Fri, 02 Jan 2026 03:04:06 GMT')
  expect((await ask(path, { 'if-modified-since': changed })).status).toBe(200)
})

test('what was changed in the future was changed now', async () => {
  await put('category/v.atom', 'soon', {}, new Date(Date.now() + 3_600_000))
  const { headers } = await ask('category/v.atom')
  expect(Date.parse(headers['last-modified'] ?? '')).toBeLessThanOrEqual(Date.parse(headers.date ?? ''))
  expect((await ask('category/v.atom', { 'if-none-match': headers.etag ?? '' })).status).toBe(304)
})

test('feeds as XML for all, by setting, as soon as it is set', async () => {
  let now = servedSettings()
  const other = await startTestServer({ dir, settings: () => now })
  const typeOf = async () => {
    const { headers } = await ask(atom, {}, { at: other.url })
    return [headers['content-type'], headers.vary]
  }
  expect(await typeOf()).toEqual(['application/atom+xml; charset=utf-8', both])
  now = servedSettings({ serve: { feedType: 'xml' } })
  expect(await typeOf()).toEqual(['application/xml; charset=utf-8', 'Accept-Encoding'])
  await other.close()
})

test('with next to no memory everything is answered all the same', async () => {
  const other = await startTestServer({ dir, memoryBytes: 1, settings: () => settings })
  for (const coding of ['br', 'gzip', 'identity'])
    for (const path of [atom, 'category/x.html'])
      expect(textOf(await ask(path, { 'accept-encoding': coding }, { at: other.url }))).toBe(path === atom ? feed : page)
  await other.close()
})
