import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { firstHop, nextHop } from '../../src/fetch/redirect.ts'
import { fetcherFor, gist, nameServer, requestFor, serve, textOf, visitTo } from './web.ts'

/** Answers by path: a number and a Location, or else a body that tells the request's headers. */
function routes(table: Readonly<Record<string, readonly [number, string | null]>>) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const [status, location] = table[request.url ?? ''] ?? [200, null]
    if (location !== null) response.setHeader('location', location)
    response.writeHead(status).end(JSON.stringify(request.headers))
  }
}

test('follows redirects, relative ones too, to a final address', async () => {
  const site = await serve(routes({ '/a': [302, '/b?x=1'], '/b?x=1': [307, '?x=2'], '/b?x=2': [303, '//rest.example/c#top'] }))
  const rest = await serve(routes({ '/a': [302, `${site.url}/feed`] }))
  const outcome = await fetcherFor([site.host, rest.host]).fetch(requestFor(`${rest.url}/a`))
  expect(outcome).toMatchObject({ kind: 'fetched', url: `${site.url}/feed`, movedTo: null })
  expect(gist(await visitTo(site, '/a', { lookup: nameServer().lookup }))).toBe('dns')
  expect(site.hits).toEqual(['/feed', '/a', '/b?x=1', '/b?x=2'])
})

test('a Location in bare UTF-8 is read as such', async () => {
  const site = await serve((request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: Buffer.from('/新闻').toString('latin1') })
    response.end('ok')
  })
  expect(await visitTo(site, '/a')).toMatchObject({ kind: 'fetched', url: `${site.url}/${encodeURIComponent('新闻')}` })
})

const moves = [
  { name: 'one 301', statuses: [301], moved: true },
  { name: '308 and 301', statuses: [308, 301], moved: true },
  { name: '301, then 302', statuses: [301, 302], moved: false },
  { name: '307, then 308', statuses: [307, 308], moved: false },
]

for (const { name, statuses, moved } of moves)
  test(`${name}: ${moved ? 'the final address is the new one' : 'the old address stands'}`, async () => {
    const site = await serve(routes(Object.fromEntries(statuses.map((status, at) => [`/${at}`, [status, `/${at + 1}`] as const]))))
    expect(await visitTo(site, '/0')).toMatchObject({ kind: 'fetched', movedTo: moved ? `${site.url}/${statuses.length}` : null })
  })

const loops = [
  { name: 'to itself', table: { '/a': [302, '/a'] as const }, hits: 1 },
  { name: 'in a circle', table: { '/a': [302, '/b'] as const, '/b': [301, '/a#again'] as const }, hits: 2 },
]

for (const { name, table, hits } of loops)
  test(`a redirect ${name} is a loop`, async () => {
    const site = await serve(routes(table))
    expect(gist(await visitTo(site, '/a'))).toBe('redirect-loop')
    expect(site.hits).toHaveLength(hits)
  })

test('an endless chain ends after the allowed number of redirects', async () => {
  const site = await serve((request, response) => response.writeHead(302, { location: `${request.url}x` }).end())
  expect(gist(await visitTo(site, '/', { limits: { redirects: 3 } }))).toBe('redirect-loop')
  expect(site.hits).toEqual(['/', '/x', '/xx', '/xxx'])
})

test('as many redirects as allowed are followed', async () => {
  const site = await serve((request, response) =>
    request.url === '/xxx' ? response.end('ok') : response.writeHead(302, { location: `${request.url}x` }).end(),
  )
  expect(textOf(await visitTo(site, '/', { limits: { redirects: 3 } }))).toBe('ok')
})

for (const location of [null, 'http://[::1', 'http://'])
  test(`a redirect to ${location ?? 'nowhere'} is a bad status`, async () => {
    const site = await serve(routes({ '/a': [302, location] }))
    expect(await visitTo(site, '/a')).toMatchObject({ code: 'http-status', message: expect.stringContaining('302') })
  })

const privately = { headers: { Authorization: 'Bearer s3cret', Cookie: 'a=b', 'X-Api-Key': 'k' }, etag: '"1"', lastModified: 'yesterday' }

test('the operator’s headers and validators go along within an origin', async () => {
  const site = await serve(routes({ '/a': [301, '/b'] }))
  expect(JSON.parse(textOf(await visitTo(site, '/a', privately)))).toMatchObject({
    authorization: 'Bearer s3cret',
    cookie: 'a=b',
    'x-api-key': 'k',
    'if-none-match': '"1"',
    'if-modified-since': 'yesterday',
  })
})

