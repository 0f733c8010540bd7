// The one file around undici: sockets that are checked when they are opened, and bare GETs over them.
import type { LookupAddress, LookupAllOptions, LookupOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { Agent, buildConnector } from 'undici'
import type { PollSettings } from '../model/settings.ts'
import { VisitFailure } from './errors.ts'
import { hostAndPort, isAllowed, isPrivateHost, isPublicAddress, privateAmong } from './guard.ts'

/** `dns.lookup`, asked for all addresses. */
export type Lookup = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface Answer {
  readonly status: number
  /** By lower-case name; repeated headers joined by commas. */
  header(name: string): string | null
  /** Bytes as they came, still encoded. */
  readonly body: Readable
  /** Lets go of an answer whose body is of no use. */
  discard(): void
}

export interface HttpAgent {
  /** One GET: redirects are not followed, nothing is decoded. */
  get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer>
  /** Ends every connection, used or not. */
  close(): Promise<void>
}

/** Past this many open connections none is kept alive: with the visits at once (lanes.ts) that makes 256 at most. */
const keepAliveUpTo = 64

/** HTTP/1.1 only, no proxy, no cookies. */
export function openAgent({ limits, allow }: PollSettings, lookup: Lookup): HttpAgent {
  const sockets = { open: 0 }
  const agent = new Agent({
    connect: guarded(lookup, { connectMs: limits.connectMs, allow, sockets }),
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.idleMs,
    maxHeaderSize: limits.headerBytes,
    keepAliveMaxTimeout: 10_000,
  })
  return {
    async get({ origin, pathname, search }, headers, signal) {
      signal.throwIfAborted()
      const reset = sockets.open >= keepAliveUpTo
      const asked = agent.request({ origin, path: pathname + search, method: 'GET', headers, signal, reset })
      const { statusCode, headers: given, body } = await unlessAborted(asked, signal)
      const header = (name: string) => [given[name] ?? []].flat().join(', ') || null
      return { status: statusCode, header, body, discard: () => void body.on('error', () => {}).destroy() }
    },
    close: () => agent.destroy(),
  }
}

interface GuardOptions {
  readonly connectMs: number
  readonly allow: readonly string[]
  /** Open or being opened. */
  readonly sockets: { open: number }
}

/** Checks literals (for which no lookup is made), every answer of the name server, and the address that was really reached. */
function guarded(lookup: Lookup, { connectMs, allow, sockets }: GuardOptions): buildConnector.connector {
  const secure = { timeout: connectMs, allowH2: false, rejectUnauthorized: true }
  const toAllowed = buildConnector({ ...secure, lookup: lookingUp(lookup, () => null) })
  const toPublic = buildConnector({ ...secure, lookup: lookingUp(lookup, privateAmong) })
  return (options, callback) => {
    const allowed = isAllowed(options, allow)
    if (!allowed && isPrivateHost(options.hostname)) return callback(blocked(hostAndPort(options), options.hostname), null)
    const connect = allowed ? toAllowed : toPublic
    sockets.open += 1
    connect(options, (...[error, socket]) => {
      if (error !== null) {
        sockets.open -= 1
        return callback(error, null)
      }
      socket.once('close', () => {
        sockets.open -= 1
      })
      const reached = socket.remoteAddress ?? 'an unknown address'
      if (allowed || isPublicAddress(reached)) return callback(null, socket)
      socket.destroy()
      callback(blocked(hostAndPort(options), reached), null)
    })
  }
}

function lookingUp(lookup: Lookup, refused: (answers: readonly LookupAddress[]) => string | null): LookupFunction {
  return (hostname: string, options: LookupOptions, callback) => {
    lookup(hostname, { ...options, all: true }, (error, answers) => {
      const [first] = answers ?? []
      if (error !== null || first === undefined) return callback(error ?? noAddress(hostname), [])
      const address = refused(answers)
      if (address !== null) return callback(blocked(hostname, address), [])
      if (options.all === true) callback(null, answers)
      else callback(null, first.address, first.family)
    })
  }
}

function blocked(host: string, address: string): VisitFailure {
  return new VisitFailure('blocked', `${host} leads to the private address ${address}; config may allow the host and port`)
}

function noAddress(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' })
}

/** undici heeds the signal only once it is connected; a visit's end is the end at any time. */
function unlessAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([asked, aborted])
}
