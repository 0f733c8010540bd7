// IP addresses and ranges of them, as config and sockets write them.
import ipaddr from 'ipaddr.js'

/** `10.0.0.1`, `10.0.0.0/8`, `::1` or `fd00::/8`. */
export function isAddressRange(text: string): boolean {
  return rangeOf(text) !== null
}

/** Whether an address, an IPv4 one inside IPv6 too, is one of these or lies in one of these ranges. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const own = ipaddr.process(address)
  return ranges.some((text) => {
    const range = rangeOf(text)
    return range !== null && range[0].kind() === own.kind() && own.match(range)
  })
}

/** Who counts as one client: an IPv4 address, or the /64 that a household of IPv6 has. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const own = ipaddr.process(address)
  return own.kind() === 'ipv6' ? `${own.toNormalizedString().split(':').slice(0, 4).join(':')}::/64` : own.toString()
}

function rangeOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  const isPlain = ipaddr.IPv4.isValidFourPartDecimal(text.replace(/\/.*/, '')) || text.includes(':')
  if (!isPlain) return null
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!ipaddr.isValid(text)) return null
  const address = ipaddr.process(text)
  return [address, address.kind() === 'ipv6' ? 128 : 32]
}
