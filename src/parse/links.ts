// Addresses as documents write them → absolute ones.
import { all, attribute, type Element, ownText } from './element.ts'

/** What a reader may follow; `javascript:`, `data:` and `file:` from a feed never are. */
const followed = new Set(['http:', 'https:', 'ftp:', 'magnet:'])

/** Design §11. Longer ones multiply: each relative address in a document repeats its base. */
const maxUrl = 4096

/** The absolute address (WHATWG URL), or null when there is none, it is too long, or nothing that may be followed. */
export function webUrl(text: string | null | undefined, base: string | null): string | null {
  const written = text?.trim() ?? ''
  if (written === '' || written.length > maxUrl) return null
  // No address means `&amp;`: it was escaped once too often.
  const url = parseUrl(written.replaceAll('&amp;', '&'), base)
  return url !== null && followed.has(url.protocol) && url.href.length <= maxUrl ? url.href : null
}

function parseUrl(written: string, base: string | null): URL | null {
  try {
    return new URL(written, base ?? undefined)
  } catch {
    return null
  }
}

/** The links (RFC 4287 §4.2.7) with one of the relations, RSS's own with an `href` among them; no relation means `alternate`. */
export function linksTo(element: Element | null, relation: string): readonly Element[] {
  return linkElements(element).filter((link) => relationOf(link) === relation)
}

/** The first address that a link with the relation has; pages go before other media. */
export function linkTo(element: Element | null, relation: string): string | null {
  const links = linksTo(element, relation)
  return [...links.filter(isPage), ...links].map(addressOf).find(isThere) ?? null
}

function isPage(link: Element): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)?(?:;|$)/i.test(attribute(link, 'type') ?? '')
}

/** `href`; some write the address between the tags. */
export function addressOf(link: Element): string | null {
  return webUrl(attribute(link, 'href') ?? ownText(link), link.base)
}

/** RFC 4287 §4.2.7.2: a registered relation may be written as an IRI, too. */
function relationOf(link: Element): string {
  return (attribute(link, 'rel') ?? 'alternate').toLowerCase().replace('http://www.iana.org/assignments/relation/', '')
}

function linkElements(element: Element | null): readonly Element[] {
  return [...all(element, 'atom:link'), ...all(element, 'rss:link').filter((link) => link.attributes.has('href'))]
}

function isThere(address: string | null): address is string {
  return address !== null
}
