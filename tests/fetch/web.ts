// A web of one's own on loopback: servers that behave well or badly, and a fetcher that is allowed to see them.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createRawServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../../src/base/clock.ts'
import type { Lookup } from '../../src/fetch/dial.ts'
import type { Fetcher, FetchOutcome, FetchRequest } from '../../src/fetch/fetcher.ts'
import { httpFetcher } from '../../src/fetch/http.ts'
import type { Limits, PollSettings } from '../../src/model/settings.ts'
import { pollWith } from './settings.ts'

interface Site {
  readonly port: number
  /** `127.0.0.1:port`, as `allow` wants it. */
  readonly host: string
  readonly url: string
  /** Paths asked for, in order of arrival. */
  readonly hits: string[]
}

export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Site> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    answer(request, response)
  })
  return listen(server, hits, () => server.closeAllConnections())
}

/** A server that says exactly what it is told to, once something was asked. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<Site> {
  const hits: string[] = []
  const sockets = new Set<Socket>()
  const server = createRawServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    socket.once('data', (asked) => {
      hits.push(asked.toString('latin1').split(' ')[1] ?? '')
      answer(socket)
    })
  })
  return listen(server, hits, () => {
    for (const socket of sockets) socket.destroy()
  })
}

/** A place where nobody listens. */
export async function closedSite(): Promise<Site> {
  const server = createRawServer()
  const site = await siteOf(server, [])
  await new Promise((resolve) => server.close(resolve))
  return site
}

export async function listen(server: Server, hits: string[], hangUp: () => void): Promise<Site> {
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    hangUp()
    await closed
  })
  return siteOf(server, hits)
}

async function siteOf(server: Server, hits: string[]): Promise<Site> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const { port } = address
  return { port, host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}`, hits }
}

interface Circumstances {
  readonly poll?: Partial<PollSettings>
  readonly limits?: Partial<Limits>
  readonly lookup?: Lookup
  readonly clock?: Clock
}

/** A fetcher that may reach the `host:port` pairs, and nothing else that is private. */
export function fetcherFor(allow: readonly string[], { poll = {}, limits = {}, ...deps }: Circumstances = {}): Fetcher {
  const fetcher = httpFetcher(pollWith(allow, { ...poll, limits }), { clock: systemClock, ...deps })
  onTestFinished(() => fetcher.close())
  return fetcher
}

export function requestFor(url: string, changes: Partial<FetchRequest> = {}): FetchRequest {
  return {
    url,
    isOperators: true,
    obeysRobots: false,
    accept: 'application/rss+xml',
    headers: {},
    etag: null,
    lastModified: null,
    ...changes,
  }
}

/** One visit to an address on the site, by a fetcher that may reach just this site. */
export function visitTo(site: Site, path = '/feed', circumstances: Circumstances & Partial<FetchRequest> = {}): Promise<FetchOutcome> {
  return fetcherFor([site.host], circumstances).fetch(requestFor(site.url + path, requestPart(circumstances)))
}

/** `fetched`, or the code of the failure, or the kind: what most tests are about. */
export function gist(outcome: FetchOutcome): string {
  return outcome.kind === 'failed' ? outcome.code : outcome.kind
}

export function textOf(outcome: FetchOutcome): string {
  return outcome.kind === 'fetched' ? Buffer.from(outcome.body).toString('utf8') : JSON.stringify(outcome)
}

/** A name server that gives every name the same addresses and counts its questions. */
export function nameServer(...addresses: readonly string[]): { readonly lookup: Lookup; readonly asked: string[] } {
  const asked: string[] = []
  const answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  return {
    asked,
    lookup: (hostname, _options, callback) => {
      asked.push(hostname)
      setImmediate(() => callback(null, answers))
    },
  }
}

function requestPart({
  poll: _p,
  limits: _l,
  lookup: _n,
  clock: _c,
  ...request
}: Circumstances & Partial<FetchRequest>): Partial<FetchRequest> {
  return request
}

/** A promise that is kept from outside. */
export function signalled(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
