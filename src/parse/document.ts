// What a reading of a feed's bytes ends in.
import type { Code } from '../base/errors.ts'
import type { EntryDraft } from '../model/entry.ts'

export type FeedFormat = 'rss' | 'rdf' | 'atom' | 'json-feed'

/** A feed as its document shows it. Texts are plain, addresses absolute, instants milliseconds since 1970. */
export interface FeedDocument {
  readonly kind: 'feed'
  readonly format: FeedFormat
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
  readonly ttlMs: number | null
  /** In document order and raw (see EntryDraft); an entry that the end of the document cuts in two is left out. */
  readonly entries: readonly EntryDraft[]
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
}

export function noFeed(code: Code, message: string, announced: readonly string[] = []): NoFeed {
  return { kind: 'no-feed', code, message, announced }
}
