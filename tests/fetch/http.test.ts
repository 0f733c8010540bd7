import { expect, test } from 'vitest'
import { sha256Hex } from '../../src/base/digest.ts'
import { acceptedCodings } from '../../src/fetch/coding.ts'
import type { FetchOutcome } from '../../src/fetch/fetcher.ts'
import { fetcherFor, gist, requestFor, serve, serveRaw, signalled, visitTo } from './web.ts'

test('brings a body with all that the next visit needs', async () => {
  const site = await serve((_, response) => {
    response.setHeader('content-type', 'application/rss+xml; charset=utf-8')
    response.setHeader('etag', 'W/"1"')
    response.setHeader('last-modified', 'Fri, 02 Jan 2026 03:04:05 GMT')
    response.setHeader('cache-control', 'max-age=300')
    response.end('<rss/>')
  })
  expect(await visitTo(site, '/feed?page=1')).toEqual({
    kind: 'fetched',
    url: `${site.url}/feed?page=1`,
    body: Buffer.from('<rss/>'),
    contentType: 'application/rss+xml; charset=utf-8',
    etag: 'W/"1"',
    lastModified: 'Fri, 02 Jan 2026 03:04:05 GMT',
    maxAgeMs: 300_000,
    bytes: 6,
    sentHash: sha256Hex('<rss/>'),
    movedTo: null,
  })
  expect(site.hits).toEqual(['/feed?page=1'])
})

test('sends its name, what it accepts and the operator’s headers, and nothing else', async () => {
  let sent: unknown = null
  const site = await serve((request, response) => {
    sent = request.headers
    response.setHeader('set-cookie', 'a=b').end('ok')
  })
  const fetcher = fetcherFor([site.host])
  const request = requestFor(site.url, { headers: { 'X-Api-Key': 'k', Host: 'evil.example' } })
  await fetcher.fetch(request)
  await fetcher.fetch(request)
  expect(sent).toEqual({
    host: site.host,
    connection: 'keep-alive',
    'user-agent': 'newsstand-test/1.0 (+https://news.example/)',
    accept: 'application/rss+xml',
    'accept-encoding': acceptedCodings,
    'x-api-key': 'k',
  })
})

test('a conditional request that is answered 304 is unchanged', async () => {
  const site = await serve((request, response) => {
    const known = request.headers['if-none-match'] === '"1"' && request.headers['if-modified-since'] === 'yesterday'
    response.writeHead(known ? 304 : 500, { 'cache-control': 'max-age=60' }).end()
  })
  expect(await visitTo(site, '/feed', { etag: '"1"', lastModified: 'yesterday' })).toEqual({
    kind: 'unchanged',
    maxAgeMs: 60_000,
    movedTo: null,
  })
})

test('a validator that may not stand in a header is not sent', async () => {
  const site = await serve((request, response) => response.end(String(request.headers['if-none-match'])))
  expect(gist(await visitTo(site, '/feed', { etag: '"a"\r\nX-Evil: 1' }))).toBe('fetched')
})

const statuses: readonly { status: number; headers?: Record<string, string>; want: FetchOutcome['kind'] | string }[] = [
  { status: 200, want: 'fetched' },
  { status: 203, want: 'fetched' },
  { status: 204, want: 'empty' },
  { status: 205, want: 'empty' },
  { status: 206, want: 'http-status' },
  { status: 304, want: 'http-status' },
  { status: 300, want: 'http-status' },
  { status: 401, want: 'http-status' },
  { status: 404, want: 'http-status' },
  { status: 410, want: 'gone' },
  { status: 429, want: 'throttled' },
  { status: 429, headers: { 'retry-after': '120' }, want: 'throttled' },
  { status: 500, want: 'http-status' },
  { status: 503, want: 'http-status' },
  { status: 503, headers: { 'retry-after': 'tomorrow' }, want: 'throttled' },
  { status: 999, want: 'http-status' },
]

for (const { status, headers = {}, want } of statuses)
  test(`status ${status} ${JSON.stringify(headers)} is ${want}`, async () => {
    const site = await serve((_, response) => response.writeHead(status, headers).end('body'))
    const outcome = await visitTo(site)
    expect(gist(outcome)).toBe(want)
    if ('message' in outcome) expect(outcome.message).toContain(String(status))
  })

test('a throttled visit says for how long', async () => {
  const site = await serve((_, response) => response.writeHead(429, { 'retry-after': '120' }).end())
  expect(await visitTo(site)).toMatchObject({ kind: 'throttled', retryAfterMs: 120_000 })
})

test('a 200 without a body is empty', async () => {
  const site = await serve((_, response) => response.end())
  expect(gist(await visitTo(site))).toBe('empty')
})

test('the body of a refusal is not read, however long', async () => {
  const site = await serveRaw((socket) => socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 1000000\r\n\r\nstill talking'))
  expect(await visitTo(site)).toMatchObject({ code: 'http-status', bytes: 0 })
})

test('messages show the address without its secrets', async () => {
  const site = await serve((_, response) => response.writeHead(401).end())
  expect(await visitTo(site, '/feed?token=s3cret')).toMatchObject({
    message: expect.stringContaining(`${site.url}/feed?token=*** answered 401; `),
  })
})

test('a caller that aborts gets its own reason back, in the lane and out of it', async () => {
  const arrived = signalled()
  const site = await serve(() => arrived.resolve())
  const fetcher = fetcherFor([site.host], { poll: { perHost: 1 } })
  const [running, waiting] = [new AbortController(), new AbortController()]
  const first = fetcher.fetch(requestFor(site.url), running.signal)
  const second = fetcher.fetch(requestFor(site.url), waiting.signal)
  await arrived.promise
  waiting.abort(new Error('not needed'))
  await expect(second).rejects.toThrow('not needed')
  running.abort(new Error('shutting down'))
  await expect(first).rejects.toThrow('shutting down')
  expect(site.hits).toHaveLength(1)
})

test('closing aborts what runs and what waits, and takes nothing more', async () => {
  const arrived = signalled()
  const site = await serve(() => arrived.resolve())
  const fetcher = fetcherFor([site.host], { poll: { perHost: 1 } })
  const visits = [fetcher.fetch(requestFor(site.url)), fetcher.fetch(requestFor(site.url))].map((visit) =>
    expect(visit).rejects.toThrow('closed'),
  )
  await arrived.promise
  await fetcher.close()
  await Promise.all(visits)
  await expect(fetcher.fetch(requestFor(site.url))).rejects.toThrow('closed')
})
