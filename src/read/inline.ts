// Reader in this process: bytes → drafts by format or mapping → clean drafts.
import { messageOf } from '../base/errors.ts'
import { jsonDrafts } from '../extract/json.ts'
import type { EntryDraft, RawDraft } from '../model/entry.ts'
import type { RulePlaces } from '../model/rule-use.ts'
import type { JsonMapping, PageMapping, Recipe } from '../model/source.ts'
import { cleanDraft } from '../normalize/clean.ts'
import { type CharsetFound, type Decoded, decode } from '../parse/charset.ts'
import type { FeedDocument, ReadContext } from '../parse/document.ts'
import { parseFeedText } from '../parse/feed.ts'
import { readOpml } from '../parse/opml.ts'
import { readSitemap, type Sitemap } from '../parse/sitemap.ts'
import { readArticlePage } from './article.ts'
import { gated } from './gate.ts'
import type { Body, Reader, Reading, Unreadable } from './reader.ts'

/** More warnings than this say nothing new. */
const maxWarnings = 20

export function inlineReader(): Reader {
  return {
    read: (body, recipe) => safely(async () => gated(await readList(body, recipe))),
    readArticle: (body, step, recipe) => safely(() => readArticlePage(body, step, recipe)),
    room: async () => {},
    close: async () => {},
  }
}

/** A document that breaks the reader costs this source one poll, and nobody else anything. */
async function safely<T>(read: () => T | Promise<T>): Promise<T | Unreadable> {
  try {
    return await read()
  } catch (error) {
    return unreadable({ code: 'shape', message: `the document could not be read: ${messageOf(error)}` })
  }
}

function readList(body: Body, recipe: Recipe): Reading | Unreadable | Promise<Reading | Unreadable> {
  if (recipe.kind === 'feed') return readFeed(body, recipe)
  if (recipe.kind === 'json' && recipe.json !== null) return readJson(body, recipe, recipe.json)
  if (recipe.kind === 'sitemap') return readSitemapOrFeed(body, recipe)
  if (recipe.kind === 'opml') return readFeedList(body, recipe)
  if (recipe.kind === 'page' && recipe.page !== null) return readPage(body, recipe, recipe.page)
  return unreadable({ code: 'shape', message: `sources of kind "${recipe.kind}" cannot be read without items and fields` })
}

async function readFeed(body: Body, recipe: Recipe): Promise<Reading | Unreadable> {
  const { text, ...charset } = decoded(body, recipe)
  const feed = await parseFeedText(text, contextOf(body, recipe))
  if (feed.kind === 'no-feed') return unreadable(feed, feed.announced)
  return feedReading(feed, charset, { base: body.url, recipe })
}

function contextOf({ url, fetchedAt: now }: Body, { timezone, dateFormat, maxEntries }: Recipe): ReadContext {
  return { url, timezone, dateFormat, maxEntries, now }
}

function feedReading(feed: FeedDocument, charset: CharsetFound, clean: Cleaning): Reading | Unreadable {
  const { title, ttlMs, skipHours, isCut, format, isSecondOpinion, homeUrl, selfUrl, nextUrl, hubs } = feed
  if (isCut && feed.entries.length === 0) return unreadable({ code: 'xml', message: 'The document ends before its first entry does.' })
  const about = { charset, format, isSecondOpinion, homeUrl, selfUrl, nextUrl, hubs }
  return {
    kind: 'read',
    title,
    ttlMs,
    skipHours,
    isCut,
    next: nextUrl === null ? null : { url: nextUrl, body: null },
    uses: [],
    about,
    ...(feed.deletions.length > 0 && { deletions: feed.deletions }),
    ...cleaned(feed.entries, feed.warnings, clean),
  }
}

async function readSitemapOrFeed(body: Body, recipe: Recipe): Promise<Reading | Unreadable> {
  const { text, ...charset } = decoded(body, recipe)
  const read = await readSitemap(text, contextOf(body, recipe))
  const clean = { base: body.url, recipe }
  if (read.kind === 'no-feed') return unreadable(read, read.announced)
  return read.kind === 'feed' ? feedReading(read, charset, clean) : sitemapReading(read, charset, clean)
}

function sitemapReading(
  { format, entries, children, isTelling, warnings, isCut }: Sitemap,
  charset: CharsetFound,
  clean: Cleaning,
): Reading {
  const index = format === 'sitemap-index' ? { index: { addresses: children, isTelling } } : {}
  const about = { ...saysNothing, charset, format }
  return { ...plainReading, isCut, about, ...index, ...cleaned(entries, warnings, clean) }
}

