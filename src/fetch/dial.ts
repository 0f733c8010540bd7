// Opening sockets: every address is checked before it is dialled, and the one that was reached once more.
import { ADDRCONFIG, type LookupAddress, type LookupAllOptions } from 'node:dns'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import PQueue from 'p-queue'
import { formatDuration } from '../base/units.ts'
import type { PollSettings } from '../model/settings.ts'
import { type Deadline, withDeadline } from './deadline.ts'
import { VisitFailure } from './errors.ts'
import { hostAndPort, isAllowed, isPrivateHost, isPublicAddress, type Place, portOf, privateAmong } from './guard.ts'
import { tlsClient } from './tls.ts'

/** `dns.lookup`, asked for all addresses. */
export type Lookup = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** Opens a socket to a place; `stop` gives it up. @throws VisitFailure, what the network throws, or the reason of `stop`. */
export type Dial = (place: Place, stop: AbortSignal) => Promise<Socket>

/** The system looks up a few names at a time; the others wait here, where their time for connecting does not run yet. */
const lookupsAtOnce = 32

export function directDial(lookup: Lookup, { allow, limits: { connectMs } }: PollSettings): Dial {
  const lookups = new PQueue({ concurrency: lookupsAtOnce })
  const secure = tlsClient()

  const addressesOf = async ({ hostname }: Place, deadline: Deadline) => {
    const look = () => {
      deadline.run()
      return lookedUp(lookup, hostname, deadline.signal)
    }
    return isIP(hostname) > 0 ? [{ address: hostname, family: isIP(hostname) }] : lookups.add(look, { signal: deadline.signal })
  }

  return (place, stop) =>
    withDeadline({ ms: connectMs, late: () => tooSlow(place.hostname, connectMs), outer: stop }, async (deadline) => {
      const isOpen = isAllowed(place, allow)
      if (!isOpen && isPrivateHost(place.hostname)) throw blocked(place, place.hostname)
      const addresses = await addressesOf(place, deadline)
      const inside = isOpen ? null : privateAmong(addresses)
      if (inside !== null) throw blocked(place, inside)
      deadline.run()
      // What was checked is what is dialled: the name is not looked up again.
      const tcp = { host: place.hostname, port: portOf(place), lookup: known(addresses) }
      const socket = place.protocol === 'https:' ? secure(place, tcp) : connect(tcp)
      if (!isOpen) socket.prependOnceListener('connect', () => checkReached(socket, place))
      return standing(socket, deadline.signal)
    })
}

/** The socket when it can be written to; by TLS, when it is secure. @throws what the network throws, or the signal's reason. */
export function standing(socket: Socket, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
      if (!socket.destroyed) resolve(socket.setNoDelay(true))
    })
    // Stays on: an error that nobody else hears would end the program.
    socket.on('error', reject)
  })
}

/** Ends a connection that took too long. */
export function tooSlow(host: string, connectMs: number): VisitFailure {
  return new VisitFailure('timeout', `${host} took no connection within ${formatDuration(connectMs)}; it is asked again later`)
}

function lookedUp(lookup: Lookup, hostname: string, signal: AbortSignal): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    lookup(hostname, { all: true, hints: ADDRCONFIG }, (error, addresses) => {
      if (error === null && addresses.length > 0) resolve(addresses)
      else reject(error ?? Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' }))
    })
  })
}

function known(addresses: readonly LookupAddress[]): LookupFunction {
  return (_, { all }, callback) => {
    const [first] = addresses
    if (all === true || first === undefined) callback(null, [...addresses])
    else callback(null, first.address, first.family)
  }
}

function checkReached(socket: Socket, place: Place): void {
  const reached = socket.remoteAddress
  // Without one, the other side is gone already, and the socket is about to say so.
  if (reached !== undefined && !isPublicAddress(reached)) socket.destroy(blocked(place, reached))
}

function blocked(place: Place, address: string): VisitFailure {
  const pair = hostAndPort(place)
  return new VisitFailure('blocked', `${pair} leads to the private address ${address}; if it is meant to, add "${pair}" to poll.allow`)
}
