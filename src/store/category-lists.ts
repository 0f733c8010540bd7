// Categories as they are listed: for readers, for the operator, for who waits.
import type { Kysely, Selectable } from 'kysely'
import { foldName } from '../model/category.ts'
import type { CategoryRecord } from '../model/registry.ts'
import type { StoredCategory } from './port/categories.ts'
import { countPrivately } from './private-members.ts'
import type { CategoryRow, Tables } from './schema.ts'

/** Those that are open, private ones too, in order of slug. */
export async function listCategories(db: Kysely<Tables>): Promise<readonly StoredCategory[]> {
  return withNames(db, await countedWhole(db, await counted(db).where('categories.state', '=', 'active').execute()))
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
  const rows = await countedWhole(db, await counted(db).execute())
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

/** Entries of private ones stand elsewhere; those under an embargo count. */
async function countedWhole<T extends OpenCategory>(db: Kysely<Tables>, rows: readonly T[]): Promise<readonly T[]> {
  const whole: T[] = []
  for (const row of rows)
    whole.push(row.is_private === 1 ? { ...row, ...(await countPrivately(db, row.slug, Number.MAX_SAFE_INTEGER)) } : row)
  return whole
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
