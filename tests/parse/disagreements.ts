// Where our reader and rss-parser read a fixture differently, and why that is meant: `<fixture> <field>` → reason.
const order = 'it loses the order of XHTML'
const base = 'it knows no xml:base'
const indented = 'it keeps the indentation around an id'

export const disagreements: ReadonlyMap<string, string> = new Map([
  ['atom/alternates-several.xml link', 'it takes the first alternate, a page or not'],
  ['atom/base64-that-is-none.xml content', 'it shows Base64'],
  ['atom/content-mathml.xml content', order],
  ['atom/content-of-other-media.xml content', 'it shows Base64'],
  ['atom/contents.xml content', order],
  ['atom/ids.xml guid', indented],
  ['atom/namespace-changes-midway.xml entries', 'it takes entries of any vocabulary'],
  ['atom/paged-and-archived.xml link', 'it takes any link for the entry’s'],
  ['atom/version-0.3-modes.xml title', 'it shows Base64'],
  ['atom/version-0.3-modes.xml content', 'it shows Base64'],
  ['atom/version-1.0.xml link', base],
  ['atom/version-1.0.xml content', order],
  ['atom/xhtml-written-otherwise.xml content', order],
  ['atom/xml-base.xml link', base],
  ['broken/bytes-as-references.xml title', 'it shows the bytes'],
  ['broken/cdata-inside-cdata.xml content', 'it shows the marks of the inner CDATA'],
  ['broken/html-unescaped-with-entities.xml content', 'it drops elements inside a text'],
  ['broken/line-ends.xml guid', indented],
  ['broken/rss-in-atom-clothes.xml content', 'it does not read Atom’s content in RSS'],
  ['hostile/links-that-run.xml link', 'it hands on addresses that run'],
  ['hostile/xinclude.xml content', 'it drops elements inside a text'],
  ['rdf/content-items.xml content', 'it does not read content:items'],
  ['rss/dates-unreadable.xml date', 'it takes 30 February for 2 March'],
  ['rss/guids.xml guid', indented],
  ['rss/links-escaped-twice.xml link', 'it keeps the second escape'],
  ['rss/white-space.xml guid', indented],
  ['rss/xhtml-body.xml content', 'it does not read an XHTML body'],
  ['rss/xml-base-relative.xml link', base],
])
