// Tokens that open what is private. Each goes with its category: to a new slug, into another one, and with its end.
import type { Kysely } from 'kysely'
import type { TokenRecord } from '../model/token.ts'
import type { KeptToken } from './port/tokens.ts'
import type { Tables } from './schema.ts'

export async function addToken(db: Kysely<Tables>, { hash, ...record }: KeptToken): Promise<void> {
  const { id, slug, label, createdAt, expiresAt, usedDay } = record
  await db.insertInto('tokens').values({ id, hash, slug, label, created_at: createdAt, expires_at: expiresAt, used_day: usedDay }).execute()
}

export async function listTokens(db: Kysely<Tables>, slug: string | null): Promise<readonly TokenRecord[]> {
  const rows = await livingTokens(db).orderBy('created_at').orderBy('id').execute()
  return rows.map(recordFromRow).filter((token) => slug === null || token.slug === slug)
}

export async function findToken(db: Kysely<Tables>, id: string, now: number): Promise<KeptToken | null> {
  const row = await livingTokens(db).where('id', '=', id).executeTakeFirst()
  if (row === undefined || (row.expires_at !== null && row.expires_at <= now)) return null
  return { ...recordFromRow(row), hash: row.hash }
}

export async function revokeToken(db: Kysely<Tables>, id: string): Promise<TokenRecord | null> {
  const row = await livingTokens(db).where('id', '=', id).executeTakeFirst()
  await db.deleteFrom('tokens').where('id', '=', id).execute()
  return row === undefined ? null : recordFromRow(row)
}

export async function tokenUsed(db: Kysely<Tables>, id: string, day: number): Promise<void> {
  await db.updateTable('tokens').set({ used_day: day }).where('id', '=', id).execute()
}

/** Those of a category that is about to be retired, or none where it is only an old address. */
export async function endTokens(db: Kysely<Tables>, slug: string): Promise<void> {
  const ended = (await listTokens(db, slug)).map(({ id }) => id)
  if (ended.length > 0) await db.deleteFrom('tokens').where('id', 'in', ended).execute()
}

function livingTokens(db: Kysely<Tables>) {
  return db
    .selectFrom('tokens')
    .leftJoin('categories as named', 'named.slug', 'tokens.slug')
    .leftJoin('categories as newest', 'newest.slug', 'named.moved_to')
    .selectAll('tokens')
    .select(({ fn }) => fn.coalesce('newest.slug', 'named.slug').as('now'))
    .where(({ eb, or, fn }) => or([eb('tokens.slug', 'is', null), eb(fn.coalesce('newest.state', 'named.state'), '!=', 'retired')]))
}

type Row = Awaited<ReturnType<ReturnType<typeof livingTokens>['executeTakeFirstOrThrow']>>

function recordFromRow({ id, now, label, created_at, expires_at, used_day }: Row): TokenRecord {
  return { id, slug: now, label, createdAt: created_at, expiresAt: expires_at, usedDay: used_day }
}
