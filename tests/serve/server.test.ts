import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { silentLogger } from '../../src/base/log.ts'
import { healthRoutes } from '../../src/serve/health.ts'
import type { RunningServer, ServerOptions } from '../../src/serve/server.ts'
import { startTestServer } from '../support/test-server.ts'

const page = '<!doctype html><title>Not here</title>'
const published: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>首页</title>',
  'feed.rss': '<rss/>',
  'feed.atom': '<feed/>',
  'feed.json': '{}',
  'feeds.opml': '<opml/>',
  'sitemap.xml': '<urlset/>',
  'assets/style.css': 'a{}',
  'assets/icon.svg': '<svg/>',
  'category/guojishangbao.html': '<!doctype html>',
  'category/guojishangbao.rss': '<rss/>',
  'category/国际.html': '<!doctype html>',
  'category/.secret.html': 'secret',
  'category/guojishangbao.rss.tmp': 'half',
  'notes.md': 'notes',
}

let dir: string
let server: RunningServer

async function start(overrides: Partial<ServerOptions> = {}): Promise<RunningServer> {
  return startTestServer({
    dir: join(dir, 'public'),
    notFound: () => page,
    routes: [healthRoutes({ trouble: async () => null })],
    ...overrides,
  })
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'newsstand-serve-'))
  await writeFile(join(dir, 'outside.html'), 'outside')
  for (const [path, text] of Object.entries(published)) {
    const file = join(dir, 'public', path)
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, text)
  }
  server = await start()
})
afterEach(async () => {
  await server.close()
  await rm(dir, { recursive: true, force: true })
})

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(server.url + path, { headers, redirect: 'manual' })

const types: readonly { path: string; type: string }[] = [
  { path: '', type: 'text/html; charset=utf-8' },
  { path: 'feed.rss', type: 'application/rss+xml; charset=utf-8' },
  { path: 'feed.atom?x=1', type: 'application/atom+xml; charset=utf-8' },
  { path: 'feed.json', type: 'application/feed+json' },
  { path: 'feeds.opml', type: 'text/x-opml; charset=utf-8' },
  { path: 'sitemap.xml', type: 'application/xml; charset=utf-8' },
  { path: 'assets/style.css', type: 'text/css; charset=utf-8' },
  { path: 'assets/icon.svg', type: 'image/svg+xml' },
  { path: 'category/%E5%9B%BD%E9%99%85.html', type: 'text/html; charset=utf-8' },
]
for (const { path, type } of types) {
  test(`/${path} is ${type}, whole and for HEAD without its body`, async () => {
    const whole = await get(path)
    const head = await fetch(server.url + path, { method: 'HEAD' })
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, type])
    const text = published[decodeURIComponent(path.replace(/\?.*/, '')) || 'index.html']
    expect(await whole.text()).toBe(text)
    expect(await head.text()).toBe('')
    for (const name of ['content-type', 'content-length', 'etag', 'last-modified'])
      expect(head.headers.get(name)).toBe(whole.headers.get(name))
  })
}

const accepting: readonly { name: string; accept: string; path: string; type: string }[] = [
  {
    name: 'a browser',
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    path: 'feed.rss',
    type: 'application/xml; charset=utf-8',
  },
  { name: 'a browser', accept: 'text/html,application/xhtml+xml,*/*;q=0.8', path: 'feed.atom', type: 'application/xml; charset=utf-8' },
  { name: 'a browser', accept: 'text/html,*/*;q=0.8', path: 'feed.json', type: 'application/feed+json' },
  { name: 'a reader', accept: '*/*', path: 'feed.rss', type: 'application/rss+xml; charset=utf-8' },
  {
    name: 'a reader of pages, too',
    accept: 'application/atom+xml, application/rss+xml, text/html;q=0.7',
    path: 'feed.rss',
    type: 'application/rss+xml; charset=utf-8',
  },
]
for (const { name, accept, path, type } of accepting)
  test(`/${path} for ${name} is ${type}`, async () => {
    const answer = await get(path, { accept })
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('vary')).toBe(path === 'feed.json' ? 'Accept-Encoding' : 'Accept, Accept-Encoding')
    const again = await get(path, { accept, 'if-none-match': answer.headers.get('etag') ?? '' })
    expect([again.status, again.headers.get('vary')]).toEqual([304, answer.headers.get('vary')])
  })

