// Published entries a page at a time, newest first. A page begins behind an entry, not after so many: what comes in between moves nothing.
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Spot } from '../model/archive.ts'
import type { Entry } from '../model/entry.ts'
import { entriesAt, publicEntriesAt } from './entries.ts'
import type { EntryPageQuery } from './port/entries.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

export async function entryPage(db: Kysely<Tables>, query: EntryPageQuery): Promise<readonly Entry[]> {
  const { category, isPublicOnly, limit } = query
  const rows = await (category === null ? inAll(query) : inCategory(category, query)).execute(db)
  const places = rows.rows.slice(0, limit)
  return isPublicOnly ? publicEntriesAt(db, places) : entriesAt(db, places)
}

/** These in their order, with no more of their keys and sources than public sightings show. */
export async function publicEntries(db: Kysely<Tables>, entries: readonly Pick<Entry, 'id' | 'listed'>[]): Promise<readonly Entry[]> {
  const rows = new Map<string | null, number>()
  for (const some of chunks(entries.map(({ id }) => id)))
    for (const { id, public_id } of await db.selectFrom('entries').select(['id', 'public_id']).where('public_id', 'in', some).execute())
      rows.set(public_id, id)
  const places = entries.flatMap(({ id, listed }) => {
    const row = rows.get(id)
    return row === undefined ? [] : [{ id: row, listed }]
  })
  return publicEntriesAt(db, places)
}

interface Place {
  readonly id: number
  readonly listed: number
}

/** State said as the partial index has it: a bound value does not select one. */
const isPublished = sql`entries.state = 'published'`

function inAll({ after, limit, ...query }: EntryPageQuery): RawBuilder<Place> {
  return sql<Place>`select id, listed from entries where ${isPublished} ${behind(sql`listed`, after)} ${seenIn(query)}
    order by listed desc, date_published desc, public_id desc limit ${limit}`
}

function inCategory(slug: string, { after, limit, ...query }: EntryPageQuery): RawBuilder<Place> {
  const listed = sql`memberships.listed`
  const until = after === null ? sql`` : sql`and ${listed} <= ${after.listed}`
  return sql<Place>`select entries.id, ${listed} from memberships join entries on entries.id = memberships.entry
    where memberships.slug = ${slug} and ${isPublished} ${until} ${behind(listed, after)} ${seenIn(query)}
    order by ${listed} desc, date_published desc, public_id desc limit ${limit}`
}

function behind(listed: RawBuilder<unknown>, after: Spot | null): RawBuilder<unknown> {
  return after === null ? sql`` : sql`and (${listed}, date_published, public_id) < (${after.listed}, ${after.published}, ${after.id})`
}

function seenIn({ source, isPublicOnly }: Pick<EntryPageQuery, 'source' | 'isPublicOnly'>): RawBuilder<unknown> {
  if (source === null) return sql``
  const inPublic = isPublicOnly ? sql`and is_public = 1` : sql``
  return sql`and entries.id in (select entry from sightings where source = ${source} ${inPublic})`
}
