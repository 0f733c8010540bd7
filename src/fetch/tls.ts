// Connections by TLS: certificates are always checked, and known servers greeted by the ticket they gave.
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { hostAndPort, type Place } from './guard.ts'

/** How the server is reached: by an address, or over a socket that stands already. */
type Transport = { readonly host: string; readonly port: number; readonly lookup: LookupFunction } | { readonly socket: Socket }

/** One for each server; about 2 KB. */
const mostTickets = 1_000

export function tlsClient(): (place: Place, transport: Transport) => TLSSocket {
  const tickets = new Map<string, Buffer>()
  return (place, transport) => {
    const server = hostAndPort(place)
    const ticket = tickets.get(server)
    const socket = connect({
      ...transport,
      // The name that the certificate must bear; literals have none to send, and their certificates name addresses.
      ...(isIP(place.hostname) > 0 ? { host: place.hostname } : { servername: place.hostname.replace(/\.$/, '') }),
      ...(ticket === undefined ? {} : { session: ticket }),
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: true,
    })
    socket.on('session', (given: Buffer) => {
      tickets.delete(server)
      tickets.set(server, given)
      for (const [oldest] of tickets) {
        if (tickets.size <= mostTickets) return
        tickets.delete(oldest)
      }
    })
    return socket
  }
}
