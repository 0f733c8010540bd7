// What publishing looks at first: how many entries each stale category has, and whether those that its feed holds look as before.
import { type Kysely, type SqlBool, sql } from 'kysely'
import { sha256Hex } from '../base/digest.ts'
import type { PagesPolicy, WindowSurvey } from '../model/output.ts'
import { windowPlaces } from './entries.ts'
import { foldedUnder } from './folds.ts'
import type { WindowSize } from './port/entries.ts'
import { retractionsOf } from './retractions.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

interface Survey extends WindowSize {
  readonly pages: PagesPolicy
}

/** Must run in a transaction. */
export async function surveyOutputs(db: Kysely<Tables>, slugs: readonly string[], survey: Survey): Promise<readonly WindowSurvey[]> {
  const surveys: WindowSurvey[] = []
  for (const slug of slugs) surveys.push(await surveyOutput(db, slug, survey))
  return surveys
}

async function surveyOutput(db: Kysely<Tables>, slug: string, survey: Survey): Promise<WindowSurvey> {
  const before = await db.selectFrom('outputs').selectAll().where('slug', '=', slug).executeTakeFirst()
  const places = await windowPlaces(db, slug === '' ? null : slug, survey)
  const edge = places[places.length - 1]?.listed ?? null
  // Where only what stands in a window has a page, the edge moves when the lists that lead there are written: see `moveWindows`.
  const movesNow = survey.pages !== 'recent' || before?.edge === null
  await count(db, slug, movesNow ? edge : (before?.edge ?? null))
  const retractions = await retractionsOf(
    db,
    places.map(({ id }) => id),
  )
  const also = await foldedUnder(
    db,
    slug,
    places.map(({ id }) => id),
  )
  const looks = places.map(({ id, public_id, listed, revision, date_modified, owner, page_wanted }) => {
    // The home page names categories, too: they change without another revision.
    const pageVersion = slug === '' ? page_wanted : 0
    const folded = also.get(id)
    const own = [public_id, listed, revision, date_modified, owner, retractions.get(id)?.at ?? 0, pageVersion]
    return folded === undefined ? own : [...own, folded]
  })
  return { slug, version: sha256Hex(JSON.stringify(looks)), edge, signature: before?.signature ?? null }
}

async function count(db: Kysely<Tables>, slug: string, edge: number | null): Promise<void> {
  const counted = await db
    .selectFrom('memberships')
    .select(({ fn }) => [fn.countAll<number>().as('entries'), fn.max('listed').as('updated')])
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow()
  await db
    .updateTable('outputs')
    .set({ ...counted, edge })
    .where('slug', '=', slug)
    .execute()
}

export async function listedSince(db: Kysely<Tables>, at: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('outputs')
    .select('slug')
    .select((eb) =>
      eb
        .selectFrom('memberships')
        .select(({ fn }) => fn.countAll<number>().as('entries'))
        .whereRef('memberships.slug', '=', 'outputs.slug')
        .where('listed', '>=', at)
        .as('entries'),
    )
    .where('updated', '>=', at)
    .execute()
  return new Map(rows.map(({ slug, entries }) => [slug, Number(entries ?? 0)]))
}

/** Must run in a transaction. */
export async function moveWindows(db: Kysely<Tables>, surveys: readonly WindowSurvey[]): Promise<void> {
  for (const { slug, edge } of surveys) {
    const before = await db.selectFrom('outputs').select('edge').where('slug', '=', slug).executeTakeFirst()
    if (before === undefined || before.edge === edge) continue
    const ends = [before.edge, edge].flatMap((one) => (one === null ? [] : [one]))
    await markBetween(db, slug, { from: Math.min(...ends), to: ends.length === 2 ? Math.max(...ends) : null })
    await db.updateTable('outputs').set({ edge }).where('slug', '=', slug).execute()
  }
}

/** `to` null: all from there on. */
async function markBetween(db: Kysely<Tables>, slug: string, { from, to }: { from: number; to: number | null }): Promise<void> {
  const until = to ?? Number.MAX_SAFE_INTEGER
  const ids =
    slug === ''
      ? db.selectFrom('entries').select('id').where('state', '=', 'published').where('listed', '>=', from).where('listed', '<', until)
      : db.selectFrom('memberships').select('entry as id').where('slug', '=', slug).where('listed', '>=', from).where('listed', '<', until)
  await db
    .updateTable('entries')
    .set((eb) => ({ page_wanted: eb('page_wanted', '+', 1) }))
    .where('path', 'is not', null)
    .where('id', 'in', ids)
    .execute()
}

export async function recentPages(db: Kysely<Tables>, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const recent = new Set<string>()
  for (const some of chunks(paths)) {
    const rows = await db
      .selectFrom('entries')
      .select('path')
      .where('path', 'in', some)
      .where(({ or, exists, selectFrom }) =>
        or([
          sql<SqlBool>`entries.listed >= (select edge from outputs where slug = '')`,
          exists(
            selectFrom('memberships')
              .innerJoin('categories', 'categories.slug', 'memberships.slug')
              .leftJoin('outputs', 'outputs.slug', 'memberships.slug')
              .select('memberships.entry')
              .whereRef('memberships.entry', '=', 'entries.id')
              .where('is_private', '=', 0)
              // A category that was not surveyed yet is a new one.
              .where(({ eb, ref, or: either }) =>
                either([eb('outputs.edge', 'is', null), eb('memberships.listed', '>=', ref('outputs.edge'))]),
              ),
          ),
        ]),
      )
      .execute()
    for (const { path } of rows) recent.add(path ?? '')
  }
  return recent
}
