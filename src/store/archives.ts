// Archives of feeds: which pages there are, what stands in them, and which are behind.
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { ArchivePage, Spot } from '../model/archive.ts'
import type { Entry } from '../model/entry.ts'
import type { ArchivePlace } from '../model/paths.ts'
import { foldedEntriesAt } from './entries.ts'
import { notFolded } from './folds.ts'
import { markStale } from './merge-plans.ts'
import type { ArchiveLayout, ArchiveState, SpotRange, StaleArchivePage, WindowSpot, WrittenArchive } from './port/archives.ts'
import type { WindowSize } from './port/entries.ts'
import { chunks } from './rows.ts'
import type { ArchivePageRow, Tables } from './schema.ts'

type PageRow = Selectable<ArchivePageRow>

export async function archiveState(db: Kysely<Tables>, slug: string, size: WindowSize): Promise<ArchiveState> {
  const rows = await db
    .selectFrom('archive_pages')
    .selectAll()
    .where('slug', '=', slug)
    .orderBy('first_listed')
    .orderBy('first_published')
    .orderBy('first_id')
    .execute()
  const changes = await db.selectFrom('archive_changes').selectAll().where('slug', '=', slug).orderBy('listed').execute()
  return {
    pages: rows.filter((row) => row.is_gone === 0).map(pageFromRow),
    leaving: rows.filter((row) => row.is_gone === 1).map(placeFromRow),
    isBehind: rows.some((row) => row.is_behind === 1),
    changes: changes.map(({ listed, is_forced, times }) => ({ listed, isForced: is_forced === 1, times })),
    newest: await newestSpots(db, slug, size.most + 1),
  }
}

/** Of each its bytes, so that it is known when a feed may be full. */
async function newestSpots(db: Kysely<Tables>, slug: string, limit: number): Promise<readonly WindowSpot[]> {
  const bytesOf = (column: 'title' | 'url' | 'summary' | 'content_html' | 'extra') =>
    sql`coalesce(octet_length(${sql.ref(`entries.${column}`)}), 0)`
  const text = sql`${bytesOf('title')} + ${bytesOf('url')} + ${bytesOf('summary')} + ${bytesOf('extra')}`
  const { from, listed } = membersOf(slug)
  const query = sql<WindowSpot>`select ${spotOf(listed)}, ${bytesOf('content_html')} as "htmlBytes", ${text} as "textBytes" from ${from}
    order by ${listed} desc, entries.date_published desc, entries.public_id desc limit ${limit}`
  return (await query.execute(db)).rows
}

export async function archiveSpots(db: Kysely<Tables>, slug: string, range: SpotRange): Promise<readonly Spot[]> {
  const { from, listed } = membersOf(slug)
  const query = sql<Spot>`select ${spotOf(listed)} from ${from} ${within(listed, range)}
    order by ${listed}, entries.date_published, entries.public_id ${range.limit === undefined ? sql`` : sql`limit ${range.limit}`}`
  return (await query.execute(db)).rows
}

/** Newest first, each listed as in this feed. */
export async function archiveEntries(db: Kysely<Tables>, slug: string, range: SpotRange): Promise<readonly Entry[]> {
  const { from, listed } = membersOf(slug)
  const query = sql<{ id: number; listed: number }>`select entries.id, ${listed} as listed from ${from} ${within(listed, range)}
    order by ${listed} desc, entries.date_published desc, entries.public_id desc`
  return foldedEntriesAt(db, slug, (await query.execute(db)).rows)
}

/** What stands in a feed. State said as the partial index has it: a bound value does not select one. */
function membersOf(slug: string): { readonly from: RawBuilder<unknown>; readonly listed: RawBuilder<unknown> } {
  if (slug === '') return { from: sql`entries where entries.state = 'published' and ${notFolded('')}`, listed: sql.ref('entries.listed') }
  return {
    from: sql`memberships join entries on entries.id = memberships.entry where memberships.slug = ${slug} and entries.state = 'published'
      and ${notFolded(slug)}`,
    listed: sql.ref('memberships.listed'),
  }
}

