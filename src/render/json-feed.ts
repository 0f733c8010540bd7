// JSON Feed 1.1 (jsonfeed.org/version/1.1).
import { legalText } from '../base/text.ts'
import { rfc3339 } from '../base/zone.ts'
import { jsonFeedVersion } from '../model/vocabulary.ts'
import type { ArchiveLinks, Attachment, Author, FeedDocument, FeedItem } from './document.ts'
import { fitting } from './document.ts'
import { jsonExtensions } from './extensions.ts'
import { htmlToText } from './html-text.ts'

export function writeJsonFeed(feed: FeedDocument): string {
  const items = fitting(
    feed.itemsIn('json', (item) => stringify(itemOf(item, feed))),
    feed.maxBytes,
  )
  const head = stringify(headOf(feed)).slice(0, -1)
  return items.length === 0 ? `${head},"items":[]}\n` : `${head},"items":[\n${items.join(',\n')}\n]}\n`
}

/** The feed but for its items. */
function headOf(feed: FeedDocument): Readonly<Record<string, unknown>> {
  return {
    version: jsonFeedVersion,
    title: feed.title,
    home_page_url: feed.link,
    feed_url: feed.self.json,
    // Older entries, as RFC 5005's prev-archive.
    next_url: feed.archive.previous.json,
    description: feed.description,
    icon: feed.image,
    favicon: feed.favicon,
    authors: listed(feed.authors.map(authorOf)),
    language: feed.language,
    hubs: listed(feed.hubs.map((url) => ({ type: 'WebSub', url }))),
    _archive: archiveOf(feed.archive),
    _deleted: listed(feed.deleted.map(({ id, at, why }) => ({ id, date_deleted: rfc3339(at), why }))),
    ...jsonExtensions(feed.extensions),
  }
}

/** What RFC 5005 says of a document that `next_url` does not. */
function archiveOf({ isArchive, next }: ArchiveLinks): Readonly<Record<string, unknown>> | null {
  if (!isArchive && next.json === null) return null
  return { about: 'https://www.rfc-editor.org/rfc/rfc5005#section-4', is_archive: isArchive, newer_url: next.json }
}

function itemOf(item: FeedItem, feed: FeedDocument): Readonly<Record<string, unknown>> {
  const summary = summaryOf(item)
  return {
    id: item.id,
    url: item.link,
    title: item.title || null,
    // One of the two must be there.
    ...(item.content === null ? { content_text: summary ?? item.title } : { content_html: item.content }),
    summary,
    image: item.image?.url ?? null,
    date_published: dateOf(item.published ?? item.updated),
    date_modified: dateOf(item.updated),
    authors: listed(item.authors.map(authorOf)),
    tags: listed([...new Set(item.labels.map(({ term, label }) => label ?? term))]),
    language: item.language === feed.language ? null : item.language,
    attachments: listed(item.attachments.map(attachmentOf)),
    // Names of our own begin with an underscore (§ Extensions); these are Dublin Core's and RSS's.
    _dc: item.publisher === null ? null : { publisher: item.publisher },
    _source: item.origin === null ? null : { title: item.origin.title, url: item.origin.url },
    ...jsonExtensions(item.extensions),
  }
}

/** Plain text, as the format has it. */
function summaryOf({ summary }: FeedItem): string | null {
  if (summary === null) return null
  return summary.kind === 'text' ? summary.value : htmlToText(summary.value)
}

function authorOf({ name, url, avatar }: Author): Readonly<Record<string, string | null>> {
  return { name, url, avatar }
}

function attachmentOf({ url, type, bytes, title, seconds }: Attachment): Readonly<Record<string, unknown>> {
  return { url, mime_type: type, title, size_in_bytes: bytes, duration_in_seconds: seconds }
}

function dateOf(at: number | null): string | null {
  return at === null ? null : rfc3339(at)
}

function listed<T>(values: readonly T[]): readonly T[] | null {
  return values.length === 0 ? null : values
}

/** What is not known is left out; no string keeps what UTF-8 or XML could not carry. */
function stringify(value: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify(value, (_, one: unknown) => (one === null ? undefined : typeof one === 'string' ? legalText(one) : one))
  // The same value, but nothing that ends a CDATA section where the file is put into one.
  return json.replaceAll(']]>', ']]\\u003e')
}
