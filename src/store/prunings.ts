// Pruned entries, as pages, `explain`, the registry and who counts ask for them.
import type { Kysely } from 'kysely'
import type { PruningRecord, Tombstone } from '../model/pruning.ts'
import { newestSlug } from './category-addresses.ts'
import { factOf, setFact } from './facts.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** What readers still see takes them over. Must run in a transaction. */
export async function unbury(db: Kysely<Tables>, entry: number): Promise<void> {
  const { numDeletedRows } = await db.deleteFrom('prunings').where('entry', '=', entry).executeTakeFirstOrThrow()
  if (numDeletedRows > 0n) await countTombstones(db, -1)
}

/** A fact: how many there are. Counting millions of them would keep all else waiting. */
const countFact = 'tombstones'

export async function tombstones(db: Kysely<Tables>): Promise<number> {
  return Number((await factOf(db, countFact)) ?? 0)
}

export async function countTombstones(db: Kysely<Tables>, change: number): Promise<void> {
  await setFact(db, countFact, String((await tombstones(db)) + change))
}

export async function pruningsOf(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlyMap<number, PruningRecord>> {
  const found = new Map<number, PruningRecord>()
  for (const some of chunks(entries)) {
    const rows = await db.selectFrom('prunings').select(['entry', 'at', 'why']).where('entry', 'in', some).execute()
    for (const { entry, at, why } of rows) found.set(entry, { at, why: JSON.parse(why) })
  }
  return found
}

/** What its origin has deleted leads nowhere. */
export async function tombstoneAt(db: Kysely<Tables>, path: string): Promise<Tombstone | null> {
  const row = await db
    .selectFrom('entries')
    .innerJoin('prunings', 'prunings.entry', 'entries.id')
    .leftJoin('removals', 'removals.entry', 'entries.id')
    .select(['title', 'url', 'home', 'removals.entry as removed'])
    .where('path', '=', path)
    .where('state', '=', 'pruned')
    .where('is_public', '=', 1)
    .executeTakeFirst()
  if (row === undefined) return null
  const home = row.home === null ? null : await homeOf(db, row.home)
  return { path, title: row.title ?? '', url: row.removed === null ? row.url : null, home }
}

async function homeOf(db: Kysely<Tables>, slug: string): Promise<Tombstone['home']> {
  const row = await db
    .selectFrom('categories')
    .select(['slug', 'name'])
    .where('slug', '=', await newestSlug(db, slug))
    .where('state', '=', 'active')
    .where('is_private', '=', 0)
    .executeTakeFirst()
  return row ?? null
}
