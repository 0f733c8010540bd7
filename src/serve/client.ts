// Who asks: the address at the other end, or the one that a trusted proxy names.
import type { IncomingHttpHeaders } from 'node:http'
import { isWithin } from '../base/address-range.ts'

/** As much of a request as says who asks, and for what. */
export interface Asking {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/** More hops than any chain of proxies has. */
const maxHops = 32

/**
 * The address of whoever asks. X-Forwarded-For is read from the right, as far as each one that added to it is trusted (an address, or a
 * range); what stands further left anybody may have written. Empty when the connection has gone.
 */
export function clientOf({ headers, socket }: Asking, trustedProxies: readonly string[]): string {
  const direct = plainAddress(socket.remoteAddress ?? '')
  const forwarded = headers['x-forwarded-for']
  if (forwarded === undefined || !isWithin(direct, trustedProxies)) return direct
  let client = direct
  for (const hop of hopsOf(forwarded)) {
    if (!isAddress(hop)) return client
    client = hop
    if (!isWithin(hop, trustedProxies)) return client
  }
  return client
}

/** From the right. */
function hopsOf(forwarded: string | readonly string[]): readonly string[] {
  const text = typeof forwarded === 'string' ? forwarded : forwarded.join(',')
  const hops = text.split(',').slice(-maxHops)
  return hops.map((hop) => plainAddress(hop.trim())).reverse()
}

/** Sockets that listen on IPv6 write IPv4 inside it; proxies may add the port. */
function plainAddress(text: string): string {
  const [, inBrackets] = /^\[([^\]]*)\](?::\d+)?$/.exec(text) ?? []
  const address = inBrackets ?? text.replace(/^([\d.]+):\d+$/, '$1')
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

function isAddress(text: string): boolean {
  return isWithin(text, ['0.0.0.0/0', '::/0'])
}
