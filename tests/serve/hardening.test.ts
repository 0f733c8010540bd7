// What must hold whoever asks, and however.
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Labels } from '../../src/base/meter.ts'
import type { RouteEnv } from '../../src/serve/routes.ts'
import type { RunningServer, ServerOptions } from '../../src/serve/server.ts'
import { socketsOf } from '../../src/serve/sockets.ts'
import { servedSettings, startTestServer } from '../support/test-server.ts'

let dir: string
const servers: RunningServer[] = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'newsstand-hardening-'))
  await mkdir(join(dir, 'category'))
  await writeFile(join(dir, 'category/x.atom'), '<feed/>')
  await writeFile(join(dir, 'category/x.html'), 'a stub')
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
  await rm(dir, { recursive: true, force: true })
})

async function start(overrides: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startTestServer({ dir, ...overrides })
  servers.push(server)
  return server
}

/** A route that says who asks, and one that takes bodies. */
function routes(): Hono<RouteEnv> {
  const made = new Hono<RouteEnv>()
  made.get('/status', (context) => context.text(context.env.client))
  for (const path of ['/status', '/api/v1/poll', '/hub/in/abc'])
    made.post(path, async (context) => context.text(String((await context.req.text()).length)))
  return made
}

async function connected({ url }: RunningServer): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** What comes back to the end of the connection. */
async function exchange(server: RunningServer, raw: string): Promise<string> {
  const socket = await connected(server)
  let said = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    said += text
  })
  socket.write(raw)
  await once(socket, 'close')
  return said
}

