// A source read anew: its sightings, with what is kept of their pages, and the transactions in which they change.
import type { Kysely } from 'kysely'
import { documentsFrom } from './answers.ts'
import { knownRows, sightingsOf } from './known.ts'
import { writePlan } from './merge-plans.ts'
import type { RereadSighting, Revision } from './port/answers.ts'
import type { Claimed } from './port/sources.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

export interface Revising<T> {
  readonly claimed: Pick<Claimed, 'id' | 'lease'>
  /** Start of the run. */
  readonly at: number
  readonly identityNames: readonly string[]
  readonly work: (revision: Revision) => Promise<T>
}

/** Must run in a transaction. Null: the lease is another's by now. */
export async function revise<T>(
  db: Kysely<Tables>,
  { claimed, at, identityNames, work }: Revising<T>,
): Promise<{ readonly done: T } | null> {
  const held = await db
    .selectFrom('sources')
    .select('id')
    .where('id', '=', claimed.id)
    .where('lease_id', '=', claimed.lease)
    .executeTakeFirst()
  if (held === undefined) return null
  const done = await work({
    rows: knownRows(db, identityNames),
    sightings: (ids) => ownSightings(db, ids, identityNames),
    disown: async (sighting, keys) => {
      await db.deleteFrom('sighting_keys').where('sighting', '=', sighting).where('key', 'in', keys).execute()
    },
    write: async (plan) => void (await writePlan(db, plan, at)),
  })
  return { done }
}

/** In order of id. */
async function ownSightings(db: Kysely<Tables>, ids: readonly number[], identityNames: readonly string[]) {
  const wanted = new Set(ids)
  const entries = new Set<number>()
  for (const some of chunks(ids))
    for (const row of await db.selectFrom('sightings').select('entry').where('id', 'in', some).execute()) entries.add(row.entry)
  return (await sightingsOf(db, [...entries], identityNames)).filter(({ id }) => wanted.has(id))
}

/** In order; those of withdrawn and pruned entries, of which no text is left, are left out. */
export async function sightingIds(db: Kysely<Tables>, source: string): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('sightings')
    .innerJoin('entries', 'entries.id', 'sightings.entry')
    .select('sightings.id')
    .where('source', '=', source)
    .where('state', '!=', 'pruned')
    .where('is_pruned', '=', 0)
    .where('entry', 'not in', (eb) => eb.selectFrom('retractions').select('entry'))
    .orderBy('sightings.id')
    .execute()
  return rows.map(({ id }) => id)
}

/** With what is kept of their pages, in order of id. */
export async function sightingsToReread(
  db: Kysely<Tables>,
  ids: readonly number[],
  identityNames: readonly string[],
): Promise<readonly RereadSighting[]> {
  const articles = new Map<number, RereadSighting['article']>()
  for (const some of chunks(ids))
    for (const row of await db.selectFrom('article_answers').selectAll().where('sighting', 'in', some).execute())
      articles.set(row.sighting, documentsFrom(row))
  return (await ownSightings(db, ids, identityNames)).map((sighting) => ({ sighting, article: articles.get(sighting.id) ?? null }))
}

/** Of these sources those whose entries were read by other rules, or nobody knows by which. */
export async function sourcesBehind(db: Kysely<Tables>, rules: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const rows = await db.selectFrom('sources').select(['id', 'rules']).orderBy('id').execute()
  return rows.filter((row) => rules.has(row.id) && row.rules !== rules.get(row.id)).map((row) => row.id)
}

export async function rereadBy(db: Kysely<Tables>, source: string, rules: string): Promise<void> {
  await db.updateTable('sources').set({ rules }).where('id', '=', source).execute()
}
