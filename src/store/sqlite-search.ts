// Searching on SQLite. The index names entries that may have the words (sqlite-search-index.ts); where these are too many, the newest are looked
// through. Either way the texts themselves are asked at the end, so that what is found is right.
import { setImmediate } from 'node:timers/promises'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { byCodePoint } from '../base/text.ts'
import { newestSlug } from './category-addresses.ts'
import { entriesAt } from './entries.ts'
import type { Found, FoundPlace, SearchQuery } from './port/search.ts'
import type { Tables } from './schema.ts'
import { type Bounded, datedWithin, fewCandidates, fewTitled, type SearchBounds } from './sqlite-search-index.ts'

const ordinary: SearchBounds = { candidates: 5_000, lookedThrough: 10_000, part: 500 }
/** Public entries with all the words, at this moment; see SearchStore. */
export async function search(db: Kysely<Tables>, asked: SearchQuery, bounds: SearchBounds = ordinary): Promise<Found> {
  const category = asked.category === null ? null : await publicSlug(db, asked.category)
  if (asked.category !== null && category === null) return { entries: [], next: null, count: 0, isCutOff: false }
  const query = { ...asked, ...bounds, category }
  const candidates = await fewCandidates(db, query)
  const found = candidates === null ? await amongNewest(db, query) : pageOf(await among(db, query, candidates), query)
  const entries = await entriesAt(db, found.hits)
  return { entries, next: found.next, count: found.count, isCutOff: found.isCutOff }
}

/** Nobody learns by searching what stands in a private category. */
async function publicSlug(db: Kysely<Tables>, slug: string): Promise<string | null> {
  const row = await db
    .selectFrom('categories')
    .select('slug')
    .where('slug', '=', await newestSlug(db, slug))
    .where('state', '=', 'active')
    .where('is_private', '=', 0)
    .executeTakeFirst()
  return row?.slug ?? null
}

interface Hit extends FoundPlace {
  readonly row: number
}

interface FoundHits {
  readonly hits: readonly { readonly id: number; readonly listed: number }[]
  readonly next: FoundPlace | null
  readonly count: number | null
  readonly isCutOff: boolean
}

/** Those of the rows that are to be found. */
async function among(db: Kysely<Tables>, query: SearchQuery, rows: readonly number[]): Promise<readonly Hit[]> {
  const found = await sql<Row>`select entries.id as row, entries.listed, entries.date_published as published, entries.public_id as id,
      ${holding('title', query.words)} as is_title
    from json_each(${JSON.stringify(rows)}) as candidates
      cross join search_texts on search_texts.entry = candidates.value
      cross join entries on entries.id = candidates.value
    where ${holding('text', query.words)} and ${permitted(query)}`.execute(db)
  return found.rows.map(({ is_title, ...hit }) => ({ ...hit, isTitle: query.order === 'best' && is_title === 1 }))
}

interface Row extends Omit<Hit, 'isTitle'> {
  readonly is_title: number
}

function holding(column: 'title' | 'text', words: readonly string[]): RawBuilder<unknown> {
  const each = words.map((word) => sql`instr(${sql.ref(`search_texts.${column}`)}, ${word}) > 0`)
  return sql`(${sql.join(each, sql` and `)})`
}

/** What is not in public at this moment is not found, whatever is still known of its words. */
function permitted({ publisher, category, from, to }: SearchQuery): RawBuilder<unknown> {
  const conditions = [
    sql`entries.state = 'published'`,
    datedWithin(from, to),
    ...(publisher === null ? [] : [sql`search_texts.publisher = ${publisher}`]),
    ...(category === null ? [] : [sql`exists (select 1 from memberships where slug = ${category} and entry = entries.id)`]),
    sql`not exists (select 1 from retractions where retractions.entry = entries.id)`,
  ]
  return sql.join(conditions, sql` and `)
}

function pageOf(all: readonly Hit[], { after, limit }: SearchQuery): FoundHits {
  const rest = [...all].sort(inOrder).filter((hit) => after === null || inOrder(after, hit) < 0)
  return { ...cut(rest, limit), count: all.length, isCutOff: false }
}

