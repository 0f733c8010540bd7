// Withdrawn entries (`retract`), as feeds, pages and `explain` ask for them.
import type { Kysely } from 'kysely'
import type { RetractionRecord } from '../model/dossier.ts'
import type { Retraction } from '../model/entry.ts'
import type { Deleted } from '../model/publication.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

export async function retractionsOf(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlyMap<number, Retraction>> {
  const found = new Map<number, Retraction>()
  for (const some of chunks(entries)) {
    const rows = await db.selectFrom('retractions').selectAll().where('entry', 'in', some).execute()
    for (const { entry, at, why, is_silent } of rows) found.set(entry, { at, why, isSilent: is_silent === 1 })
  }
  return found
}

export async function retractionRecord(db: Kysely<Tables>, entry: number): Promise<RetractionRecord | null> {
  const row = await db
    .selectFrom('retractions')
    .innerJoin('entries', 'entries.id', 'retractions.entry')
    .selectAll('retractions')
    .select('state')
    .where('entry', '=', entry)
    .executeTakeFirst()
  if (row === undefined) return null
  const { at, why, by, is_silent, is_public, state } = row
  return { at, why, by, isSilent: is_silent === 1, isShown: state === 'published', isPublic: is_public === 1 }
}

/** Also the ids of entries that became a withdrawn one: readers may hold it under any of them. */
export async function deletedFrom(db: Kysely<Tables>, slug: string | null): Promise<readonly Deleted[]> {
  let query = db
    .selectFrom('retractions')
    .innerJoin('entries', (join) =>
      join.on(({ eb, or, ref }) =>
        or([eb('entries.id', '=', ref('retractions.entry')), eb('entries.merged_into', '=', ref('retractions.entry'))]),
      ),
    )
    .select(['public_id as id', 'at', 'why', 'is_silent'])
    .where('is_recent', '=', 1)
    .where('is_public', '=', 1)
    .where('public_id', 'is not', null)
    .orderBy('at', 'desc')
    .orderBy('public_id')
  if (slug !== null)
    query = query.where('entries.id', 'in', ({ selectFrom }) => selectFrom('retracted_places').select('entry').where('slug', '=', slug))
  const rows = await query.execute()
  return rows.map(({ id, at, why, is_silent }) => ({ id: id ?? '', at, ...(is_silent === 0 && { why }) }))
}
