// Filling private output feeds with what is not published.
import type { Kysely } from 'kysely'
import type { FeedCandidate, FillStep } from '../model/output-feed.ts'
import { chunks, contentFromRow } from './rows.ts'
import type { Tables } from './schema.ts'

interface Filling extends Pick<FillStep, 'slug' | 'judge'> {
  /** Entries after this one, up to `last`; null: all there are. */
  readonly after: number
  readonly last: number | null
  readonly sightingsOf: (entries: readonly number[]) => Promise<ReadonlyMap<number, FeedCandidate['sightings']>>
}

/** Where an entry stands in private already, it is listed as there. Must run in a transaction. */
export async function fillPrivately(db: Kysely<Tables>, { slug, judge, after, last, sightingsOf }: Filling): Promise<void> {
  const until = last ?? Number.MAX_SAFE_INTEGER
  const rows = await db
    .selectFrom('private_entries')
    .innerJoin('entries', 'entries.id', 'private_entries.entry')
    .selectAll('private_entries')
    .select(({ selectFrom, fn }) =>
      selectFrom('private_places').select(fn.min('listed').as('at')).whereRef('private_places.entry', '=', 'entries.id').as('listed'),
    )
    .where('entry', '>', after)
    .where('entry', '<=', until)
    .where('state', '=', 'pending')
    .execute()
  const sightings = await sightingsOf(rows.map(({ entry }) => entry))
  const judged = rows.filter(
    (row) => judge({ entry: row.entry, content: contentFromRow(row), categories: [], sightings: sightings.get(row.entry) ?? [] }) !== null,
  )
  await db.deleteFrom('private_places').where('slug', '=', slug).where('entry', '>', after).where('entry', '<=', until).execute()
  for (const some of chunks(judged))
    await db
      .insertInto('private_places')
      .values(some.map(({ entry, listed, first_seen }) => ({ slug, entry, listed: listed ?? first_seen })))
      .execute()
}
