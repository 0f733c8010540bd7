import * as zlib from 'node:zlib'
import { expect, test } from 'vitest'
import { sha256Hex } from '../../src/base/digest.ts'
import { fetcherFor, gist, requestFor, serve, serveRaw, textOf, visitTo } from './web.ts'

const { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } = zlib
const feed = Buffer.from(`<rss>${'新闻'.repeat(500)}</rss>`)

const codings = [
  { name: 'gzip', header: 'gzip', body: gzipSync(feed) },
  { name: 'gzip by its old name', header: 'X-GZip', body: gzipSync(feed) },
  { name: 'gzip and identity', header: 'identity, gzip', body: gzipSync(feed) },
  { name: 'gzip in two members', header: 'gzip', body: Buffer.concat([gzipSync(feed.subarray(0, 99)), gzipSync(feed.subarray(99))]) },
  { name: 'deflate', header: 'deflate', body: deflateSync(feed) },
  { name: 'deflate without the zlib header', header: 'deflate', body: deflateRawSync(feed) },
  { name: 'br', header: 'br', body: brotliCompressSync(feed) },
  { name: 'identity', header: 'identity', body: feed },
  { name: 'a gzip file', header: 'identity', body: gzipSync(feed) },
  { name: 'gzip padded with zeros', header: 'gzip', body: Buffer.concat([gzipSync(feed), Buffer.alloc(100)]) },
]

for (const { name, header, body } of codings)
  test(`decodes ${name} and counts the bytes on the wire`, async () => {
    const site = await serve((_, response) => response.setHeader('content-encoding', header).end(body))
    const outcome = await visitTo(site)
    expect(textOf(outcome)).toBe(feed.toString())
    expect(outcome).toMatchObject({ bytes: body.length })
  })

test('what was sent before is told by it, and not even decoded', async () => {
  const site = await serve((_, response) => response.setHeader('content-encoding', 'gzip').setHeader('etag', '"2"').end('no gzip at all'))
  expect(gist(await visitTo(site))).toBe('protocol')
  const sentHash = sha256Hex('no gzip at all')
  const same = await visitTo(site, '/feed', { sentHash })
  expect(same).toMatchObject({ kind: 'same-bytes', fetched: { etag: '"2"', bytes: 14, sentHash } })
  expect(gist(await visitTo(site, '/feed', { sentHash: sha256Hex('other') }))).toBe('protocol')
})

const mebibytes = Buffer.alloc(8 * 1024 * 1024)
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

const refused = [
  { name: 'a gzip bomb', header: 'gzip', body: gzipSync(mebibytes), want: 'bomb' },
  { name: 'a deflate bomb', header: 'deflate', body: deflateSync(mebibytes), want: 'bomb' },
  { name: 'a br bomb', header: 'br', body: brotliCompressSync(mebibytes, quick), want: 'bomb' },
  { name: 'a gzip file that is a bomb', header: 'identity', body: gzipSync(mebibytes), want: 'bomb' },
  { name: 'a gzip file cut in half', header: 'identity', body: gzipSync(feed).subarray(0, 30), want: 'truncated' },
  { name: 'gzip cut in half', header: 'gzip', body: gzipSync(feed).subarray(0, 30), want: 'truncated' },
  { name: 'br cut in half', header: 'br', body: brotliCompressSync(feed).subarray(0, 20), want: 'truncated' },
  { name: 'plain text called gzip', header: 'gzip', body: feed, want: 'protocol' },
  { name: 'plain text called deflate', header: 'deflate', body: feed, want: 'protocol' },
  { name: 'plain text called br', header: 'br', body: feed, want: 'protocol' },
  { name: 'gzip with garbage behind it', header: 'gzip', body: Buffer.concat([gzipSync(feed), Buffer.from('garbage')]), want: 'protocol' },
  { name: 'gzip in gzip', header: 'gzip, gzip', body: gzipSync(gzipSync(feed)), want: 'limits' },
  { name: 'a thousand codings', header: Array(1000).fill('gzip').join(','), body: gzipSync(feed), want: 'limits' },
  { name: 'a coding nobody asked for', header: 'zstd-evil', body: feed, want: 'protocol' },
  { name: 'nothing at all, called gzip', header: 'gzip', body: Buffer.alloc(0), want: 'empty' },
]

for (const { name, header, body, want } of refused)
  test(`${name}: ${want}`, async () => {
    const site = await serve((_, response) => response.setHeader('content-encoding', header).end(body))
    expect(gist(await visitTo(site, '/feed', { limits: { wireBytes: 100_000 } }))).toBe(want)
  })

test('a bomb is stopped long before its end', async () => {
  const site = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(64 * 1024 * 1024))))
  const outcome = await visitTo(site, '/feed', { limits: { wireBytes: 10_000_000 } })
  expect(outcome).toMatchObject({ code: 'bomb', message: 'the answer is longer than 50000 bytes; poll.limits.bodyBytes may allow more' })
})

const large = { wireBytes: 10_000_000, bodyBytes: 15_000_000 }
const swelling = [
  { name: 'a thousandfold, and more than a megabyte', bytes: 4_000_000, want: 'bomb' },
  { name: 'a thousandfold, but less than a megabyte', bytes: 1_000_000, want: 'fetched' },
]

for (const { name, bytes, want } of swelling)
  test(`an answer that swells ${name}: ${want}`, async () => {
    const site = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(bytes))))
    expect(gist(await visitTo(site, '/feed', { limits: large }))).toBe(want)
  })

test('an answer that is large and shrinks a hundredfold is no bomb', async () => {
  const text = Buffer.from(Array.from({ length: 30_000 }, (_, number) => `<item>${'news '.repeat(50)}${number * 7919}</item>`).join(''))
  const body = gzipSync(text)
  expect(text.length / body.length).toBeGreaterThan(50)
  const site = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(body))
  expect(await visitTo(site, '/feed', { limits: large })).toMatchObject({ kind: 'fetched', bytes: body.length })
})

