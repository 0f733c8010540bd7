// Which vocabulary an element is from. Prefixes are the document's own business; only URIs count.
import { ns } from '../model/vocabulary.ts'

/** `none`: no namespace; `other`: one that says nothing to us. */
export type Space =
  | 'rss'
  | 'atom'
  | 'rdf'
  | 'dc'
  | 'dcterms'
  | 'content'
  | 'media'
  | 'itunes'
  | 'sy'
  | 'slash'
  | 'thr'
  | 'wfw'
  | 'feedburner'
  | 'at'
  | 'xhtml'
  | 'sitemap'
  | 'news'
  | 'image'
  | 'xml'
  | 'none'
  | 'other'

/** URIs as standards and the wild write them; compared by `normal`. */
const uris: readonly (readonly [Space, readonly string[]])[] = [
  ['atom', [ns.atom, ns.atom03, 'http://purl.org/atom']],
  [
    'rss',
    [
      ns.rss10,
      ns.rss090,
      'http://channel.netscape.com/rdf/simple/0.9',
      'http://my.netscape.com/publish/formats/rss-0.91.dtd',
      'http://purl.org/net/rss1.1',
      'http://purl.org/rss/2.0',
      'http://backend.userland.com/rss',
      'http://backend.userland.com/rss091',
      'http://backend.userland.com/rss2',
      'http://blogs.law.harvard.edu/tech/rss',
      'http://cyber.law.harvard.edu/rss',
    ],
  ],
  ['rdf', [ns.rdf]],
  ['dc', [ns.dc, 'http://purl.org/dc/elements/1.0', 'http://purl.org/rss/1.0/modules/dc']],
  ['dcterms', [ns.dcterms]],
  ['content', [ns.content]],
  ['media', [ns.media, 'http://www.rssboard.org/media-rss', 'http://video.search.yahoo.com/mrss', 'http://tools.search.yahoo.com/mrss']],
  ['itunes', [ns.itunes]],
  ['sy', [ns.sy, 'http://purl.org/rss/modules/syndication']],
  ['slash', [ns.slash]],
  ['thr', [ns.thr]],
  ['wfw', [ns.wfw]],
  ['feedburner', [ns.feedburner]],
  ['at', [ns.tombstones]],
  ['xhtml', [ns.xhtml]],
  ['sitemap', [ns.sitemap]],
  ['news', [ns.sitemapNews]],
  ['image', [ns.sitemapImage]],
  ['xml', [ns.xml]],
]

const spaces: ReadonlyMap<string, Space> = new Map(uris.flatMap(([space, written]) => written.map((uri) => [normal(uri), space] as const)))

/** What a prefix means in a document that forgot to declare it. */
export const conventionalPrefixes: Readonly<Record<string, string>> = {
  at: ns.tombstones,
  atom: ns.atom,
  content: ns.content,
  dc: ns.dc,
  dcterms: ns.dcterms,
  image: ns.sitemapImage,
  itunes: ns.itunes,
  feedburner: ns.feedburner,
  media: ns.media,
  news: ns.sitemapNews,
  rdf: ns.rdf,
  slash: ns.slash,
  sy: ns.sy,
  thr: ns.thr,
  wfw: ns.wfw,
  xhtml: ns.xhtml,
  xml: ns.xml,
}

/** The vocabulary a namespace URI stands for, however its publisher wrote it. */
export function spaceOf(uri: string): Space {
  return uri.trim() === '' ? 'none' : (spaces.get(normal(uri)) ?? 'other')
}

/** Case, scheme and the last separator are what publishers get wrong. */
function normal(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^https:/, 'http:')
    .replace(/[/#]$/, '')
}
