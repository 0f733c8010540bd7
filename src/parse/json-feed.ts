// JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): values of any type in, drafts out.
import { escapeText } from 'entities'
import { messageOf } from '../base/errors.ts'
import type { Enclosure, EntryDraft, Person } from '../model/entry.ts'
import { readDate } from './date.ts'
import { type FeedDocument, type NoFeed, noFeed, type ReadContext } from './document.ts'
import { parseJson } from './json-text.ts'
import { webUrl } from './links.ts'
import { byteCount, distinctTags, fieldRecord } from './modules.ts'
import { distinct } from './people.ts'
import { plainText } from './text.ts'

type Json = Readonly<Record<string, unknown>>

const maxFieldLength = 4096

export function readJsonFeed(text: string, context: ReadContext): FeedDocument | NoFeed {
  const parsed = parse(text)
  if ('error' in parsed) return noFeed('json', `The JSON cannot be read: ${parsed.error}`)
  const { value } = parsed
  if (!isObject(value) || !Array.isArray(value.items) || !isFeed(value)) {
    return noFeed('shape', 'This JSON is not a JSON Feed; a source of kind "json" maps other shapes.')
  }
  return feedOf(value, value.items.filter(isObject), context)
}

function parse(text: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: parseJson(text) }
  } catch (error) {
    return { error: messageOf(error) }
  }
}

/** The version says it; hand-made feeds that forget it have at least a title. */
function isFeed(value: Json): boolean {
  return /jsonfeed\.org\/version/i.test(textOf(value.version) ?? '') || textOf(value.title) !== null
}

function feedOf(feed: Json, items: readonly Json[], context: ReadContext): FeedDocument {
  const shared = { authors: authorsOf(feed, context.url), language: textOf(feed.language) }
  const skipped = items.length - context.maxEntries
  return {
    kind: 'feed',
    format: 'json-feed',
    title: lineOf(feed.title),
    homeUrl: urlAt(feed, 'home_page_url', context),
    selfUrl: urlAt(feed, 'feed_url', context),
    language: shared.language,
    description: lineOf(feed.description),
    updated: dateOf(feed.date_modified, context),
    hubs: objects(feed.hubs).flatMap((hub) => urlAt(hub, 'url', context) ?? []),
    nextUrl: urlAt(feed, 'next_url', context),
    ttlMs: null,
    entries: items.slice(0, context.maxEntries).map((item) => draftOf(item, shared, context)),
    warnings: skipped > 0 ? [`${skipped} entries past the limit of ${context.maxEntries} were not read.`] : [],
    isCut: false,
  }
}

function draftOf(item: Json, shared: Pick<EntryDraft, 'authors' | 'language'>, context: ReadContext): EntryDraft {
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
  }
}

/** `authors` of 1.1, else `author` of 1.0. */
function authorsOf(holder: Json, base: string): readonly Person[] {
  const authors = objects(holder.authors)
  const people = authors.length > 0 ? authors : objects([holder.author])
  return distinct(people.map((person) => personOf(person, base)))
}

function personOf(person: Json, base: string): Person | null {
  const url = webUrl(textOf(person.url), base)
  const name = lineOf(person.name) ?? url
  return name === null ? null : { name, url, email: null }
}

function enclosureOf(attachment: Json, context: ReadContext): Enclosure | null {
  const url = urlAt(attachment, 'url', context)
  if (url === null) return null
  const bytes = byteCount(textOf(attachment.size_in_bytes))
  return { url, type: textOf(attachment.mime_type), bytes, title: lineOf(attachment.title) }
}

function scalars(item: Json): Map<string, string> {
  const fields = new Map<string, string>()
  for (const [name, value] of Object.entries(item)) {
    const text = typeof value === 'boolean' ? String(value) : textOf(value)
    if (text !== null && text.length <= maxFieldLength) fields.set(name, text)
  }
  return fields
}

/** Plain text as HTML: line breaks are all the form it has. */
function escaped(text: string | null): string | null {
  return text === null ? null : escapeText(text).replace(/\r\n?|\n/g, '<br>\n')
}

function urlAt(holder: Json, name: string, context: ReadContext): string | null {
  return webUrl(textOf(holder[name]), context.url)
}

function dateOf(value: unknown, context: ReadContext): number | null {
  const text = textOf(value)
  return text === null ? null : readDate(text, { timezone: context.timezone, format: context.dateFormat })
}

function lineOf(value: unknown): string | null {
  return plainText(textOf(value) ?? '') || null
}

/** Strings, and numbers as their digits; white space alone is nothing. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function objects(value: unknown): readonly Json[] {
  return list(value).filter(isObject)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
