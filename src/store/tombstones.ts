// Tombstones: what stays of pruned entries, so that they never come back as new.
import { type Kysely, sql } from 'kysely'
import { textOfDraft } from '../model/draft-text.ts'
import { emptyDraft } from '../model/entry.ts'
import type { PruneReason } from '../model/pruning.ts'
import { noteEntries } from './archive-changes.ts'
import { noArticleLease } from './claims.ts'
import { countHidden } from './counts.ts'
import { markStale } from './merge-plans.ts'
import { countTombstones } from './prunings.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

export interface Burial {
  readonly entry: number
  readonly why: readonly PruneReason[]
}

/** Takes entries out of everything; id, path, title, dates and what identity compares stay. Must run in a transaction. */
export async function bury(db: Kysely<Tables>, burials: readonly Burial[], at: number): Promise<void> {
  for (const some of chunks(burials)) {
    const entries = some.map(({ entry }) => entry)
    await countHidden(db, entries)
    await noteEntries(db, entries)
    const places = await db.selectFrom('memberships').select('slug').distinct().where('entry', 'in', entries).execute()
    for (const table of ['memberships', 'private_places', 'private_entries'] as const)
      await db.deleteFrom(table).where('entry', 'in', entries).execute()
    await db
      .updateTable('entries')
      .set((eb) => ({
        state: 'pruned',
        due: 0,
        article_state: 'none',
        article_attempts: 0,
        article_next_at: 0,
        article_message: null,
        ...noArticleLease,
        page_wanted: eb('page_wanted', '+', 1),
        // There is nothing to be found by any more.
        search_written: eb('page_wanted', '+', 1),
      }))
      .where('id', 'in', entries)
      .execute()
    await dropTexts(db, entries)
    await db
      .insertInto('prunings')
      .values(some.map(({ entry, why }) => ({ entry, at, why: JSON.stringify(why), is_public: 0 })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await countTombstones(db, some.length)
    await dropWords(db, entries)
    await markStale(
      db,
      places.map(({ slug }) => slug),
    )
  }
}

/** Of the entries, and of those that became them. */
async function dropTexts(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  const former = await db
    .selectFrom('entries')
    .select('id')
    .where('merged_into', 'is not', null)
    .where('merged_into', 'in', entries)
    .execute()
  const all = [...entries, ...former.map(({ id }) => id)]
  await db.deleteFrom('revisions').where('entry', 'in', all).execute()
  await db.deleteFrom('search_texts').where('entry', 'in', all).execute()
  await db.updateTable('entries').set({ summary: null, content_html: null, extra: null }).where('id', 'in', all).execute()
}

/** What their sources said, and say again: the keys are all that counts of it. */
async function dropWords(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  await db
    .deleteFrom('article_answers')
    .where('sighting', 'in', (eb) => eb.selectFrom('sightings').select('id').where('entry', 'in', entries))
    .execute()
  await db
    .updateTable('sightings')
    .set({ is_pruned: 1, draft: textOfDraft(emptyDraft), article: null })
    .where('entry', 'in', entries)
    .execute()
  await db
    .updateTable('prunings')
    .set({
      is_public: sql<number>`exists (select 1 from sightings where sightings.entry = prunings.entry and is_public = 1)`,
    })
    .where('entry', 'in', entries)
    .execute()
}

/** What polls brought to tombstones: its keys are kept, and whether readers may know of it. Must run in a transaction. */
export async function tend(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  for (const some of chunks(entries)) {
    await dropWords(db, some)
    await db
      .updateTable('entries')
      .set((eb) => ({ due: 0, article_state: 'none', keys_wanted: eb('keys_wanted', '+', 1) }))
      .where('id', 'in', some)
      .execute()
  }
}
