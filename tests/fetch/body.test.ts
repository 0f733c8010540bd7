import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { gist, serve, serveRaw, textOf, visitTo } from './web.ts'

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
  { name: 'gzip padded with zeros', header: 'gzip', body: Buffer.concat([gzipSync(feed), Buffer.alloc(100)]) },
]

for (const { name, header, body } of codings)
  test(`decodes ${name} and counts the bytes on the wire`, async () => {
    const site = await serve((_, response) => response.setHeader('content-encoding', header).end(body))
    const outcome = await visitTo(site)
    expect(textOf(outcome)).toBe(feed.toString())
    expect(outcome).toMatchObject({ bytes: body.length })
  })

const mebibytes = Buffer.alloc(8 * 1024 * 1024)
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

const refused = [
  { name: 'a gzip bomb', header: 'gzip', body: gzipSync(mebibytes), want: 'bomb' },
  { name: 'a deflate bomb', header: 'deflate', body: deflateSync(mebibytes), want: 'bomb' },
  { name: 'a br bomb', header: 'br', body: brotliCompressSync(mebibytes, quick), want: 'bomb' },
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
  expect(outcome).toMatchObject({ code: 'bomb', message: 'the answer is longer than 50000 bytes' })
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
