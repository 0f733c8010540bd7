// The registry of categories: slugs and names, who waits, and where an address leads that was moved.
import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import { foldName } from '../model/category.ts'
import type { CategoryFate, CategoryRecord, CategoryState, NewName, RegistryRow } from '../model/registry.ts'
import { chunks } from './rows.ts'
import type { CategoryRow, Tables } from './schema.ts'
import type { FormerSlug, StoredCategory } from './store.ts'

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

/** Where a slug of before leads. */
export async function newestSlug(db: Kysely<Tables>, slug: string): Promise<string> {
  const row = await db.selectFrom('categories').select('moved_to').where('slug', '=', slug).executeTakeFirst()
  return row?.moved_to ?? slug
}

/** Those that are open, private ones too, in order of slug. */
export async function listCategories(db: Kysely<Tables>): Promise<readonly StoredCategory[]> {
  return withNames(db, await counted(db).where('categories.state', '=', 'active').execute())
}

/** The same by the last count of each, which publishing makes anew for those that changed. */
export async function surveyedCategories(db: Kysely<Tables>): Promise<readonly StoredCategory[]> {
  const rows = await db
    .selectFrom('categories')
    .leftJoin('outputs', 'outputs.slug', 'categories.slug')
    .select(['categories.slug', 'name', 'kind', 'is_private', 'outputs.updated'])
    .select(({ fn, val }) => fn.coalesce('outputs.entries', val(0)).as('entries'))
    .where('state', '=', 'active')
    .orderBy('categories.slug')
    .execute()
  return withNames(db, rows)
}

type OpenCategory = Pick<Selectable<CategoryRow>, 'slug' | 'name' | 'kind' | 'is_private'> & Pick<StoredCategory, 'entries' | 'updated'>

async function withNames(db: Kysely<Tables>, rows: readonly OpenCategory[]): Promise<readonly StoredCategory[]> {
  const names = await namesBySlug(db)
  return rows.map(({ slug, name, kind, entries, updated, is_private }) => ({
    slug,
    name,
    kind,
    names: (names.get(slug) ?? []).map(({ folded }) => folded),
    isPrivate: is_private === 1,
    entries,
    updated,
  }))
}

/** Names of those that are not let in yet, in order of slug. */
export async function waitingNames(db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await db.selectFrom('categories').select('name').where('state', '=', 'waiting').orderBy('slug').execute()
  return rows.map((row) => row.name)
}

/** Every category there ever was, in order of slug. */
export async function listRegistry(db: Kysely<Tables>): Promise<readonly CategoryRecord[]> {
  const names = await namesBySlug(db)
  const rows = await counted(db).execute()
  return rows.map(({ slug, name, state, entries, updated, ...row }) => ({
    slug,
    name,
    kind: row.kind,
    state,
    entries,
    updated,
    aliases: (names.get(slug) ?? []).filter(({ folded }) => folded !== foldName(name)).map((alias) => alias.name ?? alias.folded),
    names: (names.get(slug) ?? []).map(({ folded }) => folded),
    movedTo: row.moved_to,
    isPrivate: row.is_private === 1,
    isAutomatic: row.is_automatic === 1,
    wasPublic: row.was_public === 1,
    createdAt: row.created_at,
  }))
}

interface NameRow {
  readonly folded: string
  readonly name: string | null
}

export async function namesBySlug(db: Kysely<Tables>): Promise<ReadonlyMap<string, readonly NameRow[]>> {
  const names = new Map<string, NameRow[]>()
  for (const { slug, ...row } of await db.selectFrom('category_names').selectAll().orderBy('folded').execute()) {
    const known = names.get(slug)
    if (known === undefined) names.set(slug, [row])
    else known.push(row)
  }
  return names
}

/** With the number of their entries, and the newest `listed`. */
function counted(db: Kysely<Tables>) {
  return db
    .selectFrom('categories')
    .leftJoin('memberships', 'memberships.slug', 'categories.slug')
    .selectAll('categories')
    .select(({ fn }) => [fn.count<number>('memberships.entry').as('entries'), fn.max('memberships.listed').as('updated')])
    .groupBy('categories.slug')
    .orderBy('categories.slug')
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
