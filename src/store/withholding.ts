// How the text of withdrawn entries goes, and stays away: also that which polls and merges bring later.
import type { Kysely } from 'kysely'
import type { Content, EntryDraft } from '../model/entry.ts'
import type { MergePlan } from '../model/merge.ts'
import { withoutText } from '../model/retraction.ts'
import { forgetAnswers } from './answers.ts'
import { noArticleLease } from './claims.ts'
import { contentColumns, contentFromRow } from './rows.ts'
import type { Tables } from './schema.ts'
import { eraseSearchTexts } from './search-texts.ts'

/** Entries that withdrawn ones are about to take over: where they stand, they are named as deleted. */
export async function keepPlaces(db: Kysely<Tables>, { merged, retracted }: MergePlan): Promise<void> {
  for (const { from, into } of merged) if (retracted.includes(into)) await keepPlacesAs(db, from, [from])
}

/** Nothing stays of the text that came to withdrawn entries; what took over a withdrawn one is withdrawn itself. */
export async function withhold(db: Kysely<Tables>, { merged, retracted }: MergePlan): Promise<void> {
  for (const entry of retracted) {
    await inherit(db, entry)
    await eraseText(db, entry)
    if (merged.some(({ into }) => into === entry))
      await db.updateTable('retractions').set({ is_wiped: 0 }).where('entry', '=', entry).execute()
  }
}

/** Remembers where an entry stands in public: it is to come back there, and is named as deleted until then, as is what became it. */
export async function keepOwnPlaces(db: Kysely<Tables>, entry: number): Promise<void> {
  await keepPlacesAs(
    db,
    entry,
    (await rowsOf(db, entry)).map(({ id }) => id),
  )
}

async function keepPlacesAs(db: Kysely<Tables>, from: number, entries: readonly number[]): Promise<void> {
  const places = await db.selectFrom('memberships').selectAll().where('entry', '=', from).execute()
  if (places.length === 0) return
  await db
    .insertInto('retracted_places')
    .values(entries.flatMap((entry) => places.map((place) => ({ ...place, entry }))))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** From entries that it took over, whose retractions end with them. Settling gives it its place. */
async function inherit(db: Kysely<Tables>, entry: number): Promise<void> {
  const losers = (await rowsOf(db, entry)).map(({ id }) => id).filter((id) => id !== entry)
  const [first] = await db.selectFrom('retractions').selectAll().where('entry', 'in', losers).orderBy('at').execute()
  if (first === undefined) return
  await db.deleteFrom('retractions').where('entry', 'in', losers).execute()
  const heir = await db.selectFrom('entries').select('state').where('id', '=', entry).executeTakeFirst()
  if (heir === undefined || heir.state === 'merged' || heir.state === 'retracted') return
  await keepOwnPlaces(db, entry)
  const { numInsertedOrUpdatedRows: made } = await db
    .insertInto('retractions')
    .values({ ...first, entry, was: heir.state, is_public: 0, is_wiped: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (made === 0n) return
  await db
    .updateTable('entries')
    .set((eb) => ({ due: 1, revision: eb('revision', '+', 1), date_modified: first.at }))
    .where('id', '=', entry)
    .execute()
}

/** All that says what the entry said, of those that became it too. Title, keys and dates stay. */
export async function eraseText(db: Kysely<Tables>, entry: number): Promise<void> {
  const rows = await rowsOf(db, entry)
  await eraseSearchTexts(
    db,
    rows.map(({ id }) => id),
  )
  await forgetAnswers(db, { entries: rows.map(({ id }) => id) })
  for (const row of rows) {
    await db.deleteFrom('revisions').where('entry', '=', row.id).execute()
    await db.deleteFrom('private_entries').where('entry', '=', row.id).execute()
    await db
      .updateTable('entries')
      .set({
        ...(row.extra === null ? {} : contentColumns(bare(contentFromRow(row)))),
        article_state: 'none',
        article_attempts: 0,
        article_next_at: 0,
        article_message: null,
        ...noArticleLease,
      })
      .where('id', '=', row.id)
      .execute()
  }
  for (const { id, draft, article } of await sightingTexts(db, entry)) {
    const kept = JSON.stringify(withoutText(draft))
    if (kept === JSON.stringify(draft) && article === null) continue
    await db.updateTable('sightings').set({ draft: kept, article: null }).where('id', '=', id).execute()
  }
}

function bare(content: Content): Content {
  return { ...content, summary: null, contentHtml: null, authors: [], tags: [], enclosures: [] }
}

/** Everything that erasing takes away, as it stands in the store. */
export async function textsOf(db: Kysely<Tables>, entry: number): Promise<readonly string[]> {
  const rows = await rowsOf(db, entry)
  const ids = rows.map((row) => row.id)
  const revisions = await db.selectFrom('revisions').select('content').where('entry', 'in', ids).execute()
  const hidden = await db.selectFrom('private_entries').select(['summary', 'content_html']).where('entry', 'in', ids).execute()
  const contents: Pick<Content, 'summary' | 'contentHtml'>[] = [
    ...[...rows, ...hidden].map((row) => ({ summary: row.summary, contentHtml: row.content_html })),
    ...revisions.map((row) => JSON.parse(row.content)),
  ]
  const sightings = await sightingTexts(db, entry)
  const texts = [
    ...contents.flatMap(({ summary, contentHtml }) => [summary, contentHtml]),
    ...sightings.flatMap(({ draft, article }) => [draft.summary, draft.content, article]),
  ]
  return [...new Set(texts.filter((text) => text !== null))]
}

/** The entry, and those that became it. */
export function rowsOf(db: Kysely<Tables>, entry: number) {
  return db
    .selectFrom('entries')
    .select(['id', 'title', 'url', 'summary', 'content_html', 'extra'])
    .where(({ eb, or }) => or([eb('id', '=', entry), eb('merged_into', '=', entry)]))
    .execute()
}

async function sightingTexts(
  db: Kysely<Tables>,
  entry: number,
): Promise<readonly { readonly id: number; readonly draft: EntryDraft; readonly article: string | null }[]> {
  const rows = await db.selectFrom('sightings').select(['id', 'draft', 'article']).where('entry', '=', entry).execute()
  return rows.map(({ id, draft, article }) => ({
    id,
    draft: JSON.parse(draft),
    article: article === null ? null : JSON.parse(article).contentHtml,
  }))
}
