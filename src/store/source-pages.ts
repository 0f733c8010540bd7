// Sources as the operator looks through them: some of very many, in any order. What needs SQL where `listSources` reads everything.
import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { type Health, healths } from '../model/health.ts'
import { dayOf, type LedgerRow, movesBeforeAdoption } from '../model/poll.ts'
import type { SourceOrder, SourceQuery } from '../model/source-query.ts'
import type { LedgerPage, LedgerQuery, SourcePage } from './port/operating.ts'
import type { StoredSource } from './port/sources.ts'
import { ledgerFromRow } from './rows.ts'
import type { PollRow, Tables } from './schema.ts'
import { storedFromRows } from './sources.ts'

/** What `healthOf` (model/health.ts) says; the contract holds them together. */
const conditions: Readonly<Record<Health, RawBuilder<unknown>>> = {
  paused: sql`paused_at is not null`,
  gone: sql`outcome = 'gone'`,
  failing: sql`outcome = 'failed'`,
  throttled: sql`outcome = 'throttled'`,
  gap: sql`is_gap = 1`,
  drifting: sql`is_drifting = 1`,
  moved: sql`adopted_url is not null or (moved_to is not null and moved_times >= ${sql.lit(movesBeforeAdoption)})`,
  'never-polled': sql`outcome is null`,
  ok: sql`1 = 1`,
}
/** A pause goes before whatever else holds. */
const looked: readonly Health[] = ['paused', ...healths.filter((health) => health !== 'paused')]
const rank = sql<number>`case ${sql.join(
  looked.map((health) => sql`when ${conditions[health]} then ${sql.lit(healths.indexOf(health))}`),
  sql` `,
)} end`

const orders: Readonly<Record<SourceOrder, (query: SourceQuery) => RawBuilder<unknown>>> = {
  health: () => rank,
  id: () => sql`id`,
  'last-poll': () => sql`last_poll_at`,
  'next-poll': () => sql`next_poll_at`,
  news: ({ now }) =>
    sql`(select coalesce(sum("new"), 0) from source_days where source_days.source = sources.id and day > ${sql.lit(dayOf(now) - 7)})`,
  entries: () => sql`entries`,
  'last-change': () => sql`last_change_at`,
}

export async function sourcePage(db: Kysely<Tables>, query: SourceQuery): Promise<SourcePage> {
  const { now, isDescending, offset, limit } = query
  const direction = isDescending ? sql`desc` : sql`asc`
  const found = matching(db, query)
  const rows = await found
    .select(['id', sql<number>`count(*) over ()`.as('total')])
    .orderBy(sql`${orders[query.order](query)} ${direction}`)
    .$if(query.order === 'health', (sorted) => sorted.orderBy('failures', 'desc'))
    .orderBy('position')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  // Behind the last page no row says how many there are.
  const { total } = rows[0] ?? (await found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow())
  return { sources: await sourcesNamed(db, { ids: rows.map(({ id }) => id), now }), total }
}

/** In this order. */
async function sourcesNamed(
  db: Kysely<Tables>,
  { ids, now }: { readonly ids: readonly string[]; readonly now: number },
): Promise<readonly StoredSource[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('sources').selectAll().where('id', 'in', ids).execute()
  const stored = new Map((await storedFromRows(db, rows, { now, only: ids })).map((source) => [source.id, source]))
  return ids.flatMap((id) => stored.get(id) ?? [])
}

function matching(db: Kysely<Tables>, { healths: wanted, text }: SourceQuery) {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return db
    .selectFrom('sources')
    .where('retired', '=', 0)
    .where('enabled', '=', 1)
    .$if(wanted.length > 0, (query) =>
      query.where(
        rank,
        'in',
        wanted.map((health) => healths.indexOf(health)),
      ),
    )
    .$if(text !== '', (query) =>
      query.where(sql<SqlBool>`(id like ${like} escape '\\' or title like ${like} escape '\\' or url like ${like} escape '\\')`),
    )
}

export async function sourceOf(db: Kysely<Tables>, id: string, now: number): Promise<StoredSource | null> {
  return (await sourcesNamed(db, { ids: [id], now }))[0] ?? null
}

export async function ledgerTails(
  db: Kysely<Tables>,
  ids: readonly string[],
  length: number,
): Promise<ReadonlyMap<string, readonly LedgerRow[]>> {
  const tails = new Map<string, LedgerRow[]>(ids.map((id) => [id, []]))
  const rows = await sql<Selectable<PollRow>>`select polls.* from sources join polls on polls.id in
    (select id from polls as own where own.source = sources.id order by id desc limit ${length})
    where sources.id in (${sql.join(ids.length > 0 ? ids : [''])}) order by polls.id desc`.execute(db)
  for (const row of rows.rows) tails.get(row.source)?.push(ledgerFromRow(row))
  return tails
}

/** Newest first. */
export async function ledgerPage(db: Kysely<Tables>, { source, offset, limit }: LedgerQuery): Promise<LedgerPage> {
  const own = db.selectFrom('polls').where('source', '=', source)
  const { total } = await own.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await own.selectAll().orderBy('id', 'desc').limit(limit).offset(offset).execute()
  return { rows: rows.map(ledgerFromRow), total }
}

export async function newsByDay(db: Kysely<Tables>, source: string | null, sinceDay: number): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('source_days')
    .select(({ fn }) => ['day', fn.sum<number>('new').as('news')])
    .where('day', '>=', sinceDay)
    .$if(source !== null, (query) => query.where('source', '=', source))
    .groupBy('day')
    .execute()
  return new Map(rows.map(({ day, news }) => [day, news]))
}
