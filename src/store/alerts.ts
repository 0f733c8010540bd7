// What was announced of sources: so that each change is told once, across restarts and whoever polls.
import type { Kysely } from 'kysely'
import { type Alert, alertOfBegin, alertOfEnd, type Condition, conditionsOf } from '../model/alert.ts'
import type { PollState } from '../model/poll.ts'
import { addDeliveries } from './deliveries.ts'
import type { PollRecord } from './port/polls.ts'
import { chunks } from './rows.ts'
import type { AnnouncedRow, Tables } from './schema.ts'

/** Since when each condition is announced, by source. */
export type Announced = ReadonlyMap<string, ReadonlyMap<Condition, number>>

export async function announcedOf(db: Kysely<Tables>, sources: readonly string[]): Promise<Announced> {
  const found = new Map<string, Map<Condition, number>>()
  for (const some of chunks(sources)) {
    for (const { source, condition, since } of await db.selectFrom('announced').selectAll().where('source', 'in', some).execute())
      found.set(source, (found.get(source) ?? new Map<Condition, number>()).set(condition, since))
  }
  return found
}

/** Announces what a poll has changed. Must run in its transaction, after its row of the ledger is written. */
export async function announce(
  db: Kysely<Tables>,
  { source, at: runAt, watch }: Pick<PollRecord, 'source' | 'at' | 'watch'>,
  state: PollState,
  announced: Announced,
): Promise<void> {
  if (watch === null) return
  const at = state.lastPollAt ?? runAt
  for (const [condition, holds] of conditionsOf(state, watch)) {
    const since = announced.get(source)?.get(condition) ?? null
    if (holds === (since !== null)) continue
    const turn = { source, condition, at, since: since ?? (condition === 'failing' ? await failingSince(db, source) : null) ?? at }
    if (since === null) await begin(db, turn)
    else await end(db, turn)
    await tell(db, since === null ? alertOfBegin(turn, state) : alertOfEnd(turn), watch.recipients)
  }
}

/** Sources that are not visited any more have nothing wrong with them. */
export async function endAlerts(db: Kysely<Tables>, at: number, recipients: readonly string[]): Promise<void> {
  const rows = await announcedOfUnwatched(db).execute()
  for (const row of rows) {
    await end(db, row)
    await tell(db, alertOfEnd({ ...row, at }, 'it is not visited any more'), recipients)
  }
}

export function announcedOfUnwatched(db: Kysely<Tables>) {
  return db
    .selectFrom('announced')
    .innerJoin('sources', 'sources.id', 'announced.source')
    .select(['source', 'condition', 'since'])
    .where(({ eb, or }) => or([eb('retired', '=', 1), eb('enabled', '=', 0)]))
    .orderBy('source')
}

async function begin(db: Kysely<Tables>, { source, condition, since }: AnnouncedRow): Promise<void> {
  await db.insertInto('announced').values({ source, condition, since }).execute()
}

async function end(db: Kysely<Tables>, { source, condition }: AnnouncedRow): Promise<void> {
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
