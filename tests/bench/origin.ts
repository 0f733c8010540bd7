// Where the bench of polling fetches from.
import { once } from 'node:events'
import { createServer as createWebServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { makeSeries } from './feeds.ts'

/** How the feeds answer until told otherwise. */
export interface Manner {
  /** Those that have new entries show them. */
  readonly isLater: boolean
  /** They give ETag and Last-Modified, and answer 304. */
  readonly hasValidators: boolean
  /** They take 20 to 300 ms, each its own time. */
  readonly isSlow: boolean
}

/** What was asked of them since they were told. */
export interface Answered {
  readonly whole: number
  readonly notModified: number
  /** Connections at once, at most. */
  readonly connections: number
}

export interface FeedOrigin {
  /** In the order of the feeds. */
  readonly urls: readonly string[]
  /** What was answered in the manner before. */
  set(manner: Manner): Answered
  close(): void
}

/** One feed in so many has new entries later: the first, and each so many further. */
export const newsEvery = 20
const modified = 'Fri, 02 Jan 2026 03:04:05 GMT'

export interface OriginOptions {
  readonly feeds: number
  /** Ports among which they are spread: to its clients each is a host. */
  readonly hosts: number
}

export async function openOrigin({ feeds, hosts }: OriginOptions): Promise<FeedOrigin> {
  const packed = Array.from({ length: feeds }, (_, index) => pack(index))
  let manner: Manner = { isLater: false, hasValidators: true, isSlow: false }
  let answered = { whole: 0, notModified: 0, connections: 0 }
  let open = 0

  const web = createWebServer(async (request, response) => {
    const index = Number(/\d+/.exec(request.url ?? '')?.[0])
    if (manner.isSlow) await wait(20 + ((index * 137) % 281))
    const version = manner.isLater && index % newsEvery === 0 ? 'later' : 'first'
    const etag = `"${index}-${version}"`
    const isKnown = manner.hasValidators && request.headers['if-none-match'] === etag
    if (manner.hasValidators) response.setHeader('etag', etag).setHeader('last-modified', modified)
    answered[isKnown ? 'notModified' : 'whole'] += 1
    if (isKnown) response.writeHead(304).end()
    else send(packed[index]?.[version], request, response)
  })
  const gates = Array.from({ length: hosts }, () =>
    createServer((socket) => {
      open += 1
      answered.connections = Math.max(answered.connections, open)
      socket.once('close', () => {
        open -= 1
      })
      web.emit('connection', socket)
    }),
  )
  const ports = await Promise.all(gates.map(portOf))
  return {
    urls: packed.map((_, index) => `http://127.0.0.1:${ports[index % hosts]}/feed-${index}.xml`),
    set: (next) => {
      const before = answered
      answered = { whole: 0, notModified: 0, connections: open }
      manner = next
      return before
    },
    close: () => {
      for (const gate of gates) gate.close()
      web.closeAllConnections()
    },
  }
}

/** As it goes over the wire; most readers accept gzip. */
function pack(index: number): Readonly<Record<'first' | 'later', Buffer>> {
  const { first, later } = makeSeries(index)
  const packed = gzipSync(first.bytes, { level: 4 })
  return { first: packed, later: index % newsEvery === 0 ? gzipSync(later.bytes, { level: 4 }) : packed }
}

function send(body: Buffer | undefined, request: IncomingMessage, response: ServerResponse): void {
  const isPacked = /\bgzip\b/.test(String(request.headers['accept-encoding']))
  const bytes = isPacked ? body : gunzipSync(body ?? '')
  response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8', ...(isPacked ? { 'content-encoding': 'gzip' } : {}) })
  response.end(bytes)
}

async function portOf(gate: Server): Promise<number> {
  gate.listen(0, '127.0.0.1')
  await once(gate, 'listening')
  const address = gate.address()
  if (address === null || typeof address === 'string') throw new Error('a gate listens at no port')
  return address.port
}
