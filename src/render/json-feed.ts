// JSON Feed 1.1 (jsonfeed.org/version/1.1).
import { legalText } from '../base/text.ts'
import { rfc3339 } from '../base/zone.ts'
import { jsonFeedVersion } from '../model/vocabulary.ts'
import type { ArchiveLinks, Attachment, Author, FeedDocument, FeedItem } from './document.ts'
import { jsonExtensions } from './extensions.ts'
import { htmlToText } from './html-text.ts'
import type { Written } from './written.ts'

type JsonObject = Readonly<Record<string, unknown>>

export function writeJsonFeed(feed: FeedDocument): Written {
  const items = feed.itemsIn('json', (item) => stringify(itemOf(item, feed)))
  const before = `${stringify(headOf(feed)).slice(0, -1)},"items":[\n`
  return { before, items, between: ',\n', after: '\n]}\n' }
}

/** The feed but for its items. */
function headOf(feed: FeedDocument): JsonObject {
  return {
    version: jsonFeedVersion,
    title: feed.title,
    home_page_url: given(feed.link),
    feed_url: given(feed.self.json),
    // Older entries, as RFC 5005's prev-archive.
    next_url: given(feed.archive.previous.json),
    description: given(feed.description),
    icon: given(feed.image),
    favicon: given(feed.favicon),
    authors: listed(feed.authors, authorOf),
    language: given(feed.language),
    hubs: listed(feed.hubs, (url) => ({ type: 'WebSub', url })),
    _archive: archiveOf(feed.archive),
    _deleted: listed(feed.deleted, ({ id, at, why }) => ({ id, date_deleted: rfc3339(at), why: given(why) })),
    ...jsonExtensions(feed.extensions),
  }
}

/** What RFC 5005 says of a document that `next_url` does not. */
function archiveOf({ isArchive, next }: ArchiveLinks): JsonObject | undefined {
  if (!isArchive && next.json === null) return undefined
  return { about: 'https://www.rfc-editor.org/rfc/rfc5005#section-4', is_archive: isArchive, newer_url: given(next.json) }
}

function itemOf(item: FeedItem, feed: FeedDocument): JsonObject {
  const { content, published, updated, publisher, origin } = item
  const summary = summaryOf(item)
  return {
    id: item.id,
    url: given(item.link),
    title: item.title || undefined,
    // One of the two must be there.
    content_html: given(content),
    content_text: content === null ? (summary ?? item.title) : undefined,
    summary,
    image: item.image?.url,
    date_published: dateOf(published ?? updated),
    date_modified: dateOf(updated),
    authors: listed(item.authors, authorOf),
    tags: tagsOf(item),
    language: item.language === feed.language ? undefined : given(item.language),
    attachments: listed(item.attachments, attachmentOf),
    // Names of our own begin with an underscore (§ Extensions); these are Dublin Core's and RSS's.
    _dc: publisher === null ? undefined : { publisher },
    _source: origin === null ? undefined : { title: given(origin.title), url: given(origin.url) },
    ...jsonExtensions(item.extensions),
  }
}

/** Plain text, as the format has it. */
function summaryOf({ summary }: FeedItem): string | undefined {
  if (summary === null) return undefined
  return summary.kind === 'text' ? summary.value : htmlToText(summary.value)
}

function tagsOf({ labels }: FeedItem): readonly string[] | undefined {
  return labels.length === 0 ? undefined : [...new Set(labels.map(({ term, label }) => label ?? term))]
}

/** An address to write to is an address, too (§ Top-level, `authors`). */
function authorOf({ name, url, email, avatar }: Author): JsonObject {
  return {
    name,
    url: url ?? (email === null || !/^[!#-;=?-Z_a-z~]+@[a-z0-9.-]+$/i.test(email) ? undefined : `mailto:${email}`),
    avatar: given(avatar),
  }
}

function attachmentOf({ url, type, bytes, title, seconds }: Attachment): JsonObject {
  return { url, mime_type: type, title: given(title), size_in_bytes: given(bytes), duration_in_seconds: given(seconds) }
}

function dateOf(at: number | null): string | undefined {
  return at === null ? undefined : rfc3339(at)
}

/** What is not known is left out, as `undefined` is by JSON. */
function given<T>(value: T | null): T | undefined {
  return value ?? undefined
}

function listed<T>(values: readonly T[], write: (value: T) => JsonObject): readonly JsonObject[] | undefined {
  return values.length === 0 ? undefined : values.map(write)
}

/** No string keeps what UTF-8 or XML could not carry, and nothing ends a CDATA section where the file is put into one. */
function stringify(value: JsonObject): string {
  const json = JSON.stringify(value)
  const legal = suspect.test(json) ? JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? legalText(one) : one)) : json
  return legal.replaceAll(']]>', ']]\\u003e')
}

/** JSON escapes C0 and lone surrogates, mostly by `\u`; the others stand as they are. */
const suspect = /\\[bfu]|[\u007f-\u009f\ufffe\uffff]/
