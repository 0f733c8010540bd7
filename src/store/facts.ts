// Facts of a store as a whole: each has a name and a text.
import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

/** Null: it was never said, or holds no more. */
export async function factOf(db: Kysely<Tables>, key: string): Promise<string | null> {
  return (await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst())?.value ?? null
}

export async function setFact(db: Kysely<Tables>, key: string, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

export async function dropFact(db: Kysely<Tables>, key: string): Promise<void> {
  await db.deleteFrom('meta').where('key', '=', key).execute()
}
