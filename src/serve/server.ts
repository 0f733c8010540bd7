// The HTTP server: sockets, limits and the end of them. What is said stands in answer.ts.
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { type Answer, answerTo, type Contents, type Redirect, refusal } from './answer.ts'
import { always } from './headers.ts'
import { isMade, listenerOf, type RequestListener, type Routes, routesOf } from './routes.ts'
import { storedFiles } from './stored-file.ts'

export interface ServerOptions {
  /** The folder of published files. */
  readonly dir: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly redirectOf: (path: string) => Promise<Redirect | null>
  readonly notFound: (path: string) => string | Promise<string>
  /** What is made when it is asked for. */
  readonly routes: readonly Routes[]
  readonly log: Logger
}

export interface RunningServer {
  /** Where it listens, with the port it got and a slash at the end. */
  readonly url: string
  /** Takes no more connections, lets running answers end (5 s at most), then resolves. May be called again. */
  close(): Promise<void>
}

const limits = { headersMs: 15_000, requestMs: 30_000, idleMs: 60_000, keepAliveMs: 15_000, headerBytes: 16_384, drainMs: 5_000 }

/** @throws AppError `cannot-listen` when the address cannot be had. */
export async function startServer({ dir, host, port, redirectOf, notFound, routes, log }: ServerOptions): Promise<RunningServer> {
  const server = createServer({ maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersMs, requestTimeout: limits.requestMs })
  server.keepAliveTimeout = limits.keepAliveMs
  server.timeout = limits.idleMs
  const contents = { files: storedFiles(dir), redirectOf, notFound }
  const make = listenerOf(routesOf(routes, { notFound, log }), ({ socket }) => socket.remoteAddress ?? '')
  server.on('request', (request, response) => void serve(request, response, { contents, make, log, server }))
  server.on('clientError', refuseBrokenRequest)
  const sockets = openSockets(server)
  await listen(server, host, port)
  // Such as "too many open files" while accepting: that connection is lost, not the server.
  server.on('error', (error) => log.error({ error: messageOf(error) }, 'the server stumbled'))

  let closing: Promise<void> | null = null
  return {
    url: `http://${authorityOf(server, host)}/`,
    close: () => {
      closing ??= drain(server, sockets)
      return closing
    },
  }
}

interface Service {
  readonly contents: Contents
  readonly make: RequestListener
  readonly log: Logger
  readonly server: Server
}

async function serve(request: IncomingMessage, response: ServerResponse, { contents, make, log, server }: Service): Promise<void> {
  const { method = 'GET', url: target = '/', headers } = request
  if (isMade(target)) return make(request, response)
  const question = {
    method,
    target,
    accept: headers.accept,
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
  }
  const answer = await answerTo(question, contents).catch((error: unknown) => {
    log.error({ target, error: messageOf(error) }, 'a request failed')
    return refusal(500)
  })
  // A body that nobody asked for is not read on: the connection ends with the answer. So it does while draining.
  const sendsBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  response.shouldKeepAlive &&= server.listening && !sendsBody
  send(response, method, answer)
}

function send(response: ServerResponse, method: string, { status, headers, body }: Answer): void {
  const length = status === 304 ? {} : { 'Content-Length': Buffer.byteLength(body) }
  response.writeHead(status, { ...always, ...headers, ...length })
  response.end(method === 'HEAD' ? undefined : body)
}

/** Answers what is no HTTP, too large or too slow, for which there is no request to answer. */
function refuseBrokenRequest(error: Error, socket: Duplex): void {
  const isMidAnswer = 'bytesWritten' in socket && socket.bytesWritten !== 0
  const code = systemCodeOf(error) ?? ''
  if (code === 'ECONNRESET' || isMidAnswer || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, headers, body } = refusal(brokenRequests[code] ?? 400)
  const fields = { ...always, ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'))
}

const brokenRequests: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port)))
    server.listen({ host, port }, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

function cannotListen(error: Error, host: string, port: number): AppError {
  const code = systemCodeOf(error) ?? ''
  const { what, advice } = reasons[code] ?? {
    what: messageOf(error),
    advice: 'Set serve.host and serve.port to an address of this machine.',
  }
  return new AppError(
    'cannot-listen',
    `cannot listen on ${bracketed(host)}:${port}: ${what}`,
    advice,
    { host, port, code },
    { cause: error },
  )
}

const reasons: Readonly<Record<string, { readonly what: string; readonly advice: string }>> = {
  EADDRINUSE: { what: 'another program has this port', advice: 'Stop that program, or set serve.port to a free port.' },
  EACCES: {
    what: 'not allowed',
    advice: 'Ports below 1024 belong to the system: set serve.port to 8080, say, and let a proxy hold port 80.',
  },
  EADDRNOTAVAIL: {
    what: 'this machine has no such address',
    advice: 'Set serve.host to 127.0.0.1, 0.0.0.0 or an address of this machine.',
  },
  ENOTFOUND: { what: 'no such host name', advice: 'Set serve.host to 127.0.0.1, 0.0.0.0 or an address of this machine.' },
}

function authorityOf(server: Server, host: string): string {
  const address = server.address()
  return `${bracketed(host)}:${typeof address === 'object' && address !== null ? address.port : 0}`
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

type Sockets = ReadonlySet<IncomingMessage['socket']>

function openSockets(server: Server): Sockets {
  const sockets = new Set<IncomingMessage['socket']>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

function drain(server: Server, sockets: Sockets): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => destroyAll(sockets), limits.drainMs)
    server.close(() => {
      clearTimeout(patience)
      resolve()
    })
    server.closeIdleConnections()
    // Node does not count as idle what never sent a byte.
    destroyAll([...sockets].filter(({ bytesRead }) => bytesRead === 0))
  })
}

function destroyAll(sockets: Iterable<IncomingMessage['socket']>): void {
  for (const socket of sockets) socket.destroy()
}
