// Which entries are meant: by id, path or key; and which may be, where none is.
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { EntryNames, EntryReference, NamedEntry } from '../model/dossier.ts'
import { makeKey, rankOf } from '../model/identity-key.ts'
import { finalRow, referenceTo } from './dossiers.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** Entries whose id begins so; more would not be told. */
const mostAlike = 5
/** Of keys that begin so. */
const mostBeginnings = 3
/** Titles are looked at among so many of the newest entries: all of them would take too long. */
const mostTitles = 2_000
/** Sorts after everything that begins with what stands before it. */
const last = '\u{10ffff}'

/** Ids, paths, keys in their order, guids, then the beginning of an id. Each entry once, by the first that names it. */
export async function entriesNamed(db: Kysely<Tables>, { ids, idStart, paths, keys, guids }: EntryNames): Promise<readonly NamedEntry[]> {
  const named: NamedEntry[] = []
  for (const id of ids) named.push(...(await rowsWhere(db, 'public_id', id)).map((row) => ({ row, by: 'id' as const, value: id })))
  for (const path of paths) named.push(...(await rowsWhere(db, 'path', path)).map((row) => ({ row, by: 'path' as const, value: path })))
  named.push(...(await underKeys(db, [...keys, ...(await guidKeys(db, guids))])))
  if (idStart !== null) named.push(...(await idsFrom(db, idStart)))
  const seen = new Set<number>()
  return named.filter(({ row }) => seen.size < seen.add(row).size)
}

async function rowsWhere(db: Kysely<Tables>, column: 'public_id' | 'path', value: string): Promise<readonly number[]> {
  return (await db.selectFrom('entries').select('id').where(column, '=', value).execute()).map((row) => row.id)
}

async function idsFrom(db: Kysely<Tables>, start: string): Promise<readonly NamedEntry[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['id', 'public_id'])
    .where('public_id', '>=', start)
    .where('public_id', '<', start + last)
    .orderBy('public_id')
    .limit(mostAlike)
    .execute()
  return rows.map((row) => ({ row: row.id, by: 'id-start', value: row.public_id ?? '' }))
}

async function guidKeys(db: Kysely<Tables>, guids: readonly string[]): Promise<readonly string[]> {
  if (guids.length === 0) return []
  const sources = await db.selectFrom('sources').select('id').orderBy('id').execute()
  return guids.flatMap((guid) => sources.map(({ id }) => makeKey('guid', `guid:${id}`, guid, rankOf.guid).text))
}

async function underKeys(db: Kysely<Tables>, keys: readonly string[]): Promise<readonly NamedEntry[]> {
  const found: { key: string; entry: number }[] = []
  for (const some of chunks(keys)) {
    const rows = await db
      .selectFrom('sighting_keys')
      .innerJoin('sightings', 'sightings.id', 'sighting_keys.sighting')
      .select(['sighting_keys.key', 'sightings.entry'])
      .distinct()
      .where('sighting_keys.key', 'in', some)
      .execute()
    found.push(...rows)
  }
  const rank = new Map(keys.map((key, at) => [key, at]))
  const order = ({ key, entry }: (typeof found)[number]) => [rank.get(key) ?? 0, entry] as const
  found.sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1])
  return found.map(({ key, entry }) => ({ row: entry, by: 'key', value: key }))
}

export async function references(db: Kysely<Tables>, rows: readonly number[]): Promise<readonly EntryReference[]> {
  const found = new Map<number, EntryReference>()
  for (const some of chunks(rows)) {
    const known = await db.selectFrom('entries').select(['id', 'public_id', 'path', 'title']).where('id', 'in', some).execute()
    for (const row of known) found.set(row.id, referenceTo(row))
  }
  return rows.flatMap((row) => found.get(row) ?? [])
}

/** What these entries are today: a merged one is the one that it became. Each once, in their order. */
export async function finalEntries(db: Kysely<Tables>, rows: readonly number[]): Promise<readonly EntryReference[]> {
  const ids: number[] = []
  for (const row of rows) {
    const known = await finalRow(db, row)
    if (known !== undefined && known.state !== 'merged' && !ids.includes(known.id)) ids.push(known.id)
  }
  return references(db, ids)
}

/** Keys that begin so. */
export async function keysFrom(db: Kysely<Tables>, beginnings: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const beginning of beginnings) {
    const rows = await db
      .selectFrom('sighting_keys')
      .select('key')
      .distinct()
      .where('key', '>=', beginning)
      .where('key', '<', beginning + last)
      .orderBy('key')
      .limit(mostBeginnings)
      .execute()
    found.push(...rows.map((row) => row.key))
  }
  return found
}

/** Of the newest entries those whose title holds the text. */
export async function titlesHolding(db: Kysely<Tables>, text: string): Promise<readonly EntryReference[]> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const newest = db
    .selectFrom('entries')
    .select(['id', 'public_id', 'path', 'title'])
    .where(sql<SqlBool>`state = 'published'`)
    .orderBy('listed', 'desc')
    .orderBy('date_published', 'desc')
    .orderBy('public_id', 'desc')
    .limit(mostTitles)
  const rows = await db
    .selectFrom(newest.as('newest'))
    .selectAll()
    .where(sql<SqlBool>`title like ${pattern} escape '\\'`)
    .limit(mostAlike)
    .execute()
  return rows.map(referenceTo)
}
