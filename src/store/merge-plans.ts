// Writes what identity planned, within the transaction it was planned in.
import type { ExpressionBuilder, Insertable, Kysely } from 'kysely'
import type { MergePlan, Sighting } from '../model/merge.ts'
import { noteEntries } from './archive-changes.ts'
import { padded, runBuilt } from './built.ts'
import { counting } from './counts.ts'
import { dropPrivate, inheritPrivate } from './private-places.ts'
import { unbury } from './prunings.ts'
import { chunks, rowFromSighting } from './rows.ts'
import type { EntryRow, Tables } from './schema.ts'
import { keepPlaces, withhold } from './withholding.ts'

/** Rows a statement: most feeds bring fewer at once, and each number of rows is a statement of its own to prepare. */
const atOnce = 32

/** `at` is the start of the run or tick. Gives back the entries that something has come to, or left. */
export async function writePlan(db: Kysely<Tables>, plan: MergePlan, at: number): Promise<readonly number[]> {
  return counting(db, entriesBefore(plan), () => writeParts(db, plan, at))
}

/** Entries that were there before and that the plan changes: these may be published. */
function entriesBefore({ sightings, moved, merged, touched }: MergePlan): readonly number[] {
  const met = [
    ...sightings.map(({ entry }) => entry),
    ...moved.map(({ entry }) => entry),
    ...merged.flatMap(({ from, into }) => [from, into]),
  ]
  return [...met, ...touched].filter((entry) => entry > 0)
}

async function writeParts(db: Kysely<Tables>, plan: MergePlan, at: number): Promise<readonly number[]> {
  const entryOf = await insertEntries(db, plan, at)
  const heirs = plan.emptied.length === 0 ? new Map<number, number>() : await heirsOf(db, plan)
  for (const { sighting, entry } of plan.moved)
    await db
      .updateTable('sightings')
      .set({ entry: entryOf(entry) })
      .where('id', '=', sighting)
      .execute()
  await writeSightings(db, plan.sightings, entryOf)
  for (const { from } of plan.absorbed) {
    await db.deleteFrom('sighting_keys').where('sighting', '=', from).execute()
    await db.deleteFrom('sightings').where('id', '=', from).execute()
  }
  if (plan.retracted.length > 0) await keepPlaces(db, plan)
  for (const { from, into } of plan.merged) await mergeEntries(db, from, entryOf(into))
  for (const entry of plan.emptied) await forget(db, entry, entryOf(heirs.get(entry) ?? entry))
  await touch(db, plan.touched.map(entryOf), at)
  await askAgain(
    db,
    plan.sightings.filter(({ article }) => article?.isOutdated === true).map(({ entry }) => entryOf(entry)),
  )
  if (plan.retracted.length > 0) await withhold(db, plan)
  await writeBurns(db, plan, at)
  return [...plan.touched, ...plan.retracted].map(entryOf)
}

/** Where the sightings of entries that are about to have none go to. */
async function heirsOf(db: Kysely<Tables>, { moved, emptied }: MergePlan): Promise<ReadonlyMap<number, number>> {
  const heirs = new Map(moved.map(({ sighting, entry }) => [sighting, entry]))
  const rows = await db.selectFrom('sightings').select(['id', 'entry']).where('entry', 'in', emptied).execute()
  return new Map(rows.flatMap(({ id, entry }) => (heirs.has(id) ? [[entry, heirs.get(id) ?? entry] as const] : [])))
}

/** What was public once, and is hidden now, keeps its id and path for ever. */
async function forget(db: Kysely<Tables>, entry: number, heir: number): Promise<void> {
  if (heir === entry) await dropPrivate(db, entry)
  else await inheritPrivate(db, { from: entry, into: heir })
  await db.deleteFrom('entries').where('id', '=', entry).where('state', '=', 'pending').where('public_id', 'is', null).execute()
}

/** New entries for the plan's negative ids. */
async function insertEntries(db: Kysely<Tables>, plan: MergePlan, at: number): Promise<(id: number) => number> {
  const all = [...plan.sightings.map((sighting) => sighting.entry), ...plan.moved.map((move) => move.entry)]
  const wanted = [...new Set(all.filter((entry) => entry < 0))]
  const row: Insertable<EntryRow> = {
    state: 'pending',
    due: 1,
    article_state: 'none',
    article_attempts: 0,
    article_next_at: 0,
    touched_at: at,
    ready_at: at,
    revision: 0,
    page_wanted: 0,
    page_written: 0,
  }
  const ids = await inserted(wanted, async (some) => {
    const rows = some.map(() => row)
    const build = () => db.insertInto('entries').values(rows).returning('id')
    return (await runBuilt(db, 'new entries', { values: rows.flatMap((one) => Object.values(one)), build })).rows
  })
  return (id) => ids.get(id) ?? id
}

async function writeSightings(db: Kysely<Tables>, sightings: readonly Sighting[], entryOf: (id: number) => number): Promise<void> {
  const rowOf = (sighting: Sighting) => ({ ...rowFromSighting(sighting), entry: entryOf(sighting.entry) })
  const ids = await inserted(
    sightings.filter(({ id }) => id < 0),
    async (some) => {
      const rows = some.map(rowOf)
      const build = () => db.insertInto('sightings').values(rows).returning('id')
      return (await runBuilt(db, 'new sightings', { values: rows.flatMap((row) => Object.values(row)), build })).rows
    },
  )
  for (const sighting of sightings) {
    if (sighting.id > 0) await db.updateTable('sightings').set(rowOf(sighting)).where('id', '=', sighting.id).execute()
  }
  await writeKeys(
    db,
    sightings.flatMap((sighting) => sighting.keys.map((key) => ({ key: key.text, sighting: ids.get(sighting) ?? sighting.id }))),
  )
}

