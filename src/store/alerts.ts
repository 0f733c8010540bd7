// What is wrong with sources: so that each change is noted, and told, once, across restarts and whoever polls.
import type { Insertable, Kysely, Selectable } from 'kysely'
import { type Alert, alertOfBegin, alertOfEnd, type Condition, conditionsOf, type Watch } from '../model/alert.ts'
import { incidentOf } from '../model/incident.ts'
import type { PollState } from '../model/poll.ts'
import { addDeliveries } from './deliveries.ts'
import { addIncident } from './incidents.ts'
import type { PollRecord } from './port/polls.ts'
import { chunks } from './rows.ts'
import type { AnnouncedRow, Tables } from './schema.ts'

/** What is wrong with each source, by condition. */
export type Announced = ReadonlyMap<string, ReadonlyMap<Condition, Selectable<AnnouncedRow>>>

export async function announcedOf(db: Kysely<Tables>, sources: readonly string[]): Promise<Announced> {
  const found = new Map<string, Map<Condition, Selectable<AnnouncedRow>>>()
  for (const some of chunks(sources)) {
    for (const row of await db.selectFrom('announced').selectAll().where('source', 'in', some).execute())
      found.set(row.source, (found.get(row.source) ?? new Map<Condition, Selectable<AnnouncedRow>>()).set(row.condition, row))
  }
  return found
}

/**
 * Notes what a poll has changed, and tells those who watch; who watches later is told of what is wrong then. Must run in its transaction,
 * after its row of the ledger is written.
 */
export async function announce(
  db: Kysely<Tables>,
  { source, at: runAt, watch }: Pick<PollRecord, 'source' | 'at' | 'watch'>,
  state: PollState,
  announced: Announced,
): Promise<void> {
  if (watch === null) return
  const at = state.lastPollAt ?? runAt
  for (const [condition, holds] of conditionsOf(state, watch.after)) {
    const known = announced.get(source)?.get(condition) ?? null
    const recipients = watch.on.includes(condition) ? watch.recipients : []
    if (holds) await noteBegin(db, { source, condition, at, state, known, recipients })
    else if (known !== null) await noteEnd(db, { ...known, at, recipients })
  }
}

interface Begin {
  readonly source: string
  readonly condition: Condition
  readonly at: number
  readonly state: PollState
  /** Null: it held not before. */
  readonly known: Selectable<AnnouncedRow> | null
  readonly recipients: readonly string[]
}

async function noteBegin(db: Kysely<Tables>, { source, condition, at, state, known, recipients }: Begin): Promise<void> {
  const isHeard = recipients.length > 0
  if (known !== null && (known.is_told === 1 || !isHeard)) return
  const since = known?.since ?? (condition === 'failing' ? await failingSince(db, source) : null) ?? at
  const alert = alertOfBegin({ source, condition, since, at }, state)
  await begin(db, { source, condition, since, is_told: Number(isHeard) })
  if (known === null) await addIncident(db, incidentOf(alert))
  await tell(db, alert, recipients)
}

interface End extends Selectable<AnnouncedRow> {
  readonly at: number
  readonly recipients: readonly string[]
  /** Why, where it did not just end. */
  readonly why?: string
}

/** Who was not told that it began is not told that it is over. */
async function noteEnd(db: Kysely<Tables>, { source, condition, since, is_told, at, recipients, why }: End): Promise<void> {
  const alert = alertOfEnd({ source, condition, since, at }, why)
  await end(db, { source, condition })
  await addIncident(db, incidentOf(alert))
  if (is_told === 1) await tell(db, alert, recipients)
}

/** Sources that are not visited any more have nothing wrong with them. */
export async function endAlerts(db: Kysely<Tables>, at: number, recipients: readonly string[]): Promise<void> {
  const rows = await announcedOfUnwatched(db).execute()
  for (const { paused_at, ...row } of rows)
    await noteEnd(db, { ...row, at, recipients, why: paused_at === null ? 'it is not visited any more' : 'it is paused' })
}

export function announcedOfUnwatched(db: Kysely<Tables>) {
  return db
    .selectFrom('announced')
    .innerJoin('sources', 'sources.id', 'announced.source')
    .select(['source', 'condition', 'since', 'is_told', 'paused_at'])
    .where(({ eb, or }) => or([eb('retired', '=', 1), eb('enabled', '=', 0), eb('paused_at', 'is not', null)]))
    .orderBy('source')
}

async function begin(db: Kysely<Tables>, row: Insertable<AnnouncedRow>): Promise<void> {
  await db
    .insertInto('announced')
    .values(row)
    .onConflict((conflict) => conflict.columns(['source', 'condition']).doUpdateSet({ is_told: row.is_told ?? 1 }))
    .execute()
}

async function end(db: Kysely<Tables>, { source, condition }: Pick<AnnouncedRow, 'source' | 'condition'>): Promise<void> {
  await db.deleteFrom('announced').where('source', '=', source).where('condition', '=', condition).execute()
}

/** Something that happened, and is not over some day. Must run in the transaction of what happened. */
export async function announceDeletion(db: Kysely<Tables>, alert: Alert, watch: Watch | null): Promise<void> {
  await addIncident(db, incidentOf(alert))
  await tell(db, alert, watch?.on.includes('deleted') ? watch.recipients : [])
}

async function tell(db: Kysely<Tables>, alert: Alert, recipients: readonly string[]): Promise<void> {
  const message = { kind: 'alert', alert } as const
  await addDeliveries(
    db,
    recipients.map((recipient) => ({ recipient, message })),
    { at: alert.at, dueAt: alert.at },
  )
}

/** The first failure since the last answer that could be used, as far back as the ledger goes. */
async function failingSince(db: Kysely<Tables>, source: string): Promise<number | null> {
  const lastGood = db
    .selectFrom('polls as good')
    .select(({ fn, val }) => fn.coalesce(fn.max('good.id'), val(0)).as('id'))
    .where('good.source', '=', source)
    .where('good.outcome', 'in', ['changed', 'unchanged'])
    .where('good.is_push', '=', 0)
  const { since } = await db
    .selectFrom('polls')
    .select(({ fn }) => fn.min('first_at').as('since'))
    .where('source', '=', source)
    .where('outcome', 'in', ['failed', 'gone'])
    .where('id', '>', lastGood)
    .executeTakeFirstOrThrow()
  return since
}
