// The HTTP server: sockets, limits and the end of them. What is said of published files stands in published.ts, of all else in routes.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import type { Meter } from '../base/meter.ts'
import { type Answer, refusal } from './answer.ts'
import { type Asking, clientOf } from './client.ts'
import { listen } from './listening.ts'
import { type Contents, type Publications, publications } from './published.ts'
import { refuse, refuseBrokenRequest } from './refuse.ts'
import { kindOfMade, kindOfPublished, type RequestCount, requestCount } from './request-count.ts'
import { publishedPath } from './request-path.ts'
import { isMade, listenerOf, type RequestListener, type RouteEnv, type Routes, responseOf, routesOf } from './routes.ts'
import { socketsOf } from './sockets.ts'

export interface ServerOptions extends Contents {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** So many at a time; more are turned away. */
  readonly connections: number
  /** What is made when it is asked for. */
  readonly routes: readonly Routes[]
  readonly meter: Meter
  /** Told what the readers of feeds say of themselves, if they say how many they are. */
  readonly onReaders: (path: string, userAgent: string) => void
  readonly log: Logger
}

export interface RunningServer {
  /** Where it listens, with the port it got and a slash at the end. */
  readonly url: string
  /** Takes no more connections, lets running answers end (5 s at most), then resolves. May be called again. */
  close(): Promise<void>
}

const limits = {
  headersMs: 15_000,
  requestMs: 30_000,
  idleMs: 60_000,
  keepAliveMs: 15_000,
  headerBytes: 16_384,
  drainMs: 5_000,
  lookMs: 5_000,
}
/** A feed has a minute and a quarter. */
const slowReaders = { lookMs: limits.lookMs, graceMs: 60_000, bytesPerSecond: 2_048 }

/** @throws AppError `cannot-listen` when the address cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, connections, log } = options
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.lookMs,
    // Node would refuse by itself, without the headers that every answer has.
    requireHostHeader: false,
  })
  server.keepAliveTimeout = limits.keepAliveMs
  server.timeout = limits.idleMs
  server.maxConnections = connections
  const closing = new AbortController()
  answerOn(server, options, closing.signal)
  const sockets = socketsOf(server, slowReaders)
  const authority = await listen(server, host, port)
  // Such as "too many open files" while accepting: that connection is lost, not the server.
  server.on('error', (error) => log.error({ error: messageOf(error) }, 'the server stumbled'))

  let ended: Promise<void> | null = null
  return {
    url: `http://${authority}/`,
    close: () => {
      closing.abort()
      ended ??= sockets.drain(limits.drainMs)
      return ended
    },
  }
}

function answerOn(server: Server, options: ServerOptions, closing: AbortSignal): void {
  const { routes, notFound, settings, log } = options
  const published = publications(options)
  const make = listenerOf(routesOf(routes, { notFound, log }), (asking) => ({
    client: clientOf(asking, settings().serve.trustedProxies),
    closing,
    ...publicAnswer(asking, published),
  }))
  const service: Service = { ...options, published, make, count: requestCount(), server }
  server.on('request', (request, response) => serve(request, response, service))
  server.on('clientError', refuseBrokenRequest)
  server.on('connect', (_request, socket) => refuse(405, socket))
  server.on('checkExpectation', (request, response) => say(refusal(417), { request, response, service }))
  server.on('checkContinue', (request, response) => {
    // Only routes read bodies.
    if (isMade(request.url ?? '')) response.writeContinue()
    serve(request, response, service)
  })
}

interface Service extends Pick<ServerOptions, 'meter' | 'onReaders' | 'log'> {
  readonly published: Publications
  readonly make: RequestListener
  readonly count: RequestCount
  readonly server: Server
}

function serve(request: IncomingMessage, response: ServerResponse, service: Service): void {
  const { method = 'GET', url: target = '/', headers } = request
  if (isMade(target) || bringsToken(target, headers)) {
    make(request, response, service)
    return
  }
  const exchange = { request, response, service }
  try {
    const answer = isAddressed(request) ? service.published({ method, target, headers }) : refusal(400)
    if (answer instanceof Promise) answer.then((found) => say(found, exchange)).catch((error) => fail(error, exchange))
    else say(answer, exchange)
  } catch (error) {
    fail(error, exchange)
  }
}

function fail(error: unknown, exchange: Exchange): void {
  exchange.service.log.error({ target: exchange.request.url, error: messageOf(error) }, 'a request failed')
  if (exchange.response.headersSent) exchange.response.destroy()
  else say(refusal(500), exchange)
}

/** RFC 9112 §3.2; what it says counts for nothing. */
function isAddressed({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host !== undefined || httpVersion !== '1.1'
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly service: Service
}

function say(answer: Answer, { request, response, service }: Exchange): void {
  const { method = 'GET', url: target = '/', headers } = request
  // A body that nobody asked for is not read on: the connection ends with the answer. So it does while draining.
  response.shouldKeepAlive &&= service.server.listening && !sendsBody(headers)
  send(response, method, answer)
  const kind = kindOfPublished(target)
  service.count.add(kind, answer.status)
  const userAgent = headers['user-agent']
  if (kind !== 'feed' || answer.status >= 400 || userAgent === undefined || !saysHowMany.test(userAgent)) return
  service.onReaders(publishedPath(target) ?? '', userAgent)
}

const saysHowMany = /\d (?:subscriber|reader)/i

function sendsBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function send(response: ServerResponse, method: string, { status, headers, body }: Answer): void {
  response.writeHead(status, headers)
  response.end(method === 'HEAD' ? undefined : body)
}

/** What is counted is told before somebody may look. */
function make(request: IncomingMessage, response: ServerResponse, { make, count, meter, server }: Service): void {
  const { url: target = '/' } = request
  const kind = isMade(target) ? kindOfMade(target) : kindOfPublished(target)
  response.shouldKeepAlive &&= server.listening
  response.once('close', () => count.add(kind, response.statusCode))
  count.tell(meter)
  void make(request, response)
}

/** Who comes with a token may mean what is private; routes decide, and say what is public otherwise. */
function bringsToken(target: string, { authorization }: IncomingHttpHeaders): boolean {
  return authorization !== undefined || (target.includes('?') && /[?&]token=/.test(target))
}

function publicAnswer(
  { method = 'GET', url: target = '/', headers }: Asking,
  published: Publications,
): Pick<RouteEnv['Bindings'], 'published'> {
  return isMade(target)
    ? {}
    : { published: async (options) => responseOf(await published({ method, target, headers: options?.isWhole ? {} : headers })) }
}
