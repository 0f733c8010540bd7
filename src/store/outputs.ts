// Which files are behind the store. Counters instead of flags: what changes while a file is being written stays stale.
import type { Kysely } from 'kysely'
import { markStale } from './merge-plans.ts'
import type { Tables } from './schema.ts'
import type { StaleOutput, StalePage } from './store.ts'

export async function stalePages(db: Kysely<Tables>, limit: number): Promise<readonly StalePage[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['id', 'page_wanted'])
    .whereRef('page_wanted', '>', 'page_written')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ entry: row.id, wanted: row.page_wanted }))
}

export async function pagesWritten(db: Kysely<Tables>, pages: readonly StalePage[]): Promise<void> {
  for (const { entry, wanted } of pages)
    await db.updateTable('entries').set({ page_written: wanted }).where('id', '=', entry).where('page_written', '<', wanted).execute()
}

export async function staleOutputs(db: Kysely<Tables>): Promise<readonly StaleOutput[]> {
  return db.selectFrom('outputs').select(['slug', 'wanted']).whereRef('wanted', '>', 'written').orderBy('slug').execute()
}

export async function outputsWritten(db: Kysely<Tables>, outputs: readonly StaleOutput[]): Promise<void> {
  for (const { slug, wanted } of outputs)
    await db.updateTable('outputs').set({ written: wanted }).where('slug', '=', slug).where('written', '<', wanted).execute()
}

export async function markAllStale(db: Kysely<Tables>): Promise<void> {
  await db
    .updateTable('archive_pages')
    .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
    .execute()
  const slugs = await db.selectFrom('categories').select('slug').execute()
  await markStale(
    db,
    slugs.map((row) => row.slug),
  )
  await db
    .updateTable('entries')
    .set((eb) => ({ page_wanted: eb('page_wanted', '+', 1) }))
    .where('path', 'is not', null)
    .execute()
}
