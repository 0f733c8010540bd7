// Article steps: which entries wait for their text, and what came of it.
import type { Kysely } from 'kysely'
import { knownRows, sightingsOf } from './known.ts'
import { writePlan } from './merge-plans.ts'
import type { Tables } from './schema.ts'
import type { ArticleRecord, DueArticle } from './store.ts'

export async function dueArticles(
  db: Kysely<Tables>,
  { now, limit, identityNames }: { now: number; limit: number; identityNames: readonly string[] },
): Promise<readonly DueArticle[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['id', 'article_attempts', 'touched_at'])
    .where('article_state', 'in', ['due', 'failed'])
    .where('article_next_at', '<=', now)
    .orderBy('article_next_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  const sightings = await sightingsOf(
    db,
    rows.map((row) => row.id),
    identityNames,
  )
  return rows.map((row) => ({
    entry: row.id,
    touchedAt: row.touched_at,
    attempts: row.article_attempts,
    sightings: sightings.filter((sighting) => sighting.entry === row.id),
  }))
}

/** Must run in a transaction. An entry that was merged meanwhile keeps its new state. */
export async function recordArticle(db: Kysely<Tables>, record: ArticleRecord, identityNames: readonly string[]): Promise<void> {
  const row = await db.selectFrom('entries').select(['ready_at', 'state']).where('id', '=', record.entry).executeTakeFirst()
  if (row === undefined || row.state === 'merged') return
  await db
    .updateTable('entries')
    .set((eb) => ({
      article_state: record.plan !== null ? 'done' : record.nextAt === null ? 'none' : 'failed',
      article_attempts: eb('article_attempts', '+', 1),
      article_next_at: record.nextAt ?? 0,
      ready_at: row.ready_at ?? record.at,
      due: 1,
    }))
    .where('id', '=', record.entry)
    .execute()
  if (record.plan !== null) await writePlan(db, await record.plan(knownRows(db, identityNames)), { at: record.runAt, hasArticle: false })
}
