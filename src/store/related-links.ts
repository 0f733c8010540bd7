// What an entry's page shows of its group.
import type { Kysely } from 'kysely'
import type { RelatedLink } from '../model/related.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

type Db = Kysely<Tables>

/** As they were recorded, but for what has gone since. */
export async function linksOf(db: Db, paths: readonly string[]): Promise<ReadonlyMap<string, readonly RelatedLink[]>> {
  const links = new Map<string, readonly RelatedLink[]>()
  for (const some of chunks(paths)) {
    const rows = await db
      .selectFrom('entries')
      .innerJoin('related_entries', 'related_entries.entry', 'entries.id')
      .select(['path', 'shown'])
      .where('path', 'in', some)
      .where('shown', 'is not', null)
      .execute()
    for (const { path, shown } of rows) if (path !== null && shown !== null) links.set(path, await standing(db, JSON.parse(shown)))
  }
  return links
}

async function standing(db: Db, links: readonly RelatedLink[]): Promise<readonly RelatedLink[]> {
  const rows = await db
    .selectFrom('entries')
    .select('path')
    .where(
      'path',
      'in',
      links.map(({ path }) => path),
    )
    .where('state', '=', 'published')
    .where('id', 'not in', (eb) => eb.selectFrom('retractions').select('entry'))
    .execute()
  const paths = new Set(rows.map(({ path }) => path))
  return links.filter(({ path }) => paths.has(path))
}
