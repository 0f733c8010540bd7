// The registry of categories: slugs and names, and who is let in.
import { type Kysely, type SqlBool, sql } from 'kysely'
import { incidentOfWaiting } from '../model/incident.ts'
import type { CategoryState, NewName, RegistryRow } from '../model/registry.ts'
import { addIncident } from './incidents.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

export async function registry(db: Kysely<Tables>): Promise<readonly RegistryRow[]> {
  const rows = await db
    .selectFrom('categories')
    .leftJoin('category_names', 'category_names.slug', 'categories.slug')
    .select(['categories.slug', 'categories.name', 'kind', 'folded', 'state', 'moved_to', 'is_private', 'is_automatic', 'was_public'])
    .select(['renamed_from', 'created_at'])
    .orderBy('folded')
    .orderBy('categories.slug')
    .execute()
  return rows.map(({ is_private, is_automatic, was_public, moved_to, renamed_from, created_at, ...row }) => ({
    ...row,
    movedTo: moved_to,
    isPrivate: is_private === 1,
    isAutomatic: is_automatic === 1,
    wasPublic: was_public === 1,
    renamedFrom: renamed_from,
    createdAt: created_at,
  }))
}

/**
 * New names; several rows of one slug are its aliases. A known category takes over what config says of it: name, privacy, and that it need
 * not wait. A name stays with its category, unless that waits: nobody knows its address yet.
 */
export async function register(db: Kysely<Tables>, rows: readonly NewName[]): Promise<void> {
  for (const row of rows) {
    const { slug, name, folded, state, createdAt, spelling = name } = row
    const holder = await holderOf(db, folded)
    if (holder !== undefined && holder.slug !== slug && holder.state !== 'waiting') continue
    if (state === 'active' && (await stateOf(db, slug)) === 'waiting') {
      await activate(db, [slug], createdAt)
      await wakeQuietly(db, createdAt)
    }
    await insertCategory(db, row)
    if (holder === undefined || holder.slug === slug) await nameCategory(db, { slug, folded, name: spelling })
    else await takeName(db, row)
  }
  await dropNameless(db)
  await notePublic(db)
}

async function holderOf(db: Kysely<Tables>, folded: string): Promise<{ slug: string; state: CategoryState } | undefined> {
  return db
    .selectFrom('category_names')
    .innerJoin('categories', 'categories.slug', 'category_names.slug')
    .select(['categories.slug', 'state'])
    .where('folded', '=', folded)
    .executeTakeFirst()
}

async function insertCategory(
  db: Kysely<Tables>,
  { slug, name, state, isPrivate, isAutomatic, createdAt, ...row }: NewName,
): Promise<void> {
  const said = { name, is_private: Number(isPrivate), renamed_from: row.renamedFrom ?? null }
  if (state === 'waiting' && (await stateOf(db, slug)) === undefined) await addIncident(db, incidentOfWaiting(name, createdAt))
  await db
    .insertInto('categories')
    .values({ ...said, slug, state, is_automatic: Number(isAutomatic), created_at: createdAt })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet(said))
    .execute()
}

async function takeName(db: Kysely<Tables>, { slug, folded, state, createdAt }: NewName): Promise<void> {
  await db.updateTable('category_names').set({ slug }).where('folded', '=', folded).execute()
  if (state === 'active') await wakeQuietly(db, createdAt)
}

async function dropNameless(db: Kysely<Tables>): Promise<void> {
  await db
    .deleteFrom('categories')
    .where('state', '=', 'waiting')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('category_names').select('folded').whereRef('category_names.slug', '=', 'categories.slug'))),
    )
    .execute()
}

export async function nameCategory(db: Kysely<Tables>, row: { slug: string; folded: string; name: string }): Promise<void> {
  await db
    .insertInto('category_names')
    .values(row)
    .onConflict((conflict) => conflict.column('folded').doUpdateSet({ name: row.name }))
    .execute()
}

/** Who is public from now on, or was once. */
export async function notePublic(db: Kysely<Tables>): Promise<void> {
  await db
    .updateTable('categories')
    .set({ was_public: 1 })
    .where('state', '=', 'active')
    .where('is_private', '=', 0)
    .where('was_public', '=', 0)
    .execute()
}

async function stateOf(db: Kysely<Tables>, slug: string): Promise<string | undefined> {
  return (await db.selectFrom('categories').select('state').where('slug', '=', slug).executeTakeFirst())?.state
}

/** Waiting categories become active; what waits for one is looked at again, and is news. */
export async function letIn(db: Kysely<Tables>, slugs: readonly string[], now: number): Promise<void> {
  await activate(db, slugs, now)
  await notePublic(db)
  await wakeWaiting(db, now)
}

async function activate(db: Kysely<Tables>, slugs: readonly string[], now: number): Promise<void> {
  for (const some of chunks(slugs))
    await db.updateTable('categories').set({ state: 'active', created_at: now }).where('slug', 'in', some).execute()
}

/** The same where the operator has spoken: a category that becomes public then does not flood, its entries are listed by their own dates. */
export async function wakeQuietly(db: Kysely<Tables>, now: number): Promise<void> {
  await db
    .updateTable('sightings')
    .set({ is_first_poll: 1 })
    .where('entry', 'in', ({ selectFrom }) => selectFrom('entries').select('id').where('due', '=', 2).where(sql<SqlBool>`due > 0`))
    .execute()
  await wakeWaiting(db, now)
}

async function wakeWaiting(db: Kysely<Tables>, now: number): Promise<void> {
  // Said twice as the partial index has it, for a bound value does not select an index.
  await db.updateTable('entries').set({ due: 1, touched_at: now }).where('due', '=', 2).where(sql<SqlBool>`due > 0`).execute()
}
