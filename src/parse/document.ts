// What a reading of a feed's bytes ends in.
import type { Code } from '../base/errors.ts'
import type { NamedDeletion } from '../model/deletion.ts'
import type { RawDraft } from '../model/entry.ts'
import type { DateContext } from './date.ts'

export type FeedFormat = 'rss' | 'rdf' | 'atom' | 'json-feed'

/** A feed as its document shows it. Texts are plain, addresses absolute, instants milliseconds since 1970. */
export interface FeedDocument {
  readonly kind: 'feed'
  readonly format: FeedFormat
  /** Read by the second reader, for the first found no feed or no entries. */
  readonly isSecondOpinion: boolean
  readonly title: string | null
  readonly homeUrl: string | null
  readonly selfUrl: string | null
  readonly language: string | null
  readonly description: string | null
  readonly updated: number | null
  /** WebSub hubs. */
  readonly hubs: readonly string[]
  /** The next page (RFC 5005 `next`, JSON Feed `next_url`). */
  readonly nextUrl: string | null
  /** The archive before this document (RFC 5005 `prev-archive`). */
  readonly prevArchiveUrl: string | null
  /** How long the document counts as fresh: RSS `ttl`, else the syndication module's period. */
  readonly ttlMs: number | null
  /** Hours of the day in GMT, 0–23, in which nothing new comes (RSS `skipHours`). */
  readonly skipHours: readonly number[]
  /** In document order and raw (see EntryDraft), whole ones only. */
  readonly entries: readonly RawDraft[]
  /** The entry that the end of the document cuts in two. Half a text would be taken for a change: it is for looking at only. */
  readonly half: RawDraft | null
  /** Entries that it names as deleted, each once. */
  readonly deletions: readonly NamedDeletion[]
  readonly warnings: readonly string[]
  /** The document ends in the middle: what it lacks says nothing. */
  readonly isCut: boolean
}

/** `announced`: feeds that an HTML page names instead, absolute. */
export interface NoFeed {
  readonly kind: 'no-feed'
  readonly code: Code
  readonly message: string
  readonly announced: readonly string[]
}

/** What a reader of one format needs to know besides the document. */
export interface ReadContext {
  /** The final address of the document: the base of its relative links. */
  readonly url: string
  /** IANA zone of dates that carry none. */
  readonly timezone: string
  /** luxon tokens, tried before everything else. */
  readonly dateFormat: string | null
  readonly maxEntries: number
  /** When the document was fetched: what "3小时前" is relative to. */
  readonly now: number
}

export function noFeed(code: Code, message: string, announced: readonly string[] = []): NoFeed {
  return { kind: 'no-feed', code, message, announced }
}

export function dateContext({ timezone, dateFormat, now }: ReadContext): DateContext {
  return { timezone, format: dateFormat, now }
}
