// Namespaces, media types and link relations: each URI is written once, here.

export const ns = {
  atom: 'http://www.w3.org/2005/Atom',
  atom03: 'http://purl.org/atom/ns#',
  rss10: 'http://purl.org/rss/1.0/',
  rss090: 'http://my.netscape.com/rdf/simple/0.9/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  media: 'http://search.yahoo.com/mrss/',
  itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  sy: 'http://purl.org/rss/1.0/modules/syndication/',
  slash: 'http://purl.org/rss/1.0/modules/slash/',
  thr: 'http://purl.org/syndication/thread/1.0',
  wfw: 'http://wellformedweb.org/CommentAPI/',
  feedburner: 'http://rssnamespace.org/feedburner/ext/1.0',
  xhtml: 'http://www.w3.org/1999/xhtml',
  xml: 'http://www.w3.org/XML/1998/namespace',
  sitemap: 'http://www.sitemaps.org/schemas/sitemap/0.9',
  sitemapNews: 'http://www.google.com/schemas/sitemap-news/0.9',
  sitemapImage: 'http://www.google.com/schemas/sitemap-image/1.1',
  history: 'http://purl.org/syndication/history/1.0',
  tombstones: 'http://purl.org/atompub/tombstones/1.0',
  openSearch: 'http://a9.com/-/spec/opensearch/1.1/',
} as const

export const mediaType = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  jsonFeed: 'application/feed+json',
  html: 'text/html',
  opml: 'text/x-opml',
  xml: 'application/xml',
  css: 'text/css',
  xslt: 'text/xsl',
  openSearch: 'application/opensearchdescription+xml',
} as const

export const jsonFeedVersion = 'https://jsonfeed.org/version/1.1'
