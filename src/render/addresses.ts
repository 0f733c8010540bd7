// Addresses as documents may show them.
import { parseUrl } from '../base/parse-url.ts'

/** Only the web's own schemes are linked from what we publish; anything else is no link. */
export function webAddress(url: string | null): string | null {
  if (url === null || !/^https?:\/\/[^\s/]/i.test(url)) return null
  return parseUrl(url) === null ? null : url
}

/** An IRI as the URI that RSS, and strict readers of the rest, ask for (RFC 3987 §3.1); what is a URI already stays as it is written. */
export function asciiUri(url: string): string {
  const trimmed = url.trim()
  if (plain.test(trimmed)) return trimmed
  const parsed = encoded.test(trimmed) ? trimmed : (parseUrl(trimmed)?.href ?? trimmed)
  return parsed.replace(strayPercent, '%25').replace(/[^!#-;=?-[\]_a-z~]/giu, percentEncoded)
}

/** Of the characters of a URI, without `%` and with it. */
const plain = /^[!#$&-;=?-[\]_a-z~]*$/i
const encoded = /^[!#-;=?-[\]_a-z~]*$/i
/** One that begins no `%20`: a server would read it as itself, a strict reader refuses it. */
const strayPercent = /%(?![0-9a-f]{2})/gi

/** The way from a page back to the site's root (`./`, `../`, …): relative, so that the same bytes work on any host, port or sub-path. */
export function rootFrom(path: string): string {
  const depth = path.split('/').length - 1
  return depth === 0 ? './' : '../'.repeat(depth)
}

/** Percent-encodes characters as UTF-8; lone surrogates become U+FFFD. */
export function percentEncoded(characters: string): string {
  return [...new TextEncoder().encode(characters)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
