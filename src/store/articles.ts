// Article steps: which entries wait for their text, and what came of it.
import { type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import { limitAnswers } from './answer-room.ts'
import { keepArticleAnswer } from './answers.ts'
import { activeRuns, longestLeaseMs, noArticleLease } from './claims.ts'
import { noteLookAndTell } from './deletion-news.ts'
import { knownRows, sightingsOf } from './known.ts'
import { writePlan } from './merge-plans.ts'
import type { Rules } from './polls.ts'
import type { ArticleClaim, ArticleRecord, DueArticle } from './port/articles.ts'
import type { EntryRow, Tables } from './schema.ts'
import { obeyTakedown } from './takedown.ts'

export async function dueArticles(
  db: Kysely<Tables>,
  { now, limit, identityNames }: { now: number; limit: number; identityNames: readonly string[] },
): Promise<readonly DueArticle[]> {
  const rows = await inTurns(db, now, [-1, ...(await activeRuns(db, now))])
    .limit(limit)
    .execute()
  return withSightings(db, rows, identityNames)
}

interface Claiming extends ArticleClaim {
  readonly entry: number
  readonly identityNames: readonly string[]
}

/** Must run in a transaction that holds the write lock: looking and leasing are one step. */
export async function claimArticle(
  db: Kysely<Tables>,
  { entry, now, lease, leaseMs, identityNames }: Claiming,
): Promise<DueArticle | null> {
  const row = await waiting(db, now).where('id', '=', entry).executeTakeFirst()
  if (row === undefined) return null
  await db
    .updateTable('entries')
    .set({ article_lease: lease, article_lease_until: now + leaseMs })
    .where('id', '=', entry)
    .execute()
  return (await withSightings(db, [row], identityNames))[0] ?? null
}

/** Must run in a transaction. An entry that was merged meanwhile keeps its new state. */
export async function recordArticle(db: Kysely<Tables>, record: ArticleRecord, { identityNames, judge }: Rules): Promise<void> {
  const columns = ['ready_at', 'state', 'article_state', 'article_attempts', 'article_lease', 'due'] as const
  const row = await db.selectFrom('entries').select(columns).where('id', '=', record.entry).executeTakeFirst()
  if (row === undefined || row.state === 'merged' || row.article_lease !== record.lease) return
  await db
    .updateTable('entries')
    .set({
      article_state: stateAfter(record, row.article_state),
      article_attempts: record.message === null ? 0 : row.article_attempts + 1,
      article_next_at: record.next?.at ?? 0,
      article_message: record.message,
      ...noArticleLease,
      ready_at: row.ready_at ?? record.at,
      due: row.ready_at === null ? 1 : row.due,
    })
    .where('id', '=', record.entry)
    .execute()
  const met = record.plan === null ? [] : await writePlan(db, await record.plan(knownRows(db, identityNames)), record.runAt)
  if (judge !== null) await obeyTakedown(db, met, { judge, at: record.at })
  if (record.look !== undefined) await noteLookAndTell(db, record.look, record)
  if (record.answer === undefined) return
  const { kept, settings } = record.answer
  await limitAnswers(db, await keepArticleAnswer(db, kept, { at: record.runAt, settings }), settings)
}

function stateAfter({ message, next }: ArticleRecord, before: EntryRow['article_state']): EntryRow['article_state'] {
  if (next !== null) return next.kind === 'retry' ? 'failed' : 'recheck'
  return message === null || before === 'recheck' ? 'done' : 'none'
}

/** First one of each host, then the second of each: a host with thousands of new texts, one a second, holds up no other. */
function inTurns(db: Kysely<Tables>, now: number, active: readonly number[]) {
  return db
    .with('due', () =>
      waiting(db, now)
        .select(['article_next_at', ({ selectFrom }) => firstSighting(selectFrom).as('first')])
        .where('article_next_at', '<=', now)
        .where('touched_at', 'not in', active),
    )
    .selectFrom('due')
    .leftJoin('sightings', 'sightings.id', 'due.first')
    .leftJoin('sources', 'sources.id', 'sightings.source')
    .select(['due.id', 'due.article_state', 'due.article_attempts', 'due.touched_at', 'due.published_at'])
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

/** Neither with their text for good nor in somebody's hands; what its origin has deleted may come back. */
function waiting(db: Kysely<Tables>, now: number) {
  return db
    .selectFrom('entries')
    .select(['id', 'article_state', 'article_attempts', 'touched_at', 'published_at'])
    .where(sql<SqlBool>`article_state in ('due', 'failed', 'recheck')`)
    .where(({ eb, or, exists, selectFrom }) =>
      or([
        eb('state', 'in', ['pending', 'published']),
        exists(selectFrom('removals').select('entry').whereRef('removals.entry', '=', 'entries.id').where('state', '=', 'expired')),
      ]),
    )
    .where(({ eb, or }) => or([eb('article_lease_until', '<=', now), eb('article_lease_until', '>', now + longestLeaseMs)]))
}

type WaitingRow = Pick<Selectable<EntryRow>, 'id' | 'article_state' | 'article_attempts' | 'touched_at' | 'published_at'>

async function withSightings(
  db: Kysely<Tables>,
  rows: readonly WaitingRow[],
  identityNames: readonly string[],
): Promise<readonly DueArticle[]> {
  const ids = rows.map((row) => row.id)
  const sightings = await sightingsOf(db, ids, identityNames)
  return rows.map((row) => ({
    entry: row.id,
    isRecheck: row.article_state === 'recheck',
    publishedAt: row.published_at,
    touchedAt: row.touched_at,
    attempts: row.article_attempts,
    sightings: sightings.filter((sighting) => sighting.entry === row.id),
  }))
}