test('the operator’s headers and validators never reach another origin, and once away stay away', async () => {
  const seen: string[] = []
  const tell = (request: IncomingMessage) => void seen.push(Object.keys(request.headers).sort().join(' '))
  const home = await serve((request, response) => {
    tell(request)
    const away = { '/a': `${other.url}/x`, '/b': '/c' }[request.url ?? '']
    if (away !== undefined) response.writeHead(302, { location: away })
    response.end('ok')
  })
  const other = await serve((request, response) => {
    tell(request)
    response.writeHead(302, { location: request.url === '/x' ? '/y' : `${home.url}/b` }).end()
  })
  const outcome = await fetcherFor([home.host, other.host]).fetch(requestFor(`${home.url}/a`, privately))
  expect(gist(outcome)).toBe('fetched')
  expect(seen[0]).toContain('authorization')
  expect(seen.slice(1)).toEqual(Array(4).fill('accept accept-encoding connection host user-agent'))
})

const origins = [
  { name: 'https to http of the same host', from: 'https://a.example/', to: 'http://a.example/', isAtHome: false },
  { name: 'http to https of the same host', from: 'http://a.example/', to: 'https://a.example/', isAtHome: false },
  { name: 'another port', from: 'http://a.example:81/', to: 'http://a.example:82/', isAtHome: false },
  { name: 'a subdomain', from: 'https://a.example/', to: 'https://www.a.example/', isAtHome: false },
  { name: 'the default port written out', from: 'https://a.example/', to: 'https://A.example:443/b', isAtHome: true },
]

for (const { name, from, to, isAtHome } of origins)
  test(`a redirect by ${name}: ${isAtHome ? 'headers and validators go along' : 'headers and validators stay behind'}`, () => {
    expect(nextHop(firstHop(new URL(from)), 301, to, { redirects: 5, allow: [] }).isAtHome).toBe(isAtHome)
  })

test('304 from an origin that was sent no validators is a bad status', async () => {
  const other = await serve((_, response) => response.writeHead(304).end())
  const site = await serve(routes({ '/a': [302, other.url] }))
  expect(gist(await fetcherFor([site.host, other.host]).fetch(requestFor(`${site.url}/a`, privately)))).toBe('http-status')
})

const forbidden = [
  ...['file:///etc/passwd', 'data:text/xml,<rss/>', 'gopher://127.0.0.2:PORT/', 'javascript:alert(1)'],
  ...[
    'http://127.0.0.2:PORT/',
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://localhost.:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
  ],
  ...[
    'http://[::ffff:127.0.0.2]:PORT/',
    'http://[::ffff:7f00:2]:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000002:PORT/',
    'http://0177.0.0.2:PORT/',
  ],
  ...[
    'http://127.2:PORT/',
    'http://0.0.0.0:PORT/',
    'http://example.com@127.0.0.2:PORT/',
    'http://①②⑦.⓪.⓪.②:PORT/',
    'http://user:pass@example.com/',
  ],
  ...[
    'http://127.0.0.2.:PORT/',
    'http://１２７.0.0.2:PORT/',
    'http://[64:ff9b::7f00:2]:PORT/',
    'http://[64:ff9b:1::7f00:2]:PORT/',
    'http://[2002:7f00:2::]:PORT/',
    'http://[::7f00:2]:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://intranet:PORT/',
    'http://example.com:25/',
    'https://example.com:6379/',
  ],
]

for (const location of forbidden)
  test(`a redirect to ${location} is blocked`, async () => {
    const canary = await serve((_, response) => response.end('secret'))
    const site = await serveLocation(location.replace('PORT', String(canary.port)))
    expect(gist(await visitTo(site, '/a'))).toBe('redirect-blocked')
    expect(canary.hits).toEqual([])
  })

test('a redirect to a public name that leads inside is blocked', async () => {
  const canary = await serve((_, response) => response.end('secret'))
  const site = await serve(routes({ '/a': [302, `http://rebound.example:${canary.port}/`] }))
  const { lookup } = nameServer('127.0.0.1')
  expect(gist(await visitTo(site, '/a', { lookup }))).toBe('redirect-blocked')
  expect(canary.hits).toEqual([])
})

test('one deadline covers all redirects', async () => {
  const site = await serve((request, response) => {
    setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 50)
  })
  expect(gist(await visitTo(site, '/', { limits: { visitMs: 400, redirects: 1_000_000 } }))).toBe('timeout')
})

function serveLocation(location: string) {
  return serve((_, response) => response.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end())
}

test('a visit that may follow no redirect, or read little, ends there', async () => {
  const site = await serve(routes({ '/a': [302, '/b'] }))
  const fetcher = fetcherFor([site.host])
  expect(await fetcher.fetch(requestFor(`${site.url}/a`, { limits: { redirects: 0 } }))).toMatchObject({ code: 'redirect-loop' })
  expect(site.hits).toEqual(['/a'])
  expect(await fetcher.fetch(requestFor(`${site.url}/b`, { limits: { bodyBytes: 10 } }))).toMatchObject({ code: 'too-large' })
})
