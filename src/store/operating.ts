// What the operator does with sources while the service runs: written here, found by its next tick.
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Backlog } from '../model/overview.ts'
import { noLease } from './claims.ts'
import type { Asking } from './port/operating.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

export async function pauseSources(db: Kysely<Tables>, ids: readonly string[], now: number): Promise<number> {
  return counted(ids, (some) =>
    db
      .updateTable('sources')
      .set({ paused_at: now, asked_at: null })
      .where('id', 'in', some)
      .where('paused_at', 'is', null)
      .executeTakeFirstOrThrow(),
  )
}

export async function resumeSources(db: Kysely<Tables>, ids: readonly string[]): Promise<number> {
  return counted(ids, (some) =>
    db.updateTable('sources').set({ paused_at: null }).where('id', 'in', some).where('paused_at', 'is not', null).executeTakeFirstOrThrow(),
  )
}

export async function askForPoll(db: Kysely<Tables>, ids: readonly string[], { isForced, now }: Asking): Promise<number> {
  const asked = { asked_at: now, is_asked_whole: Number(isForced) }
  return counted(ids, (some) =>
    db.updateTable('sources').set(asked).where('id', 'in', some).where('retired', '=', 0).executeTakeFirstOrThrow(),
  )
}

/** A visit that is under way would bring them back: it loses its lease, and is made again. */
export async function forgetValidators(db: Kysely<Tables>, id: string): Promise<boolean> {
  const forgotten = { etag: null, last_modified: null, body_hash: null, sent_hash: null, ...noLease }
  const { numUpdatedRows } = await db.updateTable('sources').set(forgotten).where('id', '=', id).executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

async function counted(
  ids: readonly string[],
  update: (some: readonly string[]) => Promise<{ readonly numUpdatedRows: bigint }>,
): Promise<number> {
  let count = 0n
  for (const some of chunks(ids)) count += (await update(some)).numUpdatedRows
  return Number(count)
}

export async function backlogOf(db: Kysely<Tables>, now: number): Promise<Backlog> {
  const count = sql<number>`count(*)`.as('count')
  const polls = db.selectFrom('sources').select(count).where('lease_until', '>', now)
  const articles = db
    .selectFrom('entries')
    .select(count)
    .where(sql<SqlBool>`article_state in ('due', 'failed', 'recheck')`)
    .where('article_next_at', '<=', now)
  const pages = db.selectFrom('entries').select(count).whereRef('page_wanted', '>', 'page_written')
  const feeds = db.selectFrom('outputs').select(count).whereRef('wanted', '>', 'written')
  const messages = db.selectFrom('deliveries').select(count)
  const [a, b, c, d, e] = await Promise.all([polls, articles, pages, feeds, messages].map((query) => query.executeTakeFirstOrThrow()))
  return { polls: a?.count ?? 0, articles: b?.count ?? 0, pages: c?.count ?? 0, feeds: d?.count ?? 0, messages: e?.count ?? 0 }
}

/** Each of them is the end of an index. */
export async function pulse(db: Kysely<Tables>): Promise<string> {
  const ends = await sql<{ readonly mark: string }>`select
    coalesce((select max(at) from polls), 0) || ' ' || coalesce((select max(id) from polls), 0) || ' ' ||
    coalesce((select max(id) from incidents), 0) || ' ' || coalesce((select max(last_poll_at) from sources), 0) || ' ' ||
    (select count(*) || ' ' || coalesce(max(paused_at), 0) from sources where paused_at is not null) || ' ' ||
    (select count(*) || ' ' || coalesce(max(asked_at), 0) from sources where asked_at is not null) || ' ' ||
    coalesce((select value from meta where key = 'published'), '') as mark`.execute(db)
  return ends.rows[0]?.mark ?? ''
}
