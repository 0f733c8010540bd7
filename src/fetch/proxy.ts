// The operator's HTTP proxy: plain requests are handed to it, secure ones tunnelled through it (RFC 9110 §9.3.6).
// No address is looked up or checked here: only the proxy learns where a name leads.
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { systemCodeOf } from '../base/errors.ts'
import type { PollSettings, ProxySettings } from '../model/settings.ts'
import { withDeadline } from './deadline.ts'
import { type Dial, standing, tooSlow } from './dial.ts'
import { VisitFailure } from './errors.ts'
import type { Answer } from './exchange.ts'
import { hostAndPort, isAllowed, type Place, portOf } from './guard.ts'
import { tlsClient } from './tls.ts'

interface Through {
  readonly origin: string
  /** For requests that the proxy answers itself. */
  readonly headers: Readonly<Record<string, string>>
  /** To the proxy, whatever the place. */
  readonly plain: Dial
  /** Through it, to the place itself. */
  readonly tunnel: Dial
}

/** Hosts that `poll.allow` names are the operator's own: they are asked directly. */
export function isProxied(place: Place, { proxy, allow }: Pick<PollSettings, 'proxy' | 'allow'>): boolean {
  return proxy !== null && !isAllowed(place, allow)
}

export function dialThrough({ origin, authorization }: ProxySettings, connectMs: number): Through {
  const { hostname, host, ...rest } = placeOf(origin)
  const tcp = { host: hostname, port: portOf({ hostname, ...rest }) }
  const headers: Readonly<Record<string, string>> = authorization === null ? {} : { 'proxy-authorization': authorization }
  const secure = tlsClient()
  return {
    origin,
    headers,
    plain: (_, stop) =>
      withDeadline({ ms: connectMs, late: () => tooSlow(`the proxy ${host}`, connectMs), outer: stop }, ({ signal, run }) => {
        run()
        return standing(connect(tcp), signal).catch(unreachable(host))
      }),
    tunnel: (place, stop) =>
      withDeadline({ ms: connectMs, late: () => tooSlow(place.hostname, connectMs), outer: stop }, async ({ signal, run }) => {
        run()
        const socket = await tunnelTo(hostAndPort(place), { ...tcp, headers, signal }).catch(unreachable(host))
        return standing(secure(place, { socket }), signal)
      }),
  }
}

/** @throws VisitFailure when the answer is the proxy's own, about our credentials. */
export function refuseUnknownUser(answer: Answer): void {
  if (answer.status !== 407) return
  answer.discard()
  throw refused(407)
}

interface TunnelOptions {
  readonly host: string
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

function tunnelTo(pair: string, { headers, ...options }: TunnelOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, method: 'CONNECT', path: pair, headers: { ...headers, host: pair }, agent: false })
    asked.on('error', (error) => reject(options.signal.aborted ? options.signal.reason : error))
    asked.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      // TLS above it says what is wrong; without a listener here, the program would end.
      socket.on('error', () => {})
      if (statusCode >= 200 && statusCode < 300) return resolve(socket)
      socket.destroy()
      reject(refused(statusCode))
    })
    asked.end()
  })
}

function unreachable(host: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof VisitFailure ? null : systemCodeOf(error)
    throw code === null ? error : new VisitFailure('refused', `the proxy ${host} cannot be reached (${code}); see that poll.proxy is right`)
  }
}

function refused(status: number): VisitFailure {
  const advice = status === 407 ? 'write its user name and password into poll.proxy' : 'see what it allows'
  return new VisitFailure('refused', `the proxy answered ${status}; ${advice}`)
}

function placeOf(origin: string): Place & { readonly host: string } {
  const { protocol, hostname, port, host } = new URL(origin)
  return { protocol, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port, host }
}
