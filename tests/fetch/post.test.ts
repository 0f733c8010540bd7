// What is told to hooks: once, where the operator says, and nowhere else.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { PostRequest } from '../../src/fetch/fetcher.ts'
import { closedSite, fetcherFor, nameServer, requestFor, serve, serveRaw, signalled } from './web.ts'

interface Got {
  readonly method: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A hook that keeps what it gets. */
async function hook(answer: (response: ServerResponse, request: IncomingMessage) => void = (response) => response.writeHead(204).end()) {
  const got: Got[] = []
  const site = await serve(async (request, response) => {
    got.push({ method: request.method, headers: request.headers, body: await text(request) })
    answer(response, request)
  })
  return { ...site, got }
}

const message = (url: string, changes: Partial<PostRequest> = {}): PostRequest => ({
  url,
  headers: {},
  contentType: 'application/json',
  body: '{"event":"失败"}',
  ...changes,
})

test('posts the body with its type, our name and the operator’s headers', async () => {
  const site = await hook()
  const headers = { Authorization: 'Bearer t', Host: 'elsewhere.example', 'Content-Type': 'text/plain' }
  expect(await fetcherFor([site.host]).post(message(`${site.url}/hooks/s3cret?a=b`, { headers }))).toEqual({ kind: 'accepted' })
  expect(site.hits).toEqual(['/hooks/s3cret?a=b'])
  expect(site.got).toMatchObject([{ method: 'POST', body: '{"event":"失败"}' }])
  expect(site.got[0]?.headers).toMatchObject({
    host: site.host,
    authorization: 'Bearer t',
    'content-type': 'application/json',
    'content-length': '18',
    'user-agent': 'newsstand-test/1.0 (+https://news.example/)',
  })
})

test('any answer of success is enough, and what it holds is not waited for', async () => {
  const site = await hook((response) => response.writeHead(200).write('first part'))
  expect(await fetcherFor([site.host]).post(message(site.url))).toEqual({ kind: 'accepted' })
})

const refusals: readonly { readonly status: number; readonly says: string }[] = [
  { status: 302, says: 'what is posted follows no redirect: write the address that it leads to' },
  { status: 304, says: 'see whether this is the right address' },
  { status: 401, says: 'see its address, and what it needs under headers' },
  { status: 404, says: 'see whether this is the right address' },
  { status: 500, says: 'its server is in trouble' },
]
for (const { status, says } of refusals)
  test(`${status} is a failure, told without the address`, async () => {
    const other = await hook()
    const site = await hook((response) => response.writeHead(status, { location: other.url }).end())
    expect(await fetcherFor([site.host, other.host]).post(message(`${site.url}/s3cret`))).toEqual({
      kind: 'failed',
      code: 'http-status',
      message: `${site.host} answered ${status}; ${says}`,
    })
    expect(other.hits).toEqual([])
  })

test('a hook that wants peace gets it: what follows is held back', async () => {
  const site = await hook((response) => response.writeHead(429, { 'retry-after': '120' }).end())
  const fetcher = fetcherFor([site.host])
  expect(await fetcher.post(message(site.url))).toEqual({ kind: 'throttled', retryAfterMs: 120_000, message: `${site.host} answered 429` })
  expect(await fetcher.post(message(site.url))).toMatchObject({ kind: 'throttled', retryAfterMs: expect.closeTo(120_000, -5) })
  expect(site.hits).toHaveLength(1)
})

test('polls of the same host are not kept waiting', async () => {
  const [arrived, answered] = [signalled(), signalled()]
  const site = await hook(async (response, { method }) => {
    if (method === 'POST') {
      arrived.resolve()
      await answered.promise
    }
    response.end('ok')
  })
  const fetcher = fetcherFor([site.host], { poll: { perHost: 1 } })
  const posted = fetcher.post(message(site.url))
  await arrived.promise
  expect(await fetcher.fetch(requestFor(site.url))).toMatchObject({ kind: 'fetched' })
  answered.resolve()
  expect(await posted).toEqual({ kind: 'accepted' })
})

test('goes over a connection that was not used before: a hook must not be told twice', async () => {
  const site = await hook()
  const ports = new Set<number | undefined>()
  const counted = await serve((request, response) => {
    ports.add(request.socket.remotePort)
    request.resume().once('end', () => response.writeHead(204).end())
  })
  const fetcher = fetcherFor([site.host, counted.host])
  for (let n = 0; n < 3; n++) await fetcher.post(message(counted.url))
  expect(ports.size).toBe(3)
})

test('an answer that never comes is not asked for again', async () => {
  const site = await serveRaw((socket) => socket.end())
  expect(await fetcherFor([site.host]).post(message(`${site.url}/s3cret`))).toMatchObject({
    kind: 'failed',
    code: 'protocol',
    message: expect.stringContaining(`${site.host} closed the connection`),
  })
  expect(site.hits).toHaveLength(1)
})

test('an answer that is late is a failure', async () => {
  const site = await hook(() => {})
  expect(await fetcherFor([site.host], { limits: { visitMs: 200 } }).post(message(site.url))).toEqual({
    kind: 'failed',
    code: 'timeout',
    message: `${site.host} gave no answer within 200ms`,
  })
})

test('a place where nobody listens is a failure', async () => {
  const nowhere = await closedSite()
  expect(await fetcherFor([nowhere.host]).post(message(nowhere.url))).toMatchObject({ kind: 'failed', code: 'refused' })
})

for (const url of ['http://127.0.0.1:1/s3cret', 'http://10.0.0.1/s3cret', 'http://hooks.internal/s3cret', 'http://hooks.example:25/s3cret'])
  test(`${url} is refused, told without its path`, async () => {
    const outcome = await fetcherFor([]).post(message(url))
    expect(outcome).toMatchObject({ kind: 'failed', code: 'blocked', message: expect.stringContaining('poll.allow') })
    expect(JSON.stringify(outcome)).not.toContain('s3cret')
  })

test('a public name that leads inside is refused', async () => {
  const { lookup } = nameServer('127.0.0.1')
  expect(await fetcherFor([], { lookup }).post(message('http://hooks.example/'))).toMatchObject({ kind: 'failed', code: 'blocked' })
})

test('requests are counted by host', async () => {
  const site = await hook()
  const fetcher = fetcherFor([site.host])
  await fetcher.post(message(site.url))
  expect(fetcher.takeTraffic()).toEqual([{ host: site.host, requests: 1, bytes: 0 }])
})

test('ends with the reason of its signal, and when the fetcher is closed', async () => {
  const arrived = signalled()
  const site = await serve(() => arrived.resolve())
  const fetcher = fetcherFor([site.host], { poll: { perHost: 2 } })
  const stop = new AbortController()
  const [first, second] = [fetcher.post(message(site.url), stop.signal), fetcher.post(message(site.url))]
  await arrived.promise
  stop.abort(new Error('not needed'))
  await expect(first).rejects.toThrow('not needed')
  const cutOff = expect(second).rejects.toThrow('closed')
  await fetcher.close()
  await cutOff
  await expect(fetcher.post(message(site.url))).rejects.toThrow('closed')
})

test('bytes go out as they are', async () => {
  const site = await hook()
  const body = Buffer.from('<feed>失败</feed>')
  await fetcherFor([site.host]).post(message(site.url, { contentType: 'application/atom+xml', body }))
  expect(site.got).toMatchObject([{ body: '<feed>失败</feed>', headers: { 'content-length': String(body.length) } }])
})

test('who is gone for good says so', async () => {
  const site = await hook((response) => response.writeHead(410).end())
  expect(await fetcherFor([site.host]).post(message(site.url))).toMatchObject({ kind: 'failed', code: 'gone' })
})

test('who has asked to be told is told four things at a time, without a pause', async () => {
  const waiting: ServerResponse[] = []
  let most = 0
  const site = await hook((response) => {
    waiting.push(response)
    most = Math.max(most, waiting.length)
    if (most === 4) for (const one of waiting.splice(0)) one.end()
  })
  const fetcher = fetcherFor([site.host], { poll: { perHost: 1, delayMs: 3_600_000 } })
  const told = await Promise.all(Array.from({ length: 6 }, () => fetcher.post(message(site.url, { isAskedFor: true }))))
  expect(told).toEqual(Array.from({ length: 6 }, () => ({ kind: 'accepted' })))
  expect(most).toBe(4)
})
