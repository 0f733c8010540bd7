// What origins have deleted: a source's word on its own sightings, never on another's. It counts as the source's `deletions` says.
import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import type { Deletion } from '../model/deletion.ts'
import { burntOf } from './known.ts'
import type { SeenDeletions } from './port/deletions.ts'
import type { SourceRecord } from './port/sources.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

interface Document {
  readonly source: string
  /** Start of the run or tick. */
  readonly at: number
}

/** What a document has changed. `flood`: nothing, for it names too many. */
export type DeletionNews =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'noted'; readonly deleted: readonly number[]; readonly returned: readonly number[] }
  | { readonly kind: 'flood'; readonly named: number; readonly known: number }

/** Notes what a document names as deleted, and forgets what it shows again. Must run in the transaction of its poll, after its plan. */
export async function noteDeletions(db: Kysely<Tables>, seen: SeenDeletions, { source, at }: Document): Promise<DeletionNews> {
  const before = await namedBefore(db, source)
  if (seen.named.length === 0 && before.size === 0) return { kind: 'nothing' }
  const named = await sightingsNamed(db, source, seen.named)
  const shown = await shownAmong(db, source, { candidates: [...named.keys(), ...before], shown: new Set(seen.shown) })
  const fresh = [...named].filter(([sighting]) => !before.has(sighting) && !shown.has(sighting))
  const known = fresh.length === 0 ? 0 : await countSightings(db, source)
  if (seen.isFlood(fresh.length, known)) return { kind: 'flood', named: fresh.length, known }
  const returned = [...before].filter((sighting) => shown.has(sighting))
  for (const [sighting, one] of fresh) {
    const row = { how: 'entry' as const, since: one.at ?? at, noted_at: at, by: one.by, comment: one.comment }
    await db
      .insertInto('deletions')
      .values({ sighting, source, ...row })
      .onConflict((conflict) => conflict.column('sighting').doUpdateSet(row))
      .execute()
  }
  for (const some of chunks(returned)) await db.deleteFrom('deletions').where('sighting', 'in', some).execute()
  const deleted = fresh.map(([sighting]) => sighting)
  await touchEntries(db, [...deleted, ...returned], at)
  return deleted.length + returned.length === 0 ? { kind: 'nothing' } : { kind: 'noted', deleted, returned }
}

async function namedBefore(db: Kysely<Tables>, source: string): Promise<ReadonlySet<number>> {
  const rows = await db.selectFrom('deletions').select('sighting').where('source', '=', source).where('how', '=', 'entry').execute()
  return new Set(rows.map(({ sighting }) => sighting))
}

/** The source's sightings under these guids, which are keys of that source alone; those that name several articles are left out. */
async function sightingsNamed(
  db: Kysely<Tables>,
  source: string,
  named: SeenDeletions['named'],
): Promise<ReadonlyMap<number, SeenDeletions['named'][number]>> {
  const found = new Map<number, SeenDeletions['named'][number]>()
  const byKey = new Map(named.map((one) => [one.key, one]))
  const burnt = new Set((await burntOf(db, [...byKey.keys()], [source, '*'])).map(({ key }) => key))
  for (const some of chunks([...byKey.keys()].filter((key) => !burnt.has(key)))) {
    const rows = await db.selectFrom('sighting_keys').selectAll().where('key', 'in', some).orderBy('sighting').execute()
    for (const { sighting, key } of rows) {
      const one = byKey.get(key)
      if (one !== undefined) found.set(sighting, one)
    }
  }
  return found
}

interface Among {
  readonly candidates: readonly number[]
  readonly shown: ReadonlySet<string>
}

/** Those of which the document shows a key that names one article only: an entry may have another guid by now. */
async function shownAmong(db: Kysely<Tables>, source: string, { candidates, shown }: Among): Promise<ReadonlySet<number>> {
  const found = new Set<number>()
  for (const some of chunks(candidates)) {
    const rows = await db.selectFrom('sighting_keys').selectAll().where('sighting', 'in', some).execute()
    const met = rows.filter(({ key }) => shown.has(key))
    const keys = met.map(({ key }) => key)
    const burnt = new Set((await burntOf(db, keys, [source, '*'])).map(({ key }) => key))
    for (const { sighting, key } of met) if (!burnt.has(key)) found.add(sighting)
  }
  return found
}

async function countSightings(db: Kysely<Tables>, source: string): Promise<number> {
  const { count } = await db
    .selectFrom('sightings')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('source', '=', source)
    .executeTakeFirstOrThrow()
  return count
}

/** The next settling looks at the entries of these sightings, once the polls of the run have ended. */
export async function touchEntries(db: Kysely<Tables>, sightings: readonly number[], at: number): Promise<void> {
  for (const some of chunks(sightings))
    await db
      .updateTable('entries')
      .set({ due: 1, touched_at: at })
      .where('id', 'in', (eb) => eb.selectFrom('sightings').select('entry').where('sightings.id', 'in', some))
      .where('state', '!=', 'merged')
      .execute()
}

/** Config says something else of what a source's origin deletes: its entries are looked at once more. Of what is ignored nothing is kept. */
export async function judgeAnew(db: Kysely<Tables>, { id, deletions }: Pick<SourceRecord, 'id' | 'deletions'>): Promise<void> {
  await db
    .updateTable('entries')
    .set({ due: 1 })
    .where('id', 'in', (eb) =>
      eb.selectFrom('deletions').innerJoin('sightings', 'sightings.id', 'sighting').select('entry').where('deletions.source', '=', id),
    )
    .where('state', '!=', 'merged')
    .execute()
  if (deletions === 'ignore') await db.deleteFrom('deletions').where('source', '=', id).execute()
}

/** By source; null: of all. */
export async function countDeletions(db: Kysely<Tables>, only: readonly string[] | null): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('deletions')
    .select(({ fn }) => ['source', fn.countAll<number>().as('count')])
    .$if(only !== null, (query) => query.where('source', 'in', only ?? []))
    .groupBy('source')
    .execute()
  return new Map(rows.map(({ source, count }) => [source, count]))
}

/** Whether a sighting counts no more: its origin has deleted it, and its source's `deletions` says `follow`. */
export function isFollowedDeletion({ selectFrom, exists }: ExpressionBuilder<Tables, 'sightings'>) {
  return exists(
    selectFrom('deletions')
      .innerJoin('sources', 'sources.id', 'deletions.source')
      .select(sql`1`.as('one'))
      .whereRef('deletions.sighting', '=', 'sightings.id')
      .where('sources.deletions', '=', 'follow'),
  )
}

/** Of some entries the sightings that count no more. */
export async function followedDeletions(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlySet<number>> {
  const found = new Set<number>()
  for (const some of chunks(entries)) {
    const rows = await db.selectFrom('sightings').select('id').where('entry', 'in', some).where(isFollowedDeletion).execute()
    for (const { id } of rows) found.add(id)
  }
  return found
}

/** What is kept of deletions, by sighting. */
export async function deletionsOf(db: Kysely<Tables>, sightings: readonly number[]): Promise<ReadonlyMap<number, Deletion>> {
  const found = new Map<number, Deletion>()
  for (const some of chunks(sightings)) {
    const rows = await db.selectFrom('deletions').selectAll().where('sighting', 'in', some).execute()
    for (const { sighting, how, since, noted_at, by, comment } of rows) found.set(sighting, { how, since, notedAt: noted_at, by, comment })
  }
  return found
}
