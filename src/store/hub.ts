// Subscriptions at our hub, and what is asked for until somebody at the callback says that it was meant.
import { type Kysely, type Selectable, sql } from 'kysely'
import type { HubRequest, NewHubRequest } from '../model/hub.ts'
import type { HubCounts } from '../model/status-shape.ts'
import { formerTopics, watch } from './hub-topics.ts'
import type { HubLimits, Taking } from './port/hub.ts'
import { chunks } from './rows.ts'
import type { HubRequestRow, Tables } from './schema.ts'

export async function ask(
  db: Kysely<Tables>,
  { topic, kind, address, callback, secret, leaseMs }: NewHubRequest,
  { now, most }: { readonly now: number; readonly most: HubLimits },
): Promise<'taken' | 'full'> {
  const place = { topic: topic.path, callback, host: hostOf(callback) }
  if (await isFull(db, { ...place, most, isNew: kind === 'subscribe' })) return 'full'
  if (kind === 'subscribe') await watch(db, [topic])
  const asked = { kind, address, secret, lease_ms: leaseMs, asked_at: now }
  await db
    .insertInto('hub_requests')
    .values({ ...place, ...asked, seen: versionOf(topic.path), round: 0, taken_by: null, taken_until: 0 })
    // Whoever is at the earlier one ends it: only then this one is begun.
    .onConflict((conflict) => conflict.columns(['topic', 'callback']).doUpdateSet({ ...asked, round: sql<number>`hub_requests.round + 1` }))
    .execute()
  return 'taken'
}

interface Place {
  readonly topic: string
  readonly callback: string
  readonly host: string
  readonly most: HubLimits
  /** It makes a subscription. */
  readonly isNew: boolean
}

/** What replaces an earlier request, or renews a subscription, is never too much. */
async function isFull(db: Kysely<Tables>, { topic, callback, host, most, isNew }: Place): Promise<boolean> {
  for (const kind of isNew ? (['requests', 'subscriptions'] as const) : (['requests'] as const)) {
    const rows = db.selectFrom(`hub_${kind}`)
    if ((await rows.select('id').where('topic', '=', topic).where('callback', '=', callback).executeTakeFirst()) !== undefined) continue
    const count = rows.select(({ fn }) => fn.countAll<number>().as('count'))
    const [ofHost, inAll] = [await count.where('host', '=', host).executeTakeFirstOrThrow(), await count.executeTakeFirstOrThrow()]
    if (ofHost.count >= most[kind].ofHost || inAll.count >= most[kind].inAll) return true
  }
  return false
}

export async function claimRequest(db: Kysely<Tables>, host: string, { now, until, by }: Taking): Promise<HubRequest | null> {
  const row = await db
    .selectFrom('hub_requests')
    .selectAll()
    .where('host', '=', host)
    .where('taken_until', '<=', now)
    .orderBy('asked_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  await db.updateTable('hub_requests').set({ taken_by: by, taken_until: until }).where('id', '=', row.id).execute()
  return requestFromRow(row)
}

export async function confirm(db: Kysely<Tables>, request: HubRequest, since: number): Promise<void> {
  const row = await db
    .selectFrom('hub_requests')
    .selectAll()
    .where('id', '=', request.id)
    .where('round', '=', request.round)
    .executeTakeFirst()
  if (row?.kind === 'subscribe') await subscribe(db, row, since)
  if (row?.kind === 'unsubscribe')
    await db.deleteFrom('hub_subscriptions').where('topic', '=', row.topic).where('callback', '=', row.callback).execute()
  await drop(db, request)
}

/** What was asked for again meanwhile is next. */
export async function drop(db: Kysely<Tables>, { id, round }: HubRequest): Promise<void> {
  await db.deleteFrom('hub_requests').where('id', '=', id).where('round', '=', round).execute()
  await db.updateTable('hub_requests').set({ taken_by: null, taken_until: 0 }).where('id', '=', id).execute()
}

/** A renewal goes on from what was sent; a new one from what was published when it was asked for. */
async function subscribe(
  db: Kysely<Tables>,
  { topic, callback, host, address, secret, lease_ms, seen }: Row,
  since: number,
): Promise<void> {
  const said = { address, secret, lease_until: since + lease_ms }
  await db
    .insertInto('hub_subscriptions')
    .values({
      topic,
      callback,
      host,
      ...said,
      ...untold,
      delivered: seen,
      is_due: sql<number>`${versionOf(topic)} is not null and ${versionOf(topic)} is not ${seen}`,
    })
    .onConflict((conflict) => conflict.columns(['topic', 'callback']).doUpdateSet(said))
    .execute()
}

const untold = { failures: 0, failing_since: null, next_at: 0, taken_by: null, taken_until: 0 }

export async function endSubscriptions(
  db: Kysely<Tables>,
  { now, isOpen }: { readonly now: number; readonly isOpen: boolean },
): Promise<void> {
  await db.deleteFrom('hub_subscriptions').where('lease_until', '<=', now).execute()
  for (const paths of chunks(await formerTopics(db, isOpen))) await deny(db, paths, now)
}

/** Whether `endSubscriptions` would do anything. */
export async function hasEnding(db: Kysely<Tables>, { now, isOpen }: { readonly now: number; readonly isOpen: boolean }): Promise<boolean> {
  const over = await db.selectFrom('hub_subscriptions').select('id').where('lease_until', '<=', now).limit(1).executeTakeFirst()
  return over !== undefined || (await formerTopics(db, isOpen)).length > 0
}

async function deny(db: Kysely<Tables>, paths: readonly string[], now: number): Promise<void> {
  const denied = { kind: 'denied', secret: null, lease_ms: 0, asked_at: now } as const
  const again = { ...denied, round: sql<number>`hub_requests.round + 1` }
  await db.updateTable('hub_requests').set(again).where('topic', 'in', paths).where('kind', '=', 'subscribe').execute()
  const ended = db.selectFrom('hub_subscriptions').where('topic', 'in', paths)
  const rows = await ended.select(['topic', 'callback', 'host', 'address']).execute()
  for (const some of chunks(rows))
    await db
      .insertInto('hub_requests')
      .values(some.map((row) => ({ ...row, ...denied, seen: null, round: 0, taken_by: null, taken_until: 0 })))
      .onConflict((conflict) => conflict.columns(['topic', 'callback']).doUpdateSet(again))
      .execute()
  for (const table of ['hub_subscriptions', 'hub_pings'] as const) await db.deleteFrom(table).where('topic', 'in', paths).execute()
  await db.deleteFrom('hub_topics').where('path', 'in', paths).execute()
}

export async function countHub(db: Kysely<Tables>): Promise<HubCounts> {
  return db
    .selectFrom('hub_subscriptions')
    .select(({ fn }) => [fn.countAll<number>().as('subscriptions'), sql<number>`coalesce(sum(failures > 0), 0)`.as('failing')])
    .executeTakeFirstOrThrow()
}

type Row = Selectable<HubRequestRow>

function requestFromRow({ id, round, kind, address, callback, secret, lease_ms }: Row): HubRequest {
  return { id, round, kind, address, callback, secret, leaseMs: lease_ms }
}

function versionOf(path: string) {
  return sql<string | null>`(select version from hub_topics where path = ${path})`
}

function hostOf(callback: string): string {
  return new URL(callback).host
}