/** Keys only add up: an entry owns every key it was seen under. */
async function writeKeys(db: Kysely<Tables>, keys: readonly Insertable<Tables['sighting_keys']>[]): Promise<void> {
  for (const some of chunks(keys, atOnce)) {
    const build = () =>
      db
        .insertInto('sighting_keys')
        .values([...some])
        .onConflict((conflict) => conflict.doNothing())
    await runBuilt(db, 'keys', { values: some.flatMap(({ key, sighting }) => [key, sighting]), build })
  }
}

/**
 * The id that each row was given. Rows are numbered in the order in which they are inserted; that they are returned in that order is
 * promised by neither database.
 */
async function inserted<T>(
  rows: readonly T[],
  insert: (some: readonly T[]) => Promise<readonly { id: number }[]>,
): Promise<Map<T, number>> {
  const ids = new Map<T, number>()
  for (const some of chunks(rows, atOnce)) {
    const given = (await insert(some)).map(({ id }) => id).sort((a, b) => a - b)
    for (const [at, row] of some.entries()) {
      const id = given[at]
      if (id === undefined) throw new RangeError('the database gave fewer ids than it was given rows')
      ids.set(row, id)
    }
  }
  return ids
}

/** The loser's address leads to the winner from now on, and so does everything that led to the loser. */
async function mergeEntries(db: Kysely<Tables>, from: number, into: number): Promise<void> {
  await inheritPrivate(db, { from, into })
  const slugs = await db.selectFrom('memberships').select('slug').where('entry', '=', from).execute()
  await noteEntries(db, [from])
  await db
    .updateTable('entries')
    .set((eb) => ({ state: 'merged', merged_into: into, due: 0, article_state: 'none', page_wanted: eb('page_wanted', '+', 1) }))
    .where('id', '=', from)
    .execute()
  await db
    .updateTable('entries')
    .set((eb) => ({ merged_into: into, page_wanted: eb('page_wanted', '+', 1) }))
    .where('merged_into', '=', from)
    .where('merged_into', 'is not', null)
    .execute()
  await db.deleteFrom('memberships').where('entry', '=', from).execute()
  await unbury(db, from)
  await markStale(
    db,
    slugs.map((row) => row.slug),
  )
}

async function touch(db: Kysely<Tables>, entries: readonly number[], at: number): Promise<void> {
  for (const some of chunks(entries)) {
    const ids = padded(some)
    const build = () => db.updateTable('entries').set({ due: 1, touched_at: at }).where('id', 'in', ids).where('state', '!=', 'merged')
    await runBuilt(db, 'touched', { values: [1, at, ...ids, 'merged'], build })
    await awaitArticles(db, ids)
  }
}

/** New entries of which any source has an article step are not published before it; which source was polled first plays no part. */
async function awaitArticles(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  const build = () =>
    db
      .updateTable('entries')
      .set({ article_state: 'due', ready_at: null })
      .where('id', 'in', entries)
      .where('state', '=', 'pending')
      .where('article_state', '=', 'none')
      .where('article_attempts', '=', 0)
      .where(({ exists, selectFrom }) => exists(withArticleStep(selectFrom)))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('sightings')
              .select('sightings.id')
              .whereRef('sightings.entry', '=', 'entries.id')
              .where('sightings.article', 'is not', null),
          ),
        ),
      )
  await runBuilt(db, 'awaiting articles', { values: ['due', null, ...entries, 'pending', 'none', 0, 1, 1], build })
}

/** What a source says has changed on a page is fetched once more; what readers see stays until then. */
async function askAgain(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  for (const some of chunks(entries)) {
    await db
      .updateTable('entries')
      .set({ article_state: 'due', article_attempts: 0, article_next_at: 0 })
      .where('id', 'in', some)
      .where('state', 'in', ['pending', 'published', 'expired'])
      // What is wanted already keeps its turn: a source that says something else at every poll must not shorten it.
      .where('article_state', 'in', ['none', 'done', 'recheck'])
      .where(({ exists, selectFrom }) => exists(withArticleStep(selectFrom)))
      .execute()
  }
}

/** Public sightings of an entry whose source fetches texts. */
function withArticleStep(selectFrom: ExpressionBuilder<Tables, 'entries'>['selectFrom']) {
  return selectFrom('sightings')
    .innerJoin('sources', 'sources.id', 'sightings.source')
    .select('sightings.id')
    .whereRef('sightings.entry', '=', 'entries.id')
    .where('sources.has_article', '=', 1)
    .where('sightings.is_public', '=', 1)
}

async function writeBurns(db: Kysely<Tables>, { burns, vetoes }: MergePlan, at: number): Promise<void> {
  for (const some of chunks(burns))
    await db
      .insertInto('burnt_keys')
      .values([...some])
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (const some of chunks(vetoes))
    await db
      .insertInto('vetoes')
      .values(some.map((veto) => ({ ...veto, at })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** Marks category outputs, and the feed of everything, to be written again. */
export async function markStale(db: Kysely<Tables>, slugs: readonly string[]): Promise<void> {
  const rows = [...new Set(['', ...slugs])].map((slug) => ({ slug, wanted: 1, written: 0 }))
  for (const some of chunks(rows)) {
    await db
      .insertInto('outputs')
      .values([...some])
      .onConflict((conflict) => conflict.column('slug').doUpdateSet((eb) => ({ wanted: eb('outputs.wanted', '+', 1) })))
      .execute()
  }
}
