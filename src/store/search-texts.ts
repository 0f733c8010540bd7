// What searching looks through: words of public entries, beside the entries themselves. Taken in behind the polls' back, for that costs more
// than to store an entry; an index of the database follows this table by itself.
import type { Kysely } from 'kysely'
import type { SearchRow, SearchText, Unsearched } from './port/search.ts'
import { contentFromRow } from './rows.ts'
import type { Tables } from './schema.ts'

/** Words of an entry that are others than before are taken out of all places where they stand, which takes its time: so many at once. */
const mostReplaced = 4
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
  const taken: SearchRow[] = []
  let replaced = 0
  for (const row of await unchanged(db, rows)) {
    if (replaced >= mostReplaced) break
    if (await replace(db, row)) replaced++
    taken.push(row)
  }
  for (const { entry, wanted } of taken) await db.updateTable('entries').set({ search_written: wanted }).where('id', '=', entry).execute()
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

/** Nothing of these is found any more, and nothing of their words is left. */
export async function dropSearchTexts(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  await db.deleteFrom('search_texts').where('entry', 'in', entries).execute()
}

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
  if (before !== undefined) await dropSearchTexts(db, [entry])
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
