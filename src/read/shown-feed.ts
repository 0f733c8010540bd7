// What `newsstand parse` shows of a document: the shape of JSON Feed 1.1 (jsonfeed.org/version/1.1). JSON leaves out what is undefined.
import { rfc3339 } from '../base/zone.ts'
import type { Enclosure, EntryDraft, Person } from '../model/entry.ts'
import type { FeedDocument, FeedFormat } from '../parse/document.ts'

/** Instants are RFC 3339 in UTC, addresses absolute. */
export interface ShownFeed {
  readonly version: string
  readonly title: string | undefined
  readonly home_page_url: string | undefined
  readonly feed_url: string | undefined
  readonly description: string | undefined
  readonly language: string | undefined
  readonly next_url: string | undefined
  readonly hubs: readonly { readonly type: 'WebSub'; readonly url: string }[] | undefined
  /** Not in JSON Feed: when the feed says that it last changed. */
  readonly date_modified: string | undefined
  readonly _newsstand: Findings
  readonly items: readonly ShownEntry[]
}

/** What JSON Feed has no names for. */
interface Findings {
  readonly format: FeedFormat
  /** The document ends in the middle. */
  readonly is_cut: boolean
  readonly warnings: readonly string[]
  readonly prev_archive_url: string | undefined
  readonly ttl_seconds: number | undefined
  readonly skip_hours: readonly number[] | undefined
}

export interface ShownEntry {
  readonly id: string | undefined
  readonly url: string | undefined
  readonly title: string | undefined
  readonly date_published: string | undefined
  readonly date_modified: string | undefined
  readonly authors: readonly ShownPerson[] | undefined
  readonly tags: readonly string[] | undefined
  readonly summary: string | undefined
  readonly content_html: string | undefined
  readonly language: string | undefined
  readonly attachments: readonly ShownAttachment[] | undefined
}

/** Without the mail address: nobody needs it here, and it would be harvested. */
interface ShownPerson {
  readonly name: string
  readonly url: string | undefined
}

interface ShownAttachment {
  readonly url: string
  readonly mime_type: string | undefined
  readonly size_in_bytes: number | undefined
  readonly title: string | undefined
}

/** `drafts` are the document's entries as they are to be shown: raw or clean. */
export function shownFeed(feed: FeedDocument, drafts: readonly EntryDraft[], warnings: readonly string[]): ShownFeed {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: text(feed.title),
    home_page_url: text(feed.homeUrl),
    feed_url: text(feed.selfUrl),
    description: text(feed.description),
    language: text(feed.language),
    next_url: text(feed.nextUrl),
    hubs: some(feed.hubs.map((url) => ({ type: 'WebSub', url }))),
    date_modified: instant(feed.updated),
    _newsstand: {
      format: feed.format,
      is_cut: feed.isCut,
      warnings,
      prev_archive_url: text(feed.prevArchiveUrl),
      ttl_seconds: feed.ttlMs === null ? undefined : feed.ttlMs / 1000,
      skip_hours: some(feed.skipHours),
    },
    items: drafts.map(shownEntry),
  }
}

function shownEntry(draft: EntryDraft): ShownEntry {
  return {
    id: text(draft.guid),
    url: text(draft.link),
    title: text(draft.title),
    date_published: instant(draft.published),
    date_modified: instant(draft.updated),
    authors: some(draft.authors.map(shownPerson)),
    tags: some(draft.tags.map((tag) => tag.name)),
    summary: text(draft.summary),
    content_html: text(draft.content),
    language: text(draft.language),
    attachments: some(draft.enclosures.map(shownAttachment)),
  }
}

function shownPerson({ name, url }: Person): ShownPerson {
  return { name, url: text(url) }
}

function shownAttachment({ url, type, bytes, title }: Enclosure): ShownAttachment {
  return { url, mime_type: text(type), size_in_bytes: bytes ?? undefined, title: text(title) }
}

function instant(at: number | null): string | undefined {
  return at === null ? undefined : rfc3339(at)
}

function text(written: string | null): string | undefined {
  return written === null || written === '' ? undefined : written
}

function some<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values
}
