// Where an entry stands in the lists of its categories, and in that of everything.
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import { type EntryReference, type ListPlace, mostCounted } from '../model/dossier.ts'
import { archivedAt } from './archives.ts'
import type { EntryRow, Tables } from './schema.ts'

type Placed = Pick<Selectable<EntryRow>, 'id' | 'state' | 'listed' | 'date_published' | 'public_id'>

/** None while it is not published. */
export async function placesInLists(db: Kysely<Tables>, row: Placed): Promise<readonly ListPlace[]> {
  if (row.state !== 'published') return []
  const memberships = await db.selectFrom('memberships').select(['slug', 'listed']).where('entry', '=', row.id).orderBy('place').execute()
  const places = [await placeIn(db, null, row)]
  for (const { slug, listed } of memberships) places.push(await placeIn(db, slug, { ...row, listed }))
  return places
}

async function placeIn(db: Kysely<Tables>, slug: string | null, { listed, ...row }: Placed): Promise<ListPlace> {
  const since = listed ?? 0
  const list =
    slug === null
      ? sql`${everything} ${seenIn('', 'entries.id')}`
      : sql`memberships where slug = ${slug} ${seenIn(slug, 'memberships.entry')}`
  const ties =
    slug === null
      ? list
      : sql`memberships join entries on entries.id = memberships.entry where slug = ${slug} ${seenIn(slug, 'entries.id')}`
  const column = slug === null ? sql.ref('entries.listed') : sql.ref('memberships.listed')
  const later = await countOf(db, sql`${list} and listed > ${since}`)
  const { date_published, public_id } = row
  const together = sql`${ties} and ${column} = ${since} and (entries.date_published, entries.public_id) > (${date_published}, ${public_id})`
  return {
    slug,
    listed: since,
    newer: later + (await countOf(db, together)),
    entries: await countOf(db, list),
    newestListed: (await newestOf(db, list)) ?? since,
    under: await underOf(db, slug ?? '', row.id),
    folded: await countOf(db, sql`folds where under = ${row.id} and slug = ${slug ?? ''}`),
    archived: await archivedAt(db, slug ?? '', { listed: since, published: date_published ?? 0, id: public_id ?? '' }),
  }
}

function seenIn(slug: string, entry: 'entries.id' | 'memberships.entry'): RawBuilder<unknown> {
  return sql`and not exists (select 1 from folds where folds.slug = ${slug} and folds.entry = ${sql.ref(entry)} and folds.under is not null)`
}

async function underOf(db: Kysely<Tables>, slug: string, entry: number): Promise<EntryReference | null> {
  const row = await db
    .selectFrom('folds')
    .innerJoin('entries', 'entries.id', 'folds.under')
    .select(['entries.id', 'public_id', 'path', 'title'])
    .where('folds.slug', '=', slug)
    .where('folds.entry', '=', entry)
    .executeTakeFirst()
  return row === undefined ? null : { row: row.id, id: row.public_id, path: row.path, title: row.title ?? '' }
}

/** State said as the partial index has it: a bound value does not select one. */
const everything = sql`entries where state = 'published'`

async function countOf(db: Kysely<Tables>, from: RawBuilder<unknown>): Promise<number> {
  const counting = sql<{ found: number }>`select count(*) as found from (select 1 from ${from} limit ${mostCounted}) as some`
  return (await counting.execute(db)).rows[0]?.found ?? 0
}

async function newestOf(db: Kysely<Tables>, list: RawBuilder<unknown>): Promise<number | null> {
  return (await sql<{ listed: number }>`select listed from ${list} order by listed desc limit 1`.execute(db)).rows[0]?.listed ?? null
}
