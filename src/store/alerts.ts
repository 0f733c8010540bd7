// What is wrong with sources: so that each change is noted, and told, once, across restarts and whoever polls.
import type { Insertable, Kysely, Selectable } from 'kysely'
import { type Alert, alertOfBegin, alertOfEnd, type Condition, conditionsOf } from '../model/alert.ts'
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
    if (!holds && known === null) continue
    const isHeard = watch.recipients.length > 0 && watch.on.includes(condition)
    if (holds && known !== null && (known.is_told === 1 || !isHeard)) continue
    const since = known?.since ?? (condition === 'failing' ? await failingSince(db, source) : null) ?? at
    const turn = { source, condition, at, since }
    const alert = holds ? alertOfBegin(turn, state) : alertOfEnd(turn)
    if (!holds) await end(db, turn)
    else await begin(db, { source, condition, since, is_told: Number(isHeard) })
    if (!holds || known === null) await addIncident(db, incidentOf(alert))
    if (isHeard && (holds || known?.is_told === 1)) await tell(db, alert, watch.recipients)
  }
}

/** Sources that are not visited any more have nothing wrong with them. */
export async function endAlerts(db: Kysely<Tables>, at: number, recipients: readonly string[]): Promise<void> {
  const rows = await announcedOfUnwatched(db).execute()
  for (const row of rows) {
    await end(db, row)
    const { source, condition, since, paused_at } = row
    const alert = alertOfEnd({ source, condition, since, at }, paused_at === null ? 'it is not visited any more' : 'it is paused')
    await addIncident(db, incidentOf(alert))
    if (row.is_told === 1) await tell(db, alert, recipients)
  }
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
