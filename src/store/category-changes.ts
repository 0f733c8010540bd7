// What an operator's commands do to the registry. Memberships, names and what is published follow; ids and paths of entries stay.
import type { Kysely } from 'kysely'
import { foldName } from '../model/category.ts'
import type { CategoryChange, NewName, RegistryRow } from '../model/registry.ts'
import { noteCategory } from './archive-changes.ts'
import { dropArchive } from './archives.ts'
import { nameCategory, notePublic, registry, wakeQuietly } from './categories.ts'
import { withFormer } from './category-addresses.ts'
import { followPrivacy } from './category-privacy.ts'
import { markStale } from './merge-plans.ts'
import { movePrivatePlaces } from './private-places.ts'
import type { Tables } from './schema.ts'
import { endTokens } from './tokens.ts'

export interface Changing {
  readonly plan: (registry: readonly RegistryRow[]) => readonly CategoryChange[]
  readonly now: number
}

/** Must run in a transaction. */
export async function changeCategories(db: Kysely<Tables>, { plan, now }: Changing): Promise<readonly CategoryChange[]> {
  const changes = plan(await registry(db))
  for (const change of changes) await make(db, change, now)
  await notePublic(db)
  return changes
}

async function make(db: Kysely<Tables>, change: CategoryChange, now: number): Promise<void> {
  switch (change.kind) {
    case 'named':
      return rename(db, change)
    case 'aliased':
      return addAlias(db, change, now)
    case 'moved':
      return move(db, change, now)
    case 'retired':
      return retire(db, change.slug)
    case 'approved':
      return approve(db, change.slug, now)
  }
}

interface Naming {
  readonly slug: string
  readonly name: string
}

async function rename(db: Kysely<Tables>, { slug, name }: Naming): Promise<void> {
  const folded = foldName(name)
  const { name: before, renamed_from } = await categoryRow(db, slug)
  const first = renamed_from ?? foldName(before)
  await db
    .updateTable('categories')
    .set({ name, renamed_from: first === folded ? null : first })
    .where('slug', '=', slug)
    .execute()
  await nameCategory(db, { slug, folded, name })
}

/** A private category's new name hides what was seen under it. */
async function addAlias(db: Kysely<Tables>, { slug, name }: Naming, now: number): Promise<void> {
  const folded = foldName(name)
  await nameCategory(db, { slug, folded, name })
  const row = await categoryRow(db, slug)
  const added: NewName = { slug, name, folded, state: 'active', isPrivate: row.is_private === 1, isAutomatic: false, createdAt: now }
  if (added.isPrivate) await followPrivacy(db, [added])
}

interface Move {
  readonly from: string
  readonly to: string
}

async function move(db: Kysely<Tables>, { from, to }: Move, now: number): Promise<void> {
  const { state } = await categoryRow(db, from)
  await makeTarget(db, { from, to })
  await markPagesIn(db, from)
  for (const table of ['memberships', 'retracted_places'] as const) await unite(db, table, { from, to })
  await movePrivatePlaces(db, { from, to })
  await db.updateTable('category_names').set({ slug: to }).where('slug', '=', from).execute()
  await db.updateTable('categories').set({ moved_to: to }).where('moved_to', '=', from).execute()
  await db.updateTable('categories').set({ state: 'moved', moved_to: to }).where('slug', '=', from).execute()
  await dropArchive(db, from)
  await noteCategory(db, to)
  await markStale(db, await withFormer(db, [to]))
  if (state === 'waiting') await wakeQuietly(db, now)
}

/** A slug that is new, or one of before that comes back, stands for all that `from` was; a living one stays what it is. */
async function makeTarget(db: Kysely<Tables>, { from, to }: Move): Promise<void> {
  const { slug: _, was_public, shown, ...standing } = await categoryRow(db, from)
  const target = await db.selectFrom('categories').select('state').where('slug', '=', to).executeTakeFirst()
  if (target === undefined)
    await db
      .insertInto('categories')
      .values({ ...standing, slug: to, shown, was_public: 0 })
      .execute()
  else if (target.state === 'moved' || target.state === 'retired')
    await db
      .updateTable('categories')
      .set({ ...standing, shown })
      .where('slug', '=', to)
      .execute()
}

/** An entry of both stays in its earlier place. */
async function unite(db: Kysely<Tables>, table: 'memberships' | 'retracted_places', { from, to }: Move): Promise<void> {
  const twice = await db
    .selectFrom(`${table} as old`)
    .innerJoin(`${table} as kept`, 'kept.entry', 'old.entry')
    .select(['old.entry', 'old.listed', 'old.place', 'old.because', 'kept.listed as keptListed', 'kept.place as keptPlace'])
    .select('kept.because as keptBecause')
    .where('old.slug', '=', from)
    .where('kept.slug', '=', to)
    .execute()
  for (const both of twice) {
    const listed = Math.min(both.listed, both.keptListed)
    const place = Math.min(both.place, both.keptPlace)
    const because = JSON.stringify([...JSON.parse(both.keptBecause), ...JSON.parse(both.because)])
    await db.deleteFrom(table).where('slug', '=', from).where('entry', '=', both.entry).execute()
    await db.updateTable(table).set({ listed, place, because }).where('slug', '=', to).where('entry', '=', both.entry).execute()
    await closeGap(db, table, { entry: both.entry, after: Math.max(both.place, both.keptPlace) })
  }
  await db.updateTable(table).set({ slug: to }).where('slug', '=', from).execute()
}

async function closeGap(
  db: Kysely<Tables>,
  table: 'memberships' | 'retracted_places',
  { entry, after }: { readonly entry: number; readonly after: number },
): Promise<void> {
  await db
    .updateTable(table)
    .set((eb) => ({ place: eb('place', '-', 1) }))
    .where('entry', '=', entry)
    .where('place', '>', after)
    .execute()
}

async function retire(db: Kysely<Tables>, slug: string): Promise<void> {
  await markPagesIn(db, slug)
  await endTokens(db, slug)
  await db.updateTable('categories').set({ state: 'retired' }).where('slug', '=', slug).execute()
  await dropArchive(db, slug)
  await markStale(db, await withFormer(db, [slug]))
}

/** Let in, or taken back. */
async function approve(db: Kysely<Tables>, slug: string, now: number): Promise<void> {
  const row = await categoryRow(db, slug)
  const state = row.moved_to === null ? 'active' : 'moved'
  const created_at = row.state === 'waiting' ? now : row.created_at
  await db.updateTable('categories').set({ state, created_at, is_automatic: 0 }).where('slug', '=', slug).execute()
  await markPagesIn(db, slug)
  await noteCategory(db, slug)
  await markStale(db, await withFormer(db, [slug]))
  await wakeQuietly(db, now)
}

/** Pages show their entry's categories. */
export async function markPagesIn(db: Kysely<Tables>, slug: string): Promise<void> {
  await db
    .updateTable('entries')
    .set((eb) => ({ page_wanted: eb('page_wanted', '+', 1) }))
    .where('id', 'in', ({ selectFrom }) => selectFrom('memberships').select('entry').where('slug', '=', slug))
    .execute()
}

async function categoryRow(db: Kysely<Tables>, slug: string) {
  return db.selectFrom('categories').selectAll().where('slug', '=', slug).executeTakeFirstOrThrow()
}