function spotOf(listed: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${listed} as listed, entries.date_published as published, entries.public_id as id`
}

/** Said of the instant, too, for the index of a category has no more. */
function within(listed: RawBuilder<unknown>, { from, after, to }: SpotRange): RawBuilder<unknown> {
  const spot = sql`(${listed}, entries.date_published, entries.public_id)`
  const start = from ?? after
  const low = start === undefined ? sql`` : sql`and ${listed} >= ${start.listed} and ${spot} ${from ? sql`>=` : sql`>`} ${valuesOf(start)}`
  const high = to === undefined ? sql`` : sql`and ${listed} <= ${to.listed} and ${spot} <= ${valuesOf(to)}`
  return sql`${low} ${high}`
}

function valuesOf({ listed, published, id }: Spot): RawBuilder<unknown> {
  return sql`(${listed}, ${published}, ${id})`
}

/** The page whose range holds this place; null: none does yet. */
export async function archivedAt(db: Kysely<Tables>, slug: string, spot: Spot): Promise<ArchivePlace | null> {
  const row = await db
    .selectFrom('archive_pages')
    .selectAll()
    .where('slug', '=', slug)
    .where('is_gone', '=', 0)
    .where(sql<boolean>`(first_listed, first_published, first_id) <= ${valuesOf(spot)}`)
    .where(sql<boolean>`(last_listed, last_published, last_id) >= ${valuesOf(spot)}`)
    .executeTakeFirst()
  return row === undefined ? null : placeFromRow(row)
}

/** Must run in a transaction. */
export async function layArchive(db: Kysely<Tables>, slug: string, { pages, gone, newest, isBehind, seen }: ArchiveLayout): Promise<void> {
  for (const { month, page } of gone)
    await db
      .updateTable('archive_pages')
      .set((eb) => ({ is_gone: 1, wanted: eb('wanted', '+', 1) }))
      .where('slug', '=', slug)
      .where('month', '=', month)
      .where('page', '=', page)
      .execute()
  for (const page of pages) await layPage(db, slug, page)
  await db.updateTable('archive_pages').set({ is_behind: 0 }).where('slug', '=', slug).where(sql<boolean>`is_behind = 1`).execute()
  if (isBehind && newest !== null)
    await db
      .updateTable('archive_pages')
      .set({ is_behind: 1 })
      .where('slug', '=', slug)
      .where('month', '=', newest.month)
      .where('page', '=', newest.page)
      .execute()
  await forget(db, slug, seen)
}

async function layPage(db: Kysely<Tables>, slug: string, page: ArchivePage): Promise<void> {
  const row = rowFromPage(page)
  await db
    .insertInto('archive_pages')
    .values({ slug, month: page.month, page: page.page, ...row, wanted: 1, written: 0 })
    .onConflict((conflict) =>
      conflict.columns(['slug', 'month', 'page']).doUpdateSet((eb) => ({ ...row, is_gone: 0, wanted: eb('archive_pages.wanted', '+', 1) })),
    )
    .execute()
}

/** What was noted once more in the meantime stays. */
async function forget(db: Kysely<Tables>, slug: string, seen: ArchiveState['changes']): Promise<void> {
  for (const times of new Set(seen.map((change) => change.times))) {
    for (const some of chunks(seen.filter((change) => change.times === times))) {
      await db
        .deleteFrom('archive_changes')
        .where('slug', '=', slug)
        .where('times', '=', times)
        .where(
          'listed',
          'in',
          some.map((change) => change.listed),
        )
        .execute()
    }
  }
}

/** The newest first: what has moved to a newer page stands there before it leaves the older one. */
export async function staleArchive(db: Kysely<Tables>, slug: string): Promise<readonly StaleArchivePage[]> {
  const rows = await db
    .selectFrom('archive_pages')
    .selectAll()
    .where('slug', '=', slug)
    .where(sql<boolean>`wanted > written`)
    .orderBy('first_listed', 'desc')
    .orderBy('first_published', 'desc')
    .orderBy('first_id', 'desc')
    .execute()
  return rows.map((row) => ({ ...pageFromRow(row), isGone: row.is_gone === 1, wanted: row.wanted }))
}

/** Must run in a transaction. */
export async function archivesWritten(db: Kysely<Tables>, archives: readonly WrittenArchive[]): Promise<void> {
  for (const { slug, pages, seen } of archives) {
    for (const page of pages) await pageWritten(db, slug, page)
    await forget(db, slug, seen)
  }
}

async function pageWritten(db: Kysely<Tables>, slug: string, { month, page, isGone, wanted }: StaleArchivePage): Promise<void> {
  if (isGone)
    await db
      .deleteFrom('archive_pages')
      .where('slug', '=', slug)
      .where('month', '=', month)
      .where('page', '=', page)
      .where('is_gone', '=', 1)
      .where('wanted', '=', wanted)
      .execute()
  else
    await db
      .updateTable('archive_pages')
      .set({ written: wanted })
      .where('slug', '=', slug)
      .where('month', '=', month)
      .where('page', '=', page)
      .where('written', '<', wanted)
      .execute()
}

/** The feeds whose newest page is of a month before this one, but not complete, are to be published. */
export async function markBehind(db: Kysely<Tables>, month: string): Promise<void> {
  await markStale(db, await behind(db, month))
}

export async function behind(db: Kysely<Tables>, month: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('archive_pages')
    .select('slug')
    .distinct()
    .where(sql<boolean>`is_behind = 1`)
    .where('month', '<', month)
    .execute()
  return rows.map((row) => row.slug)
}

/** All its files are to be removed; nothing is known of it any more but that. Must run in a transaction. */
export async function dropArchive(db: Kysely<Tables>, slug: string): Promise<void> {
  await db
    .updateTable('archive_pages')
    .set((eb) => ({ is_gone: 1, is_behind: 0, wanted: eb('wanted', '+', 1) }))
    .where('slug', '=', slug)
    .where('is_gone', '=', 0)
    .execute()
  await db.deleteFrom('archive_changes').where('slug', '=', slug).execute()
  await db.deleteFrom('archive_traces').where('slug', '=', slug).execute()
}

function pageFromRow(row: PageRow): ArchivePage {
  return {
    ...placeFromRow(row),
    first: { listed: row.first_listed, published: row.first_published, id: row.first_id },
    last: { listed: row.last_listed, published: row.last_published, id: row.last_id },
    next: row.next_month === null || row.next_page === null ? null : { month: row.next_month, page: row.next_page },
  }
}

function placeFromRow({ month, page }: PageRow): ArchivePlace {
  return { month, page }
}

function rowFromPage({ first, last, next }: ArchivePage) {
  return {
    first_listed: first.listed,
    first_published: first.published,
    first_id: first.id,
    last_listed: last.listed,
    last_published: last.published,
    last_id: last.id,
    next_month: next?.month ?? null,
    next_page: next?.page ?? null,
  }
}
