// Sitemaps (sitemaps.org/protocol.html) with the extensions for news and images: addresses → drafts, an index → its sitemaps.
import type { Enclosure, EntryDraft, RawDraft } from '../model/entry.ts'
import { emptyDraft } from '../model/entry.ts'
import { detectKind } from './detect.ts'
import { type FeedDocument, type NoFeed, noFeed, type ReadContext } from './document.ts'
import { all, type Element, first, textAt } from './element.ts'
import { parseFeedText } from './feed.ts'
import { legible } from './legible.ts'
import { webUrl } from './links.ts'
import { dateAt, fieldsOf } from './modules.ts'
import { readTree } from './reader.ts'
import { plainText } from './text.ts'
import { titleOf } from './title-of-address.ts'
import type { FeedTree } from './tree.ts'

export type SitemapFormat = 'sitemap' | 'sitemap-index' | 'url-list'

export interface Sitemap {
  readonly kind: 'sitemap'
  readonly format: SitemapFormat
  /** Raw (see EntryDraft), newest first; what has no date comes last, in document order. */
  readonly entries: readonly RawDraft[]
  /** Addresses of the sitemaps that an index names, the newest first. */
  readonly children: readonly string[]
  /** An index that says of each sitemap when it changed: while it stays the same, so do they. */
  readonly isTelling: boolean
  readonly warnings: readonly string[]
  /** The document ends in the middle: what it lacks says nothing. */
  readonly isCut: boolean
}

/** Of one file by the protocol: all are looked at, for the newest may be the last. */
const maxUrls = 50_000
const maxImages = 20
/** Of an index: no visit reads as many. */
const maxChildren = 1000

/**
 * Reads a urlset, an index, a text file of addresses, or a feed given as a sitemap. Never throws. `published` is news:publication_date, `updated`
 * lastmod; a title that is missing is made of the address. Codes of NoFeed: `empty`, `not-a-feed`, `xml`, and those of feeds.
 */
export async function readSitemap(text: string, context: ReadContext): Promise<Sitemap | FeedDocument | NoFeed> {
  switch (detectKind(text)) {
    case 'empty':
      return noFeed('empty', 'The answer has no content.')
    case 'page':
      return addressList(text, context) ?? noFeed('not-a-feed', 'The answer is a web page or plain text, not a sitemap.')
    case 'json':
      return noFeed('not-a-feed', 'The answer is JSON, not a sitemap.')
    case 'xml':
      return readXml(text, context)
  }
}

async function readXml(text: string, context: ReadContext): Promise<Sitemap | FeedDocument | NoFeed> {
  const { tree } = readTree(legible(text), { ...context, maxEntries: maxUrls, draftOf: (entry) => draftOf(entry, context) })
  if (tree?.kind !== 'sitemap' && tree?.kind !== 'sitemap-index') return parseFeedText(text, context)
  if (tree.isTooDeep) return noFeed('xml', 'Elements are nested too deep for a sitemap.')
  const listed = newestFirst(tree.drafts.filter((draft) => draft.link !== null))
  const common = { kind: 'sitemap', warnings: warningsOn(tree, listed, context), isCut: tree.isCut } as const
  if (tree.kind === 'sitemap')
    return { ...common, format: 'sitemap', entries: listed.slice(0, context.maxEntries), children: [], isTelling: false }
  const children = [...new Set(listed.flatMap(({ link }) => link ?? []))].slice(0, maxChildren)
  return { ...common, format: 'sitemap-index', entries: [], children, isTelling: listed.every(({ updated }) => updated !== null) }
}

/** A `url`, or a `sitemap` of an index. */
function draftOf(element: Element, context: ReadContext): RawDraft {
  const news = first(element, 'news:news')
  const publication = first(news, 'news:publication')
  const link = webUrl(textAt(element, 'sitemap:loc'), element.base)
  const published = dateAt(news, ['news:publication_date'], context)
  const updated = dateAt(element, ['sitemap:lastmod'], context)
  const title = plainText(textAt(news, 'news:title') ?? '')
  return {
    ...emptyDraft,
    link,
    title: title === '' && link !== null ? titleOf(link) : title,
    published: published.at,
    updated: updated.at,
    dateGiven: published.given ?? updated.given,
    publisher: plainText(textAt(publication, 'news:name') ?? '') || null,
    language: textAt(publication, 'news:language'),
    tags: keywordsOf(news),
    enclosures: imagesOf(element),
    fields: { ...(news === null ? {} : fieldsOf(news, nothing)), ...fieldsOf(element, { guid: null, link }) },
    contentBase: null,
    originalLink: null,
  }
}

