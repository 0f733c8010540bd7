// Connections are kept, bounded, and asked again when they had been closed under us.
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { visitElsewhere } from './elsewhere.ts'
import { fetcherFor, gist, nameServer, requestFor, serve, serveRaw, textOf } from './web.ts'

/** How many sockets a server sees, and how many at once. */
function counting() {
  const seen = new WeakSet<Socket>()
  const count = { all: 0, open: 0, most: 0 }
  const see = (socket: Socket) => {
    if (seen.has(socket)) return
    seen.add(socket)
    count.all += 1
    count.open += 1
    count.most = Math.max(count.most, count.open)
    socket.on('close', () => {
      count.open -= 1
    })
  }
  return { count, see }
}

test('one connection serves one visit after another: news, no news, redirects, refusals', async () => {
  const { count, see } = counting()
  const site = await serve(({ socket, url, headers }, response) => {
    see(socket)
    if (url === '/moved') response.writeHead(301, { location: '/feed' }).end('moved')
    else if (url === '/missing') response.writeHead(404).end('x'.repeat(5000))
    else if (headers['if-none-match'] === '"1"') response.writeHead(304).end()
    else response.end('feed')
  })
  const fetcher = fetcherFor([site.host])
  const kinds = []
  for (const [path, etag] of [['/feed'], ['/feed', '"1"'], ['/moved'], ['/missing'], ['/feed', '"1"'], ['/feed']] as const)
    kinds.push(gist(await fetcher.fetch(requestFor(site.url + path, { etag: etag ?? null }))))
  expect(kinds).toEqual(['fetched', 'unchanged', 'fetched', 'http-status', 'unchanged', 'fetched'])
  expect(count.all).toBe(1)
})

test('many hosts share the connections that there may be, the idle ones included', async () => {
  const { count, see } = counting()
  const site = await serve(({ socket }, response) => {
    see(socket)
    setTimeout(() => response.end('ok'), 5)
  })
  const names = Array.from({ length: 300 }, (_, number) => `host${number}.example:${site.port}`)
  const fetcher = fetcherFor(names, { lookup: nameServer('127.0.0.1').lookup, poll: { connections: 100 } })
  const visitAll = (some: readonly string[]) => Promise.all(some.map((name) => fetcher.fetch(requestFor(`http://${name}/`))))
  expect((await visitAll(names)).filter(({ kind }) => kind !== 'fetched')).toEqual([])
  // The server hears of a closed one a little later than of the one that takes its place.
  expect(count.most).toBeGreaterThan(80)
  expect(count.most).toBeLessThan(120)
  const before = count.all
  await visitAll(names.slice(-50))
  expect(count.all).toBe(before)
})

test('a server that closes after each answer is connected to again', async () => {
  const site = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'))
  const fetcher = fetcherFor([site.host])
  for (let visit = 0; visit < 5; visit += 1) expect(textOf(await fetcher.fetch(requestFor(site.url)))).toBe('ok')
})

const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

/** A server that answers the first request on each connection, and treats the second as told. */
function serveOnceOnly(second: (socket: Socket) => void, asked: string[]) {
  return serveRaw((socket) => {
    asked.push('first')
    socket.write(whole)
    socket.once('data', () => {
      asked.push('second')
      second(socket)
    })
  })
}

for (const [name, second] of [
  ['closed', (socket: Socket) => void socket.end()],
  ['reset', (socket: Socket) => void socket.resetAndDestroy()],
] as const)
  test(`a kept connection that is ${name} under us is replaced, and asked once more`, async () => {
    const asked: string[] = []
    const site = await serveOnceOnly(second, asked)
    const fetcher = fetcherFor([site.host])
    expect(textOf(await fetcher.fetch(requestFor(site.url)))).toBe('ok')
    expect(textOf(await fetcher.fetch(requestFor(site.url)))).toBe('ok')
    expect(asked).toEqual(['first', 'second', 'first'])
  })

test('what had begun to answer is not asked again', async () => {
  const asked: string[] = []
  const site = await serveOnceOnly((socket) => void socket.end('HTTP/1.1 200 OK\r\n'), asked)
  const fetcher = fetcherFor([site.host])
  await fetcher.fetch(requestFor(site.url))
  expect(gist(await fetcher.fetch(requestFor(site.url)))).toBe('protocol')
  expect(asked).toEqual(['first', 'second'])
})

test('a new connection that says nothing is not tried again', async () => {
  let asked = 0
  const site = await serveRaw((socket) => {
    asked += 1
    if (asked === 1) socket.write(whole)
    socket.once('data', () => socket.destroy())
    if (asked > 1) socket.destroy()
  })
  const fetcher = fetcherFor([site.host])
  await fetcher.fetch(requestFor(site.url))
  expect(gist(await fetcher.fetch(requestFor(site.url)))).toBe('protocol')
  expect(asked).toBe(2)
})

test('bytes that nobody asked for end a kept connection, and reach no later answer', async () => {
  const site = await serveRaw((socket) => {
    socket.write('HTTP/1.1 304 Not Modified\r\nContent-Length: 6\r\n\r\nsecretHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil')
    socket.once('data', () => socket.destroy())
  })
  const fetcher = fetcherFor([site.host])
  for (let visit = 0; visit < 3; visit += 1) expect(gist(await fetcher.fetch(requestFor(site.url, { etag: '"1"' })))).toBe('unchanged')
})

test('the long body of a refusal costs its connection', async () => {
  const { count, see } = counting()
  const site = await serve(({ socket }, response) => {
    see(socket)
    response.writeHead(404).end('x'.repeat(200_000))
  })
  const fetcher = fetcherFor([site.host])
  for (let visit = 0; visit < 3; visit += 1) expect(gist(await fetcher.fetch(requestFor(site.url)))).toBe('http-status')
  expect(count.all).toBe(3)
})

test('where files may not be open in numbers, requests wait for each other', async () => {
  const site = await serve((_, response) => void setTimeout(() => response.end('ok'), 20))
  const allow = Array.from({ length: 250 }, (_, number) => `host${number}.example:${site.port}`)
  const urls = allow.map((host) => `http://${host}/`)
  expect(await visitElsewhere({ allow, urls, inTurn: false }, { openFiles: 120 })).toEqual(urls.map(() => 'fetched'))
})
