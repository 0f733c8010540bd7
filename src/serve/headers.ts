// What every answer says about itself: its type, who may read it, how long it keeps.
import { publicUrl } from '../model/paths.ts'
import type { ServeSettings } from '../model/settings.ts'
import { mediaType } from '../model/vocabulary.ts'

export type Headers = Readonly<Record<string, string>>

/** On every answer, errors too. Pages need no script, feeds and images no page around them; forms may ask this site. */
export const always: Headers = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    "default-src 'none'; img-src 'self' https: http: data:; media-src https: http:; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
}

const xmlType = `${mediaType.xml}; charset=utf-8`

/** Only what is published has a type; a file of any other kind is not served. Registered types of feeds: RFC 4287 §7, JSON Feed 1.1. */
const types: Readonly<Record<string, string>> = {
  rss: `${mediaType.rss}; charset=utf-8`,
  atom: `${mediaType.atom}; charset=utf-8`,
  json: mediaType.jsonFeed,
  opml: `${mediaType.opml}; charset=utf-8`,
  xml: xmlType,
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
const feeds = ['rss', 'atom', 'json']
const shared = [...feeds, 'opml']
const documents = [...shared, 'xml', 'html']
/** These are compressed already. */
const packed = ['png', 'jpg', 'webp', 'ico']

type FeedType = ServeSettings['feedType']

/** The content type of a published path for whoever accepts this; null when nothing of its kind is published. */
export function typeOf(path: string, accept: string | undefined, feedType: FeedType): string | null {
  const extension = extensionOf(path)
  if (styled.includes(extension) && (feedType === 'xml' || isBrowsing(accept))) return xmlType
  return Object.hasOwn(types, extension) ? (types[extension] ?? null) : null
}

export function isPublishedKind(path: string): boolean {
  return Object.hasOwn(types, extensionOf(path))
}

/** Whether it is sent compressed to whoever takes that. */
export function isPackable(path: string): boolean {
  return !packed.includes(extensionOf(path))
}

/** On what the answer to a request for a published path depends besides the path. */
export function varyingOf(path: string, feedType: FeedType): Headers {
  if (!isPackable(path)) return {}
  return feedType === 'registered' && styled.includes(extensionOf(path)) ? varying.byType : varying.byCoding
}

const varying = { byType: { Vary: 'Accept, Accept-Encoding' }, byCoding: { Vary: 'Accept-Encoding' } }

const archived = /^(?:archive|category\/[^/]+)\/(\d{4}-\d\d)(?:-\d+)?\.\w+$/

/**
 * Documents are asked for again after a minute, cheaply by their validators, and may be shown meanwhile (RFC 5861); the rest rarely changes.
 * So do archive pages of months that are over; `month` is the present one, `yyyy-mm`.
 */
export function cachingOf(path: string, month: string): Headers {
  const [, ofMonth = month] = archived.exec(path) ?? []
  return documents.includes(extensionOf(path)) && ofMonth >= month ? caching.present : caching.settled
}

const caching = {
  present: { 'Cache-Control': 'public, max-age=60, stale-while-revalidate=600' },
  settled: { 'Cache-Control': 'public, max-age=3600, stale-while-revalidate=86400' },
}

/** A reader in a browser may read feeds from any site, and learn from an error or a 304 what became of them. */
export function sharingOf(path: string): Headers {
  if (!isShared(path)) return {}
  return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag, Link' }
}

export function isShared(path: string): boolean {
  return shared.includes(extensionOf(path))
}

/** The answer to a browser that asks what a page of another site may send (Fetch §4.8). */
export const preflight: Headers = {
  Allow: 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since, Cache-Control, Range',
  'Access-Control-Max-Age': '86400',
}

/** WebSub §4: a feed names its hubs and itself. Pages of archives are no topics. */
export function linkingOf(path: string, { hubs, siteUrl }: { readonly hubs: readonly string[]; readonly siteUrl: string }): Headers {
  if (!isFeed(path) || archived.test(path)) return {}
  const links = [...hubs.map((hub) => `<${hub}>; rel="hub"`), `<${publicUrl(siteUrl, path)}>; rel="self"`]
  return { Link: links.join(', ') }
}

export function isFeed(path: string): boolean {
  return feeds.includes(extensionOf(path))
}

/** Readers that accept pages, too, name feeds beside them; browsers do not. */
export function isBrowsing(accept = ''): boolean {
  return accept.includes('text/html') && /\btext\/html\b/.test(accept) && !/\/(?:rss|atom)\+xml\b/.test(accept)
}

function extensionOf(path: string): string {
  const dot = path.lastIndexOf('.')
  return dot === -1 ? '' : path.slice(dot + 1)
}
