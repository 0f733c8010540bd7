// Which entries stand in something private, for those who read it and for those who count.
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { PlaceRange } from './port/private.ts'
import type { Tables } from './schema.ts'

export interface PrivateCount {
  readonly entries: number
  /** Newest `listed`; null: it is empty. */
  readonly updated: number | null
}

/** Of what may be seen by now. */
export async function countPrivately(db: Kysely<Tables>, slug: string, now: number): Promise<PrivateCount> {
  const query = sql<PrivateCount>`select count(*) as entries, max(place.listed) as updated
    from ${placesIn(slug, { now, order: 'newest first' })} where ${isShown}`
  return (await query.execute(db)).rows[0] ?? { entries: 0, updated: null }
}

/** Published entries as everybody sees them; others as those see them who may read this. */
export const isShown = sql`(entries.state = 'published' or (entries.state = 'pending' and own.entry is not null))`

/** Some that are not shown may be among the newest: so many more are looked at. */
const spare = 100

/** A private category has no public places, and what is published is in no other place of a private output feed. */
export function placesIn(slug: string, { now, from, to, limit, order }: PlaceRange): RawBuilder<unknown> {
  const within = sql`listed <= ${now} ${from === undefined ? sql`` : sql`and listed >= ${from}`} ${to === undefined ? sql`` : sql`and listed < ${to}`}`
  const some = limit === undefined ? sql`` : sql`order by listed ${directionOf({ order })} limit ${limit + spare}`
  const placesOf = (table: 'private_places' | 'memberships') =>
    sql`select * from (select entry, listed from ${sql.table(table)} where slug = ${slug} and ${within} ${some})`
  return sql`(${placesOf('private_places')} union all ${placesOf('memberships')}) as place
    join entries on entries.id = place.entry left join private_entries as own on own.entry = place.entry`
}

export function directionOf({ order }: Pick<PlaceRange, 'order'>): RawBuilder<unknown> {
  return order === 'newest first' ? sql`desc` : sql`asc`
}