const refused: readonly { name: string; raw: string; want: RegExp }[] = [
  { name: 'no Host', raw: 'GET /category/x.atom HTTP/1.1\r\nConnection: close\r\n\r\n', want: /^HTTP\/1\.1 400 / },
  {
    name: 'a Host that is none, where routes answer',
    raw: 'GET /status HTTP/1.1\r\nHost: a b<c>\r\nConnection: close\r\n\r\n',
    want: /^HTTP\/1\.1 400 /,
  },
  { name: 'CONNECT', raw: 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n', want: /^HTTP\/1\.1 405 / },
  { name: 'an expectation', raw: 'GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n', want: /^HTTP\/1\.1 417 / },
  {
    name: 'a body for a feed, announced',
    raw: 'PUT /category/x.atom HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n',
    want: /^HTTP\/1\.1 405 /,
  },
  {
    name: 'an upgrade',
    raw: 'GET /none HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n',
    want: /^HTTP\/1\.1 404 /,
  },
]
for (const { name, raw, want } of refused) {
  test(`${name} is refused, guarded as everything is`, async () => {
    const said = await exchange(await start({ routes: [routes()] }), raw)
    expect(said).toMatch(want)
    expect(said).toMatch(/^content-security-policy: default-src 'none'/im)
    expect(said).not.toMatch(/evil|a b<c>/)
  })
}

test('HTTP/1.0 needs no Host', async () => {
  expect(await exchange(await start(), 'GET /category/x.atom HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /)
})

test('connections beyond the limit are turned away, until others end', async () => {
  const server = await start({ connections: 2 })
  const held = [await connected(server), await connected(server)]
  const third = await connected(server)
  await once(third, 'close')
  held[0]?.destroy()
  await expect
    .poll(() =>
      fetch(`${server.url}category/x.atom`).then(
        ({ status }) => status,
        () => 'none',
      ),
    )
    .toBe(200)
})

const bodies: readonly { name: string; path: string; size: number; want: number }[] = [
  { name: 'a usual body', path: 'status', size: 65_536, want: 200 },
  { name: 'a larger one', path: 'status', size: 65_537, want: 413 },
  { name: 'a larger one for the API', path: 'api/v1/poll', size: 65_537, want: 413 },
  { name: 'what a hub pushes', path: 'hub/in/abc', size: 1_000_000, want: 200 },
]
for (const { name, path, size, want } of bodies) {
  test(`${name} of ${size} bytes for /${path}: ${want}`, async () => {
    const { url } = await start({ routes: [routes()] })
    const said = await fetch(url + path, { method: 'POST', body: 'x'.repeat(size) })
    expect(said.status).toBe(want)
    if (want === 413 && path.startsWith('api/')) expect(await said.json()).toMatchObject({ status: 413, code: 'too-large' })
    else if (want === 200) expect(await said.text()).toBe(String(size))
  })
}

test('a body of unknown length is counted as it comes', async () => {
  const { url } = await start({ routes: [routes()] })
  const body = new Blob(['x'.repeat(100_000)]).stream()
  expect((await fetch(`${url}status`, { method: 'POST', body, duplex: 'half' })).status).toBe(413)
})

test('calls that change something come to an end, reading does not', async () => {
  const { url } = await start({ routes: [routes()] })
  const post = (path: string) => fetch(url + path, { method: 'POST', body: 'x' })
  for (let n = 0; n < 60; n += 1) expect((await post('status')).status).toBe(200)
  const [page, api] = [await post('status'), await post('api/v1/poll')]
  expect([page.status, api.status, Number(page.headers.get('retry-after'))]).toEqual([429, 429, 1])
  expect(await api.json()).toMatchObject({ code: 'too-many' })
  expect((await fetch(`${url}status`)).status).toBe(200)
  expect((await post('hub/in/abc')).status).toBe(200)
})

test('who asks is believed to proxies that are trusted, as soon as they are', async () => {
  let settings = servedSettings()
  const { url } = await start({ routes: [routes()], settings: () => settings })
  const whoAsks = async () => (await fetch(`${url}status`, { headers: { 'x-forwarded-for': '203.0.113.5' } })).text()
  expect(await whoAsks()).toBe('127.0.0.1')
  settings = servedSettings({ serve: { trustedProxies: ['127.0.0.0/8'] } })
  expect(await whoAsks()).toBe('203.0.113.5')
})

test('streams of events learn that the server ends, and end with it', async () => {
  const made = new Hono<RouteEnv>()
  made.get('/status/events', ({ env: { closing } }) => {
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(': hello\n\n'))
        closing.addEventListener('abort', () => controller.close())
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  })
  const server = await start({ routes: [made] })
  const events = await fetch(`${server.url}status/events`)
  const startedAt = performance.now()
  await Promise.all([server.close(), events.text()])
  // Cutting it off takes five seconds.
  expect(performance.now() - startedAt).toBeLessThan(4_000)
})

test('a reader that takes nothing of what it asked for is dropped', async () => {
  const web = createServer((_request, response) => response.end(Buffer.alloc(64 * 1_048_576)))
  const sockets = socketsOf(web, { lookMs: 10, graceMs: 0, bytesPerSecond: 1_048_576 * 1_024 })
  web.listen(0, '127.0.0.1')
  await once(web, 'listening')
  const address = web.address()
  const dropped = once(web, 'connection').then(([socket]) => once(socket, 'close'))
  const reader = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1')
  reader.on('error', () => {})
  reader.pause()
  reader.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await dropped
  reader.destroy()
  await sockets.drain(1_000)
})

test('a token leads to the routes, which may leave the answer to what is public', async () => {
  const made = new Hono<RouteEnv>()
  made.get('/category/*', (context, next) => (context.req.query('token') === 'right' ? Promise.resolve(context.text('private')) : next()))
  const { url } = await start({ routes: [made] })
  const textOf = async (query: string, headers = {}) => (await fetch(`${url}category/x.atom${query}`, { headers })).text()
  expect(await textOf('?token=right')).toBe('private')
  expect(await textOf('?x=1&token=wrong')).toBe('<feed/>')
  expect(await textOf('', { authorization: 'Bearer right' })).toBe('<feed/>')
  const missing = await fetch(`${url}category/y.atom?token=wrong`)
  expect([missing.status, missing.headers.get('access-control-allow-origin')]).toEqual([404, '*'])
  const { etag = '' } = Object.fromEntries((await fetch(`${url}category/x.atom?token=wrong`)).headers)
  expect((await fetch(`${url}category/x.atom?token=wrong`, { headers: { 'if-none-match': etag } })).status).toBe(304)
})

test('requests are counted by kind and status, and readers that say how many they are are told of', async () => {
  const counted: [name: string, labels: Labels | undefined, by: number | undefined][] = []
  const told: [path: string, userAgent: string][] = []
  const meter = { add: (...given: (typeof counted)[number]) => void counted.push(given), time: () => {} }
  const { url } = await start({ routes: [routes()], meter, onReaders: (...given) => void told.push(given) })
  for (const agent of ['Feedbin feed-id:1 - 17 subscribers', 'a reader', 'Mine; 3 readers'])
    await fetch(`${url}category/x.atom?x`, { headers: { 'user-agent': agent } })
  await fetch(`${url}category/none.atom`, { headers: { 'user-agent': 'X 5 subscribers' } })
  await fetch(`${url}constructor.constructor`)
  await fetch(`${url}status`)
  await fetch(`${url}status`)
  expect(told).toEqual([
    ['category/x.atom', 'Feedbin feed-id:1 - 17 subscribers'],
    ['category/x.atom', 'Mine; 3 readers'],
  ])
  expect(counted).toEqual([
    ['http_requests_total', { kind: 'feed', status: '200' }, 3],
    ['http_requests_total', { kind: 'feed', status: '404' }, 1],
    ['http_requests_total', { kind: 'other', status: '404' }, 1],
    ['http_requests_total', { kind: 'operator', status: '200' }, 1],
  ])
})

test('where a stub lies the store is asked once, and again when another one lies there', async () => {
  const asked: string[] = []
  let to = '/category/y.html'
  const redirectOf = async (path: string) => {
    asked.push(path)
    return { status: 301, to } as const
  }
  const { url } = await start({ redirectOf })
  const leadsTo = async () => (await fetch(`${url}category/x.html`, { redirect: 'manual' })).headers.get('location')
  expect([await leadsTo(), await leadsTo(), asked.length]).toEqual(['/category/y.html', '/category/y.html', 1])
  to = '/category/z.html'
  await writeFile(join(dir, 'category/x.html'), 'another stub')
  await rm(join(dir, 'category/x.atom'))
  expect(await leadsTo()).toBe('/category/z.html')
})

test('a page that says that something is gone is shown with 410, each time it is asked for', async () => {
  const { url } = await start({ redirectOf: async () => ({ status: 410 }) })
  for (let n = 0; n < 2; n += 1) {
    const gone = await fetch(`${url}category/x.html`)
    expect([gone.status, await gone.text()]).toEqual([410, 'a stub'])
  }
})
