// Sources: their standing, and what is remembered of them.
import { type Kysely, type Selectable, sql, type Updateable } from 'kysely'
import { dayOf, neverPolled } from '../model/poll.ts'
import { noLease } from './claims.ts'
import { countDeletions, judgeAnew } from './deletions.ts'
import { giveTerm } from './expiry.ts'
import { followingByList } from './followed.ts'
import type { SourceRecord, SourceStanding, StoredSource } from './port/sources.ts'
import { pushStandings } from './push.ts'
import { renameSource } from './renames.ts'
import { chunks, stateColumns, stateFromRow } from './rows.ts'
import type { SourceRow, Tables } from './schema.ts'

/** Writes the configured sources' standing; those that left config are retired and keep theirs. What is as it was is not written. */
export async function syncSources(db: Kysely<Tables>, sources: readonly SourceRecord[]): Promise<void> {
  await resumeFormer(db, sources)
  const known = new Map((await db.selectFrom('sources').selectAll().execute()).map((row) => [row.id, row]))
  for (const source of sources) {
    const row = known.get(source.id)
    await syncSource(db, source, row)
    if (row !== undefined && row.expires_ms !== source.expiresMs) await giveTerm(db, source, row.expires_ms)
    if (row !== undefined && row.deletions !== source.deletions) await judgeAnew(db, source)
  }
  const configured = new Set(sources.map((source) => source.id))
  const retired = [...known.values()].filter((row) => row.retired === 0 && !configured.has(row.id)).map((row) => row.id)
  for (const some of chunks(retired)) await db.updateTable('sources').set({ retired: 1 }).where('id', 'in', some).execute()
}

async function syncSource(db: Kysely<Tables>, source: SourceRecord, row: Selectable<SourceRow> | undefined): Promise<void> {
  const { id } = source
  const columns = standing({ ...source, ...numbered(source) })
  if (row === undefined) {
    await db
      .insertInto('sources')
      .values({ id, ...columns, rules: source.rules, failures: 0, next_poll_at: 0, lease_until: 0 })
      .execute()
    return
  }
  if (row.url !== source.url) return update(db, id, { ...columns, ...elsewhere(row) })
  // An adopted address has a host of its own.
  const wanted = row.adopted_url === null ? columns : { ...columns, host: row.host }
  if (row.fingerprint !== null && row.fingerprint !== source.fingerprint) await update(db, id, { ...wanted, ...anew(row) })
  else if (JSON.stringify(wanted) !== JSON.stringify(standing(row))) await update(db, id, wanted)
}

/** Of another address nothing is known: nothing that the old one answered, or is about to answer, may be used, and it is due now. */
function elsewhere(row: Selectable<SourceRow>): Updateable<SourceRow> {
  const state = { ...neverPolled, firstSuccessAt: row.first_success_at, lastPollAt: row.last_poll_at }
  return { ...stateColumns(state), pushed_until: null, ...noLease }
}

/** Under other settings even the same answer is news, also the one that is about to come: it is due now, unless it asked for peace. */
function anew({ outcome }: Selectable<SourceRow>): Updateable<SourceRow> {
  return {
    etag: null,
    last_modified: null,
    body_hash: null,
    sent_hash: null,
    expectations: null,
    is_drifting: 0,
    ...(outcome === 'throttled' ? {} : { next_poll_at: 0 }),
    ...noLease,
  }
}

type Numbered = Pick<Selectable<SourceRow>, 'joins' | 'enabled' | 'has_article' | 'delay_ms' | 'expires_ms' | 'retired'>
type Shown = Pick<Selectable<SourceRow>, 'title' | 'rights' | 'excerpt' | 'images' | 'attribution'>
type Standing = Numbered &
  Shown &
  Pick<Selectable<SourceRow>, 'kind' | 'url' | 'host' | 'priority' | 'position' | 'deletions' | 'fingerprint'>

function standing(row: Standing): Standing {
  const { kind, url, host, priority, position, deletions, fingerprint, joins, enabled, has_article, delay_ms, expires_ms, retired } = row
  const { title, rights, excerpt, images, attribution } = row
  const shown = { title, rights, excerpt, images, attribution, expires_ms }
  return { kind, url, host, priority, position, deletions, fingerprint, joins, enabled, has_article, delay_ms, retired, ...shown }
}

function numbered({ joins, enabled, hasArticle, delayMs, expiresMs }: SourceRecord): Numbered {
  const flags = { joins: Number(joins), enabled: Number(enabled), has_article: Number(hasArticle), retired: 0 }
  return { ...flags, delay_ms: delayMs, expires_ms: expiresMs }
}

async function update(db: Kysely<Tables>, id: string, columns: Updateable<SourceRow>): Promise<void> {
  await db.updateTable('sources').set(columns).where('id', '=', id).execute()
}

