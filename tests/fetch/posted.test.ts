// What is asked by POST, and where redirects take it (RFC 9110 §15.4).
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import type { FetchStep } from '../../src/fetch/fetcher.ts'
import { fetcherFor, gist, requestFor, serve, textOf, visitTo } from './web.ts'

const post = { contentType: 'application/json', body: '{"key":"s3cret-body"}' }

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

/** Answers with what came to it, after the redirects of the table. */
function echo(table: Readonly<Record<string, readonly [number, string]>> = {}) {
  return serve(async (request, response) => {
    const body = await bodyOf(request)
    const [status, location] = (request.method === 'POST' ? table[request.url ?? ''] : undefined) ?? [200, null]
    if (location !== null) response.setHeader('location', location)
    const { 'content-type': type = null, 'if-none-match': match = null } = request.headers
    response.writeHead(status, { etag: '"1"' }).end(JSON.stringify({ method: request.method, url: request.url, body, type, match }))
  })
}

test('sends the body with its type, without validators, and keeps none', async () => {
  const site = await echo()
  const outcome = await visitTo(site, '/list', { post, etag: '"1"', lastModified: 'yesterday' })
  expect(outcome).toMatchObject({ kind: 'fetched', etag: null, lastModified: null })
  expect(JSON.parse(textOf(outcome))).toEqual({ method: 'POST', url: '/list', body: post.body, type: 'application/json', match: null })
})

test('the operator’s headers may name another type', async () => {
  const site = await echo()
  const outcome = await visitTo(site, '/list', { post, headers: { 'Content-Type': 'application/graphql' } })
  expect(JSON.parse(textOf(outcome))).toMatchObject({ type: 'application/graphql', body: post.body })
})

const redirects = [
  { status: 301, method: 'POST' },
  { status: 302, method: 'POST' },
  { status: 303, method: 'GET' },
  { status: 307, method: 'POST' },
  { status: 308, method: 'POST' },
]

for (const { status, method } of redirects)
  test(`${status} within the origin: ${method}`, async () => {
    const site = await echo({ '/a': [status, '/b'] })
    const body = method === 'POST' ? post.body : ''
    const type = method === 'POST' ? post.contentType : null
    expect(JSON.parse(textOf(await visitTo(site, '/a', { post })))).toMatchObject({ method, url: '/b', body, type })
  })

test('303 to the address itself is no loop: it is asked for by GET', async () => {
  const site = await echo({ '/a': [303, '/a'] })
  expect(JSON.parse(textOf(await visitTo(site, '/a', { post })))).toMatchObject({ method: 'GET', url: '/a' })
})

test('307 to the address itself is', async () => {
  const site = await echo({ '/a': [307, '/a'] })
  expect(gist(await visitTo(site, '/a', { post }))).toBe('redirect-loop')
})

for (const status of [301, 302, 307, 308])
  test(`${status} to another origin: nobody there is told what is posted`, async () => {
    const other = await echo()
    const site = await echo({ '/a': [status, `${other.url}/b`] })
    const outcome = await fetcherFor([site.host, other.host]).fetch(requestFor(`${site.url}/a`, { post }))
    expect(outcome).toMatchObject({ code: 'redirect-blocked', message: expect.stringContaining('what is posted goes to no other origin') })
    expect(other.hits).toEqual([])
  })

test('303 to another origin is followed by GET, without the operator’s headers', async () => {
  const other = await echo()
  const site = await echo({ '/a': [303, `${other.url}/b`] })
  const outcome = await fetcherFor([site.host, other.host]).fetch(requestFor(`${site.url}/a`, { post, headers: { 'content-type': 'x/y' } }))
  expect(JSON.parse(textOf(outcome))).toMatchObject({ method: 'GET', url: '/b', body: '', type: null })
})

test('a private address is refused behind 307 as well', async () => {
  const canary = await echo()
  const site = await echo({ '/a': [307, `${canary.url}/b`] })
  expect(gist(await visitTo(site, '/a', { post }))).toBe('redirect-blocked')
  expect(canary.hits).toEqual([])
})

test('steps tell how much was posted, and nothing of it', async () => {
  const steps: FetchStep[] = []
  const site = await echo({ '/a': [303, '/b?q=s3cret-url'] })
  const secrets = ['s3cret-body', 's3cret-url']
  await visitTo(site, '/a?q=s3cret-url', { post, onStep: (step) => void steps.push(step), poll: { secrets } })
  await visitTo(site, '/a', { post, onStep: (step) => void steps.push(step), poll: { secrets } })
  expect(steps).toMatchObject([
    { url: `${site.url}/a?q=***`, postedBytes: post.body.length },
    { url: `${site.url}/a`, postedBytes: post.body.length, received: { location: '/b?q=***' } },
    { url: `${site.url}/b?q=***`, postedBytes: null },
  ])
  expect(JSON.stringify(steps)).not.toContain('s3cret')
})

for (const [what, status] of [
  ['failed', 404],
  ['gone', 410],
  ['throttled', 429],
] as const)
  test(`what the environment gave is in no message: ${what}`, async () => {
    const site = await serve((_, response) => response.writeHead(status).end())
    const outcome = await visitTo(site, '/list/s3cret-path?app=s3cret-url', { poll: { secrets: ['s3cret-path', 's3cret-url'] } })
    expect(outcome).toMatchObject({ kind: what, message: expect.stringContaining('/list/***?app=***') })
  })
