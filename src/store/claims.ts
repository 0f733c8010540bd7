// Leases: which sources may be visited now, and by whom. The only thing that keeps two polls of one source apart.
import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type { Claim, Claimed } from './port/sources.ts'
import { chunks, stateFromRow } from './rows.ts'
import type { Tables } from './schema.ts'

export const noLease = { lease_until: 0, lease_id: null, lease_run: null }
export const noArticleLease = { article_lease: null, article_lease_until: 0 }

/** A lease that reaches further ahead than any is given was taken by a clock that has been put right since. */
export const longestLeaseMs = 10 * 60_000
const clockSlackMs = 60_000
/** Due sources are read in pages: thousands may be overdue, and only as many as can be visited are wanted. */
const pageSize = 500

interface Candidate {
  readonly id: string
  readonly host: string
}

/** Must run in a transaction that holds the write lock: selecting and leasing are one step. */
export async function claimDue(db: Kysely<Tables>, claim: Claim): Promise<readonly Claimed[]> {
  const except = new Set(claim.except)
  const busy = await busyHosts(db, claim.now)
  const chosen = new Set<string>()
  for await (const { id, host } of candidatesOf(db, claim)) {
    if (chosen.size >= claim.limit) break
    const running = busy.get(host) ?? 0
    if (chosen.has(id) || !claim.known.has(id) || except.has(id) || (host !== '' && running >= claim.perHost)) continue
    busy.set(host, running + 1)
    chosen.add(id)
  }
  return lease(db, [...chosen], claim)
}

/** Sources that may be claimed, soonest due first. */
async function* candidatesOf(db: Kysely<Tables>, claim: Claim): AsyncGenerator<Candidate> {
  if (claim.only !== null || claim.isForced) yield* await wanted(db, claim)
  else {
    yield* await asked(db, claim.now).execute()
    for (let offset = 0, isMore = true; isMore; offset += pageSize) {
      const page = await due(db, claim.now).limit(pageSize).offset(offset).execute()
      yield* page
      isMore = page.length === pageSize
    }
    yield* await ahead(db, claim.now).execute()
  }
}

/** Named by the operator, or all of them by force. */
async function wanted(db: Kysely<Tables>, { now, only }: Claim): Promise<readonly Candidate[]> {
  const query = free(db, now).orderBy('next_poll_at').orderBy('position')
  if (only === null) return query.where('enabled', '=', 1).where('paused_at', 'is', null).execute()
  return query.where('id', 'in', only.length > 0 ? only : ['']).execute()
}

/** The operator asked for these from another process, also for those that are paused or gone. */
function asked(db: Kysely<Tables>, now: number) {
  return free(db, now).where('asked_at', 'is not', null).orderBy('asked_at').orderBy('position')
}

/** Those that may be claimed because their time has come. */
export function due(db: Kysely<Tables>, now: number) {
  return watched(db, now).where('next_poll_at', '<=', now).orderBy('next_poll_at').orderBy('position')
}

/** Visited in the future, that is before the clock was put back: their time would come too late. Hardly ever any: found by an index of their own. */
function ahead(db: Kysely<Tables>, now: number) {
  return watched(db, now)
    .where('last_poll_at', '>', now + clockSlackMs)
    .orderBy('last_poll_at')
}

/** 410 Gone stops a source until the operator asks for it by name or changes its address; a pause, until the operator ends it. */
function watched(db: Kysely<Tables>, now: number) {
  return free(db, now)
    .where('enabled', '=', 1)
    .where('paused_at', 'is', null)
    .where(({ eb, or }) => or([eb('outcome', 'is', null), eb('outcome', '!=', 'gone')]))
}

function free(db: Kysely<Tables>, now: number) {
  return db
    .selectFrom('sources')
    .select(['id', 'host'])
    .where('retired', '=', 0)
    .where(({ not, and, eb }) => not(and(heldAt(eb, now))))
}

async function lease(db: Kysely<Tables>, ids: readonly string[], claim: Claim): Promise<readonly Claimed[]> {
  const claimed: Claimed[] = []
  for (const some of chunks(ids)) {
    const columns = { lease_until: claim.now + claim.leaseMs, lease_id: claim.lease, lease_run: claim.runAt }
    const leased = await db.updateTable('sources').set(columns).where('id', 'in', some).returningAll().execute()
    const rows = new Map(leased.map((row) => [row.id, row]))
    for (const id of some) {
      const row = rows.get(id)
      if (row === undefined) continue
      const isForced = row.asked_at !== null && row.is_asked_whole === 1
      claimed.push({ id, lease: claim.lease, state: stateFromRow(row), isForced })
    }
  }
  return claimed
}

function heldAt(eb: ExpressionBuilder<Tables, 'sources'>, now: number) {
  return [eb('lease_until', '>', now), eb('lease_until', '<=', now + longestLeaseMs)]
}

export async function releaseLease(db: Kysely<Tables>, { id, lease: held }: Pick<Claimed, 'id' | 'lease'>): Promise<void> {
  await db.updateTable('sources').set(noLease).where('id', '=', id).where('lease_id', '=', held).execute()
}

export async function releaseLeases(db: Kysely<Tables>, prefix: string): Promise<void> {
  await db.updateTable('sources').set(noLease).where(sql<SqlBool>`substr(lease_id, 1, ${prefix.length}) = ${prefix}`).execute()
  await db
    .updateTable('entries')
    .set(noArticleLease)
    .where('article_lease', 'is not', null)
    .where(sql<SqlBool>`substr(article_lease, 1, ${prefix.length}) = ${prefix}`)
    .execute()
  for (const table of ['hub_requests', 'hub_subscriptions'] as const)
    await db
      .updateTable(table)
      .set({ taken_by: null, taken_until: 0 })
      .where('taken_by', 'is not', null)
      .where(sql<SqlBool>`substr(taken_by, 1, ${prefix.length}) = ${prefix}`)
      .execute()
}

/** Starts of the runs that hold a lease: their polls have not ended. */
export async function activeRuns(db: Kysely<Tables>, now: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('sources')
    .select('lease_run')
    .distinct()
    .where(({ and, eb }) => and(heldAt(eb, now)))
    .execute()
  return rows.flatMap((row) => (row.lease_run === null ? [] : [row.lease_run]))
}

async function busyHosts(db: Kysely<Tables>, now: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('sources')
    .select(({ fn }) => ['host', fn.countAll<number>().as('running')])
    .where(({ and, eb }) => and(heldAt(eb, now)))
    .groupBy('host')
    .execute()
  return new Map(rows.map((row) => [row.host, row.running]))
}
