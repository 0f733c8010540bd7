// Published entries, as feeds, pages and `list` ask for them. Order: (listed, published, id) descending (design §6).
import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import type { Entry } from '../model/entry.ts'
import { retractionsOf } from './retractions.ts'
import { chunks, contentFromRow } from './rows.ts'
import type { EntryRow, Tables } from './schema.ts'
import type { EntryQuery, Page, StoredCategory, WindowSize } from './store.ts'

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
      .where('memberships.slug', '=', category)
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
    .orderBy('listed', 'desc')
    .orderBy('date_published', 'desc')
    .orderBy('public_id', 'desc')
    .execute()
  return withProvenance(db, rows)
}

/** The newest `size.entries`, and all that was listed in the span before the newest, at most `size.most`. `listed` is the category's own. */
export async function windowOf(db: Kysely<Tables>, slug: string | null, size: WindowSize): Promise<readonly Entry[]> {
  const places = slug === null ? await newestOfAll(db, size.most) : await newestIn(db, slug, size.most)
  const newest = places[0]?.listed ?? 0
  const kept = places.filter(({ listed }, at) => at < size.entries || (listed ?? 0) >= newest - size.spanMs)
  return entriesAt(db, kept)
}

/** These entries in their order, each listed as here. */
export async function entriesAt(db: Kysely<Tables>, places: readonly Place[]): Promise<readonly Entry[]> {
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
  return withProvenance(
    db,
    places.flatMap(({ id, listed }) => {
      const row = rows.get(id)
      return row === undefined ? [] : [{ ...row, listed }]
    }),
  )
}

export async function pageOf(db: Kysely<Tables>, entry: number): Promise<Page | null> {
  const row = await db.selectFrom('entries').selectAll().where('id', '=', entry).executeTakeFirst()
  if (row === undefined || row.path === null) return null
  if (row.state === 'pending') return { kind: 'hidden', path: row.path }
  if (row.state === 'merged') {
    const to = await pathOfFinal(db, row)
    return to === null ? { kind: 'hidden', path: row.path } : { kind: 'moved', moved: { from: row.path, to } }
  }
  const [found] = await withProvenance(db, [row])
  if (found === undefined) return null
  if (found.retraction !== null) return { kind: 'retracted', entry: found, isShown: row.state === 'published' }
  return { kind: row.state === 'expired' ? 'expired' : 'entry', entry: found }
}

export async function publishedPages(db: Kysely<Tables>): Promise<readonly { readonly path: string; readonly modified: number }[]> {
  const rows = await db
    .selectFrom('entries')
    .leftJoin('sources', 'sources.id', 'entries.owner')
    .select(['path', 'date_published', 'date_modified'])
    .where('state', '=', 'published')
    .where(({ eb, fn, val }) => eb(fn.coalesce('sources.rights', val('full')), '=', 'full'))
    .where('entries.id', 'not in', (eb) => eb.selectFrom('retractions').select('entry'))
    .orderBy('listed')
    .orderBy('date_published')
    .orderBy('public_id')
    .execute()
  return rows.map((row) => ({ path: row.path ?? '', modified: row.date_modified ?? row.date_published ?? 0 }))
}

export async function movedFrom(db: Kysely<Tables>, path: string): Promise<string | null> {
  const row = await db.selectFrom('entries').selectAll().where('path', '=', path).where('state', '=', 'merged').executeTakeFirst()
  return row === undefined ? null : pathOfFinal(db, row)
}

export async function isGone(db: Kysely<Tables>, path: string): Promise<boolean> {
  const row = await db
    .selectFrom('entries')
    .leftJoin('retractions', 'retractions.entry', 'entries.id')
    .select(['state', 'retractions.at'])
    .where('path', '=', path)
    .executeTakeFirst()
  return row !== undefined && row.state !== 'merged' && (row.state === 'expired' || row.at !== null)
}

export async function listCategories(db: Kysely<Tables>): Promise<readonly StoredCategory[]> {
  const rows = await db
    .selectFrom('categories')
    .leftJoin('memberships', 'memberships.slug', 'categories.slug')
    .select(({ fn }) => [
      'categories.slug',
      'categories.name',
      'categories.is_private',
      fn.count<number>('memberships.entry').as('entries'),
      fn.max('memberships.listed').as('updated'),
    ])
    .where('categories.state', '=', 'active')
    .groupBy(['categories.slug', 'categories.name', 'categories.is_private'])
    .orderBy('categories.slug')
    .execute()
  return rows.map(({ is_private, ...row }) => ({ ...row, isPrivate: is_private === 1 }))
}

interface Place {
  readonly id: number
  readonly listed: number | null
}

async function newestOfAll(db: Kysely<Tables>, limit: number): Promise<readonly Place[]> {
  return db
    .selectFrom('entries')
    .select(['id', 'listed'])
    .where('state', '=', 'published')
    .orderBy('listed', 'desc')
    .orderBy('date_published', 'desc')
    .orderBy('public_id', 'desc')
    .limit(limit)
    .execute()
}

async function newestIn(db: Kysely<Tables>, slug: string, limit: number): Promise<readonly Place[]> {
  return db
    .selectFrom('memberships')
    .innerJoin('entries', 'entries.id', 'memberships.entry')
    .select(['entries.id', 'memberships.listed'])
    .where('memberships.slug', '=', slug)
    .where('entries.state', '=', 'published')
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
async function withProvenance(db: Kysely<Tables>, rows: readonly Row[]): Promise<readonly Entry[]> {
  const keys = new Map<number, Set<string>>()
  const sources = new Map<number, Set<string>>()
  const categories = new Map<number, string[]>()
  for (const some of chunks(rows.map((row) => row.id))) {
    const seen = await db
      .selectFrom('sightings')
      .innerJoin('sighting_keys', 'sighting_keys.sighting', 'sightings.id')
      .select(['sightings.entry', 'sightings.source', 'sighting_keys.key'])
      .where('sightings.entry', 'in', some)
      .orderBy('sighting_keys.key')
      .execute()
    for (const { entry, source, key } of seen) {
      keys.set(entry, (keys.get(entry) ?? new Set()).add(key))
      sources.set(entry, (sources.get(entry) ?? new Set()).add(source))
      .where('categories.state', '=', 'active')
      .where('categories.kind', '=', 'category')
    }
    const places = await db
      .selectFrom('memberships')
      .innerJoin('categories', 'categories.slug', 'memberships.slug')
      .select(['memberships.entry', 'memberships.slug'])
      .where('memberships.entry', 'in', some)
      .where('categories.is_private', '=', 0)
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