for (const { name, header, body } of [
  { name: 'deflate', header: 'deflate', body: deflateSync(feed) },
  { name: 'br', header: 'br', body: brotliCompressSync(feed) },
])
  test(`what follows the end of ${name} is ignored, however long`, async () => {
    const site = await serve((_, response) =>
      response.setHeader('content-encoding', header).end(Buffer.concat([body, Buffer.alloc(15_000, 'garbage')])),
    )
    expect(textOf(await visitTo(site))).toBe(feed.toString())
  })

test('many large answers one after the other keep their connection', async () => {
  const body = gzipSync(Buffer.from(Array.from({ length: 100_000 }, (_, number) => number).join(' ')))
  const sockets = new Set<unknown>()
  const site = await serve(({ socket }, response) => {
    sockets.add(socket)
    response.setHeader('content-encoding', 'gzip').end(body)
  })
  const fetcher = fetcherFor([site.host], { limits: large })
  for (let visit = 0; visit < 5; visit += 1) expect(gist(await fetcher.fetch(requestFor(site.url)))).toBe('fetched')
  expect(sockets.size).toBe(1)
})

const head = 'HTTP/1.1 200 OK\r\n'
const coded = [
  { name: 'gzip and chunked', header: 'gzip, chunked' },
  { name: 'chunked twice', header: 'chunked, chunked' },
  { name: 'identity', header: 'identity' },
]

for (const { name, header } of coded)
  test(`a transfer that is coded as ${name} is refused`, async () => {
    const site = await serveRaw((socket) => socket.end(`${head}Transfer-Encoding: ${header}\r\n\r\n2\r\nok\r\n0\r\n\r\n`))
    expect(gist(await visitTo(site))).toBe('protocol')
  })

const lengths = [
  { name: 'an extension behind a chunk size', raw: `${head}Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nok\r\n0\r\n\r\n`, want: 'fetched' },
  { name: 'a trailer', raw: `${head}Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n`, want: 'fetched' },
  { name: 'a chunk longer than it says', raw: `${head}Transfer-Encoding: chunked\r\n\r\n1\r\nok\r\n0\r\n\r\n`, want: 'truncated|protocol' },
  { name: 'a chunk of 2^64 bytes', raw: `${head}Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\nok`, want: 'protocol' },
  { name: 'a length with a sign', raw: `${head}Content-Length: +2\r\n\r\nok`, want: 'protocol' },
  { name: 'a length in hex', raw: `${head}Content-Length: 0x2\r\n\r\nok`, want: 'protocol' },
  { name: 'the same length twice', raw: `${head}Content-Length: 2\r\nContent-Length: 2\r\n\r\nok`, want: 'protocol' },
  { name: 'a length shorter than the body', raw: `${head}Content-Length: 2\r\n\r\nok and more`, want: 'fetched' },
  { name: 'a header without its line', raw: `${head}Content-Length: 2\r\nX\r\n\r\nok`, want: 'protocol' },
  { name: 'a NUL in a header', raw: `${head}X: a\0b\r\nContent-Length: 2\r\n\r\nok`, want: 'protocol' },
  { name: 'bare line feeds', raw: `HTTP/1.1 200 OK\nContent-Length: 2\n\nok`, want: 'protocol' },
  { name: 'a header continued on the next line', raw: `${head}X: a\r\n b\r\nContent-Length: 2\r\n\r\nok`, want: 'protocol' },
  { name: 'a space before the colon', raw: `${head}Content-Length : 2\r\n\r\nok`, want: 'protocol' },
]

for (const { name, raw, want } of lengths)
  test(`an answer with ${name}: ${want}`, async () => {
    const site = await serveRaw((socket) => socket.end(raw))
    expect(gist(await visitTo(site))).toMatch(new RegExp(`^(${want})$`))
  })

// Node 20 has no zstd, so there it is neither asked for nor read.
const compress: unknown = Reflect.get(zlib, 'zstdCompressSync')
const hasZstd = typeof compress === 'function'

test(`zstd is ${hasZstd ? 'asked for and read' : 'not asked for'} by this Node`, async () => {
  const body: Buffer = typeof compress === 'function' ? compress(feed) : feed
  const asked: unknown[] = []
  const site = await serve(({ headers }, response) => {
    asked.push(headers['accept-encoding'])
    response.setHeader('content-encoding', 'zstd').end(body)
  })
  expect(gist(await visitTo(site))).toBe(hasZstd ? 'fetched' : 'protocol')
  expect(asked).toEqual([hasZstd ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br'])
})

test('two Content-Encoding headers are one list', async () => {
  const body = gzipSync(feed)
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`
  const site = await serveRaw((socket) => socket.end(Buffer.concat([Buffer.from(head), body])))
  expect(gist(await visitTo(site))).toBe('limits')
})

test('a body may be exactly as long as the limit, and no longer', async () => {
  const site = await serve((_, response) => response.write('x'.repeat(600), () => response.end('x'.repeat(400))))
  expect(gist(await visitTo(site, '/feed', { limits: { wireBytes: 1000, bodyBytes: 1000 } }))).toBe('fetched')
  expect(gist(await visitTo(site, '/feed', { limits: { wireBytes: 999, bodyBytes: 1000 } }))).toBe('too-large')
  expect(gist(await visitTo(site, '/feed', { limits: { wireBytes: 1000, bodyBytes: 999 } }))).toBe('too-large')
})

test('a failure in the middle says how much had come', async () => {
  const site = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf'))
  expect(await visitTo(site)).toMatchObject({ code: 'truncated', bytes: 4 })
})
