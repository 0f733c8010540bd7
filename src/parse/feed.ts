// The way in: bytes of a feed → drafts. Decode, detect, read, and ask a second reader before giving up.
import { atomDraft, readAtom } from './atom.ts'
import { decode } from './charset.ts'
import { announcedFeeds, detectKind } from './detect.ts'
import { type FeedDocument, type NoFeed, noFeed, type ReadContext } from './document.ts'
import { readJsonFeed } from './json-feed.ts'
import { legible } from './legible.ts'
import { readTree } from './reader.ts'
import { readRss, rssDraft } from './rss.ts'
import { secondOpinion } from './second-opinion.ts'
import type { DraftOf, FeedTree } from './tree.ts'

export interface FeedContext extends ReadContext {
  /** The Content-Type header, whole. */
  readonly contentType: string | null
  /** The operator's word on the charset. */
  readonly charset: string | null
}

const tooDeep = 'Elements are nested deeper than 256 levels; nothing was read from there on.'

/**
 * Reads RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, JSON Feed 1.0, 1.1, well-formed or not. Never throws for what the bytes hold.
 * Codes of NoFeed: `empty`, `not-a-feed` (HTML, text, other XML), `json` (broken), `shape` (JSON that is no feed), `xml` (no root element, or nested too deep).
 */
export function parseFeed(bytes: Uint8Array, context: FeedContext): Promise<FeedDocument | NoFeed> {
  return parseFeedText(decode(bytes, context).text, context)
}

/** The same, of a document that is decoded already. */
export async function parseFeedText(text: string, context: ReadContext): Promise<FeedDocument | NoFeed> {
  switch (detectKind(text)) {
    case 'empty':
      return noFeed('empty', 'The answer has no content.')
    case 'json':
      return noted(readJsonFeed(text, context))
    case 'page':
      return (await embeddedFeed(text, context)) ?? notAFeed(text, context)
    case 'xml':
      return noted(await readXml(legible(text), context))
  }
}

async function readXml(text: string, context: ReadContext): Promise<FeedDocument | NoFeed> {
  const draftOf: DraftOf = (entry, kind) => (kind === 'atom' ? atomDraft(entry, context) : rssDraft(entry, context))
  const { tree, stranger } = readTree(text, { ...context, draftOf })
  if (tree?.kind === 'sitemap' || tree?.kind === 'sitemap-index')
    return noFeed('not-a-feed', 'The document is a sitemap, not a feed; write kind: sitemap.')
  const feed = tree === null ? null : mapped(tree, context)
  if (feed !== null && feed.entries.length + feed.deletions.length > 0) return feed
  if (tree?.isTooDeep) return noFeed('xml', tooDeep)
  const opinion = await secondOpinion(text, context)
  if (opinion !== null) return opinion
  if (feed === null) return noRoot(text, stranger)
  return feed
}

const embeddedRoot = /<(?:feed\s[^<>]*xmlns|rss\s[^<>]*version|rdf:RDF\s)/i

/** Some servers wrap a feed into a page. A page that only speaks of feeds has no entries. */
async function embeddedFeed(text: string, context: ReadContext): Promise<FeedDocument | null> {
  if (!embeddedRoot.test(text)) return null
  const read = noted(await readXml(legible(text), context))
  return read.kind === 'feed' && read.entries.length > 0 ? read : null
}

function mapped(tree: FeedTree, context: ReadContext): FeedDocument {
  const feed = tree.kind === 'atom' ? readAtom(tree, context) : readRss(tree, context)
  const skipped = tree.skipped === 0 ? [] : [`${tree.skipped} entries past the limit of ${context.maxEntries} were not read.`]
  const cut = tree.isTooDeep ? [tooDeep] : tree.isCut ? ['The document ends in the middle.'] : []
  return { ...feed, warnings: [...feed.warnings, ...skipped, ...cut] }
}

function noRoot(text: string, stranger: string | null): NoFeed {
  if (stranger?.toLowerCase() === 'opml')
    return noFeed('not-a-feed', 'The document is a list of feeds (OPML), not a feed; write kind: opml.')
  if (stranger !== null) return noFeed('not-a-feed', `The document begins with <${stranger.slice(0, 60)}>: that is no feed.`)
  return text.includes('<') ? noFeed('xml', 'The XML has no root element.') : noFeed('not-a-feed', 'The answer is plain text.')
}

function notAFeed(text: string, context: ReadContext): NoFeed {
  const announced = announcedFeeds(text, context.url)
  const found = announced[0] === undefined ? '' : ` It announces a feed at ${announced[0]}.`
  return noFeed('not-a-feed', `The answer is a web page or plain text, not a feed.${found}`, announced)
}

/** One warning for all the dates of a document that could not be read: they tend to be wrong together. */
function noted(read: FeedDocument | NoFeed): FeedDocument | NoFeed {
  if (read.kind === 'no-feed') return read
  const unread = read.entries.filter((entry) => entry.published === null && entry.dateGiven !== null)
  const example = unread[0]?.dateGiven?.slice(0, 60)
  if (example === undefined) return read
  return {
    ...read,
    warnings: [...read.warnings, `${unread.length} of ${read.entries.length} entries have dates that cannot be read, such as "${example}"`],
  }
}
