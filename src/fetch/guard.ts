// Which addresses may be visited at all: nothing inside the operator's network unless config names it (SSRF).

import type { LookupAddress } from 'node:dns'
import ipaddr from 'ipaddr.js'
import { parseUrl } from '../base/parse-url.ts'
import { shownUrl } from '../base/shown-url.ts'
import { isBadPort } from './bad-ports.ts'

type Checked = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly message: string }

/** Where a connection leads. URLs are places; undici's hostnames are without brackets and its ports may be empty too. */
export type Place = Pick<URL, 'protocol' | 'hostname' | 'port'>

const maxUrlLength = 4096
const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }
// RFC 6761 localhost, RFC 6762 local, RFC 8375 home.arpa; internal is reserved by ICANN for private use. A name without a dot is looked up
// within the operator's own domain first.
const privateName = /(?:^|\.)(?:localhost|localdomain|local|internal|home\.arpa)\.?$|^[^.]+\.?$/i
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')
const carriesIpv4 = [ipaddr.IPv6.parseCIDR('::ffff:0:0/96'), ipaddr.IPv6.parseCIDR('64:ff9b::/96')]

/** True for an address that routes on the public Internet (the IANA special-purpose registries of RFC 6890 left out); false for what is no address. */
export function isPublicAddress(ip: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(ip)) return ipaddr.IPv4.parse(ip).range() === 'unicast'
  if (!ipaddr.IPv6.isValid(ip)) return false
  // ipaddr.js reads ::8.8.8.8 as ::ffff:8.8.8.8, which is another address; the URL parser knows better.
  const literal = parseUrl(`http://[${ip}]/`)
  if (literal === null) return false
  const address = ipaddr.IPv6.parse(literal.hostname.slice(1, -1))
  if (carriesIpv4.some((range) => address.match(range))) return isPublicAddress(address.toByteArray().slice(12).join('.'))
  return address.match(globalUnicast) && address.range() === 'unicast'
}

/**
 * Checks an address before it is visited: scheme, userinfo, port, IP literals (the URL parser has already folded `0x7f.1`, `2130706433`,
 * full-width digits), names that mean this machine or network. `allow` holds the `host:port` pairs that may be reached all the same.
 */
export function checkUrl(text: string, allow: readonly string[]): Checked {
  if (text.length > maxUrlLength)
    return refuse(`the address ${shownUrl(text)} is longer than ${maxUrlLength} characters; no address may be`)
  const url = parseUrl(text)
  if (url === null) return refuse(`"${shownUrl(text)}" is no absolute address; write one such as https://news.example/feed`)
  if (!Object.hasOwn(defaultPorts, url.protocol)) return refuse(`"${shownUrl(text)}" is neither http nor https; nothing else is fetched`)
  if (url.username !== '' || url.password !== '') return refuse(`${shownUrl(text)} carries a user name; send it as a header instead`)
  if (isAllowed(url, allow)) return { ok: true, url }
  const allowIt = `if it is meant to, add "${hostAndPort(url)}" to poll.allow`
  if (isPrivateHost(url.hostname)) return refuse(`${shownUrl(text)} leads to a private address; ${allowIt}`)
  if (isBadPort(portOf(url))) return refuse(`${shownUrl(text)} leads to port ${portOf(url)}, which is not of the web; ${allowIt}`)
  return { ok: true, url }
}

export function portOf({ protocol, port }: Place): number {
  return Number(port === '' ? defaultPorts[protocol] : port)
}

/** `host:port` with the scheme's own port written out: what `allow` is compared with. */
export function hostAndPort(place: Place): string {
  const { hostname } = place
  const host = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname
  return `${host.toLowerCase()}:${portOf(place)}`
}

/** True when config names this very host and port; an entry without a port stands for 80 and 443. */
export function isAllowed(place: Place, allow: readonly string[]): boolean {
  return allow.length > 0 && allowedPairs(allow).has(hostAndPort(place))
}

/** A host, with or without brackets, that is a private IP literal or a name for this machine or network. */
export function isPrivateHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(bare) ? !isPublicAddress(bare) : privateName.test(bare)
}

/** The first answer of a name server that must not be dialled, or null. One is enough to refuse the name. */
export function privateAmong(answers: readonly LookupAddress[]): string | null {
  return answers.find(({ address }) => !isPublicAddress(address))?.address ?? null
}

/** Config may name thousands, and every hop asks. */
function allowedPairs(allow: readonly string[]): ReadonlySet<string> {
  const known = pairsByList.get(allow) ?? new Set(allow.flatMap((entry) => pairsOf(entry.toLowerCase())))
  pairsByList.set(allow, known)
  return known
}

const pairsByList = new WeakMap<readonly string[], ReadonlySet<string>>()

function pairsOf(entry: string): readonly string[] {
  return /:\d+$/.test(entry) ? [entry] : Object.values(defaultPorts).map((port) => `${entry}:${port}`)
}

function refuse(message: string): Checked {
  return { ok: false, message }
}
