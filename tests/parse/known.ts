// Fixtures that the reader does not yet read as they should be read, and why. Each mark goes when its test says that it passes.
export const known: ReadonlyMap<string, string> = new Map([
  ['atom/alternates-several.xml', 'a PDF that comes first is taken for the page'],
  ['atom/content-of-other-media.xml', 'XML that is data is shown as text'],
  ['atom/xml-lang.xml', 'xml:lang="" does not end the language around it (XML 1.0 §2.12)'],
  ['broken/cdata-inside-cdata.xml', 'what stands in CDATA beside real elements is escaped'],
  ['broken/declaration-odd.xml', 'a declaration without its second question mark swallows the document'],
  ['broken/link-emptied.xml', 'the address behind an empty <link/> is lost'],
  ['charset/utf-7-is-not-decoded.xml', 'UTF-7 is decoded'],
  ['rdf/content-items.xml', 'content:items is not read'],
  ['rdf/update-frequency-alone.xml', 'without a period it is a day (RSS 1.0 syndication module)'],
  ['rss/atom-elements.xml', 'atom:summary is plain text'],
  ['rss/namespace-changes-midway.xml', 'a description in the namespace of XHTML is lost'],
  ['rss/skip-hours.xml', '25 becomes 1'],
])

/** Attacks that still win: run, they would end the run. */
export const winning: ReadonlySet<string> = new Set([
  'bases, one long',
  'relative links under a long base',
  'languages, one long',
  'white space inside a guid',
  'authors',
  'authors handed down to many entries',
  'JSON authors handed down to many items',
  'feeds that never begin in a page',
])
