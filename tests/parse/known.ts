// Fixtures that the reader does not yet read as they should be read, and why. Each mark goes when its test says that it passes.
export const known: ReadonlyMap<string, string> = new Map([
  ['atom/namespace-changes-midway.xml', 'a content in the namespace of XHTML is lost'],
  ['rss/namespace-changes-midway.xml', 'a description in the namespace of XHTML is lost'],
])

/** Fixtures that show, cut somewhere, what the whole one does not. */
export const knownCuts: ReadonlySet<string> = new Set(['atom/entry-document.xml', 'hostile/doctype-entities.xml', 'rss/second-reader.xml'])
