// What subscribers, and hubs elsewhere, have yet to be told: whoever was sent another document than the newest.
import { type Kysely, sql } from 'kysely'
import type { HubDelivery, HubPing, HubResult } from '../model/hub.ts'
import type { Taking } from './port/hub.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

export async function dueHosts(db: Kysely<Tables>, now: number): Promise<readonly string[]> {
  const asked = db.selectFrom('hub_requests').select('host').where('taken_until', '<=', now)
  const rows = await asked.union(untold(db, now).select('host')).orderBy('host').execute()
  return rows.map((row) => row.host)
}

export async function claimDeliveries(
  db: Kysely<Tables>,
  host: string,
  { now, until, by, limit }: Taking & { readonly limit: number },
): Promise<readonly HubDelivery[]> {
  const columns = ['id', 'topic as path', 'callback', 'secret', 'delivered as sent', 'failures', 'failing_since as failingSince'] as const
  const known = newest.as('known')
  const deliveries = await untold(db, now)
    .select(columns)
    .select(known)
    .where('host', '=', host)
    .orderBy('topic')
    .orderBy('id')
    .limit(limit)
    .execute()
  for (const some of chunks(deliveries))
    await db
      .updateTable('hub_subscriptions')
      .set({ taken_by: by, taken_until: until })
      .where(
        'id',
        'in',
        some.map(({ id }) => id),
      )
      .execute()
  return deliveries
}

function untold(db: Kysely<Tables>, now: number) {
  return db
    .selectFrom('hub_subscriptions')
    .where('is_due', '=', 1)
    .where('next_at', '<=', now)
    .where('taken_until', '<=', now)
    .where('lease_until', '>', now)
}

export async function record(db: Kysely<Tables>, results: readonly HubResult[]): Promise<void> {
  for (const result of results) {
    if (result.kind === 'gone') await db.deleteFrom('hub_subscriptions').where('id', '=', result.id).execute()
    else
      await db
        .updateTable('hub_subscriptions')
        .set({ ...changeOf(result), taken_by: null, taken_until: 0 })
        .where('id', '=', result.id)
        .execute()
  }
}

function changeOf(result: Exclude<HubResult, { kind: 'gone' }>) {
  if (result.kind === 'sent') return whenSent(result)
  return result.kind === 'failed' ? whenFailed(result) : { next_at: result.nextAt }
}

const newest = sql<string | null>`(select version from hub_topics where path = hub_subscriptions.topic)`

/** What was seen to be published since is due. */
function whenSent({ version, known }: Extract<HubResult, { kind: 'sent' }>) {
  const isDue = sql<number>`${newest} is not null and ${newest} <> ${version} and ${newest} is not ${known}`
  return { delivered: version, is_due: isDue, failures: 0, failing_since: null }
}

function whenFailed({ at, nextAt, isLast }: Extract<HubResult, { kind: 'failed' }>) {
  return {
    failures: sql<number>`failures + 1`,
    failing_since: sql<number>`coalesce(failing_since, ${at})`,
    next_at: nextAt,
    ...(isLast && { is_due: 0 }),
  }
}

export async function duePings(
  db: Kysely<Tables>,
  hub: string,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<readonly HubPing[]> {
  const rows = await db
    .selectFrom('hub_topics')
    .leftJoin('hub_pings', (join) => join.onRef('hub_pings.topic', '=', 'hub_topics.path').on('hub_pings.hub', '=', hub))
    .select(['hub_topics.path', 'hub_topics.version', 'hub_pings.failures'])
    .where('hub_topics.version', 'is not', null)
    .where(({ or, eb }) => or([eb('hub_pings.version', 'is', null), eb('hub_pings.version', '!=', eb.ref('hub_topics.version'))]))
    .where(({ or, eb }) => or([eb('hub_pings.next_at', 'is', null), eb('hub_pings.next_at', '<=', now)]))
    .orderBy('hub_topics.path')
    .limit(limit)
    .execute()
  return rows.flatMap(({ path, version, failures }) => (version === null ? [] : [{ path, version, failures: failures ?? 0 }]))
}

export async function pinged(db: Kysely<Tables>, hub: string, { path, version }: HubPing): Promise<void> {
  const told = { version, failures: 0, next_at: 0 }
  await db
    .insertInto('hub_pings')
    .values({ hub, topic: path, ...told })
    .onConflict((conflict) => conflict.columns(['hub', 'topic']).doUpdateSet(told))
    .execute()
}

export async function pingFailed(db: Kysely<Tables>, hub: string, { path, failures }: HubPing, nextAt: number): Promise<void> {
  const failed = { failures: failures + 1, next_at: nextAt }
  await db
    .insertInto('hub_pings')
    .values({ hub, topic: path, version: null, ...failed })
    .onConflict((conflict) => conflict.columns(['hub', 'topic']).doUpdateSet(failed))
    .execute()
}
