// What searching looks through: words of public entries, beside the entries themselves. Taken in behind the polls' back, for that costs more
// than to store an entry; an index of the database follows this table by itself.
import type { Kysely } from 'kysely'
import { setFact } from './facts.ts'
import type { SearchRow, SearchText, Unsearched } from './port/search.ts'
import { contentFromRow } from './rows.ts'
import type { Tables } from './schema.ts'

/** Of those that wait, the newest so many are looked at. */
const mostLookedAt = 200

export async function unsearched(db: Kysely<Tables>, limit: number): Promise<readonly Unsearched[]> {
  const rows = await waiting(db, limit)
    .leftJoin('retractions', 'retractions.entry', 'entries.id')
    .select(['id', 'page_wanted', 'state', 'owner', 'title', 'url', 'summary', 'content_html', 'extra', 'retractions.entry as withdrawn'])
    .execute()
  return rows.map((row) => ({
    entry: row.id,
    wanted: row.page_wanted,
    shown: row.state === 'published' && row.withdrawn === null ? { content: contentFromRow(row), owner: row.owner ?? '' } : null,
  }))
}

/** Must run in a transaction. */
export async function takeIn(db: Kysely<Tables>, rows: readonly SearchRow[]): Promise<void> {
  for (const row of await unchanged(db, rows)) {
    const isReplaced = await replace(db, row)
    await db
      .updateTable('entries')
      .set({ search_written: row.wanted, ...(isReplaced && { search_replaced: 1 }) })
      .where('id', '=', row.entry)
      .execute()
  }
}

export async function isSearchBehind(db: Kysely<Tables>): Promise<boolean> {
  const behind = await db
    .selectFrom(waiting(db, mostLookedAt).select(['id', 'state']).as('waiting'))
    .leftJoin('search_texts', 'search_texts.entry', 'waiting.id')
    .select('waiting.id')
    .where('state', '=', 'published')
    .where('search_texts.entry', 'is', null)
    .where('waiting.id', 'not in', (eb) => eb.selectFrom('retractions').select('entry'))
    .limit(1)
    .executeTakeFirst()
  return behind !== undefined
}

/** Nothing of these is found any more, and nothing of their words is left; of words of before only once `searchLeftovers` are gone. */
export async function eraseSearchTexts(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  await db.updateTable('search_texts').set({ is_erased: 1 }).where('entry', 'in', entries).execute()
  await db.deleteFrom('search_texts').where('entry', 'in', entries).execute()
  const replaced = await db
    .selectFrom('entries')
    .select('id')
    .where('id', 'in', entries)
    .where('search_replaced', '=', 1)
    .executeTakeFirst()
  if (replaced !== undefined) await setFact(db, searchLeftovers, '1')
}

/** A fact: the index may still hold words of before of an entry that is withdrawn, marked as deleted. */
export const searchLeftovers = 'search_leftovers'

function waiting(db: Kysely<Tables>, limit: number) {
  return db.selectFrom('entries').whereRef('page_wanted', '>', 'search_written').orderBy('id', 'desc').limit(limit)
}

/** What changed since it was read, and may be withdrawn by now, waits for the next time. */
async function unchanged(db: Kysely<Tables>, rows: readonly SearchRow[]): Promise<readonly SearchRow[]> {
  const found = await db
    .selectFrom('entries')
    .select(['id', 'page_wanted'])
    .where(
      'id',
      'in',
      rows.map(({ entry }) => entry),
    )
    .execute()
  const wantedOf = new Map(found.map(({ id, page_wanted }) => [id, page_wanted]))
  return rows.filter(({ entry, wanted }) => wantedOf.get(entry) === wanted)
}

/** True where other words stood there before. */
async function replace(db: Kysely<Tables>, { entry, words }: SearchRow): Promise<boolean> {
  const before = await db.selectFrom('search_texts').select(['title', 'text', 'publisher']).where('entry', '=', entry).executeTakeFirst()
  if (before !== undefined && words !== null && isSame(before, words)) return false
  if (before !== undefined) await db.deleteFrom('search_texts').where('entry', '=', entry).execute()
  if (words !== null)
    await db
      .insertInto('search_texts')
      .values({ entry, ...words })
      .execute()
  return before !== undefined
}

function isSame(one: SearchText, other: SearchText): boolean {
  return one.text === other.text && one.title === other.title && one.publisher === other.publisher
}
