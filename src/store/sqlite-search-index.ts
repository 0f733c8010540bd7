// The index of searching on SQLite: FTS5 cuts all words into pieces of three characters. Longer words stand where all their pieces do; shorter
// ones are looked up among the pieces that begin with them.
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { SearchQuery } from './port/search.ts'
import type { Tables } from './schema.ts'

export interface SearchBounds {
  /** Entries that may have the words are looked at one by one if they are no more than this. */
  readonly candidates: number
  /** Else the newest are looked through: so many in all, in parts. */
  readonly lookedThrough: number
  readonly part: number
}

export type Bounded = SearchQuery & SearchBounds

/** Characters of a piece. */
const piece = 3
/** Of those of a long query so many are looked up. */
const mostPieces = 24
/** Lists that are compared where each is too long by itself, and how much longer they may be. */
const mostLists = 3
const longerList = 5

/** Rows that hold everything that is to be found, and more; null: too many, whatever they are told by. */
export async function fewCandidates(db: Kysely<Tables>, query: Bounded): Promise<readonly number[] | null> {
  const narrowings = [...withWords(query.words, inTexts), ...otherwise(query)]
  for (const narrowing of narrowings) {
    const rows = await rowsWith(db, narrowing, query.candidates)
    if (rows !== null) return rows
  }
  return fewTogether(db, narrowings, query)
}

/** The same for entries whose titles may have all the words. */
export async function fewTitled(db: Kysely<Tables>, { words, candidates }: Bounded): Promise<readonly number[] | null> {
  for (const narrowing of withWords(words, inTitles)) {
    const rows = await rowsWith(db, narrowing, candidates)
    if (rows !== null) return rows
  }
  return null
}

/** What may have several words that are each too common: lists of all that have one are longer, and cost more, but what is in all of them is few. */
async function fewTogether(
  db: Kysely<Tables>,
  narrowings: readonly RawBuilder<unknown>[],
  query: Bounded,
): Promise<readonly number[] | null> {
  if (narrowings.length < 2) return null
  let together: readonly number[] | null = null
  for (const narrowing of narrowings.slice(0, mostLists)) {
    const rows = await rowsWith(db, narrowing, query.candidates * longerList)
    if (rows === null) continue
    const own = new Set(rows)
    together = together === null ? rows : together.filter((row) => own.has(row))
    if (together.length <= query.candidates) return together
  }
  return null
}

/** Null: there are more. */
async function rowsWith(db: Kysely<Tables>, narrowing: RawBuilder<unknown>, most: number): Promise<readonly number[] | null> {
  const { rows } = await sql<{ id: number }>`select id from (${narrowing}) limit ${most + 1}`.execute(db)
  return rows.length > most ? null : rows.map(({ id }) => id)
}

interface Index {
  readonly pieces: RawBuilder<unknown>
  readonly terms: RawBuilder<unknown>
}

const inTexts: Index = { pieces: sql.table('search_index'), terms: sql.table('search_terms') }
const inTitles: Index = { pieces: sql.table('search_titles'), terms: sql.table('search_title_terms') }

/** Queries for rows that may have the words, those that tell most first. */
function withWords(words: readonly string[], { pieces, terms }: Index): readonly RawBuilder<unknown>[] {
  const long = words.filter((word) => [...word].length >= piece)
  const short = words.filter((word) => [...word].length < piece).sort((a, b) => [...b].length - [...a].length)
  return [
    ...(long.length === 0 ? [] : [sql`select rowid as id from ${pieces} where ${pieces} match ${matchOf(long)}`]),
    ...short.slice(0, 3).map((word) => sql`select distinct doc as id from ${terms} where term >= ${word} and term < ${endOf(word)}`),
  ]
}

/** Each piece as a string of FTS5, in which nothing but its quotes means anything. */
function matchOf(words: readonly string[]): string {
  const pieces = words.flatMap((word) => {
    const letters = [...word]
    return letters.slice(piece - 1).map((_, at) => letters.slice(at, at + piece).join(''))
  })
  const step = Math.ceil(pieces.length / mostPieces)
  const telling = pieces.filter((_, at) => at % step === 0)
  return telling.map((text) => `"${text.replaceAll('"', '""')}"`).join(' AND ')
}

/** Greater than any text that begins with the word: no text of UTF-8 has such a byte. */
function endOf(word: string): RawBuilder<string> {
  return sql`cast(${Buffer.concat([Buffer.from(word), Buffer.of(0xff)])} as text)`
}

function otherwise({ publisher, category, from, to }: SearchQuery): readonly RawBuilder<unknown>[] {
  const dates = sql`select id from entries where state = 'published' and ${datedWithin(from, to)}`
  return [
    ...(publisher === null ? [] : [sql`select entry as id from search_texts where publisher = ${publisher}`]),
    ...(category === null ? [] : [sql`select entry as id from memberships where slug = ${category}`]),
    ...(from === null && to === null ? [] : [dates]),
  ]
}

export function datedWithin(from: number | null, to: number | null): RawBuilder<unknown> {
  const bounds = [
    ...(from === null ? [] : [sql`entries.date_published >= ${from}`]),
    ...(to === null ? [] : [sql`entries.date_published < ${to}`]),
  ]
  return bounds.length === 0 ? sql`true` : sql.join(bounds, sql` and `)
}
