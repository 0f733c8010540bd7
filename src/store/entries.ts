// Published entries, as feeds, pages and `list` ask for them. Order: (listed, published, id) descending (design §6).
import type { Kysely, Selectable } from 'kysely'
import type { Entry } from '../model/entry.ts'
import { chunks, contentFromRow } from './rows.ts'
import type { EntryRow, Tables } from './schema.ts'
import type { EntryQuery, Moved, StoredCategory, WindowSize } from './store.ts'

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
    query = query.where(({ or, eb }) => or((['title', 'summary', 'content_html'] as const).map((column) => eb(column, 'like', pattern))))
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

/** The newest `size.entries`, and all that was listed in the span before the newest, at most `size.most`. `listed` is the category's own. */
export async function windowOf(db: Kysely<Tables>, slug: string | null, size: WindowSize): Promise<readonly Entry[]> {
  const rows = slug === null ? await everything(db, size.most) : await inCategory(db, slug, size.most)
  const newest = rows[0]?.listed_here ?? 0
  const kept = rows.filter((row, at) => at < size.entries || (row.listed_here ?? 0) >= newest - size.spanMs)
  return withProvenance(
    db,
    kept.map(({ listed_here, ...row }) => ({ ...row, listed: listed_here })),
  )
}

export async function pageOf(
  db: Kysely<Tables>,
  entry: number,
): Promise<{ readonly kind: 'entry'; readonly entry: Entry } | { readonly kind: 'moved'; readonly moved: Moved } | null> {
  const row = await db.selectFrom('entries').selectAll().where('id', '=', entry).executeTakeFirst()
  if (row === undefined || row.path === null) return null
  if (row.state === 'merged') {
    const to = await pathOfFinal(db, row)
    return to === null ? null : { kind: 'moved', moved: { from: row.path, to } }
  }
  const [found] = await withProvenance(db, [row])
  return found === undefined ? null : { kind: 'entry', entry: found }
}

export async function movedFrom(db: Kysely<Tables>, path: string): Promise<string | null> {
  const row = await db.selectFrom('entries').selectAll().where('path', '=', path).where('state', '=', 'merged').executeTakeFirst()
  return row === undefined ? null : pathOfFinal(db, row)
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

type WindowRow = Row & { readonly listed_here: number | null }

async function everything(db: Kysely<Tables>, limit: number): Promise<readonly WindowRow[]> {
  const rows = await db
    .selectFrom('entries')
    .selectAll()
    .where('state', '=', 'published')
    .orderBy('listed', 'desc')
    .orderBy('date_published', 'desc')
    .orderBy('public_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, listed_here: row.listed }))
}

async function inCategory(db: Kysely<Tables>, slug: string, limit: number): Promise<readonly WindowRow[]> {
  return db
    .selectFrom('memberships')
    .innerJoin('entries', 'entries.id', 'memberships.entry')
    .selectAll('entries')
    .select('memberships.listed as listed_here')
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
    }
  })
}
