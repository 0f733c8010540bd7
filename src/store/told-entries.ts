// Public entries as all may see them, for those who look for the same story.
import type { Kysely } from 'kysely'
import type { ToldEntry } from './port/related.ts'
import { chunks, contentFromRow } from './rows.ts'
import type { Tables } from './schema.ts'

type Db = Kysely<Tables>

export async function toldOf(db: Db, entries: readonly number[]): Promise<readonly { readonly entry: number; readonly told: ToldEntry }[]> {
  const found: { entry: number; told: ToldEntry }[] = []
  for (const some of chunks(entries)) {
    const rows = await db
      .selectFrom('entries')
      .select(['id', 'title', 'url', 'summary', 'content_html', 'extra', 'owner', 'date_published', 'listed', 'path'])
      .where('id', 'in', some)
      .execute()
    const addresses = await addressesOf(db, some)
    for (const row of rows)
      found.push({
        entry: row.id,
        told: {
          content: contentFromRow(row),
          owner: row.owner ?? '',
          datePublished: row.date_published ?? 0,
          listed: row.listed ?? 0,
          path: row.path ?? '',
          addresses: addresses.get(row.id) ?? [],
        },
      })
  }
  return found
}

/** One that is burnt where it was seen tells nothing of what it leads to. */
async function addressesOf(db: Db, entries: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await db
    .selectFrom('sightings')
    .innerJoin('sighting_keys', 'sighting_keys.sighting', 'sightings.id')
    .select(['sightings.entry', 'sighting_keys.key'])
    .distinct()
    .where('sightings.entry', 'in', entries)
    .where('is_public', '=', 1)
    .where('sighting_keys.key', '>=', 'url:')
    .where('sighting_keys.key', '<', 'url;')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('burnt_keys')
            .select('burnt_keys.key')
            .whereRef('burnt_keys.key', '=', 'sighting_keys.key')
            .where((eb) => eb.or([eb('scope', '=', '*'), eb('scope', '=', eb.ref('sightings.source'))])),
        ),
      ),
    )
    .orderBy('sighting_keys.key')
    .execute()
  const addresses = new Map<number, string[]>()
  for (const { entry, key } of rows) addresses.set(entry, [...(addresses.get(entry) ?? []), key])
  return addresses
}
