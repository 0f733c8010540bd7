// Subscriptions at hubs.
import type { Kysely, Selectable } from 'kysely'
import type { PushMode, PushOffer, PushStanding, PushSubscription } from '../model/push.ts'
import type { Confirmation, PushChanges, PushSurvey } from './port/push.ts'
import { chunks } from './rows.ts'
import type { PushRow, Tables } from './schema.ts'

/** What waits for longer is not read soon: no service runs. */
const patienceMs = 10 * 60_000
/** No source is visited sooner after a visit because of what a hub says. */
const leastBetweenMs = 60_000

export async function surveyPushes(db: Kysely<Tables>): Promise<PushSurvey> {
  const offers = await db
    .selectFrom('sources')
    .select(['id', 'offer'])
    .where('offer', 'is not', null)
    .where('retired', '=', 0)
    .where('enabled', '=', 1)
    .where('paused_at', 'is', null)
    .orderBy('id')
    .execute()
  return {
    offers: offers.flatMap(({ id, offer }) => (offer === null ? [] : [{ source: id, offer: JSON.parse(offer) }])),
    subscriptions: (await db.selectFrom('push_subscriptions').selectAll().orderBy('callback').execute()).map(fromRow),
  }
}

export async function offerOf(db: Kysely<Tables>, source: string): Promise<PushOffer | null> {
  const row = await db.selectFrom('sources').select('offer').where('id', '=', source).executeTakeFirst()
  return row?.offer ? JSON.parse(row.offer) : null
}

/** Must run in a transaction. */
export async function changePushes(db: Kysely<Tables>, { subscribe, leave, forget }: PushChanges, now: number): Promise<void> {
  for (const callback of [...leave, ...forget]) await endTrust(db, callback, now)
  const left = { state: 'leaving', pending: null, failures: 0, next_try_at: now } as const
  for (const some of chunks(leave)) await db.updateTable('push_subscriptions').set(left).where('callback', 'in', some).execute()
  for (const some of chunks(forget)) await db.deleteFrom('push_subscriptions').where('callback', 'in', some).execute()
  for (const some of chunks(subscribe)) await db.insertInto('push_subscriptions').values(some.map(rowOf)).execute()
}

export async function duePushes(db: Kysely<Tables>, now: number, limit: number): Promise<readonly PushSubscription[]> {
  const rows = await db
    .selectFrom('push_subscriptions')
    .selectAll()
    .where('next_try_at', '<=', now)
    .orderBy('next_try_at')
    .orderBy('callback')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}

export async function asking(
  db: Kysely<Tables>,
  callback: string,
  { mode, nextTryAt }: { mode: PushMode; nextTryAt: number },
): Promise<void> {
  await db
    .updateTable('push_subscriptions')
    .set((eb) => ({ pending: mode, next_try_at: nextTryAt, failures: eb('failures', '+', 1) }))
    .where('callback', '=', callback)
    .execute()
}

export async function findPush(db: Kysely<Tables>, callback: string): Promise<PushSubscription | null> {
  const row = await db.selectFrom('push_subscriptions').selectAll().where('callback', '=', callback).executeTakeFirst()
  return row === undefined ? null : fromRow(row)
}

/** Must run in a transaction. */
export async function confirmPush(db: Kysely<Tables>, callback: string, confirmation: Confirmation): Promise<boolean> {
  const { mode, leaseUntil, renewAt } = confirmation
  const asked = await db
    .selectFrom('push_subscriptions')
    .select('source')
    .where('callback', '=', callback)
    .where('pending', '=', mode)
    .executeTakeFirst()
  if (asked === undefined) return false
  if (mode === 'unsubscribe') await db.deleteFrom('push_subscriptions').where('callback', '=', callback).execute()
  else {
    const active = { state: 'active', pending: null, failures: 0, lease_until: leaseUntil, next_try_at: renewAt } as const
    await db.updateTable('push_subscriptions').set(active).where('callback', '=', callback).execute()
    const trusted = db.updateTable('sources').set({ pushed_until: leaseUntil }).where('id', '=', asked.source)
    await trusted.where('pushed_until', 'is not', null).execute()
  }
  return true
}

