// Article steps: which entries wait for their text, and what came of it.
import { type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import { activeRuns } from './claims.ts'
import { knownRows, sightingsOf } from './known.ts'
import { writePlan } from './merge-plans.ts'
import type { EntryRow, Tables } from './schema.ts'
import type { ArticleRecord, DueArticle } from './store.ts'

export async function dueArticles(
  db: Kysely<Tables>,
  { now, limit, identityNames }: { now: number; limit: number; identityNames: readonly string[] },
): Promise<readonly DueArticle[]> {
  const rows = await inTurns(db, now, [-1, ...(await activeRuns(db, now))])
    .limit(limit)
    .execute()
  return withSightings(db, rows, identityNames)
}

export async function dueArticle(db: Kysely<Tables>, entry: number, identityNames: readonly string[]): Promise<DueArticle | null> {
  const rows = await waiting(db).where('id', '=', entry).execute()
  return (await withSightings(db, rows, identityNames))[0] ?? null
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
  if (record.plan !== null) await writePlan(db, await record.plan(knownRows(db, identityNames)), record.runAt)
}

/** First one of each host, then the second of each: a host with thousands of new texts, one a second, holds up no other. */
function inTurns(db: Kysely<Tables>, now: number, active: readonly number[]) {
  return db
    .with('due', () =>
      waiting(db)
        .select(['article_next_at', ({ selectFrom }) => firstSighting(selectFrom).as('first')])
        .where('article_next_at', '<=', now)
        .where('touched_at', 'not in', active),
    )
    .selectFrom('due')
    .leftJoin('sightings', 'sightings.id', 'due.first')
    .leftJoin('sources', 'sources.id', 'sightings.source')
    .select(['due.id', 'due.article_attempts', 'due.touched_at'])
    .orderBy(({ fn }) =>
      fn.agg<number>('row_number').over((over) => over.partitionBy('sources.host').orderBy('due.article_next_at').orderBy('due.id')),
    )
    .orderBy('due.article_next_at')
    .orderBy('due.id')
}

function firstSighting(selectFrom: ExpressionBuilder<Tables, 'entries'>['selectFrom']) {
  return selectFrom('sightings')
    .select(({ fn }) => fn.min('sightings.id').as('id'))
    .whereRef('sightings.entry', '=', 'entries.id')
}

function waiting(db: Kysely<Tables>) {
  return db.selectFrom('entries').select(['id', 'article_attempts', 'touched_at']).where(sql<SqlBool>`article_state in ('due', 'failed')`)
}

type WaitingRow = Pick<Selectable<EntryRow>, 'id' | 'article_attempts' | 'touched_at'>

async function withSightings(
  db: Kysely<Tables>,
  rows: readonly WaitingRow[],
  identityNames: readonly string[],
): Promise<readonly DueArticle[]> {
  const ids = rows.map((row) => row.id)
  const sightings = await sightingsOf(db, ids, identityNames)
  return rows.map((row) => ({
    entry: row.id,
    touchedAt: row.touched_at,
    attempts: row.article_attempts,
    sightings: sightings.filter((sighting) => sighting.entry === row.id),
  }))
}