function cut(hits: readonly Hit[], limit: number): Pick<FoundHits, 'hits' | 'next'> {
  const shown = hits.slice(0, limit)
  const last = shown.at(-1)
  return { hits: shown.map(({ row, listed }) => ({ id: row, listed })), next: hits.length > limit && last ? placeOf(last) : null }
}

function placeOf({ isTitle, listed, published, id }: FoundPlace): FoundPlace {
  return { isTitle, listed, published, id }
}

function inOrder(a: FoundPlace, b: FoundPlace): number {
  return Number(b.isTitle) - Number(a.isTitle) || b.listed - a.listed || b.published - a.published || byCodePoint(b.id, a.id)
}

/** The words stand in a great part of everything: titles that have them all, where these are few, then the newest entries, one by one. */
async function amongNewest(db: Kysely<Tables>, query: Bounded): Promise<FoundHits> {
  const { after, limit } = query
  const titled = query.order === 'best' ? await withTitles(db, query) : null
  const isWithinTitles = after === null || after.isTitle
  const hits = isWithinTitles && titled !== null ? titled.filter((hit) => after === null || inOrder(after, hit) < 0) : []
  if (hits.length > limit) return { ...cut(hits, limit), count: null, isCutOff: false }

  const walk = await newestHits(db, {
    query,
    from: isWithinTitles ? null : after,
    wanted: limit + 1 - hits.length,
    isUntitled: titled !== null,
  })
  const page = cut([...hits, ...walk.hits], limit)
  const isCutOff = page.next === null && walk.endedAt !== null
  return { ...page, next: page.next ?? walk.endedAt, count: null, isCutOff }
}

/** Null: too many. */
async function withTitles(db: Kysely<Tables>, query: Bounded): Promise<readonly Hit[] | null> {
  const rows = await fewTitled(db, query)
  if (rows === null) return null
  const hits = await among(db, query, rows)
  return hits.filter(({ isTitle }) => isTitle).sort(inOrder)
}

interface Walk {
  readonly query: Bounded
  readonly from: FoundPlace | null
  readonly wanted: number
  /** Titles that have all the words are told already. */
  readonly isUntitled: boolean
}

interface Walked {
  readonly hits: readonly Hit[]
  /** The last one that was looked at, where there are more; null: there are none. */
  readonly endedAt: FoundPlace | null
}

async function newestHits(db: Kysely<Tables>, { query, from, wanted, isUntitled }: Walk): Promise<Walked> {
  const title = holding('title', query.words)
  const isHit = sql`${holding('text', query.words)} and ${permitted(query)} and ${isUntitled ? sql`not ${title}` : sql`true`}`
  const hits: Hit[] = []
  let last = from
  for (let seen = 0; seen < query.lookedThrough && hits.length < wanted; seen += query.part) {
    // Everything else waits for this thread.
    if (seen > 0) await setImmediate()
    const part = await newestPart(db, last, { isHit, size: query.part })
    for (const { is_hit, ...row } of part) if (is_hit === 1) hits.push({ ...row, isTitle: false })
    const end = part.at(-1)
    last = end === undefined ? null : { ...placeOf({ ...end, isTitle: false }) }
    if (part.length < query.part) return { hits, endedAt: null }
  }
  return { hits: hits.slice(0, wanted), endedAt: last }
}

interface Part {
  readonly isHit: RawBuilder<unknown>
  readonly size: number
}

async function newestPart(db: Kysely<Tables>, after: FoundPlace | null, { isHit, size }: Part): Promise<readonly Looked[]> {
  const rest = after === null ? sql`true` : sql`(listed, date_published, public_id) < (${after.listed}, ${after.published}, ${after.id})`
  // State said as the partial index has it: a bound value does not select one.
  const newest = sql`select id, state, listed, date_published, public_id from entries where state = 'published' and ${rest}
    order by listed desc, date_published desc, public_id desc limit ${size}`
  const { rows } = await sql<Looked>`select entries.id as row, listed, date_published as published, public_id as id, (${isHit}) as is_hit
    from (${newest}) as entries left join search_texts on search_texts.entry = entries.id
    order by listed desc, date_published desc, public_id desc`.execute(db)
  return rows
}

interface Looked extends Omit<Hit, 'isTitle'> {
  readonly is_hit: number | null
}
