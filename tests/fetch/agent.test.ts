// Everything that a socket can do to us, and every way in which a name can lead inside.
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { Limits } from '../../src/model/settings.ts'
import { closedSite, fetcherFor, gist, nameServer, requestFor, serve, serveRaw, textOf, visitTo } from './web.ts'

interface Misbehaviour {
  readonly name: string
  readonly answer: string | ((socket: Socket) => void)
  readonly want: string
  readonly says?: string
  readonly limits?: Partial<Limits>
}

const ok = 'HTTP/1.1 200 OK\r\n'

const misbehaviours: readonly Misbehaviour[] = [
  { name: 'an impossible status line', answer: 'HTTP/9.9 banana\r\n\r\n', want: 'protocol' },
  { name: 'a banner of another protocol', answer: 'SSH-2.0-OpenSSH_9\r\n', want: 'protocol' },
  { name: 'a status below 100', answer: 'HTTP/1.1 099 X\r\n\r\n', want: 'protocol' },
  {
    name: 'length and chunks together',
    answer: `${ok}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
    want: 'protocol',
  },
  { name: 'two lengths', answer: `${ok}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`, want: 'protocol' },
  { name: 'a negative length', answer: `${ok}Content-Length: -5\r\n\r\nok`, want: 'protocol' },
  { name: 'a chunk size that is no number', answer: `${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n`, want: 'protocol' },
  { name: 'a bare CR in a header', answer: `${ok}ETag: "a\rb"\r\nContent-Length: 2\r\n\r\nok`, want: 'protocol' },
  { name: 'an upgrade nobody asked for', answer: 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', want: 'protocol' },
  { name: 'nothing before it hangs up', answer: '', want: 'protocol' },
  { name: 'a reset before any byte', answer: (socket) => void socket.resetAndDestroy(), want: 'protocol' },
  { name: '100 Continue for ever', answer: (socket) => repeat(socket, 'HTTP/1.1 100 Continue\r\n\r\n'), want: 'protocol' },
  {
    name: 'early hints, then a good answer',
    answer: `HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n${ok}Content-Length: 2\r\n\r\nok`,
    want: 'fetched',
  },
  { name: 'an HTTP/1.0 answer that ends with the connection', answer: 'HTTP/1.0 200 OK\r\n\r\nok', want: 'fetched' },
  { name: 'a header called __proto__', answer: `${ok}__proto__: x\r\nContent-Length: 2\r\n\r\nok`, want: 'fetched' },
  { name: 'a length longer than the body', answer: `${ok}Content-Length: 50\r\n\r\nok`, want: 'truncated' },
  { name: 'chunks without the last one', answer: `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n`, want: 'truncated' },
  { name: 'a reset in the middle', answer: (socket) => resetAfter(socket, `${ok}Content-Length: 50\r\n\r\nok`), want: 'truncated' },
  {
    name: 'a flood of cookies',
    answer: `${ok}${`Set-Cookie: a=${'b'.repeat(60)}\r\n`.repeat(300)}Content-Length: 2\r\n\r\nok`,
    want: 'fetched',
  },
  { name: 'one giant header', answer: `${ok}X: ${'a'.repeat(1_000_000)}\r\n\r\nok`, want: 'limits' },
  { name: 'thousands of headers', answer: `${ok}${'X-A: b\r\n'.repeat(10_000)}\r\nok`, want: 'limits' },
  {
    name: 'an announced terabyte',
    answer: (socket) => void socket.write(`${ok}Content-Length: 1099511627776\r\n\r\nok`),
    want: 'too-large',
  },
  {
    name: 'an endless body',
    answer: (socket) => repeat(socket, 'x'.repeat(1000), `${ok}\r\n`),
    want: 'too-large',
    says: 'longer than 20000',
  },
  { name: 'silence', answer: () => {}, want: 'timeout', says: 'no answer within 200ms', limits: { headersMs: 200 } },
  {
    name: 'headers, drop by drop',
    answer: (socket) => repeat(socket, 'X: y\r\n', ok),
    want: 'timeout',
    says: 'no answer',
    limits: { headersMs: 200 },
  },
  { name: 'early hints for ever', answer: (socket) => repeat(socket, 'HTTP/1.1 103 X\r\n\r\n'), want: 'timeout', limits: { visitMs: 300 } },
  {
    name: 'silence in the middle of the body',
    answer: (socket) => void socket.write(`${ok}Content-Length: 50\r\n\r\nok`),
    want: 'timeout',
    says: 'fell silent for 200ms',
    limits: { idleMs: 200 },
  },
  {
    name: 'a body, drop by drop',
    answer: (socket) => repeat(socket, 'y', `${ok}\r\n`),
    want: 'timeout',
    says: 'not done within 300ms',
    limits: { visitMs: 300 },
  },
]

for (const { name, answer, want, says = '', limits = {} } of misbehaviours)
  test(`a server that sends ${name}: ${want}`, async () => {
    const site = await serveRaw((socket) => (typeof answer === 'string' ? socket.end(answer) : answer(socket)))
    const outcome = await visitTo(site, '/feed', { limits })
    expect(gist(outcome)).toBe(want)
    if (outcome.kind === 'failed') expect(outcome.message).toContain(says)
  })

test('a port where nobody listens refuses', async () => {
  const { host, url } = await closedSite()
  expect(gist(await fetcherFor([host]).fetch(requestFor(url)))).toBe('refused')
})

test('every address of a name is tried before it is called refused', async () => {
  const { port } = await closedSite()
  const { lookup } = nameServer('127.0.0.1', '::1')
  expect(gist(await fetcherFor([`two.test:${port}`], { lookup }).fetch(requestFor(`http://two.test:${port}/`)))).toBe('refused')
})

test('a server that cannot speak TLS is not spoken to in clear', async () => {
  const site = await serve((_, response) => response.end('clear'))
  expect(gist(await fetcherFor([site.host]).fetch(requestFor(`https://${site.host}/`)))).toBe('tls')
})

test('a name without an address is a matter of DNS', async () => {
  const { lookup } = nameServer()
  const outcome = await fetcherFor([], { lookup }).fetch(requestFor('http://nowhere.example/'))
  expect(outcome).toMatchObject({
    code: 'dns',
    message: 'no address was found for nowhere.example (ENOTFOUND); see whether the name is right',
  })
})

test('a name server that never answers runs into the limit for connecting', async () => {
  const outcome = await fetcherFor([], { lookup: () => {}, limits: { connectMs: 200 } }).fetch(requestFor('http://slow.example/'))
  expect(outcome).toMatchObject({ code: 'timeout', message: 'slow.example took no connection within 200ms; it is asked again later' })
})

test('the deadline of the visit holds while it is connecting', async () => {
  const outcome = await fetcherFor([], { lookup: () => {}, limits: { visitMs: 200 } }).fetch(requestFor('http://slow.example/'))
  expect(outcome).toMatchObject({ code: 'timeout', message: 'slow.example was not done within 200ms; it is asked again later' })
})

const inside = [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['93.184.216.34', 'fd00::1']]

for (const addresses of inside)
  test(`a public name that leads to ${addresses.join(' and ')} is never dialled`, async () => {
    const site = await serve((_, response) => response.end('secret'))
    const { lookup } = nameServer(...addresses)
    const outcome = await fetcherFor([], { lookup }).fetch(requestFor(`http://rebound.example:${site.port}/`))
    expect(outcome).toMatchObject({ code: 'blocked', message: expect.stringContaining(addresses.at(-1) ?? '') })
    expect(site.hits).toEqual([])
  })

test('the address that was really reached counts, whatever was looked up', async () => {
  const site = await serve((_, response) => response.end('secret'))
  const addresses = ['93.184.216.34', '127.0.0.1']
  // Public when it is checked, private when it is dialled.
  const shifting = {
    family: 4,
    get address() {
      return addresses.length > 1 ? (addresses.shift() ?? '') : (addresses[0] ?? '')
    },
  }
  const fetcher = fetcherFor([], { lookup: (_, __, callback) => callback(null, [shifting]) })
  expect(await fetcher.fetch(requestFor(`http://rebound.example:${site.port}/`))).toMatchObject({ code: 'blocked' })
  expect(site.hits).toEqual([])
})

test('an allowed host does not open its port to other names', async () => {
  const site = await serve((_, response) => response.end('ok'))
  const { lookup } = nameServer('127.0.0.1')
  const fetcher = fetcherFor([`intra.example:${site.port}`], { lookup })
  expect(textOf(await fetcher.fetch(requestFor(`http://intra.example:${site.port}/`)))).toBe('ok')
  expect(gist(await fetcher.fetch(requestFor(`http://rebound.example:${site.port}/`)))).toBe('blocked')
  expect(site.hits).toHaveLength(1)
})

test('a name is looked up once a connection: what was checked is what is dialled', async () => {
  const site = await serve((_, response) => response.setHeader('connection', 'close').end('ok'))
  const { lookup, asked } = nameServer('127.0.0.1')
  const fetcher = fetcherFor([`intra.example:${site.port}`], { lookup })
  for (let visit = 0; visit < 3; visit += 1) await fetcher.fetch(requestFor(`http://intra.example:${site.port}/`))
  expect(asked).toEqual(['intra.example', 'intra.example', 'intra.example'])
})

for (const url of ['http://127.0.0.1:PORT/', 'http://2130706433:PORT/', 'http://[::ffff:7f00:1]:PORT/', 'http://localhost:PORT/'])
  test(`${url} is blocked although no lookup is needed for it`, async () => {
    const site = await serve((_, response) => response.end('secret'))
    expect(gist(await fetcherFor([]).fetch(requestFor(url.replace('PORT', String(site.port)))))).toBe('blocked')
    expect(site.hits).toEqual([])
  })

test('a proxy in the environment is ignored', async () => {
  const [site, proxy] = [await serve((_, response) => response.end('ok')), await serve((_, response) => response.end('proxied'))]
  process.env.HTTP_PROXY = proxy.url
  try {
    expect(textOf(await visitTo(site))).toBe('ok')
  } finally {
    delete process.env.HTTP_PROXY
  }
  expect(proxy.hits).toEqual([])
})

function repeat(socket: Socket, drop: string, first = ''): void {
  socket.write(first)
  const timer = setInterval(() => socket.write(drop), 5)
  socket.on('close', () => clearInterval(timer))
}

function resetAfter(socket: Socket, text: string): void {
  socket.write(text, () => setImmediate(() => socket.resetAndDestroy()))
}