/** Must run in a transaction. */
export async function denyPush(
  db: Kysely<Tables>,
  callback: string,
  { nextTryAt, now }: { readonly nextTryAt: number; readonly now: number },
): Promise<void> {
  await endTrust(db, callback, now)
  await db
    .updateTable('push_subscriptions')
    .set({ state: 'denied', pending: null, lease_until: null, next_try_at: nextTryAt })
    .where('callback', '=', callback)
    .where('state', '!=', 'leaving')
    .execute()
}

/** A source that was rarely visited, because its hub told of it, is visited again as any other. */
async function endTrust(db: Kysely<Tables>, callback: string, now: number): Promise<void> {
  const row = await db
    .selectFrom('push_subscriptions')
    .innerJoin('sources', 'sources.id', 'push_subscriptions.source')
    .select('sources.id')
    .where('callback', '=', callback)
    .where('state', '=', 'active')
    .where('pushed_until', 'is not', null)
    .executeTakeFirst()
  if (row === undefined) return
  await db.updateTable('sources').set({ pushed_until: null }).where('id', '=', row.id).execute()
  await hasten(db, row.id, now)
}

/** Must run in a transaction. */
export async function hasten(db: Kysely<Tables>, source: string, now: number): Promise<void> {
  const row = await db.selectFrom('sources').select(['next_poll_at', 'last_poll_at', 'outcome']).where('id', '=', source).executeTakeFirst()
  if (row === undefined || row.outcome === 'throttled' || row.outcome === 'gone') return
  const soonest = Math.max(now, (row.last_poll_at ?? 0) + leastBetweenMs)
  if (soonest < row.next_poll_at) await db.updateTable('sources').set({ next_poll_at: soonest }).where('id', '=', source).execute()
}

/** Must run in a transaction: a visit found what no push had told, and none that would tell it waits to be read. */
export async function doubtPushes(db: Kysely<Tables>, source: string, now: number): Promise<void> {
  const waiting = db.selectFrom('push_inbox').select('id').where('source', '=', source)
  const told = await waiting
    .where('received_at', '>', now - patienceMs)
    .limit(1)
    .executeTakeFirst()
  if (told !== undefined) return
  await db.updateTable('sources').set({ pushed_until: null }).where('id', '=', source).execute()
  // The hub may have forgotten us: it is asked again.
  const active = db.updateTable('push_subscriptions').set({ next_try_at: now }).where('source', '=', source).where('state', '=', 'active')
  await active.where('next_try_at', '>', now).execute()
}

/** What people may know, by source. */
export async function pushStandings(db: Kysely<Tables>, now: number): Promise<ReadonlyMap<string, PushStanding>> {
  const rows = await db
    .selectFrom('push_subscriptions')
    .innerJoin('sources', 'sources.id', 'push_subscriptions.source')
    .select(['source', 'hub', 'state', 'push_subscriptions.lease_until', 'last_push_at', 'push_subscriptions.failures', 'pushed_until'])
    .where('state', '!=', 'leaving')
    .execute()
  return new Map(
    rows.map(({ source, hub, state, failures, ...row }) => {
      const isTrusted = state === 'active' && row.pushed_until !== null && row.pushed_until > now
      return [source, { hub, state, failures, leaseUntil: row.lease_until, lastPushAt: row.last_push_at, isTrusted }]
    }),
  )
}

function rowOf({ callback, source, hub, topic, server, secret, state, pending, failures, ...rest }: PushSubscription): Selectable<PushRow> {
  const { leaseUntil, lastPushAt, nextTryAt } = rest
  const times = { lease_until: leaseUntil, last_push_at: lastPushAt, next_try_at: nextTryAt }
  return { callback, source, hub, topic, server, secret, state, pending, failures, ...times }
}

function fromRow({
  callback,
  source,
  hub,
  topic,
  server,
  secret,
  state,
  pending,
  failures,
  ...row
}: Selectable<PushRow>): PushSubscription {
  const times = { leaseUntil: row.lease_until, lastPushAt: row.last_push_at, nextTryAt: row.next_try_at }
  return { callback, source, hub, topic, server, secret, state, pending, failures, ...times }
}