const hidden = [
  'category',
  'category/',
  'category/.secret.html',
  'category/guojishangbao.rss.tmp',
  'notes.md',
  'missing.html',
  'feed.rss/x',
  `${'a'.repeat(300)}.html`,
]
for (const path of hidden) {
  test(`/${path.slice(0, 40)} is not here`, async () => {
    const response = await get(path)
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([404, 'text/html; charset=utf-8', page])
  })
}

const attacks = [
  '/../outside.html',
  '/category/../../outside.html',
  '/..%2foutside.html',
  '/%2e%2e/outside.html',
  '/category/..%5c..%5coutside.html',
  '/feed.rss%00',
  '//feed.rss',
]
for (const target of attacks) {
  test(`${target} leads nowhere`, async () => {
    const { status, body } = await exchange(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect([status, body]).toEqual([404, page])
  })
}

test('validators belong to the bytes: the same ETag until they change, and 304 for both of them', async () => {
  const first = await get('feed.rss')
  const [etag, modified] = [first.headers.get('etag') ?? '', first.headers.get('last-modified') ?? '']
  expect(etag).toMatch(/^"[0-9a-f]{32}-gzip"$/)
  for (const conditions of [
    { 'if-none-match': `"other", W/${etag}` },
    { 'if-modified-since': modified },
    { 'if-none-match': etag, 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
  ]) {
    const again = await get('feed.rss', conditions)
    expect([again.status, again.headers.get('etag'), again.headers.get('last-modified'), await again.text()]).toEqual([
      304,
      etag,
      modified,
      '',
    ])
    expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
    expect(again.headers.get('content-type')).toBeNull()
  }
  const file = join(dir, 'public/feed.rss')
  await utimes(file, 1_700_000_000, 1_700_000_000)
  expect((await get('feed.rss')).headers.get('etag')).toBe(etag)
  await writeFile(`${file}.new`, '<RSS/>')
  await utimes(`${file}.new`, 1_700_000_000, 1_700_000_000)
  await rename(`${file}.new`, file)
  const changed = await get('feed.rss', { 'if-none-match': etag })
  expect([changed.status, await changed.text()]).toEqual([200, '<RSS/>'])
})

test('feeds may be read from any site, on errors and 304 too; pages may not', async () => {
  const etag = (await get('feed.json')).headers.get('etag') ?? ''
  const answers = [
    await get('feed.json'),
    await get('feed.json', { 'if-none-match': etag }),
    await get('category/none.atom'),
    await fetch(`${server.url}feed.rss`, { method: 'POST' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 304, 404, 405])
  for (const { headers } of answers)
    expect([headers.get('access-control-allow-origin'), headers.get('access-control-expose-headers')]).toEqual(['*', 'ETag, Link'])
  expect((await get('index.html')).headers.get('access-control-allow-origin')).toBeNull()
})

test('every answer is guarded: never sniffed, framed, scripted or told where the reader came from', async () => {
  const answers = [await get(''), await get('none'), await get('healthz'), await fetch(server.url, { method: 'DELETE' })]
  for (const { headers } of answers) {
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
})

for (const method of ['POST', 'PUT', 'DELETE', 'TRACE', 'PATCH']) {
  test(`${method} is refused with what is allowed`, async () => {
    const { status, head } = await exchange(`${method} /feed.rss HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(status).toBe(405)
    expect(head).toMatch(/^allow: GET, HEAD, OPTIONS$/im)
  })
}

test('the service is well', async () => {
  const response = await get('healthz')
  expect([response.status, await response.text()]).toEqual([200, 'ok\n'])
})

const redirects: readonly { name: string; asked: string; to: string; location: string }[] = [
  {
    name: 'a slug in the wrong case',
    asked: 'category/GuoJiShangBao.rss',
    to: '/category/guojishangbao.rss',
    location: '/category/guojishangbao.rss',
  },
  {
    name: 'an ending in the wrong case',
    asked: 'category/guojishangbao.RSS',
    to: '/category/guojishangbao.rss',
    location: '/category/guojishangbao.rss',
  },
  { name: 'an address beyond ASCII', asked: 'category/旧.html', to: '/category/新.html', location: '/category/%E6%96%B0.html' },
  {
    name: 'an address that is escaped already',
    asked: 'category/a.html',
    to: 'https://news.example/%E6%96%B0.html',
    location: 'https://news.example/%E6%96%B0.html',
  },
]
for (const { name, asked, to, location } of redirects) {
  test(`${name} moves for good`, async () => {
    await server.close()
    server = await start({ redirectOf: async (path) => (path === asked ? { status: 301, to } : null) })
    const response = await get(asked)
    expect([response.status, response.headers.get('location')]).toEqual([301, location])
  })
}

test('what went on purpose is gone, and a file that is there asks nobody', async () => {
  await server.close()
  server = await start({ redirectOf: async () => ({ status: 410 }) })
  const gone = await get('guojishangbao/2022/01/23/x.html')
  expect([gone.status, await gone.text()]).toEqual([410, page])
  expect((await get('feed.rss')).status).toBe(200)
})

test('a failure within is a guarded 500 that tells nothing', async () => {
  await server.close()
  const logged: object[] = []
  const log = { ...silentLogger, error: (facts: object) => void logged.push(facts) }
  server = await start({ redirectOf: () => Promise.reject(new Error('secret: hunter2')), log })
  const response = await get('missing.html')
  expect([response.status, response.headers.get('content-security-policy')]).toEqual([500, expect.stringContaining("default-src 'none'")])
  expect(await response.text()).not.toContain('hunter2')
  expect(logged).toEqual([{ target: '/missing.html', error: 'secret: hunter2' }])
})

test('the Host header is never echoed', async () => {
  for (const target of ['/feed.rss', '/none', '/category', 'http://evil.example/none']) {
    const { head, body } = await exchange(
      `GET ${target} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n`,
    )
    expect(head + body).not.toContain('evil.example')
  }
})

const broken: readonly { name: string; raw: string; status: number }[] = [
  { name: 'no HTTP', raw: 'hello\r\n\r\n', status: 400 },
  {
    name: 'an If-None-Match of 64 kB',
    raw: `GET /feed.rss HTTP/1.1\r\nHost: x\r\nIf-None-Match: ${'"a",'.repeat(16_384)}\r\n\r\n`,
    status: 431,
  },
  { name: 'two lengths', raw: 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', status: 400 },
]
for (const { name, raw, status } of broken) {
  test(`${name} is refused with ${status}, guarded too`, async () => {
    const answer = await exchange(raw)
    expect(answer.status).toBe(status)
    expect(answer.head).toMatch(/^content-security-policy: default-src 'none'/im)
  })
}

test('a body that nobody asked for ends the connection', async () => {
  const { status, head } = await exchange('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nabc')
  expect(status).toBe(405)
  expect(head).toMatch(/^connection: close$/im)
})

test('a range of a thousand parts is answered whole', async () => {
  const response = await get('feed.rss', { range: `bytes=${'0-1,'.repeat(1_000)}0-1` })
  expect([response.status, await response.text()]).toEqual([200, '<rss/>'])
})

test('a port that is taken says which, and what to do', async () => {
  const port = Number(new URL(server.url).port)
  const error = await start({ port }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code: 'cannot-listen', message: `cannot listen on 127.0.0.1:${port}: another program has this port` })
  expect(error).toMatchObject({ advice: expect.stringContaining('serve.port') })
})

test('an address of another machine says so', async () => {
  await expect(start({ host: '192.0.2.1' })).rejects.toMatchObject({
    code: 'cannot-listen',
    message: expect.stringContaining('192.0.2.1:0: this machine has no such address'),
  })
})

test('closing lets the running answer end, drops idle connections and takes no more', async () => {
  await server.close()
  const held = heldBack()
  server = await start({ redirectOf: held.redirectOf })
  const idle = await connected()
  const idleEnds = new Promise((resolve) => idle.once('close', resolve))
  const running = get('slow.html')
  await held.asked

  const closed = server.close()
  await idleEnds
  await expect(get('feed.rss')).rejects.toThrow()
  held.release()
  expect([(await running).status, (await running).headers.get('connection')]).toEqual([404, 'close'])
  await Promise.all([closed, server.close()])
})

/** A `redirectOf` that answers when it is released. */
function heldBack(): { asked: Promise<void>; release: () => void; redirectOf: () => Promise<null> } {
  let ask = (): void => {}
  let release = (): void => {}
  const asked = new Promise<void>((resolve) => {
    ask = resolve
  })
  const released = new Promise<null>((resolve) => {
    release = () => resolve(null)
  })
  const redirectOf = (): Promise<null> => {
    ask()
    return released
  }
  return { asked, release: () => release(), redirectOf }
}

/** Sends bytes as they are and reads to the end of the connection. */
async function exchange(raw: string): Promise<{ status: number; head: string; body: string }> {
  const socket = await connected()
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => socket.once('end', resolve).once('close', resolve))
  socket.on('error', () => {})
  socket.write(raw)
  await ended
  socket.destroy()
  const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n', 2)
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, body }
}

function connected(): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => resolve(socket))
  })
}
