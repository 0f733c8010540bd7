// A feed file by itself, without source or config: bytes → what `newsstand parse` shows of them.
import type { Code } from '../base/errors.ts'
import type { RawDraft } from '../model/entry.ts'
import type { Recipe } from '../model/source.ts'
import { absoluteHtml } from '../normalize/absolute-html.ts'
import type { FeedDocument, NoFeed } from '../parse/document.ts'
import { parseFeed } from '../parse/feed.ts'
import { cleaned } from './inline.ts'
import { type ShownFeed, shownFeed } from './shown-feed.ts'

export interface FeedFileOptions {
  /** Where the file came from: the base of its relative links. Null: the address that the feed gives itself, else that of its site. */
  readonly url: string | null
  /** The Content-Type it came with, whole. */
  readonly contentType: string | null
  /** `raw`: entries as the document has them, before rules and sanitising. */
  readonly texts: 'raw' | 'clean'
  /** What relative dates are relative to. */
  readonly now: number
}

export interface ShownError {
  readonly error: { readonly code: Code; readonly message: string }
}

/** No place on the web: nothing is relative to it. */
const nowhere = 'about:blank'
/** Stands in for an address that is not known yet: what begins with it was relative (RFC 6761 §6.4: there is no such host). */
const unknown = 'https://relative.invalid/'

/** A poll takes a thousand entries; here someone looks at a whole file. */
const recipe: Recipe = {
  kind: 'feed',
  timezone: 'UTC',
  dateFormat: null,
  charset: null,
  keepClasses: [],
  rules: [],
  json: null,
  page: null,
  maxEntries: 100_000,
}

/** Reads one document. Never throws for what the bytes hold; dates without a zone are read as UTC. */
export async function readFeedFile(bytes: Uint8Array, options: FeedFileOptions): Promise<ShownFeed | ShownError> {
  const { feed, base } = await readWithBase(bytes, options)
  if (feed.kind === 'no-feed') return { error: { code: feed.code, message: feed.message } }
  const entries = entriesOf(feed)
  if (options.texts === 'raw')
    return shownFeed(
      feed,
      entries.map((draft) => withAbsoluteTexts(draft, base)),
      feed.warnings,
    )
  const { drafts, warnings } = cleaned(entries, feed.warnings, { base, recipe })
  return shownFeed(feed, drafts, warnings)
}

/** With the one that the end of the document cuts in two: a poll would take it for a change, but it is worth looking at. */
function entriesOf({ entries, half }: FeedDocument): readonly RawDraft[] {
  return half === null ? entries : [...entries, half]
}

interface Based {
  readonly feed: FeedDocument | NoFeed
  /** The address that relative links start from. */
  readonly base: string
}

async function readWithBase(bytes: Uint8Array, { url, contentType, now }: FeedFileOptions): Promise<Based> {
  const { timezone, dateFormat, charset, maxEntries } = recipe
  const read = (from: string) => parseFeed(bytes, { contentType, url: from, timezone, dateFormat, charset, maxEntries, now })
  if (url !== null) return { feed: await read(url), base: url }
  const feed = await read(unknown)
  if (feed.kind === 'no-feed') return { feed: feed.announced.some(isRelative) ? await read(nowhere) : feed, base: nowhere }
  const base = [feed.selfUrl, feed.homeUrl].find((own) => own !== null && !isRelative(own)) ?? nowhere
  return { feed: addressesOf(feed).some(isRelative) ? await read(base) : feed, base }
}

/** As it was written, relative to nothing that is known. */
function isRelative(address: string | null | undefined): boolean {
  return address?.startsWith(unknown) === true
}

function addressesOf(feed: FeedDocument): readonly (string | null | undefined)[] {
  const { homeUrl, selfUrl, nextUrl, prevArchiveUrl, hubs } = feed
  const ofEntries = entriesOf(feed).flatMap(({ link, contentBase, origin, authors, enclosures }) => [
    link,
    contentBase,
    origin?.url,
    ...authors.map((author) => author.url),
    ...enclosures.map((enclosure) => enclosure.url),
  ])
  return [homeUrl, selfUrl, nextUrl, prevArchiveUrl, ...hubs, ...ofEntries]
}

/** Against xml:base, else the document, as RFC 3986 §5.1 has it. Cleaning prefers the entry's link, which serves readers better. */
function withAbsoluteTexts(draft: RawDraft, base: string): RawDraft {
  const textBase = draft.contentBase ?? base
  const absolute = (html: string | null) => (html === null ? null : absoluteHtml(html, textBase))
  return { ...draft, summary: absolute(draft.summary), content: absolute(draft.content) }
}
