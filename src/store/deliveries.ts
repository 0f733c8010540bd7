// Messages that wait to be handed over: written with what they tell, taken away when they are there.
import type { Kysely, Selectable } from 'kysely'
import type { Delivery, Message, NewDelivery } from '../model/delivery.ts'
import { chunks } from './rows.ts'
import type { DeliveryRow, Tables } from './schema.ts'

interface Timing {
  readonly at: number
  /** Not handed over before. */
  readonly dueAt: number
}

/** Must run in the transaction of what is told; their ids. */
export async function addDeliveries(
  db: Kysely<Tables>,
  deliveries: readonly NewDelivery[],
  { at, dueAt }: Timing,
): Promise<readonly number[]> {
  const ids: number[] = []
  for (const some of chunks(deliveries)) {
    const rows = some.map(({ recipient, message }) => ({
      recipient,
      subject: subjectOf(message),
      message: JSON.stringify(message),
      created_at: at,
      attempts: 0,
      next_at: dueAt,
    }))
    ids.push(...(await db.insertInto('deliveries').values(rows).returning('id').execute()).map((row) => row.id))
  }
  return ids
}

/** Who is to be told something now. */
export async function dueRecipients(db: Kysely<Tables>, now: number): Promise<readonly string[]> {
  const rows = await db.selectFrom('deliveries').select('recipient').distinct().where('next_at', '<=', now).orderBy('recipient').execute()
  return rows.map((row) => row.recipient)
}

/** Takes the message that was tried least, never one before an earlier one on the same subject; until `until` nobody else takes it. */
export async function claimDelivery(
  db: Kysely<Tables>,
  recipient: string,
  { now, until }: { readonly now: number; readonly until: number },
): Promise<Delivery | null> {
  const row = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('recipient', '=', recipient)
    .where('next_at', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as earlier')
            .select('earlier.id')
            .whereRef('earlier.recipient', '=', 'deliveries.recipient')
            .whereRef('earlier.subject', '=', 'deliveries.subject')
            .whereRef('earlier.id', '<', 'deliveries.id'),
        ),
      ),
    )
    .orderBy('attempts')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  const attempts = row.attempts + 1
  await db.updateTable('deliveries').set({ attempts, next_at: until }).where('id', '=', row.id).execute()
  return deliveryFromRow({ ...row, attempts })
}

export async function postponeDeliveries(db: Kysely<Tables>, ids: readonly number[], nextAt: number): Promise<void> {
  for (const some of chunks(ids)) await db.updateTable('deliveries').set({ next_at: nextAt }).where('id', 'in', some).execute()
}

export async function endDelivery(db: Kysely<Tables>, id: number): Promise<void> {
  await db.deleteFrom('deliveries').where('id', '=', id).execute()
}

/** Drops what a recipient was not told in time; how many. */
export async function dropDeliveries(db: Kysely<Tables>, recipient: string, before: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('deliveries')
    .where('recipient', '=', recipient)
    .where('created_at', '<', before)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** What is told of one source keeps its order; anything else has none. */
function subjectOf(message: Message): string | null {
  return message.kind === 'alert' ? message.alert.source : null
}

function deliveryFromRow({ id, recipient, message, created_at, attempts }: Selectable<DeliveryRow>): Delivery {
  return { id, recipient, message: JSON.parse(message), createdAt: created_at, attempts }
}
