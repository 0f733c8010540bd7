// JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): values of any type in, drafts out.
import { escapeText } from 'entities'
import { type JsonObject, type JsonValue, parseJson } from '../base/json.ts'
import type { Enclosure, Person, RawDraft } from '../model/entry.ts'
import { readDate } from './date.ts'
import { dateContext, type FeedDocument, type NoFeed, noFeed, type ReadContext } from './document.ts'
import { webUrl } from './links.ts'
import { byteCount } from './media.ts'
import { addField, fieldRecord, noFields, type OwnFields } from './own-fields.ts'
import { distinct } from './people.ts'
import { distinctTags } from './tags.ts'
import { plainText } from './text.ts'

/** Values of a wrong type are passed over one by one. NoFeed: `json` when it is none, `shape` when it is another document. */
export function readJsonFeed(text: string, context: ReadContext): FeedDocument | NoFeed {
  const parsed = parseJson(text)
  if (parsed.kind === 'unreadable') return noFeed('json', parsed.message)
  const { value } = parsed
  if (!isObject(value) || !Array.isArray(value.items) || !isFeed(value)) {
    return noFeed('shape', 'This JSON is not a JSON Feed; a source of kind "json" maps other shapes.')
  }
  return feedOf(value, value.items.filter(isObject), context)
}

/** The version says it; hand-made feeds that forget it have at least a title. */
function isFeed(value: JsonObject): boolean {
  return /jsonfeed\.org\/version/i.test(textOf(value.version) ?? '') || textOf(value.title) !== null
}

function feedOf(feed: JsonObject, items: readonly JsonObject[], context: ReadContext): FeedDocument {
  const shared = { authors: authorsOf(feed, context.url), language: textOf(feed.language) }
  const skipped = items.length - context.maxEntries
  return {
    kind: 'feed',
    format: 'json-feed',
    isSecondOpinion: false,
    title: lineOf(feed.title),
    homeUrl: urlAt(feed, 'home_page_url', context),
    selfUrl: urlAt(feed, 'feed_url', context),
    language: shared.language,
    description: lineOf(feed.description),
    updated: dateOf(feed.date_modified, context),
    hubs: objects(feed.hubs).flatMap((hub) => urlAt(hub, 'url', context) ?? []),
    nextUrl: urlAt(feed, 'next_url', context),
    prevArchiveUrl: null,
    ttlMs: null,
    skipHours: [],
    entries: items.slice(0, context.maxEntries).map((item) => draftOf(item, shared, context)),
    half: null,
    deletions: [],
    warnings: skipped > 0 ? [`${skipped} entries past the limit of ${context.maxEntries} were not read.`] : [],
    isCut: false,
  }
}

function draftOf(item: JsonObject, shared: Pick<RawDraft, 'authors' | 'language'>, context: ReadContext): RawDraft {
  const guid = textOf(item.id)
  const link = urlAt(item, 'url', context) ?? urlAt(item, 'external_url', context)
  const updated = dateOf(item.date_modified, context)
  const authors = authorsOf(item, context.url)
  return {
    guid,
    link,
    title: lineOf(item.title) ?? '',
    published: dateOf(item.date_published, context) ?? updated,
    updated,
    dateGiven: textOf(item.date_published) ?? textOf(item.date_modified),
    summary: escaped(textOf(item.summary)),
    content: textOf(item.content_html) ?? escaped(textOf(item.content_text)),
    authors: authors.length > 0 ? authors : shared.authors,
    publisher: null,
    tags: distinctTags(list(item.tags).map((tag) => ({ name: lineOf(tag) ?? '', scheme: null }))),
    enclosures: objects(item.attachments).flatMap((attachment) => enclosureOf(attachment, context) ?? []),
    language: textOf(item.language) ?? shared.language,
    origin: null,
    fields: fieldRecord(scalars(item), { guid, link }),
    originalLink: null,
    contentBase: null,
  }
}

/** `authors` of 1.1, else `author` of 1.0. */
function authorsOf(holder: JsonObject, base: string): readonly Person[] {
  const authors = objects(holder.authors)
  const people = authors.length > 0 ? authors : objects([holder.author ?? null])
  return distinct(people.map((person) => personOf(person, base)))
}

function personOf(person: JsonObject, base: string): Person | null {
  const url = webUrl(textOf(person.url), base)
  const name = lineOf(person.name) ?? url
  return name === null ? null : { name, url, email: null }
}

function enclosureOf(attachment: JsonObject, context: ReadContext): Enclosure | null {
  const url = urlAt(attachment, 'url', context)
  if (url === null) return null
  const bytes = byteCount(textOf(attachment.size_in_bytes))
  return { url, type: textOf(attachment.mime_type), bytes, title: lineOf(attachment.title) }
}

function scalars(item: JsonObject): OwnFields {
  const fields = noFields()
  for (const [name, value] of Object.entries(item))
    addField(fields, name, (typeof value === 'boolean' ? String(value) : textOf(value)) ?? '')
  return fields
}

/** Plain text as HTML: line breaks are all the form it has. */
function escaped(text: string | null): string | null {
  return text === null ? null : escapeText(text).replace(/\r\n?|\n/g, '<br>\n')
}

function urlAt(holder: JsonObject, name: string, context: ReadContext): string | null {
  const value = holder[name]
  return typeof value === 'string' ? webUrl(value, context.url) : null
}

function dateOf(value: JsonValue | undefined, context: ReadContext): number | null {
  const text = textOf(value)
  return text === null ? null : readDate(text, dateContext(context))
}

function lineOf(value: JsonValue | undefined): string | null {
  return plainText(textOf(value) ?? '') || null
}

/** Strings, and numbers as their digits; white space alone is nothing. */
function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return list(value).filter(isObject)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