const nothing = { guid: null, link: null } as const

function keywordsOf(news: Element | null): EntryDraft['tags'] {
  const names = (textAt(news, 'news:keywords') ?? '').split(/[,，、;；]/).map(plainText)
  return [...new Set(names)].flatMap((name) => (name === '' ? [] : [{ name, scheme: null }]))
}

function imagesOf(element: Element): readonly Enclosure[] {
  return all(element, 'image:image')
    .slice(0, maxImages)
    .flatMap((image) => {
      const url = webUrl(textAt(image, 'image:loc'), image.base)
      const title = plainText(textAt(image, 'image:title', 'image:caption') ?? '') || null
      return url === null ? [] : [{ url, type: imageType(url), bytes: null, title }]
    })
}

const types: Readonly<Record<string, string>> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  gif: 'gif',
  webp: 'webp',
  avif: 'avif',
  svg: 'svg+xml',
}

/** By the ending of its address; null: it has none that says so. */
function imageType(url: string): string | null {
  const ending = /\.(\w+)$/.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(types, ending) ? `image/${types[ending]}` : null
}

function newestFirst(drafts: readonly RawDraft[]): readonly RawDraft[] {
  const dated = drafts.map((draft) => ({ draft, at: draft.published ?? draft.updated ?? Number.NEGATIVE_INFINITY }))
  return dated.sort((a, b) => (a.at === b.at ? 0 : b.at - a.at)).map(({ draft }) => draft)
}

function warningsOn(
  { drafts, skipped, isCut, kind }: FeedTree,
  listed: readonly RawDraft[],
  { maxEntries }: ReadContext,
): readonly string[] {
  const unread = listed.filter((draft) => draft.published === null && draft.updated === null && draft.dateGiven !== null)
  return [
    ...(drafts.length === listed.length ? [] : [`${drafts.length - listed.length} addresses are missing or cannot be read.`]),
    ...(skipped === 0 ? [] : [`${skipped} addresses past the limit of ${maxUrls} were not read.`]),
    ...(kind === 'sitemap' ? pastLimit(listed.length, maxEntries) : []),
    ...(unread[0] === undefined
      ? []
      : [`${unread.length} of ${listed.length} dates cannot be read, such as "${unread[0].dateGiven?.slice(0, 60)}"`]),
    ...(isCut ? ['The document ends in the middle.'] : []),
  ]
}

function pastLimit(found: number, maxEntries: number): readonly string[] {
  return found <= maxEntries ? [] : [`${found - maxEntries} older addresses past the limit of ${maxEntries} were not read.`]
}

/** A text file with an address on each line; null: its first line is none. */
function addressList(text: string, { maxEntries }: ReadContext): Sitemap | null {
  const lines = linesOf(text)
  const [start] = lines
  if (start === undefined || addressOn(start) === null) return null
  const addresses = lines.map(addressOn).filter((address) => address !== null)
  const entries = addresses.slice(0, maxEntries).map((link) => draftAt(link))
  const unusable = lines.length - addresses.length
  const warnings = [...(unusable === 0 ? [] : [`${unusable} lines hold no address.`]), ...pastLimit(addresses.length, maxEntries)]
  return { kind: 'sitemap', format: 'url-list', entries, children: [], isTelling: false, warnings, isCut: false }
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/[\r\n]+/, maxUrls)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function addressOn(line: string): string | null {
  return /^https?:\/\//i.test(line) && !/\s/.test(line) ? webUrl(line, null) : null
}

function draftAt(link: string): RawDraft {
  return { ...emptyDraft, link, title: titleOf(link), fields: { link }, contentBase: null, originalLink: null }
}
