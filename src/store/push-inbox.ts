// What hubs sent and is not read yet: it survives whoever took it in, and is kept small.
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Kysely } from 'kysely'
import type { PushRead } from './port/polls.ts'
import type { Push, WaitingPush } from './port/push.ts'
import type { Tables } from './schema.ts'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/** Of one source and of all: what is more than that is found by a visit. */
const mostOfSource = 8
const mostBytes = 64 * 1024 * 1024

/** As the inbox keeps it: text, which every database has. */
export interface PackedPush extends Omit<Push, 'body'> {
  readonly body: string
}

/** Outside of any transaction: it takes its time. */
export async function packed(push: Push): Promise<PackedPush> {
  return { ...push, body: (await pack(push.body)).toString('base64') }
}

/** Must run in a transaction. */
export async function keepPush(db: Kysely<Tables>, { callback, source, receivedAt, contentType, body }: PackedPush): Promise<boolean> {
  const { all, own } = await db
    .selectFrom('push_inbox')
    .select(({ fn, eb }) => [
      fn.coalesce(fn.sum<number>('bytes'), eb.lit(0)).as('all'),
      fn.coalesce(fn.sum<number>(eb.case().when('source', '=', source).then(1).else(0).end()), eb.lit(0)).as('own'),
    ])
    .executeTakeFirstOrThrow()
  if (Number(all) + body.length > mostBytes || Number(own) >= mostOfSource) return false
  const row = { callback, source, received_at: receivedAt, content_type: contentType, bytes: body.length, body }
  await db.insertInto('push_inbox').values(row).execute()
  return true
}

export async function waitingPushes(db: Kysely<Tables>, limit: number): Promise<readonly string[]> {
  const first = db
    .selectFrom('push_inbox')
    .select(({ fn }) => ['source', fn.min('id').as('first')])
    .groupBy('source')
  const rows = await db.selectFrom(first.as('waiting')).select('source').orderBy('first').limit(limit).execute()
  return rows.map((row) => row.source)
}

export async function nextPush(db: Kysely<Tables>, source: string): Promise<WaitingPush | null> {
  const row = await db.selectFrom('push_inbox').selectAll().where('source', '=', source).orderBy('id').limit(1).executeTakeFirst()
  if (row === undefined) return null
  const { id, callback, received_at: receivedAt, content_type: contentType } = row
  return { id, callback, source, receivedAt, contentType, body: await unpack(Buffer.from(row.body, 'base64')) }
}

export async function dropPush(db: Kysely<Tables>, id: number): Promise<void> {
  await db.deleteFrom('push_inbox').where('id', '=', id).execute()
}

/** Must run in the transaction of what was read. A hub that has told what no visit had found keeps its word. */
export async function pushWasRead(db: Kysely<Tables>, { id, callback, receivedAt, isTelling }: PushRead): Promise<void> {
  await dropPush(db, id)
  await db.updateTable('push_subscriptions').set({ last_push_at: receivedAt }).where('callback', '=', callback).execute()
  if (!isTelling) return
  const told = await db
    .selectFrom('push_subscriptions')
    .select(['source', 'lease_until'])
    .where('callback', '=', callback)
    .where('state', '=', 'active')
    .executeTakeFirst()
  if (told !== undefined) await db.updateTable('sources').set({ pushed_until: told.lease_until }).where('id', '=', told.source).execute()
}
