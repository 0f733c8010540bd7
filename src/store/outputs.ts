// Which files are behind the store. Counters instead of flags: what changes while a file is being written stays stale.
import type { Kysely } from 'kysely'
import { breathe } from '../base/breathe.ts'
import { markAllDigestsStale, markEditionsOf } from './digests.ts'
import { dropFact, factOf, setFact } from './facts.ts'
import { markStale } from './merge-plans.ts'
import type { StaleOutput, StalePage, WrittenOutput } from './port/outputs.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'
import { markSitemapDays } from './sitemap.ts'

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
  for (const wanted of new Set(pages.map((page) => page.wanted))) {
    const entries = pages.filter((page) => page.wanted === wanted).map(({ entry }) => entry)
    for (const some of chunks(entries)) {
      await db.updateTable('entries').set({ page_written: wanted }).where('id', 'in', some).where('page_written', '<', wanted).execute()
    }
  }
  const entries = pages.map(({ entry }) => entry)
  await markSitemapDays(db, entries)
  await markEditionsOf(db, entries)
}

export async function staleOutputs(db: Kysely<Tables>): Promise<readonly StaleOutput[]> {
  return db.selectFrom('outputs').select(['slug', 'wanted']).whereRef('wanted', '>', 'written').orderBy('slug').execute()
}

/** A crash between two of its files leaves no signature that they could be taken for. */
export async function outputsBegun(db: Kysely<Tables>, slugs: readonly string[]): Promise<void> {
  for (const some of chunks(slugs)) await db.updateTable('outputs').set({ signature: null }).where('slug', 'in', some).execute()
}

/** What changed meanwhile may stand in the files already: they are as signed only if nothing did. */
export async function outputsWritten(db: Kysely<Tables>, outputs: readonly WrittenOutput[]): Promise<void> {
  for (const { slug, wanted, signature } of outputs)
    await db
      .updateTable('outputs')
      .set((eb) => ({ written: wanted, signature: eb.case().when('wanted', '=', wanted).then(signature).else(null).end() }))
      .where('slug', '=', slug)
      .where('written', '<', wanted)
      .execute()
}

/** Names a marking of everything that was begun: one that is broken off is begun anew. */
const markingFact = 'marking-all'
/** Entries a transaction: everything else waits for it. */
const markedAtOnce = 1_000

export async function markAllStale(write: Write): Promise<void> {
  await write(markOutputsStale)
  const markSome = (after: number): Promise<number | null> => write((db) => markPagesStale(db, after))
  for (let last = await markSome(0); last !== null; last = await markSome(last)) await breathe()
  await write((db) => dropFact(db, markingFact))
}

type Write = <T>(work: (db: Kysely<Tables>) => Promise<T>) => Promise<T>

/** Whether `markAllStale` was begun, and not ended. */
export async function isHalfMarked(db: Kysely<Tables>): Promise<boolean> {
  return (await factOf(db, markingFact)) !== null
}

async function markOutputsStale(db: Kysely<Tables>): Promise<void> {
  await setFact(db, markingFact, 'begun')
  await db
    .updateTable('archive_pages')
    .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
    .execute()
  const slugs = await db.selectFrom('categories').select('slug').execute()
  await markStale(
    db,
    slugs.map((row) => row.slug),
  )
  await db.updateTable('outputs').set({ signature: null }).execute()
  await markAllDigestsStale(db)
}

/** The last entry that it came to; null: there is none behind. */
async function markPagesStale(db: Kysely<Tables>, after: number): Promise<number | null> {
  const ids = await db.selectFrom('entries').select('id').where('id', '>', after).orderBy('id').limit(markedAtOnce).execute()
  const last = ids.at(-1)?.id ?? null
  if (last === null) return null
  await db
    .updateTable('entries')
    .set((eb) => ({ page_wanted: eb('page_wanted', '+', 1) }))
    .where('id', '>', after)
    .where('id', '<=', last)
    .where('path', 'is not', null)
    .execute()
  return last
}
