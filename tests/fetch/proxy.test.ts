// A proxy that config names; one on loopback that leads every name to this machine.
import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { visitElsewhere } from './elsewhere.ts'
import { serveSecurely, trusting } from './secure.ts'
import { closedSite, fetcherFor, gist, listen, nameServer, requestFor, serve, serveRaw, textOf } from './web.ts'

interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly host: string | undefined
  readonly authorization: string | undefined
}

/** Hands plain requests on to the site at `port`, opens tunnels to it; or answers `refusal`. */
async function serveProxy(port: number, refusal: number | null = null) {
  const seen: Seen[] = []
  const see = ({ method, url, headers }: IncomingMessage) =>
    void seen.push({ method, url, host: headers.host, authorization: headers['proxy-authorization'] })
  const server = createServer((request, response) => {
    see(request)
    response.writeHead(refusal ?? 200).end(`proxied ${request.url}`)
  })
  server.on('connect', (request, socket) => {
    see(request)
    if (refusal !== null) return void socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`)
    const through = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    through.on('error', () => socket.destroy()).pipe(socket)
    socket.on('error', () => through.destroy()).pipe(through)
  })
  const { host } = await listen(server, [], () => server.closeAllConnections())
  return { seen, settings: { origin: `http://${host}`, authorization: 'Basic bWU6cA==' }, host }
}

test('plain requests are handed to the proxy, without looking the name up', async () => {
  const { seen, settings } = await serveProxy(0)
  const { lookup, asked } = nameServer('127.0.0.1')
  const fetcher = fetcherFor([], { lookup, poll: { proxy: settings } })
  for (const url of ['http://news.example/feed?a=1#top', 'http://other.example:8080/'])
    expect(textOf(await fetcher.fetch(requestFor(url)))).toBe(`proxied ${url.replace('#top', '')}`)
  expect(seen).toEqual([
    { method: 'GET', url: 'http://news.example/feed?a=1', host: 'news.example', authorization: settings.authorization },
    { method: 'GET', url: 'http://other.example:8080/', host: 'other.example:8080', authorization: settings.authorization },
  ])
  expect(asked).toEqual([])
})

test('secure requests go through a tunnel, and the server hears nothing of the proxy', async () => {
  const site = await serveSecurely()
  const { seen, settings } = await serveProxy(site.port)
  const url = 'https://tls.example/feed'
  const ends = await visitElsewhere({ allow: [], urls: [url, url], inTurn: true, proxy: settings }, { env: await trusting() })
  expect(ends).toEqual(['fetched', 'fetched'])
  expect(site.greetings).toHaveLength(2)
  const asked = { method: 'CONNECT', url: 'tls.example:443', host: 'tls.example:443', authorization: settings.authorization }
  expect(seen).toEqual([asked, asked])
})

test('certificates are checked through the tunnel too', async () => {
  const { settings } = await serveProxy((await serveSecurely()).port)
  expect(gist(await fetcherFor([], { poll: { proxy: settings } }).fetch(requestFor('https://tls.example/')))).toBe('tls')
})

test('addresses that config allows are asked directly', async () => {
  const site = await serve((_, response) => response.end('direct'))
  const { seen, settings } = await serveProxy(site.port)
  expect(textOf(await fetcherFor([site.host], { poll: { proxy: settings } }).fetch(requestFor(site.url)))).toBe('direct')
  expect(seen).toEqual([])
})

for (const url of ['http://127.0.0.1/', 'http://intranet/', 'http://printer.local/', 'http://[fd00::1]/', 'http://news.example:25/'])
  test(`${url} is refused before the proxy hears of it`, async () => {
    const { seen, settings } = await serveProxy(0)
    expect(gist(await fetcherFor([], { poll: { proxy: settings } }).fetch(requestFor(url)))).toBe('blocked')
    expect(seen).toEqual([])
  })

test('a redirect inside is refused before the proxy hears of it', async () => {
  const site = await serveRaw((socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n\r\n'))
  const fetcher = fetcherFor([], { poll: { proxy: { origin: site.url, authorization: null } } })
  expect(gist(await fetcher.fetch(requestFor('http://news.example/')))).toBe('redirect-blocked')
  expect(site.hits).toEqual(['http://news.example/'])
})

for (const url of ['http://news.example/', 'https://news.example/']) {
  test(`${url}: a proxy that wants to know who asks is refused, with what to do`, async () => {
    const { settings } = await serveProxy(0, 407)
    const outcome = await fetcherFor([], { poll: { proxy: settings } }).fetch(requestFor(url))
    expect(outcome).toMatchObject({ code: 'refused', message: 'the proxy answered 407; write its user name and password into poll.proxy' })
  })

  test(`${url}: a proxy that is not there is refused, by its name and without its password`, async () => {
    const nowhere = await closedSite()
    const proxy = { origin: nowhere.url, authorization: 'Basic bWU6cA==' }
    const outcome = await fetcherFor([], { poll: { proxy } }).fetch(requestFor(url))
    const message = `the proxy ${nowhere.host} cannot be reached (ECONNREFUSED); see that poll.proxy is right`
    expect(outcome).toMatchObject({ code: 'refused', message })
  })
}

test('a proxy that opens no tunnel is refused', async () => {
  const { settings } = await serveProxy(0, 403)
  const outcome = await fetcherFor([], { poll: { proxy: settings } }).fetch(requestFor('https://news.example/'))
  expect(outcome).toMatchObject({ code: 'refused', message: 'the proxy answered 403; see what it allows' })
})

test('a proxy that never opens its tunnel runs into the limit for connecting', async () => {
  const site = await serveRaw(() => {})
  const fetcher = fetcherFor([], { poll: { proxy: { origin: site.url, authorization: null } }, limits: { connectMs: 200 } })
  expect(await fetcher.fetch(requestFor('https://news.example/'))).toMatchObject({ code: 'timeout' })
})
