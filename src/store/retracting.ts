// `retract` and its undoing: what readers see of a withdrawn entry, and for how long.
import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import { type Restored, type Retracted, type RetractionOrder, retractionShownMs } from '../model/retraction.ts'
import { noteEntries } from './archive-changes.ts'
import { newestSlug } from './category-addresses.ts'
import { noLease } from './claims.ts'
import { counting } from './counts.ts'
import { finalRow, referenceTo } from './dossiers.ts'
import { markStale } from './merge-plans.ts'
import type { Membership } from './port/settling.ts'
import { retractionRecord } from './retractions.ts'
import type { EntryRow, RetractionRow, Tables } from './schema.ts'
import { eraseText, keepOwnPlaces, rowsOf, textsOf } from './withholding.ts'

/** Withdraws an entry, or gives other words for it; null: there is no such row. Must run in a transaction. */
export async function retract(db: Kysely<Tables>, order: RetractionOrder): Promise<Retracted | null> {
  const row = await finalRow(db, order.row)
  if (row === undefined || row.state === 'merged') return null
  const before = await retractionRecord(db, row.id)
  const texts = await textsOf(db, row.id)
  if (before === null) await withdraw(db, row, order)
  else await reword(db, row, order)
  await place(db, await readRetraction(db, row.id))
  const retraction = await retractionRecord(db, row.id)
  if (retraction === null) return null
  return {
    entry: { ...referenceTo(row), title: row.title ?? (await draftTitle(db, row.id)) },
    retraction,
    isRepeated: before !== null,
    slugs: await slugsOf(db, await rowsOf(db, row.id)),
    texts,
  }
}

/** Of what was never published. */
async function draftTitle(db: Kysely<Tables>, entry: number): Promise<string> {
  const seen = await db.selectFrom('sightings').select('draft').where('entry', '=', entry).orderBy('id').executeTakeFirst()
  return seen === undefined ? '' : JSON.parse(seen.draft).title
}

async function withdraw(
  db: Kysely<Tables>,
  row: Selectable<EntryRow>,
  { at, why, by, isSilent, rule = null }: RetractionOrder,
): Promise<void> {
  if (row.state === 'merged' || row.state === 'retracted') return
  await noteEntries(db, [row.id])
  await db
    .insertInto('retractions')
    .values({ entry: row.id, at, why, by, is_silent: Number(isSilent), is_recent: 1, is_public: 0, is_wiped: 0, rule, was: row.state })
    .execute()
  if (row.state === 'pruned') await keepHome(db, row)
  else await keepOwnPlaces(db, row.id)
  await eraseText(db, row.id)
  await revise(db, row.id, at)
}

/** A tombstone stands nowhere: it is named as deleted where readers found it first. */
async function keepHome(db: Kysely<Tables>, { id, home, listed }: Selectable<EntryRow>): Promise<void> {
  if (home === null || listed === null) return
  await db
    .insertInto('retracted_places')
    .values({ entry: id, slug: await newestSlug(db, home), listed, place: 0, because: '[]' })
    .execute()
}

/** The moment stays: readers are not told twice, and the 30 days go on. */
async function reword(db: Kysely<Tables>, row: Selectable<EntryRow>, { why, by, isSilent, rule = null }: RetractionOrder): Promise<void> {
  await db
    .updateTable('retractions')
    .set({ why, by, rule, is_silent: Number(isSilent) })
    .where('entry', '=', row.id)
    .execute()
  await revise(db, row.id, null)
}

/** What is written of it differs from what was; `at`: readers are told so. */
async function revise(db: Kysely<Tables>, entry: number, at: number | null): Promise<void> {
  await db
    .updateTable('entries')
    .set((eb) => ({
      revision: eb('revision', '+', 1),
      page_wanted: eb('page_wanted', '+', 1),
      ...(at !== null && { date_modified: at }),
    }))
    .where('id', '=', entry)
    .where('public_id', 'is not', null)
    .execute()
}

type Withdrawn = Selectable<RetractionRow> & Pick<Selectable<EntryRow>, 'state'>

/** Shows something in the entry's place while that is due, and nothing afterwards; what was written of it is written again. */
async function place(db: Kysely<Tables>, { entry, state, ...one }: Withdrawn): Promise<void> {
  const { isPublic, isShown } = await decide(db, { entry, state, ...one })
  const slugs = await slugsOf(db, await rowsOf(db, entry))
  const standing = await db.selectFrom('memberships').select('slug').where('entry', '=', entry).execute()
  await noteEntries(db, [entry])
  await counting(db, [entry], async () => {
    if (isShown && state !== 'published') await standAgain(db, entry)
    if (!isShown) await db.deleteFrom('memberships').where('entry', '=', entry).execute()
    await db
      .updateTable('entries')
      .set((eb) => ({ state: isShown ? 'published' : 'retracted', due: 0, page_wanted: eb('page_wanted', '+', 1) }))
      .where('id', '=', entry)
      .execute()
  })
  await db
    .updateTable('retractions')
    .set({ is_public: Number(isPublic) })
    .where('entry', '=', entry)
    .execute()
  await noteEntries(db, [entry])
  await markStale(db, [...slugs, ...standing.map(({ slug }) => slug)])
}

