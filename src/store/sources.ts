// Sources: their standing, leases, poll state and ledger.
import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type { MergePlan } from '../model/merge.ts'
import { knownRows } from './known.ts'
import { writePlan } from './merge-plans.ts'
import { renameSource } from './renames.ts'
import { chunks, stateColumns, stateFromRow } from './rows.ts'
import type { Tables } from './schema.ts'
import type { Claim, Claimed, KnownRows, PollRecord, SourceRecord, SourceStanding, StoredSource } from './store.ts'

const noValidators = { etag: null, last_modified: null, body_hash: null }
const noOutcome = { outcome: null, code: null, message: null, failures: 0 }
const noLease = { lease_until: 0, lease_id: null, lease_run: null }

const longestLeaseMs = 10 * 60_000
const clockSlackMs = 60_000
const ledgerMs = 30 * 86_400_000

/** Writes the configured sources' standing; those that left config are retired and keep theirs. */
export async function syncSources(db: Kysely<Tables>, sources: readonly SourceRecord[]): Promise<void> {
  await resumeFormer(db, sources)
  const known = new Map((await db.selectFrom('sources').select(['id', 'url']).execute()).map((row) => [row.id, row.url]))
  for (const source of sources) {
    const { id, joins, enabled, hasArticle, formerly: _, ...rest } = source
    const standing = { ...rest, joins: Number(joins), enabled: Number(enabled), has_article: Number(hasArticle), retired: 0 }
    // Another address: nothing that the old one answered, or is about to answer, may be used as a validator, and it is due now.
    const fresh = known.get(id) === source.url ? {} : { ...noValidators, ...noOutcome, ...noLease, next_poll_at: 0 }
    await db
      .insertInto('sources')
      .values({ id, ...standing, failures: 0, next_poll_at: 0, lease_until: 0 })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...standing, ...fresh }))
      .execute()
  }
  const configured = new Set(sources.map((source) => source.id))
  const retired = [...known.keys()].filter((id) => !configured.has(id))
  for (const some of chunks(retired)) await db.updateTable('sources').set({ retired: 1 }).where('id', 'in', some).execute()
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
  const rows = await db.selectFrom('sources').select(['id', 'priority', 'position', 'joins', 'rights']).execute()
  return rows.map(({ joins, ...row }) => ({ ...row, joins: joins === 1 }))
}

export async function listSources(db: Kysely<Tables>): Promise<readonly StoredSource[]> {
  const counts = await db
    .selectFrom('sightings')
    .innerJoin('entries', 'entries.id', 'sightings.entry')
    .select(({ fn }) => ['sightings.source', fn.count<number>('sightings.entry').distinct().as('entries')])
    .where('entries.state', '=', 'published')
    .groupBy('sightings.source')
    .execute()
  const entries = new Map(counts.map((row) => [row.source, row.entries]))
  const rows = await db.selectFrom('sources').selectAll().orderBy('retired').orderBy('position').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    url: row.url,
    host: row.host,
    priority: row.priority,
    position: row.position,
    joins: row.joins === 1,
    rights: row.rights,
    enabled: row.enabled === 1,
    hasArticle: row.has_article === 1,
    isRetired: row.retired === 1,
    state: stateFromRow(row),
    entries: entries.get(row.id) ?? 0,
  }))
}

/** Must run in a transaction that holds the write lock: selecting and leasing are one step. */
export async function claimDue(db: Kysely<Tables>, claim: Claim): Promise<readonly Claimed[]> {
  const [known, except] = [new Set(claim.known), new Set(claim.except)]
  const candidates = (await candidatesOf(db, claim)).filter(({ id }) => known.has(id) && !except.has(id))
  const busy = await busyHosts(db, claim.now)
  const chosen: string[] = []
  for (const { id, host } of candidates) {
    const running = busy.get(host) ?? 0
    if (chosen.length >= claim.limit || (host !== '' && running >= claim.perHost)) continue
    busy.set(host, running + 1)
    chosen.push(id)
  }
  return lease(db, chosen, claim)
}

