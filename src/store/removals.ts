// Entries that left everything public because their origins deleted them: feeds name them as deleted for a while (RFC 6721).
import { type Kysely, type SqlBool, sql } from 'kysely'
import { retractionShownMs } from '../model/retraction.ts'
import { takeOut } from './expiry.ts'
import { markStale } from './merge-plans.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'
import { keepOwnPlaces, rowsOf } from './withholding.ts'

/** Takes an entry out of everything public; id, path, text and keys stay. Must run in a transaction. */
export async function remove(db: Kysely<Tables>, entry: number, at: number): Promise<void> {
  await keepOwnPlaces(db, entry)
  await db
    .insertInto('removals')
    .values({ entry, at, is_recent: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await takeOut(db, [entry])
}

/** It is shown again, or hidden for another reason. Must run in a transaction. */
export async function endRemoval(db: Kysely<Tables>, entry: number): Promise<void> {
  const ended = await db.deleteFrom('removals').where('entry', '=', entry).returning('entry').executeTakeFirst()
  if (ended === undefined) return
  const rows = (await rowsOf(db, entry)).map(({ id }) => id)
  await markStale(db, await slugsOf(db, rows))
  const withdrawn = await db.selectFrom('retractions').select('entry').where('entry', '=', entry).executeTakeFirst()
  if (withdrawn === undefined) await db.deleteFrom('retracted_places').where('entry', 'in', rows).execute()
}

/** After 30 days feeds name it no more. Must run in a transaction. */
export async function settleRemovals(db: Kysely<Tables>, now: number): Promise<void> {
  const over = await db
    .selectFrom('removals')
    .select('entry')
    .where(sql<SqlBool>`is_recent = 1`)
    .where('at', '<=', now - retractionShownMs)
    .execute()
  for (const some of chunks(over.map(({ entry }) => entry))) {
    await db.updateTable('removals').set({ is_recent: 0 }).where('entry', 'in', some).execute()
    await markStale(db, await slugsOf(db, some))
  }
}

/** Where they stood. */
async function slugsOf(db: Kysely<Tables>, entries: readonly number[]): Promise<readonly string[]> {
  const places = await db.selectFrom('retracted_places').select('slug').distinct().where('entry', 'in', entries).execute()
  return places.map(({ slug }) => slug)
}
