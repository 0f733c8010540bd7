// What visits leave behind: entries, state and ledger, many polls in one transaction.

import { type Insertable, type Kysely, sql, type Updateable } from 'kysely'
import { breathe } from '../base/breathe.ts'
import type { MergePlan } from '../model/merge.ts'
import { dayOf, type LedgerRow } from '../model/poll.ts'
import type { TakedownJudge } from '../model/takedown.ts'
import { type Announced, announce, announcedOf } from './alerts.ts'
import { limitAnswers } from './answer-room.ts'
import { keepAnswer } from './answers.ts'
import { runBuilt } from './built.ts'
import { noLease } from './claims.ts'
import { noteAndTell } from './deletion-news.ts'
import { follow } from './followed.ts'
import { knownRows } from './known.ts'
import { writePlan } from './merge-plans.ts'
import type { Decision, KnownRows, PollRecord, Recorded } from './port/polls.ts'
import { doubtPushes } from './push.ts'
import { pushWasRead } from './push-inbox.ts'
import { chunks, ledgerFromRow, stateColumns } from './rows.ts'
import type { PollRow, SourceRow, Tables } from './schema.ts'
import { obeyTakedown } from './takedown.ts'

const ledgerDays = 30
const day = 86_400_000
/** Rows of the ledger forgotten at once, so that a store that slept for long does not wake up to nothing else. */
const mostForgotten = 1_000

const nothing: MergePlan['counts'] = { new: 0, updated: 0, merged: 0 }

/** Must run in a transaction. A lease that another poll holds by now writes nothing. */
export async function recordPolls(
  db: Kysely<Tables>,
  records: readonly PollRecord[],
  { identityNames, judge }: Rules,
): Promise<Recorded[]> {
  const leases = await leasesOf(db, records)
  const announced = await announcedOf(
    db,
    records.filter((record) => record.watch !== null).map((record) => record.source),
  )
  const batch: Batch = { db, known: knownRows(db, identityNames), announced, judge, keptBytes: 0 }
  const recorded: Recorded[] = []
  for (const record of records) {
    const isHeld = leases.get(record.source) === record.lease && leases.delete(record.source)
    recorded.push(isHeld ? await recordOne(record, batch) : { kind: 'lost' })
  }
  const settings = records.find(({ answer }) => answer !== undefined)?.answer?.settings
  if (settings !== undefined) await limitAnswers(db, batch.keptBytes, settings)
  await forgetOld(db, Math.max(0, ...records.map((record) => record.at)))
  return recorded
}

/** By what everything that is written is judged. */
export interface Rules {
  /** Configured identities, strongest first. */
  readonly identityNames: readonly string[]
  /** Of what config takes down; null: nothing. */
  readonly judge: TakedownJudge | null
}

interface Batch extends Pick<Rules, 'judge'> {
  readonly db: Kysely<Tables>
  readonly known: KnownRows
  readonly announced: Announced
  /** Bytes of answers that came, less those that went. */
  keptBytes: number
}

async function leasesOf(db: Kysely<Tables>, records: readonly PollRecord[]): Promise<Map<string, string | null>> {
  const leases = new Map<string, string | null>()
  for (const some of chunks(records)) {
    const ids = some.map((record) => record.source)
    for (const row of await db.selectFrom('sources').select(['id', 'lease_id']).where('id', 'in', ids).execute())
      leases.set(row.id, row.lease_id)
  }
  return leases
}

/** A plan that throws, or cannot be written, undoes its own record and no other. */
async function recordOne(record: PollRecord, batch: Batch): Promise<Recorded> {
  const { decision } = record
  if (typeof decision !== 'function') return written(record, decision, batch)
  const { db } = batch
  await breathe()
  await sql`savepoint poll`.execute(db)
  try {
    const recorded = await written(record, await decision(batch.known), batch)
    await sql`release savepoint poll`.execute(db)
    return recorded
  } catch (error) {
    await undo(db, error)
    await db.updateTable('sources').set(noLease).where('id', '=', record.source).execute()
    return { kind: 'failed', error }
  }
}

/** @throws the error itself where it has ended the whole transaction, as a full disk does. */
async function undo(db: Kysely<Tables>, error: unknown): Promise<void> {
  try {
    await sql`rollback to savepoint poll`.execute(db)
    await sql`release savepoint poll`.execute(db)
  } catch {
    throw error
  }
}

async function written(record: PollRecord, decision: Decision, batch: Batch): Promise<Recorded> {
  const { plan, state, host, feeds, deletions, isUntold = false, push } = decision
  const met = plan === null ? [] : await writePlan(batch.db, plan, record.at)
  if (batch.judge !== null) await obeyTakedown(batch.db, met, { judge: batch.judge, at: record.at })
  if (plan !== null) batch.keptBytes += await keep(batch.db, record, decision)
  if (deletions !== undefined) await noteAndTell(batch.db, deletions, record)
  if (feeds !== undefined) await follow(batch.db, { list: record.source, feeds, at: record.at })
  await writeState(batch.db, record.source, { ...stateColumns(state), ...noLease, host })
  if (isUntold) await doubtPushes(batch.db, record.source, record.at)
  if (push !== undefined) await pushWasRead(batch.db, push)
  const counts = plan?.counts ?? nothing
  await writeLedger(record, { counts, isGap: Number(state.isGap), isDrifting: Number(state.isDrifting) }, batch.db)
  if (counts.new > 0) await countNew(batch.db, record, counts.new)
  await announce(batch.db, record, state, batch.announced)
  return { kind: 'recorded', counts, state }
}

