// ADAPTER: a copy of a store, to be changed as the store would be, and what it was like before.
import { Kysely, SqliteDialect, sql } from 'kysely'
import { groupBy } from '../base/group-by.ts'
import { listRegistry } from './category-lists.ts'
import { windowPlaces } from './entries.ts'
import type { Snapshot, SnapshotEntry } from './port/snapshots.ts'
import { chunks, contentFromRow } from './rows.ts'
import type { EntryRow, Tables } from './schema.ts'
import { copyPages, openAtOneMoment } from './sqlite-copy.ts'

/** Pages copied at a time. */
const pagesAStep = 1024

export interface TrialCopy {
  readonly from: string
  /** Where no file is. */
  readonly to: string
  readonly signal: AbortSignal
}

/** Copies a store as it is at one moment, beside whoever works on it. What is copied for a trial need not outlast a loss of power. @throws what SQLite says; the signal's reason */
export async function copyForTrial({ from, to, signal }: TrialCopy): Promise<void> {
  await copyPages(from, to, () => {
    signal.throwIfAborted()
    return pagesAStep
  })
}

export interface Pinned extends Snapshot {
  close(): Promise<void>
}

/** The store as it is now; what is written to it from now on is not seen. */
export async function pinSqlite(file: string): Promise<Pinned> {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openAtOneMoment(file) }) })
  return { ...snapshotOn(db), close: () => db.destroy() }
}

function snapshotOn(db: Kysely<Tables>): Snapshot {
  return {
    marks: (first, last) => marks(db, first, last),
    lastRow: async () =>
      (
        await db
          .selectFrom('entries')
          .select(({ fn }) => fn.max('id').as('last'))
          .executeTakeFirst()
      )?.last ?? 0,
    entries: (rows) => snapshotEntries(db, rows),
    sightingsOf: (rows) =>
      inChunks(rows, (some) => db.selectFrom('sightings').select(['id', 'entry']).where('entry', 'in', some).orderBy('id').execute()),
    entriesOf: async (sightings) => {
      const found = await inChunks(sightings, (some) =>
        db.selectFrom('sightings').select(['id', 'entry']).where('id', 'in', some).execute(),
      )
      return new Map(found.map(({ id, entry }) => [id, entry]))
    },
    outputs: async () =>
      new Map((await db.selectFrom('outputs').select(['slug', 'wanted']).execute()).map(({ slug, wanted }) => [slug, wanted])),
    window: async (slug, size) =>
      (await windowPlaces(db, slug, size)).map(({ id, listed, page_wanted }) => ({ row: id, mark: `${listed} ${page_wanted}` })),
    categories: () => listRegistry(db),
    sources: async () =>
      (await db.selectFrom('sources').select(['id', 'retired']).orderBy('id').execute()).map(({ id, retired }) => ({
        id,
        isRetired: retired === 1,
      })),
  }
}

async function inChunks<T>(ids: readonly number[], query: (some: readonly number[]) => Promise<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = []
  for (const some of chunks(ids)) found.push(...(await query(some)))
  return found
}

async function marks(db: Kysely<Tables>, first: number, last: number): Promise<ReadonlyMap<number, string>> {
  const mark = sql<string>`state || ' ' || due || ' ' || touched_at || ' ' || page_wanted || ' ' || keys_wanted || ' ' || coalesce(merged_into, '')`
  const rows = await db
    .selectFrom('entries')
    .select(['id', mark.as('mark')])
    .where('id', '>=', first)
    .where('id', '<=', last)
    .execute()
  return new Map(rows.map((row) => [row.id, row.mark]))
}

async function snapshotEntries(db: Kysely<Tables>, ids: readonly number[]): Promise<readonly SnapshotEntry[]> {
  const places = await inChunks(ids, (some) =>
    db.selectFrom('memberships').select(['entry', 'slug']).where('entry', 'in', some).orderBy('place').orderBy('slug').execute(),
  )
  const keys = await inChunks(ids, (some) =>
    db
      .selectFrom('sighting_keys')
      .innerJoin('sightings', 'sightings.id', 'sighting_keys.sighting')
      .select(['entry', 'key'])
      .distinct()
      .where('entry', 'in', some)
      .orderBy('key')
      .execute(),
  )
  const sightings = await inChunks(ids, (some) =>
    db.selectFrom('sightings').select(['entry', 'is_public', 'categories', 'draft']).where('entry', 'in', some).orderBy('id').execute(),
  )
  const entryOf = ({ entry }: { readonly entry: number }) => entry
  const [slugsOf, keysOf, seenOf] = [groupBy(places, entryOf), groupBy(keys, entryOf), groupBy(sightings, entryOf)]
  const rows = await inChunks(ids, (some) => db.selectFrom('entries').selectAll().where('id', 'in', some).orderBy('id').execute())
  return rows.map((row) => {
    const seen = seenOf.get(row.id) ?? []
    return {
      row: row.id,
      state: row.state,
      id: row.public_id,
      mergedInto: row.merged_into,
      isDue: row.due > 0,
      touchedAt: row.touched_at,
      owner: row.owner,
      datePublished: row.date_published,
      content: contentOf(row, seen[0]?.draft),
      categories: (slugsOf.get(row.id) ?? []).map(({ slug }) => slug),
      keys: (keysOf.get(row.id) ?? []).map(({ key }) => key),
      isDropped: seen.length > 0 && seen.every(({ is_public, categories }) => is_public === 0 && categories === '[]'),
    }
  })
}

type ContentRow = Pick<EntryRow, 'title' | 'url' | 'summary' | 'content_html' | 'extra'>

/** What was never published is called what its first source calls it. */
function contentOf(row: ContentRow, draft: string | undefined): SnapshotEntry['content'] {
  if (row.title !== null || draft === undefined) return contentFromRow(row)
  const { title, link } = JSON.parse(draft)
  return { ...contentFromRow(row), title, url: link }
}
