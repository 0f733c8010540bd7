// Withdrawn entries (`retract`), as feeds, pages and `explain` ask for them.
import { type Kysely, type Selectable, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { byCodePoint } from '../base/text.ts'
import type { RetractionRecord } from '../model/dossier.ts'
import type { Retraction } from '../model/entry.ts'
import type { Deleted } from '../model/publication.ts'
import { chunks } from './rows.ts'
import type { RetractionRow, Tables } from './schema.ts'

export async function retractionsOf(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlyMap<number, Retraction>> {
  return retractionsIn(db.selectFrom('retractions').selectAll(), entries)
}

/** By the operator's command: what a rule withdraws depends on config alone. */
export async function retractionsByHand(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlyMap<number, Retraction>> {
  return retractionsIn(db.selectFrom('retractions').selectAll().where('rule', 'is', null), entries)
}

async function retractionsIn(
  query: SelectQueryBuilder<Tables, 'retractions', Selectable<RetractionRow>>,
  entries: readonly number[],
): Promise<ReadonlyMap<number, Retraction>> {
  const found = new Map<number, Retraction>()
  for (const some of chunks(entries)) {
    const rows = await query.where('entry', 'in', some).execute()
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
  const { at, why, by, rule, is_silent, is_public, state } = row
  return { at, why, by, rule, isSilent: is_silent === 1, isShown: state === 'published', isPublic: is_public === 1 }
}

/** Withdrawn, or deleted at their origins. Also the ids of entries that became such a one: readers may hold it under any of them. */
export async function deletedFrom(db: Kysely<Tables>, slug: string | null): Promise<readonly Deleted[]> {
  const deleted: Deleted[] = []
  const recent = db
    .selectFrom('retractions')
    .selectAll()
    .where(sql<SqlBool>`is_recent = 1`)
    .where('is_public', '=', 1)
    .orderBy('at', 'desc')
  for (const { entry, at, why, is_silent } of await recent.execute()) {
    const ids = await idsOf(db, entry, slug)
    deleted.push(...ids.map((id) => ({ id, at, ...(is_silent === 0 && { why }) })))
  }
  deleted.push(...(await removedFrom(db, slug)))
  return deleted.sort((a, b) => b.at - a.at || byCodePoint(a.id, b.id))
}

/** Deleted at their origins: of those nothing more is said. */
async function removedFrom(db: Kysely<Tables>, slug: string | null): Promise<readonly Deleted[]> {
  const recent = await db
    .selectFrom('removals')
    .innerJoin('entries', 'entries.id', 'removals.entry')
    .select(['removals.entry', 'at'])
    .where(sql<SqlBool>`is_recent = 1`)
    .where('state', '=', 'expired')
    .orderBy('removals.entry')
    .execute()
  const deleted: Deleted[] = []
  for (const { entry, at } of recent) for (const id of await idsOf(db, entry, slug)) deleted.push({ id, at })
  return deleted
}

/** All under which the entry stood in a feed. */
async function idsOf(db: Kysely<Tables>, entry: number, slug: string | null): Promise<readonly string[]> {
  let query = db
    .selectFrom('entries')
    .select('public_id')
    .where(({ eb, or }) => or([eb('id', '=', entry), eb('merged_into', '=', entry)]))
  if (slug !== null)
    query = query.where('id', 'in', ({ selectFrom }) => selectFrom('retracted_places').select('entry').where('slug', '=', slug))
  return (await query.execute()).flatMap(({ public_id }) => public_id ?? [])
}