/** Bytes that came or went. */
async function keep(db: Kysely<Tables>, { answer, source, at }: PollRecord, { fingerprints = [] }: Decision): Promise<number> {
  return answer === undefined ? 0 : keepAnswer(db, answer.kept, { source, at, settings: answer.settings, fingerprints })
}

async function writeState(db: Kysely<Tables>, source: string, columns: Updateable<SourceRow>): Promise<void> {
  const build = () =>
    db
      .updateTable('sources')
      .set({ ...columns, asked_at: stillAsked })
      .where('id', '=', source)
  await runBuilt(db, 'state', { values: [...Object.values(columns), source], build })
}

/** What the operator asked for after this visit was claimed is yet to come. */
const stillAsked = sql<number | null>`case when asked_at > lease_run then asked_at end`

interface LedgerFacts {
  readonly counts: MergePlan['counts']
  readonly isGap: number
  readonly isDrifting: number
}

/** A poll that says what the one before it said, and brought nothing, makes that row longer. */
async function writeLedger(record: PollRecord, { counts, isGap, isDrifting }: LedgerFacts, db: Kysely<Tables>): Promise<void> {
  const { source, at, report } = record
  const broughtNothing = counts.new + counts.updated + counts.merged + isGap === 0
  if (broughtNothing && (await lengthened(record, isDrifting, db))) return
  const { id: _, ...said } = report
  const isPush = Number(record.isPush ?? false)
  const row: Insertable<PollRow> = {
    source,
    at,
    first_at: at,
    times: 1,
    is_gap: isGap,
    is_drifting: isDrifting,
    is_push: isPush,
    ...said,
    ...counts,
  }
  await runBuilt(db, 'ledger row', { values: Object.values(row), build: () => db.insertInto('polls').values(row) })
}

/** False: the source's last row says something else. */
async function lengthened({ source, at, report, isPush }: PollRecord, isDrifting: number, db: Kysely<Tables>): Promise<boolean> {
  const { bytes, ms, outcome, code, message, read } = report
  const values = [at, 1, bytes, ms, source, outcome, code, message, read, isDrifting, Number(isPush ?? false), 0, 0, 0, 0]
  const build = () =>
    db
      .updateTable('polls')
      .set((eb) => ({ at, times: eb('times', '+', 1), bytes: eb('bytes', '+', bytes), ms: eb('ms', '+', ms) }))
      .where('id', '=', (eb) =>
        eb
          .selectFrom('polls as last')
          .select(({ fn }) => fn.max('last.id').as('id'))
          .where('last.source', '=', source),
      )
      .where('outcome', '=', outcome)
      .where('code', 'is not distinct from', code)
      .where('message', 'is not distinct from', message)
      .where('read', '=', read)
      .where('is_drifting', '=', isDrifting)
      .where('is_push', '=', Number(isPush ?? false))
      .where('new', '=', 0)
      .where('updated', '=', 0)
      .where('merged', '=', 0)
      .where('is_gap', '=', 0)
  return ((await runBuilt(db, 'ledger', { values, build })).numAffectedRows ?? 0n) > 0n
}

async function countNew(db: Kysely<Tables>, { source, at }: PollRecord, count: number): Promise<void> {
  const today = dayOf(at)
  const counted = () =>
    db
      .insertInto('source_days')
      .values({ source, day: today, new: count })
      .onConflict((conflict) => conflict.columns(['source', 'day']).doUpdateSet((eb) => ({ new: eb('source_days.new', '+', count) })))
  await runBuilt(db, 'source day', { values: [source, today, count, count], build: counted })
  const oldest = today - ledgerDays
  const old = () => db.deleteFrom('source_days').where('source', '=', source).where('day', '<=', oldest)
  await runBuilt(db, 'old source days', { values: [source, oldest], build: old })
}

async function forgetOld(db: Kysely<Tables>, now: number): Promise<void> {
  const old = db
    .selectFrom('polls')
    .select('id')
    .where('at', '<', now - ledgerDays * day)
    .orderBy('at')
    .limit(mostForgotten)
  await db.deleteFrom('polls').where('id', 'in', old).execute()
}

export async function listLedger(db: Kysely<Tables>, source: string, limit: number): Promise<readonly LedgerRow[]> {
  const rows = await db.selectFrom('polls').selectAll().where('source', '=', source).orderBy('id', 'desc').limit(limit).execute()
  return rows.map(ledgerFromRow)
}
