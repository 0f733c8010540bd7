// Addresses as readers will follow them: absolute, http or https, spelled as their publisher spelled them.
import { parseUrl } from '../base/parse-url.ts'

/** Longest address that is kept, in UTF-16 units (design §11). */
export const maxUrl = 4096

/** RFC 3987 §2.2 leaves these out of an IRI; an address that has them is written as the WHATWG URL parser serialises it. */
const unclean = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Co}"<>\\^`{|}]/u

/** Scheme and a host without user information: such a spelling means to every reader what the URL parser read. */
const plain = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i

/**
 * The address against `base` (WHATWG URL), or null when there is none, it is no URL, longer than 4,096, not http(s), or carries a user
 * or password. One that is absolute already keeps its spelling, IRIs included.
 */
export function absoluteUrl(href: string | null, base: string): string | null {
  const written = href?.trim() ?? ''
  if (written === '' || written.length > maxUrl) return null
  const url = parsed(written, base)
  if (url === null || !isWeb(url)) return null
  const spelled = plain.test(written) && !unclean.test(written) ? written : url.href
  return spelled.length <= maxUrl ? spelled : null
}

/** As `absoluteUrl`, but an address to write to (`mailto:`, RFC 6068) is kept too: for `href` only. */
export function absoluteHref(href: string, base: string): string | null {
  const written = href.trim()
  if (/^mailto:[^/]/i.test(written)) return written.length <= maxUrl && !unclean.test(written) ? written : null
  return absoluteUrl(written, base)
}

function isWeb(url: URL): boolean {
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === ''
}

const hasScheme = /^[^/?#]*:/

function parsed(href: string, base: string): URL | null {
  // Only what has a scheme can stand alone; all the rest would cost an exception.
  return (hasScheme.test(href) ? parseUrl(href) : null) ?? parseUrl(href, base)
}
