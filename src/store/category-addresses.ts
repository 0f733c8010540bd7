// Addresses of categories: where old ones lead, which go on being written, and which have ended.
import type { Kysely } from 'kysely'
import type { CategoryFate } from '../model/registry.ts'
import type { FormerSlug } from './port/categories.ts'
import type { Tables } from './schema.ts'

/** Where a slug of before leads. */
export async function newestSlug(db: Kysely<Tables>, slug: string): Promise<string> {
  const row = await db.selectFrom('categories').select('moved_to').where('slug', '=', slug).executeTakeFirst()
  return row?.moved_to ?? slug
}

/** These and the addresses that lead to them. */
export async function withFormer(db: Kysely<Tables>, slugs: readonly string[]): Promise<readonly string[]> {
  const former = await db.selectFrom('categories').select('slug').where('moved_to', 'in', slugs).execute()
  return [...slugs, ...former.map((row) => row.slug)]
}

/** Addresses that readers may know and that go on being written, each with the public category that it is now. */
export async function formerSlugs(db: Kysely<Tables>): Promise<readonly FormerSlug[]> {
  const rows = await db
    .selectFrom('categories as old')
    .innerJoin('categories as newest', 'newest.slug', 'old.moved_to')
    .select(['old.slug', 'newest.slug as to'])
    .where('old.state', '=', 'moved')
    .where('old.was_public', '=', 1)
    .where('newest.state', '=', 'active')
    .where('newest.is_private', '=', 0)
    .orderBy('old.slug')
    .execute()
  return rows
}

/** Null: it never was public, or is, or may not be known. */
export async function fateOf(db: Kysely<Tables>, slug: string): Promise<CategoryFate | null> {
  const row = await db
    .selectFrom('categories as one')
    .leftJoin('categories as newest', 'newest.slug', 'one.moved_to')
    .select(['one.state', 'one.is_private', 'newest.slug as to', 'newest.state as newestState', 'newest.is_private as newestIsPrivate'])
    .where('one.slug', '=', slug)
    .where('one.was_public', '=', 1)
    .executeTakeFirst()
  if (row === undefined || row.state === 'active' || row.state === 'waiting') return null
  if ((row.newestIsPrivate ?? row.is_private) === 1) return null
  if (row.state === 'retired' || row.newestState === 'retired' || row.to === null) return { kind: 'retired' }
  return { kind: 'moved', to: row.to }
}