/** Sources that may be claimed, soonest due first. */
async function candidatesOf(
  db: Kysely<Tables>,
  { now, only, isForced }: Claim,
): Promise<readonly { readonly id: string; readonly host: string }[]> {
  let query = db
    .selectFrom('sources')
    .select(['id', 'host'])
    .where('retired', '=', 0)
    .where(({ not, and, eb }) => not(and(heldAt(eb, now))))
  if (only !== null) query = query.where('id', 'in', only.length > 0 ? only : [''])
  else query = query.where('enabled', '=', 1)
  if (only === null && !isForced) {
    // A visit in the future: the clock went back. 410 Gone stops a source until the operator asks for it by name or changes its address.
    query = query
      .where(({ eb, or }) => or([eb('next_poll_at', '<=', now), eb('last_poll_at', '>', now + clockSlackMs)]))
      .where(({ eb, or }) => or([eb('outcome', 'is', null), eb('outcome', '!=', 'gone')]))
  }
  return query.orderBy('next_poll_at').orderBy('position').execute()
}

async function lease(db: Kysely<Tables>, ids: readonly string[], claim: Claim): Promise<readonly Claimed[]> {
  const claimed: Claimed[] = []
  for (const some of chunks(ids)) {
    const columns = { lease_until: claim.now + claim.leaseMs, lease_id: claim.lease, lease_run: claim.runAt }
    await db.updateTable('sources').set(columns).where('id', 'in', some).execute()
    const rows = new Map((await db.selectFrom('sources').selectAll().where('id', 'in', some).execute()).map((row) => [row.id, row]))
    for (const id of some) {
      const row = rows.get(id)
      if (row !== undefined) claimed.push({ id, lease: claim.lease, state: stateFromRow(row) })
    }
  }
  return claimed
}

/** A lease that reaches further ahead than any is given was taken by a clock that has been put right since. */
function heldAt(eb: ExpressionBuilder<Tables, 'sources'>, now: number) {
  return [eb('lease_until', '>', now), eb('lease_until', '<=', now + longestLeaseMs)]
}

export async function releaseLease(db: Kysely<Tables>, { id, lease: held }: Pick<Claimed, 'id' | 'lease'>): Promise<void> {
  await db.updateTable('sources').set(noLease).where('id', '=', id).where('lease_id', '=', held).execute()
}

export async function releaseLeases(db: Kysely<Tables>, prefix: string): Promise<void> {
  await db.updateTable('sources').set(noLease).where(sql<SqlBool>`substr(lease_id, 1, ${prefix.length}) = ${prefix}`).execute()
}

/** Must run in a transaction. A lease that another poll holds by now writes nothing: null. */
export async function recordPoll(
  db: Kysely<Tables>,
  record: PollRecord,
  { plan, identityNames }: { readonly plan: ((rows: KnownRows) => Promise<MergePlan>) | null; readonly identityNames: readonly string[] },
): Promise<MergePlan['counts'] | null> {
  const freed = await db
    .updateTable('sources')
    .set({ ...stateColumns(record.state), ...noLease })
    .where('id', '=', record.source)
    .where('lease_id', '=', record.lease)
    .executeTakeFirst()
  if (freed.numUpdatedRows === 0n) return null
  const planned = plan === null ? null : await plan(knownRows(db, identityNames))
  if (planned !== null) await writePlan(db, planned, record.at)
  const counts = planned?.counts ?? { new: 0, updated: 0, merged: 0 }
  const { id, ...report } = record.report
  await db
    .insertInto('polls')
    .values({ source: id, at: record.at, ...report, ...counts })
    .execute()
  await db
    .deleteFrom('polls')
    .where('source', '=', id)
    .where('at', '<', record.at - ledgerMs)
    .execute()
  return counts
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
