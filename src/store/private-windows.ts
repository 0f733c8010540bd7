// What private categories and private output feeds hold, as those who may read them ask for it.
import { type Kysely, sql } from 'kysely'
import { namesBySlug } from './category-lists.ts'
import { entriesAt } from './entries.ts'
import type { StoredCategory } from './port/categories.ts'
import type { PlaceRange, PrivateEntry, PrivatePage, PrivatePlace } from './port/private.ts'
import { countPrivately, directionOf, isShown, placesIn } from './private-members.ts'
import { rowFrom } from './private-places.ts'
import { chunks } from './rows.ts'
import type { PrivateEntryRow, Tables } from './schema.ts'

export async function privateCategories(db: Kysely<Tables>, now: number): Promise<readonly StoredCategory[]> {
  const rows = await db
    .selectFrom('categories')
    .select(['slug', 'kind', 'name'])
    .where('is_private', '=', 1)
    .where('state', '=', 'active')
    .orderBy('slug')
    .execute()
  const names = await namesBySlug(db)
  const found: StoredCategory[] = []
  for (const row of rows) {
    const counted = await countPrivately(db, row.slug, now)
    found.push({ ...row, ...counted, names: (names.get(row.slug) ?? []).map(({ folded }) => folded), isPrivate: true })
  }
  return found
}

export async function privateSlugOf(db: Kysely<Tables>, slug: string): Promise<string | null> {
  const row = await db
    .selectFrom('categories as named')
    .innerJoin('categories as newest', (join) =>
      join.on(({ eb, fn, ref }) => eb('newest.slug', '=', fn.coalesce('named.moved_to', ref('named.slug')))),
    )
    .select('newest.slug')
    .where('named.slug', '=', slug)
    .where('named.state', '!=', 'retired')
    .where('newest.state', '=', 'active')
    .where('newest.is_private', '=', 1)
    .executeTakeFirst()
  return row?.slug ?? null
}

export async function privatePlaces(db: Kysely<Tables>, slug: string, range: PlaceRange): Promise<readonly PrivatePlace[]> {
  const direction = directionOf(range)
  const query = sql<Omit<PrivatePlace, 'isPublic'> & { isPublic: number }>`
    select place.entry, place.listed, entries.state = 'published' as "isPublic",
      case entries.state when 'published' then entries.date_published else own.date_published end as published,
      case entries.state when 'published' then entries.public_id else own.public_id end as id,
      case entries.state when 'published' then entries.page_wanted else -own.revision end as version
    from ${placesIn(slug, range)} where ${isShown}
    order by 2 ${direction}, 4 ${direction}, 5 ${direction} ${range.limit === undefined ? sql`` : sql`limit ${range.limit}`}`
  return (await query.execute(db)).rows.map((row) => ({ ...row, isPublic: row.isPublic === 1 }))
}

export async function privateEntries(db: Kysely<Tables>, places: readonly PrivatePlace[]): Promise<readonly PrivateEntry[]> {
  const inPublic = places.filter(({ isPublic }) => isPublic).map(({ entry, listed }) => ({ id: entry, listed }))
  const shown = new Map((await entriesAt(db, inPublic)).map((entry) => [entry.id, entry]))
  const rows = new Map<number, PrivateEntryRow>()
  for (const some of chunks(places.filter(({ isPublic }) => !isPublic).map(({ entry }) => entry)))
    for (const row of await db.selectFrom('private_entries').selectAll().where('entry', 'in', some).execute()) rows.set(row.entry, row)
  return places.flatMap(({ entry, id, listed, isPublic }) => {
    const known = isPublic ? shown.get(id) : entryFrom(rows.get(entry), listed)
    return known === undefined ? [] : [{ ...known, isPublic }]
  })
}

export async function privatePage(db: Kysely<Tables>, path: string, now: number): Promise<PrivatePage | null> {
  const row = await db
    .selectFrom('private_entries')
    .innerJoin('entries', 'entries.id', 'private_entries.entry')
    .selectAll('private_entries')
    .select(['state', 'entries.path as published'])
    .where('private_entries.path', '=', path)
    .orderBy('private_entries.entry')
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.state === 'published' && row.published !== null) return { kind: 'published', to: row.published }
  const places = await db
    .selectFrom('private_places')
    .innerJoin('categories', 'categories.slug', 'private_places.slug')
    .select(['private_places.slug', 'listed'])
    .where('entry', '=', row.entry)
    .where('listed', '<=', now)
    .where('is_private', '=', 1)
    .where('categories.state', '=', 'active')
    .orderBy('private_places.slug')
    .execute()
  const entry = entryFrom(row, places[0]?.listed ?? 0)
  // What its origin has deleted in public may stand in private by another one's word.
  if ((row.state !== 'pending' && row.state !== 'expired') || entry === undefined || places.length === 0) return null
  return { kind: 'entry', entry, slugs: places.map(({ slug }) => slug) }
}

/** Must run in a transaction. */
export async function modifiedAt(db: Kysely<Tables>, path: string, signature: string, now: number): Promise<number> {
  const before = await db.selectFrom('private_documents').selectAll().where('path', '=', path).executeTakeFirst()
  if (before?.signature === signature) return before.modified_at
  const second = Math.floor(now / 1_000) * 1_000
  const row = { signature, modified_at: before === undefined ? second : Math.max(second, before.modified_at + 1_000) }
  await db
    .insertInto('private_documents')
    .values({ path, ...row })
    .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
    .execute()
  return row.modified_at
}

function entryFrom(row: PrivateEntryRow | undefined, listed: number) {
  if (row === undefined) return undefined
  const { publicId, owner, content, ...rest } = rowFrom(row)
  const provenance = { keys: [], source: owner, sources: [owner], categories: [] }
  return { id: publicId, ...provenance, ...content, ...rest, listed, retraction: null }
}
