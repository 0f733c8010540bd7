// What changes in public is noted where it stands, so that publishing finds the pages of archives that must be written again.
import type { Insertable, Kysely } from 'kysely'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** Slug empty: the feed of everything. */
export interface Placed {
  readonly slug: string
  readonly listed: number
}

/** Pages of older months may be closed: those still show what has moved away. Younger ones never are (48 h after their month). */
const perhapsClosedMs = 24 * 3_600_000

export interface Word {
  readonly entry: number
  /** Where the entry stood in public until now. */
  readonly before: readonly Placed[]
  readonly after: readonly Placed[]
  readonly at: number
}

/** A new word on an entry. An edit in its place, or a move to a newer one, is no reason to open a closed page; all else is. */
export async function noteWord(db: Kysely<Tables>, { entry, before, after, at }: Word): Promise<void> {
  const now = new Map(after.map(({ slug, listed }) => [slug, listed]))
  const known = new Map(before.map(({ slug, listed }) => [slug, listed]))
  const left = before.map((place) => (now.has(place.slug) ? edited(place) : forced(place)))
  const moved = before.filter(({ slug, listed }) => now.has(slug) && now.get(slug) !== listed)
  const came = after.filter(({ slug, listed }) => known.get(slug) !== listed).map(forced)
  await note(db, [...left, ...came])
  const gone = before.filter(({ slug }) => !now.has(slug)).map(({ slug }) => slug)
  if (gone.length > 0) await noteTraces(db, [entry], gone)
  await leaveTraces(
    db,
    moved.filter(({ listed }) => at - listed > perhapsClosedMs).map(({ slug, listed }) => ({ entry, slug, listed })),
  )
}

/**
 * The pages where these entries stand in public, or may still be shown, are to be written again, closed or not: to be called before they
 * leave, after they came back, and when their text must go.
 */
export async function noteEntries(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  for (const some of chunks([...new Set(entries)])) {
    const places = await db.selectFrom('memberships').select(['slug', 'listed']).where('entry', 'in', some).execute()
    const rows = await db.selectFrom('entries').select('listed').where('id', 'in', some).where('state', '=', 'published').execute()
    const everywhere = rows.map((row) => ({ slug: '', listed: row.listed ?? 0 }))
    await note(db, [...places, ...everywhere].map(forced))
    await noteTraces(db, some, null)
  }
}

/** Null: in all feeds. */
async function noteTraces(db: Kysely<Tables>, entries: readonly number[], slugs: readonly string[] | null): Promise<void> {
  let query = db.deleteFrom('archive_traces').where('entry', 'in', entries)
  if (slugs !== null) query = query.where('slug', 'in', slugs)
  await note(db, (await query.returning(['slug', 'listed']).execute()).map(forced))
}

/** Something came to these places, or went from them, in a way that no settling knows. */
export async function notePlaces(db: Kysely<Tables>, places: readonly Placed[]): Promise<void> {
  await note(db, places.map(forced))
}

/** All that stands in a category: to be called after entries came into it in a way that no settling knows, and before they leave so. */
export async function noteCategory(db: Kysely<Tables>, slug: string): Promise<void> {
  await notePlaces(db, await db.selectFrom('memberships').select(['slug', 'listed']).distinct().where('slug', '=', slug).execute())
}

/** Every page there is of these feeds' archives is to be written again: they look otherwise. */
export async function markArchivesStale(db: Kysely<Tables>, slugs: readonly string[]): Promise<void> {
  for (const some of chunks(slugs)) {
    await db
      .updateTable('archive_pages')
      .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
      .where('slug', 'in', some)
      .execute()
  }
}

type ChangeRow = Insertable<Tables['archive_changes']>

function edited({ slug, listed }: Placed): ChangeRow {
  return { slug, listed, is_forced: 0, times: 1 }
}

function forced(place: Placed): ChangeRow {
  return { ...edited(place), is_forced: 1 }
}

async function note(db: Kysely<Tables>, changes: readonly ChangeRow[]): Promise<void> {
  for (const some of chunks(withoutDoubles(changes))) {
    await db
      .insertInto('archive_changes')
      .values([...some])
      .onConflict((conflict) =>
        conflict.columns(['slug', 'listed']).doUpdateSet((eb) => ({
          times: eb('archive_changes.times', '+', 1),
          is_forced: eb.case().when('excluded.is_forced', '=', 1).then(1).else(eb.ref('archive_changes.is_forced')).end(),
        })),
      )
      .execute()
  }
}

/** One statement may name a row once only. */
function withoutDoubles(changes: readonly ChangeRow[]): readonly ChangeRow[] {
  const byPlace = new Map<string, ChangeRow>()
  for (const one of changes) {
    const place = `${one.listed} ${one.slug}`
    if (one.is_forced === 1 || !byPlace.has(place)) byPlace.set(place, one)
  }
  return [...byPlace.values()]
}

async function leaveTraces(db: Kysely<Tables>, traces: readonly Tables['archive_traces'][]): Promise<void> {
  if (traces.length === 0) return
  await db
    .insertInto('archive_traces')
    .values([...traces])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
