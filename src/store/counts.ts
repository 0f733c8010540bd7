// How many published entries a source shows, kept as a number beside it: counting millions of sightings at each `status` would stop
// everything else. Whoever changes which entries are published, or which source shows them, does so within `counting`.
import type { Kysely } from 'kysely'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** Published entries by source. */
type Shown = ReadonlyMap<string, number>

/** Runs work that may change who shows these entries, or whether they are published. Must run in a transaction. */
export async function counting<T>(db: Kysely<Tables>, entries: readonly number[], work: () => Promise<T>): Promise<T> {
  const before = await shownOf(db, entries)
  const done = await work()
  await add(db, difference(before, await shownOf(db, entries)))
  return done
}

/** Entries that were not published and are now: what they add. */
export async function countPublished(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  await add(db, await shownOf(db, entries))
}

/** Entries that are about to be no longer published: what they take away. */
export async function countHidden(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  await add(db, difference(await shownOf(db, entries), new Map()))
}

async function shownOf(db: Kysely<Tables>, entries: readonly number[]): Promise<Shown> {
  const shown = new Map<string, number>()
  for (const some of chunks([...new Set(entries)])) {
    const rows = await db
      .selectFrom('sightings')
      .innerJoin('entries', 'entries.id', 'sightings.entry')
      .select(({ fn }) => ['sightings.source', fn.count<number>('sightings.entry').distinct().as('entries')])
      .where('sightings.entry', 'in', some)
      .where('entries.state', '=', 'published')
      .groupBy('sightings.source')
      .execute()
    for (const { source, entries: count } of rows) shown.set(source, (shown.get(source) ?? 0) + count)
  }
  return shown
}

function difference(before: Shown, after: Shown): Shown {
  return new Map([...before.keys(), ...after.keys()].map((source) => [source, (after.get(source) ?? 0) - (before.get(source) ?? 0)]))
}

async function add(db: Kysely<Tables>, changes: Shown): Promise<void> {
  for (const [source, change] of changes) {
    if (change === 0) continue
    await db
      .updateTable('sources')
      .set((eb) => ({ entries: eb('entries', '+', change) }))
      .where('id', '=', source)
      .execute()
  }
}
