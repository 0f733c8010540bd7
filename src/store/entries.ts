// Published entries, as feeds, pages and `list` ask for them. Order: (listed, published, id) descending (design §6).
import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import type { Entry } from '../model/entry.ts'
import { newestSlug } from './category-addresses.ts'
import { foldedUnder, notFolded } from './folds.ts'
import type { EntryQuery, Page, WindowSize } from './port/entries.ts'
import { retractionRecord, retractionsOf } from './retractions.ts'
import { chunks, contentFromRow } from './rows.ts'
import type { EntryRow, Tables } from './schema.ts'

type Row = Selectable<EntryRow>

export async function listEntries(db: Kysely<Tables>, { source, category, search, limit }: EntryQuery): Promise<readonly Entry[]> {
  let query = db.selectFrom('entries').selectAll('entries').where('entries.state', '=', 'published')
  if (source !== null) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('sightings')
          .select('sightings.id')
          .whereRef('sightings.entry', '=', 'entries.id')
          .where('sightings.source', '=', source),
      ),
    )
  }
  if (search !== null) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
    const columns = (['title', 'summary', 'content_html'] as const).map(
      (column) => sql<SqlBool>`${sql.ref(column)} like ${pattern} escape '\\'`,
    )
    query = query.where(({ or }) => or(columns))
  }
  if (category !== null) {
    const rows = await query
      .innerJoin('memberships', 'memberships.entry', 'entries.id')
      .where('memberships.slug', '=', await newestSlug(db, category))
      .orderBy('memberships.listed', 'desc')
      .orderBy('date_published', 'desc')
      .orderBy('public_id', 'desc')
      .limit(limit)
      .execute()
    return withProvenance(db, rows)
  }
  const rows = await query.orderBy('listed', 'desc').orderBy('date_published', 'desc').orderBy('public_id', 'desc').limit(limit).execute()
  return withProvenance(db, rows)
}

export async function entriesOf(db: Kysely<Tables>, ids: readonly number[]): Promise<readonly Entry[]> {
  const rows = await db
    .selectFrom('entries')
    .selectAll()
    .where('id', 'in', ids.length > 0 ? ids : [-1])
    .where('state', '=', 'published')
    .where('id', 'not in', (eb) => eb.selectFrom('retractions').select('entry'))
    .orderBy('listed', 'desc')
    .orderBy('date_published', 'desc')
    .orderBy('public_id', 'desc')
    .execute()
  return withProvenance(db, rows)
}

/** The newest `size.entries`, and all that was listed in the span before the newest, at most `size.most`. `listed` is the category's own. */
export async function windowOf(db: Kysely<Tables>, slug: string | null, size: WindowSize): Promise<readonly Entry[]> {
  return foldedEntriesAt(db, slug ?? '', await windowPlaces(db, slug, size))
}

/** Who stands in the window, and all of them that tells whether they look as before. */
export async function windowPlaces(db: Kysely<Tables>, slug: string | null, size: WindowSize): Promise<readonly WindowPlace[]> {
  const places = slug === null ? await newestOfAll(db, size.most) : await newestIn(db, slug, size.most)
  const newest = places[0]?.listed ?? 0
  return places.filter(({ listed }, at) => at < size.entries || (listed ?? 0) >= newest - size.spanMs)
}

/** These entries of a feed in their order, each with what is folded under it there. Slug empty: of everything. */
export async function foldedEntriesAt(db: Kysely<Tables>, slug: string, places: readonly Place[]): Promise<readonly Entry[]> {
  const also = await foldedUnder(
    db,
    slug,
    places.map(({ id }) => id),
  )
  const rows = await rowsAt(db, places)
  const entries = await withProvenance(db, rows)
  return also.size === 0 ? entries : entries.map((entry, at) => ({ ...entry, also: also.get(rows[at]?.id ?? -1) ?? [] }))
}

/** These entries in their order, each listed as here. */
export async function entriesAt(db: Kysely<Tables>, places: readonly Place[]): Promise<readonly Entry[]> {
  return withProvenance(db, await rowsAt(db, places))
}

/** The same, with no more of their keys and sources than public sightings show. */
export async function publicEntriesAt(db: Kysely<Tables>, places: readonly Place[]): Promise<readonly Entry[]> {
  return withProvenance(db, await rowsAt(db, places), 'public')
}

async function rowsAt(db: Kysely<Tables>, places: readonly Place[]): Promise<readonly Row[]> {
  const rows = new Map<number, Row>()
  for (const some of chunks(places)) {
    const found = await db
      .selectFrom('entries')
      .selectAll()
      .where(
        'id',
        'in',
        some.map((place) => place.id),
      )
      .execute()
    for (const row of found) rows.set(row.id, row)
  }
  return places.flatMap(({ id, listed }) => {
    const row = rows.get(id)
    return row === undefined ? [] : [{ ...row, listed }]
  })
}

/** Of those that ever were published, in order of id. */
export async function pagesOf(db: Kysely<Tables>, entries: readonly number[]): Promise<readonly Page[]> {
  const pages: Page[] = []
  for (const some of chunks(entries)) {
    const rows = await db.selectFrom('entries').selectAll().where('id', 'in', some).where('path', 'is not', null).orderBy('id').execute()
    const shown = rows.filter(({ state }) => state !== 'pending' && state !== 'merged' && state !== 'pruned')
    const entryOf = new Map((await withProvenance(db, shown)).map((entry) => [entry.path, entry]))
    for (const row of rows) pages.push(await pageAt(db, row, entryOf.get(row.path ?? '')))
  }
  return pages
}

