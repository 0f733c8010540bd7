// rss-parser, asked with decoded text where our own reader finds nothing. The one file around it.
import { emptyDraft, type RawDraft } from '../model/entry.ts'
import { readDate } from './date.ts'
import { dateContext, type FeedDocument, type ReadContext } from './document.ts'
import { webUrl } from './links.ts'
import { personOfText } from './people.ts'
import { plainOfRss } from './text.ts'

/** It builds the whole document in memory several times over. */
const maxLength = 4_000_000
const feedTag = /<(?:rss|feed|rdf:rdf)[\s>]/i
/** Atom dates as they were written: its own are in this machine's zone. */
const rawDates = ['published', 'updated', 'issued', 'modified', 'dc:date']

type Json = Readonly<Record<string, unknown>>

/** A feed with at least one entry that says something, or null. Never throws. */
export async function secondOpinion(text: string, context: ReadContext): Promise<FeedDocument | null> {
  const feed = text.length > maxLength || !feedTag.test(text) ? null : await ask(text)
  if (feed === null || !Array.isArray(feed.items)) return null
  const entries = feed.items.slice(0, context.maxEntries).flatMap((item) => draftOf(item, context) ?? [])
  return entries.length === 0 ? null : feedOf(feed, entries, context)
}

async function ask(text: string): Promise<Json | null> {
  const { default: Parser } = await import('rss-parser')
  try {
    return await new Parser<Json, Json>({ defaultRSS: 2, customFields: { item: rawDates } }).parseString(text)
  } catch {
    // It refuses what it cannot read: then there is no second opinion.
    return null
  }
}

function feedOf(feed: Json, entries: readonly RawDraft[], context: ReadContext): FeedDocument {
  return {
    kind: 'feed',
    format: 'rss',
    isSecondOpinion: true,
    title: lineAt(feed, 'title'),
    homeUrl: webUrl(textAt(feed, 'link'), context.url),
    selfUrl: webUrl(textAt(feed, 'feedUrl'), context.url),
    language: textAt(feed, 'language'),
    description: lineAt(feed, 'description'),
    updated: dateAt(feed, ['lastBuildDate', 'pubDate'], context),
    hubs: [],
    nextUrl: null,
    prevArchiveUrl: null,
    ttlMs: null,
    skipHours: [],
    entries,
    half: null,
    deletions: [],
    warnings: ['Read by the second reader: the first found no entries.'],
    isCut: false,
  }
}

/** Null for an item that says nothing; `isoDate` is never read, it is a guess at the zone. */
function draftOf(item: unknown, context: ReadContext): RawDraft | null {
  if (typeof item !== 'object' || item === null) return null
  const found: Json = { ...item }
  const guid = textAt(found, 'guid') ?? textAt(found, 'id')
  const link = webUrl(textAt(found, 'link'), context.url)
  const title = lineAt(found, 'title') ?? ''
  const full = textAt(found, 'content:encoded')
  const short = textAt(found, 'content') ?? textAt(found, 'summary')
  if (guid === null && link === null && title === '' && full === null && short === null) return null
  const author = personOfText(textAt(found, 'creator') ?? textAt(found, 'author') ?? '')
  return {
    ...emptyDraft,
    originalLink: null,
    contentBase: null,
    guid,
    link,
    title,
    published: dateAt(found, ['published', 'issued', 'dc:date', 'updated', 'modified', 'date', 'pubDate'], context),
    summary: full === null ? null : short,
    content: full ?? short,
    authors: author === null ? [] : [author],
    tags: namesIn(found.categories).map((name) => ({ name, scheme: null })),
    fields: { ...(guid === null ? {} : { guid }), ...(link === null ? {} : { link }) },
  }
}

function dateAt(holder: Json, names: readonly string[], context: ReadContext): number | null {
  for (const name of names) {
    const at = readDate(textAt(holder, name) ?? '', dateContext(context))
    if (at !== null) return at
  }
  return null
}

function lineAt(holder: Json, name: string): string | null {
  return plainOfRss(textAt(holder, name) ?? '') || null
}

/** A string as it is, the text of an element with attributes (`_`), the first of several. */
function textAt(holder: Json, name: string): string | null {
  return Object.hasOwn(holder, name) ? text(holder[name]) : null
}

function text(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value
  if (Array.isArray(value)) return value.length === 0 ? null : text(value[0])
  return typeof value === 'object' && value !== null && '_' in value ? text(value._) : null
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item) => plainOfRss(text(item) ?? '') || []) : []
}