/** A new id whose former one is known goes on with all of it. */
async function resumeFormer(db: Kysely<Tables>, sources: readonly SourceRecord[]): Promise<void> {
  const known = new Set((await db.selectFrom('sources').select('id').execute()).map((row) => row.id))
  for (const { id, formerly } of sources.filter((source) => !known.has(source.id))) {
    const from = formerly.find((former) => known.has(former))
    if (from !== undefined) await renameSource(db, { from, to: id })
  }
}

export async function listStandings(db: Kysely<Tables>): Promise<readonly SourceStanding[]> {
  const rows = await db
    .selectFrom('sources')
    .select(['id', 'title', 'priority', 'position', 'joins', 'rights', 'excerpt', 'images', 'attribution', 'expires_ms', 'delay_ms'])
    .execute()
  return rows.map(standingFromRow)
}

type StandingRow = Shown & Pick<Selectable<SourceRow>, 'id' | 'priority' | 'position' | 'joins' | 'expires_ms' | 'delay_ms'>

export function standingFromRow(row: StandingRow): SourceStanding {
  const { id, title, priority, position, joins, rights, excerpt, images, attribution, expires_ms, delay_ms } = row
  return {
    id,
    title,
    priority,
    position,
    joins: joins === 1,
    rights,
    excerpt,
    images,
    attribution,
    expiresMs: expires_ms,
    delayMs: delay_ms,
  }
}

export async function listSources(db: Kysely<Tables>, now: number): Promise<readonly StoredSource[]> {
  const rows = await db.selectFrom('sources').selectAll().orderBy('retired').orderBy('position').orderBy('id').execute()
  return storedFromRows(db, rows, { now, only: null })
}

interface Reading {
  readonly now: number
  /** Ids of the rows, where they are not all there are. */
  readonly only: readonly string[] | null
}

/** With what other tables say of them. */
export async function storedFromRows(
  db: Kysely<Tables>,
  rows: readonly Selectable<SourceRow>[],
  { now, only }: Reading,
): Promise<readonly StoredSource[]> {
  const news = await newsBySource(db, dayOf(now), only)
  const failing = await failingSince(db, only)
  const following = await followingByList(db)
  const pushed = await pushStandings(db, now)
  const deleted = await countDeletions(db, only)
  return rows.map((row) => ({
    ...standingFromRow(row),
    kind: row.kind,
    url: row.url,
    host: row.host,
    enabled: row.enabled === 1,
    hasArticle: row.has_article === 1,
    isRetired: row.retired === 1,
    pausedAt: row.paused_at,
    state: stateFromRow(row),
    entries: row.entries,
    deletions: row.deletions,
    deleted: deleted.get(row.id) ?? 0,
    failingSince: row.failures === 0 ? null : (failing.get(row.id) ?? row.last_poll_at),
    news: news.get(row.id) ?? { week: 0, month: 0 },
    follows: following.get(row.id) ?? null,
    push: pushed.get(row.id) ?? null,
  }))
}

async function newsBySource(
  db: Kysely<Tables>,
  today: number,
  only: readonly string[] | null,
): Promise<ReadonlyMap<string, StoredSource['news']>> {
  const rows = await db
    .selectFrom('source_days')
    .$if(only !== null, (query) => query.where('source', 'in', only ?? []))
    .select(({ fn }) => [
      'source',
      fn.sum<number>('new').as('month'),
      sql<number>`sum(case when day > ${today - 7} then "new" else 0 end)`.as('week'),
    ])
    .where('day', '>', today - 30)
    .groupBy('source')
    .execute()
  return new Map(rows.map(({ source, week, month }) => [source, { week, month }]))
}

/** The ledger's first failure after the last visit that went well, of sources that fail. */
async function failingSince(db: Kysely<Tables>, only: readonly string[] | null): Promise<ReadonlyMap<string, number>> {
  const failing = db
    .selectFrom('sources')
    .select('id')
    .where('failures', '>', 0)
    .$if(only !== null, (query) => query.where('id', 'in', only ?? []))
  const well = db
    .selectFrom('polls')
    .select(({ fn }) => ['source', fn.max('id').as('id')])
    .where('source', 'in', failing)
    .where('outcome', 'in', ['changed', 'unchanged'])
    .where('is_push', '=', 0)
    .groupBy('source')
  const rows = await db
    .selectFrom('polls')
    .leftJoin(well.as('well'), 'well.source', 'polls.source')
    .select(({ fn }) => ['polls.source', fn.min<number>('polls.first_at').as('since')])
    .where('polls.source', 'in', failing)
    .where('polls.outcome', 'in', ['failed', 'gone'])
    .where(({ eb, ref }) => eb('polls.id', '>', eb.fn.coalesce(ref('well.id'), eb.val(0))))
    .groupBy('polls.source')
    .execute()
  return new Map(rows.map(({ source, since }) => [source, since]))
}