async function decide(db: Kysely<Tables>, { entry, is_recent, is_silent, was }: Withdrawn) {
  const seen = await db.selectFrom('sightings').select('id').where('entry', '=', entry).where('is_public', '=', 1).executeTakeFirst()
  const isPublic = seen !== undefined
  return { isPublic, isShown: isPublic && is_recent === 1 && is_silent === 0 && was === 'published' }
}

async function placesOf(db: Kysely<Tables>, entry: number): Promise<readonly Membership[]> {
  return db
    .selectFrom('retracted_places')
    .select(['slug', 'listed', 'place', 'because'])
    .where('entry', '=', entry)
    .orderBy('place')
    .execute()
}

/** Categories in which readers may hold it, under any of its ids. */
async function slugsOf(db: Kysely<Tables>, rows: readonly { readonly id: number }[]): Promise<readonly string[]> {
  const ids = rows.map(({ id }) => id)
  const found = await db.selectFrom('retracted_places').select('slug').distinct().where('entry', 'in', ids).orderBy('slug').execute()
  return found.map(({ slug }) => slug)
}

async function standAgain(db: Kysely<Tables>, entry: number): Promise<void> {
  const places = await placesOf(db, entry)
  if (places.length === 0) return
  await db
    .insertInto('memberships')
    .values(places.map((one) => ({ ...one, entry })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Gives a withdrawn entry back: its sources are read whole the next time, and bring the text. Null: it is not withdrawn. Must run in a transaction. */
export async function unretract(db: Kysely<Tables>, { row, at }: Pick<RetractionOrder, 'row' | 'at'>): Promise<Restored | null> {
  const found = await finalRow(db, row)
  const retraction = found === undefined ? null : await retractionRecord(db, found.id)
  if (found === undefined || retraction === null) return null
  const { was } = await readRetraction(db, found.id)
  const rows = await rowsOf(db, found.id)
  const slugs = await slugsOf(db, rows)
  await counting(db, [found.id], async () => {
    if (was === 'published') await standAgain(db, found.id)
    await db.updateTable('entries').set({ state: was, due: 1, touched_at: at }).where('id', '=', found.id).execute()
  })
  await noteEntries(db, [found.id])
  await revise(db, found.id, at)
  // A tombstone has no text to come back.
  const sources = was === 'pruned' ? [] : await readWhole(db, found.id)
  if (was !== 'pruned') await awaitText(db, found.id, at)
  await db.deleteFrom('retractions').where('entry', '=', found.id).execute()
  await db
    .deleteFrom('retracted_places')
    .where(
      'entry',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  await markStale(db, slugs)
  return { entry: referenceTo(found), retraction, slugs, sources }
}

/** Nothing is left that would let its sources say "unchanged"; a visit that is under way may have said so already. */
async function readWhole(db: Kysely<Tables>, entry: number): Promise<readonly string[]> {
  await db.updateTable('sightings').set({ fingerprint: '' }).where('entry', '=', entry).execute()
  const seen = await db.selectFrom('sightings').select('source').distinct().where('entry', '=', entry).orderBy('source').execute()
  const sources = seen.map(({ source }) => source)
  await db
    .updateTable('sources')
    .set({ etag: null, last_modified: null, body_hash: null, sent_hash: null, ...noLease })
    .where('id', 'in', sources)
    .execute()
  return sources
}

/** Of its own page, where its sources have one. */
async function awaitText(db: Kysely<Tables>, entry: number, at: number): Promise<void> {
  const step = await db
    .selectFrom('sightings')
    .innerJoin('sources', 'sources.id', 'sightings.source')
    .select('sightings.id')
    .where('sightings.entry', '=', entry)
    .where('sources.has_article', '=', 1)
    .where('sightings.is_public', '=', 1)
    .executeTakeFirst()
  await db
    .updateTable('entries')
    .set((eb) => (step === undefined ? { ready_at: eb.fn.coalesce('ready_at', eb.val(at)) } : { article_state: 'due', article_next_at: 0 }))
    .where('id', '=', entry)
    .execute()
}

/** What settling does for withdrawn entries: their 30 days end, and what polls or config did to them changes nothing else. */
export async function settleRetractions(db: Kysely<Tables>, now: number): Promise<void> {
  const over = await withStates(db)
    .where(sql<SqlBool>`is_recent = 1`)
    .where('at', '<=', now - retractionShownMs)
    .execute()
  for (const one of over) {
    await db.updateTable('retractions').set({ is_recent: 0 }).where('entry', '=', one.entry).execute()
    await place(db, { ...one, is_recent: 0 })
  }
  // Said twice as the partial index has it: a bound value does not select one.
  const touched = await withStates(db).where('due', '=', 1).where(sql<SqlBool>`due > 0`).execute()
  for (const one of touched) {
    const { isPublic, isShown } = await decide(db, one)
    if (isShown !== (one.state === 'published') || isPublic !== (one.is_public === 1)) await place(db, one)
    else await db.updateTable('entries').set({ due: 0 }).where('id', '=', one.entry).execute()
  }
}

function withStates(db: Kysely<Tables>) {
  return db.selectFrom('retractions').innerJoin('entries', 'entries.id', 'retractions.entry').selectAll('retractions').select('state')
}

async function readRetraction(db: Kysely<Tables>, entry: number): Promise<Withdrawn> {
  return withStates(db).where('entry', '=', entry).executeTakeFirstOrThrow()
}
