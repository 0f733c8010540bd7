// Entries whose time is over (`expires`), or whose origin deleted them: they leave everything public, but stay known, so that they never
// come back as new.
import { type Kysely, sql } from 'kysely'
import { noteEntries } from './archive-changes.ts'
import { countHidden } from './counts.ts'
import { markStale } from './merge-plans.ts'
import type { SourceRecord } from './port/sources.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** When an entry of this owner is over that is, or was first, published at `at`. */
export function expiryOf(owner: string, at: number) {
  return sql<number | null>`coalesce(published_at, ${at}) + (select expires_ms from sources where sources.id = ${owner})`
}

/** Takes out what is over by now. Must run in a transaction. */
export async function expireEntries(db: Kysely<Tables>, now: number): Promise<void> {
  const over = await db
    .selectFrom('entries')
    .select('id')
    .where('state', '=', 'published')
    .where('expires_at', '<=', now)
    .where('id', 'not in', (eb) => eb.selectFrom('retractions').select('entry'))
    .execute()
  await takeOut(
    db,
    over.map((row) => row.id),
  )
}

/** Takes entries out of everything public; id, path, text and keys stay. Must run in a transaction. */
export async function takeOut(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  for (const some of chunks(entries)) {
    await countHidden(db, some)
    await noteEntries(db, some)
    const places = await db.selectFrom('memberships').select('slug').distinct().where('entry', 'in', some).execute()
    await db.deleteFrom('memberships').where('entry', 'in', some).execute()
    await db
      .updateTable('entries')
      .set((eb) => ({ state: 'expired', due: 0, page_wanted: eb('page_wanted', '+', 1) }))
      .where('id', 'in', some)
      .execute()
    await markStale(
      db,
      places.map((place) => place.slug),
    )
  }
}

/** What a source owns is shown for as long as config says now; where that is longer than before, what is over may come back. */
export async function giveTerm(
  db: Kysely<Tables>,
  { id, expiresMs }: Pick<SourceRecord, 'id' | 'expiresMs'>,
  before: number | null,
): Promise<void> {
  const isLonger = before !== null && (expiresMs === null || expiresMs > before)
  await db
    .updateTable('entries')
    .set({
      expires_at: sql<number | null>`published_at + ${expiresMs}`,
      ...(isLonger && { due: sql<number>`case when state = 'expired' then 1 else due end` }),
    })
    .where('id', 'in', (eb) => eb.selectFrom('sightings').select('entry').where('source', '=', id))
    .where('owner', '=', id)
    .where('state', 'in', ['published', 'expired'])
    .execute()
}