async function pageAt(db: Kysely<Tables>, row: Row, found: Entry | undefined): Promise<Page> {
  const path = row.path ?? ''
  if (row.state === 'merged') {
    const to = await pathOfFinal(db, row)
    return to === null ? { kind: 'hidden', path } : { kind: 'moved', moved: { from: path, to } }
  }
  if (found === undefined || row.state === 'pruned') return { kind: 'hidden', path }
  const retraction = found.retraction === null ? null : await retractionRecord(db, row.id)
  if (retraction?.isPublic === false) return { kind: 'hidden', path }
  if (retraction !== null) return { kind: 'retracted', entry: found, isShown: retraction.isShown }
  return row.state === 'expired' ? { kind: 'expired', entry: found, why: await whyOver(db, row.id) } : { kind: 'entry', entry: found }
}

async function whyOver(db: Kysely<Tables>, entry: number): Promise<'term' | 'origin'> {
  const removal = await db.selectFrom('removals').select('entry').where('entry', '=', entry).executeTakeFirst()
  return removal === undefined ? 'term' : 'origin'
}

export async function movedFrom(db: Kysely<Tables>, path: string): Promise<string | null> {
  const row = await db.selectFrom('entries').selectAll().where('path', '=', path).where('state', '=', 'merged').executeTakeFirst()
  return row === undefined ? null : pathOfFinal(db, row)
}

export async function isGone(db: Kysely<Tables>, path: string): Promise<boolean> {
  const row = await db
    .selectFrom('entries')
    .leftJoin('retractions', 'retractions.entry', 'entries.id')
    .leftJoin('prunings', 'prunings.entry', 'entries.id')
    .select(['state', 'retractions.is_public', 'prunings.is_public as was_pruned'])
    .where('path', '=', path)
    .executeTakeFirst()
  if (row?.state === 'pruned') return row.was_pruned === 1
  return row?.state === 'expired' || (row?.state !== 'merged' && row?.is_public === 1)
}

interface Place {
  readonly id: number
  readonly listed: number | null
}

type WindowPlace = Place & Pick<Row, (typeof looks)[number]>

const looks = ['public_id', 'revision', 'date_modified', 'owner', 'page_wanted'] as const

async function newestOfAll(db: Kysely<Tables>, limit: number): Promise<readonly WindowPlace[]> {
  return db
    .selectFrom('entries')
    .select(['id', 'listed', ...looks])
    .where('state', '=', 'published')
    .where(notFolded(''))
    .orderBy('listed', 'desc')
    .orderBy('date_published', 'desc')
    .orderBy('public_id', 'desc')
    .limit(limit)
    .execute()
}

async function newestIn(db: Kysely<Tables>, slug: string, limit: number): Promise<readonly WindowPlace[]> {
  return db
    .selectFrom('memberships')
    .innerJoin('entries', 'entries.id', 'memberships.entry')
    .select(['entries.id', 'memberships.listed', ...looks])
    .where('memberships.slug', '=', slug)
    .where('entries.state', '=', 'published')
    .where(notFolded(slug))
    .orderBy('memberships.listed', 'desc')
    .orderBy('entries.date_published', 'desc')
    .orderBy('entries.public_id', 'desc')
    .limit(limit)
    .execute()
}

async function pathOfFinal(db: Kysely<Tables>, row: Row): Promise<string | null> {
  const final = await db
    .selectFrom('entries')
    .select('path')
    .where('id', '=', row.merged_into ?? -1)
    .executeTakeFirst()
  return final?.path ?? null
}

/** Adds what stands in other tables: keys, sources (the owner first), public categories (home first). */
async function withProvenance(db: Kysely<Tables>, rows: readonly Row[], shown: 'all' | 'public' = 'all'): Promise<readonly Entry[]> {
  const keys = new Map<number, Set<string>>()
  const sources = new Map<number, Set<string>>()
  const categories = new Map<number, string[]>()
  for (const some of chunks(rows.map((row) => row.id))) {
    const seen = await db
      .selectFrom('sightings')
      .innerJoin('sighting_keys', 'sighting_keys.sighting', 'sightings.id')
      .select(['sightings.entry', 'sightings.source', 'sighting_keys.key'])
      .where('sightings.entry', 'in', some)
      .$if(shown === 'public', (query) => query.where('sightings.is_public', '=', 1))
      .orderBy('sighting_keys.key')
      .execute()
    for (const { entry, source, key } of seen) {
      keys.set(entry, (keys.get(entry) ?? new Set()).add(key))
      sources.set(entry, (sources.get(entry) ?? new Set()).add(source))
    }
    const places = await db
      .selectFrom('memberships')
      .innerJoin('categories', 'categories.slug', 'memberships.slug')
      .select(['memberships.entry', 'memberships.slug'])
      .where('memberships.entry', 'in', some)
      .where('categories.is_private', '=', 0)
      .where('categories.state', '=', 'active')
      .where('categories.kind', '=', 'category')
      .orderBy('memberships.place')
      .execute()
    for (const { entry, slug } of places) categories.set(entry, [...(categories.get(entry) ?? []), slug])
  }
  const retractions = await retractionsOf(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const owner = row.owner ?? ''
    return {
      id: row.public_id ?? '',
      keys: [...(keys.get(row.id) ?? [])],
      source: owner,
      sources: [owner, ...[...(sources.get(row.id) ?? [])].filter((id) => id !== owner).sort()],
      categories: categories.get(row.id) ?? [],
      ...contentFromRow(row),
      datePublished: row.date_published ?? 0,
      dateModified: row.date_modified,
      firstSeen: row.first_seen ?? 0,
      listed: row.listed ?? 0,
      revision: row.revision,
      path: row.path ?? '',
      retraction: retractions.get(row.id) ?? null,
    }
  })
}
