// What every answer says about itself: its type, who may read it, how long it keeps.
import { mediaType } from '../model/vocabulary.ts'

export type Headers = Readonly<Record<string, string>>

/** On every answer, errors too. Pages need no script, feeds and images no page around them. */
export const always: Headers = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    "default-src 'none'; img-src 'self' https: http: data:; media-src https: http:; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
}

/** Only what is published has a type; a file of any other kind is not served. Registered types of feeds: RFC 4287 §7, JSON Feed 1.1. */
const types: Readonly<Record<string, string>> = {
  rss: `${mediaType.rss}; charset=utf-8`,
  atom: `${mediaType.atom}; charset=utf-8`,
  json: mediaType.jsonFeed,
  opml: `${mediaType.opml}; charset=utf-8`,
  xml: `${mediaType.xml}; charset=utf-8`,
  html: `${mediaType.html}; charset=utf-8`,
  css: 'text/css; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/vnd.microsoft.icon',
}

/** Feeds that name a style sheet. By their registered types browsers show the source, or save the file. */
const styled = ['rss', 'atom']
const feeds = ['rss', 'atom', 'json', 'opml']
const documents = [...feeds, 'xml', 'html']

/** The content type of a published path for whoever accepts this; null when nothing of its kind is published. */
export function typeOf(path: string, accept: string | undefined): string | null {
  const extension = extensionOf(path)
  if (styled.includes(extension) && isBrowsing(accept)) return `${mediaType.xml}; charset=utf-8`
  return Object.hasOwn(types, extension) ? (types[extension] ?? null) : null
}

/** Documents are asked for again after a minute, cheaply by their validators; the rest rarely changes. */
export function cachingOf(path: string): Headers {
  const varying = styled.includes(extensionOf(path)) ? { Vary: 'Accept' } : {}
  return { ...varying, 'Cache-Control': `public, max-age=${documents.includes(extensionOf(path)) ? 60 : 3_600}` }
}

/** A reader in a browser may read feeds from any site, and learn from an error or a 304 what became of them. */
export function sharingOf(path: string): Headers {
  if (!feeds.includes(extensionOf(path))) return {}
  return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag' }
}

/** Readers that accept pages, too, name feeds beside them; browsers do not. */
function isBrowsing(accept = ''): boolean {
  return /\btext\/html\b/.test(accept) && !/\/(?:rss|atom)\+xml\b/.test(accept)
}

function extensionOf(path: string): string {
  return /\.([a-z]+)$/.exec(path)?.[1] ?? ''
}