function readFeedList(body: Body, recipe: Recipe): Reading | Unreadable {
  const { text, ...charset } = decoded(body, recipe)
  const list = readOpml(text, body.url)
  if (list.kind === 'no-feed') return unreadable(list)
  const { title, feeds, warnings } = list
  return { ...plainReading, title, feeds, drafts: [], warnings, about: { ...saysNothing, charset, format: 'opml' } }
}

function readJson(body: Body, recipe: Recipe, mapping: JsonMapping): Reading | Unreadable {
  const { timezone, dateFormat, maxEntries, list } = recipe
  const { text, ...charset } = decoded(body, recipe)
  const page = list === undefined ? {} : { list: { ...list, url: body.url, page: body.page ?? 1 } }
  const answer = jsonDrafts(text, { mapping, timezone, dateFormat, maxEntries, now: body.fetchedAt, ...page })
  if (answer.kind === 'unreadable') return unreadable(answer)
  const clean = cleaned(answer.drafts, answer.warnings, { base: body.url, recipe })
  return { ...plainReading, next: answer.next, uses: answer.uses, about: { ...saysNothing, charset }, ...clean }
}

/** The parser of pages takes time to load: only who has pages to read waits for it. */
async function readPage(body: Body, recipe: Recipe, mapping: PageMapping): Promise<Reading | Unreadable> {
  const { pageDrafts } = await import('../extract/page.ts')
  const { timezone, dateFormat, maxEntries } = recipe
  const { text, ...charset } = decoded(body, recipe)
  const page = pageDrafts(text, { mapping, url: body.url, timezone, dateFormat, maxEntries, now: body.fetchedAt })
  if (page.kind === 'unreadable') return unreadable(page)
  const { title, base, uses } = page
  const next = page.next === null ? null : { url: page.next, body: null }
  const about = { ...saysNothing, charset, format: 'page', nextUrl: page.next } as const
  return { ...plainReading, title, next, uses, about, ...cleaned(page.drafts, page.warnings, { base, recipe }) }
}

/** What no document says that is no feed. */
const plainReading = { kind: 'read', title: null, ttlMs: null, skipHours: [], isCut: false, next: null, uses: [] } as const
const saysNothing = { format: 'json', isSecondOpinion: false, homeUrl: null, selfUrl: null, nextUrl: null, hubs: [] } as const

interface Cleaning {
  readonly base: string
  readonly recipe: Recipe
}

/** Cleans draft by draft: one that cannot be cleaned is a warning, not the end of the poll. */
export function cleaned(
  raw: readonly RawDraft[],
  warnings: readonly string[],
  { base, recipe }: Cleaning,
): Pick<Reading, 'drafts' | 'warnings' | 'ruled'> {
  const drafts: EntryDraft[] = []
  const ruled: (RulePlaces | null)[] = []
  const all = [...warnings]
  for (const [index, draft] of raw.slice(0, recipe.maxEntries).entries()) {
    try {
      const clean = cleanDraft(draft, { base, recipe }) ?? droppedDraft(draft, { base, recipe })
      if (clean === null) continue
      drafts.push(clean)
      ruled.push(draft.rules ?? null)
    } catch (error) {
      all.push(`entry ${index + 1}: ${messageOf(error)}`)
    }
  }
  return { drafts, warnings: shortened(all), ...(recipe.tells === true ? { ruled } : {}) }
}

/** What a rule has dropped, where it is asked for. */
function droppedDraft(draft: RawDraft, { base, recipe }: Cleaning): EntryDraft | null {
  if (recipe.marksDropped !== true) return null
  const rules = recipe.rules.filter(({ kind }) => kind !== 'keep' && kind !== 'drop')
  const clean = cleanDraft(draft, { base, recipe: { ...recipe, rules } })
  return clean === null ? null : { ...clean, isDropped: true }
}

function shortened(warnings: readonly string[]): readonly string[] {
  if (warnings.length <= maxWarnings) return warnings
  return [...warnings.slice(0, maxWarnings), `and ${warnings.length - maxWarnings} more`]
}

function decoded({ bytes, contentType }: Body, { charset }: Recipe): Decoded {
  return decode(bytes, { contentType, charset })
}

function unreadable({ code, message }: Pick<Unreadable, 'code' | 'message'>, announced: readonly string[] = []): Unreadable {
  return { kind: 'unreadable', code, message, announced }
}
