// Where entries stand in private, and what is seen of those that are not published; written by settling. Nothing public reads these tables.
import { type Kysely, sql } from 'kysely'
import type { PrivateRow, Shelf, Shelved } from './port/private.ts'
import type { Membership } from './port/settling.ts'
import { chunks, contentColumns, contentFromRow } from './rows.ts'
import type { PrivateEntryRow, Tables } from './schema.ts'

/** `left`: public places that were taken from entries. */
export async function shelvesOf(
  db: Kysely<Tables>,
  entries: readonly number[],
  left: ReadonlyMap<number, readonly Membership[]>,
): Promise<ReadonlyMap<number, Shelved>> {
  const found = new Map<number, Shelved>()
  for (const some of chunks(entries)) {
    const states = await db.selectFrom('entries').select(['id', 'state']).where('id', 'in', some).execute()
    const rows = await db.selectFrom('private_entries').selectAll().where('entry', 'in', some).execute()
    const rowOf = new Map(rows.map((row) => [row.entry, rowFrom(row)]))
    const places = await db.selectFrom('private_places').selectAll().where('entry', 'in', some).execute()
    for (const { id, state } of states)
      found.set(id, {
        isPublished: state === 'published',
        row: rowOf.get(id) ?? null,
        listed: new Map(places.filter(({ entry }) => entry === id).map(({ slug, listed }) => [slug, listed])),
        left: new Map((left.get(id) ?? []).map(({ slug, listed }) => [slug, listed])),
      })
  }
  return found
}

/** Must run in a transaction. */
export async function shelve(db: Kysely<Tables>, entry: number, { row, places }: Shelf): Promise<void> {
  await db.deleteFrom('private_places').where('entry', '=', entry).execute()
  if (places.length > 0)
    await db
      .insertInto('private_places')
      .values(places.map((place) => ({ ...place, entry })))
      .execute()
  await db.deleteFrom('private_entries').where('entry', '=', entry).execute()
  if (row !== null) await db.insertInto('private_entries').values(columnsOf(entry, row)).execute()
}

export async function isPrivatelyMinted(db: Kysely<Tables>, kind: 'id' | 'path', value: string): Promise<boolean> {
  const column = kind === 'id' ? 'public_id' : 'path'
  return (await db.selectFrom('private_entries').select('entry').where(column, '=', value).executeTakeFirst()) !== undefined
}

/** Of a category that is another one from now on; an entry of both stays where it stood first. Must run in a transaction. */
export async function movePrivatePlaces(db: Kysely<Tables>, { from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  await db
    .insertInto('private_places')
    .columns(['entry', 'slug', 'listed'])
    .expression((eb) =>
      eb
        .selectFrom('private_places')
        .select(['entry', sql<string>`${to}`.as('slug'), 'listed'])
        .where('slug', '=', from),
    )
    .onConflict((conflict) =>
      conflict.columns(['entry', 'slug']).doUpdateSet((eb) => ({
        listed: eb
          .case()
          .when('excluded.listed', '<', eb.ref('private_places.listed'))
          .then(eb.ref('excluded.listed'))
          .else(eb.ref('private_places.listed'))
          .end(),
      })),
    )
    .execute()
  await dropPrivatePlaces(db, from)
}

export async function dropPrivatePlaces(db: Kysely<Tables>, slug: string): Promise<void> {
  await db.deleteFrom('private_places').where('slug', '=', slug).execute()
}

/** What becomes part of another entry leaves it its place, and its id where that has none. Must run in a transaction. */
export async function inheritPrivate(db: Kysely<Tables>, { from, into }: { readonly from: number; readonly into: number }): Promise<void> {
  const places = await db.selectFrom('private_places').select(['slug', 'listed']).where('entry', '=', from).execute()
  if (places.length > 0)
    await db
      .insertInto('private_places')
      .values(places.map((place) => ({ ...place, entry: into })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  await db.deleteFrom('private_places').where('entry', '=', from).execute()
  const heir = await db.selectFrom('private_entries').select('entry').where('entry', '=', into).executeTakeFirst()
  if (heir === undefined) await db.updateTable('private_entries').set({ entry: into }).where('entry', '=', from).execute()
  else await db.deleteFrom('private_entries').where('entry', '=', from).execute()
}

export async function dropPrivate(db: Kysely<Tables>, entry: number): Promise<void> {
  await db.deleteFrom('private_places').where('entry', '=', entry).execute()
  await db.deleteFrom('private_entries').where('entry', '=', entry).execute()
}

export function rowFrom(row: PrivateEntryRow): PrivateRow {
  return {
    publicId: row.public_id,
    path: row.path,
    owner: row.owner,
    datePublished: row.date_published,
    dateModified: row.date_modified,
    firstSeen: row.first_seen,
    revision: row.revision,
    content: contentFromRow(row),
  }
}

function columnsOf(entry: number, row: PrivateRow): PrivateEntryRow {
  return {
    entry,
    public_id: row.publicId,
    path: row.path,
    owner: row.owner,
    date_published: row.datePublished,
    date_modified: row.dateModified,
    first_seen: row.firstSeen,
    revision: row.revision,
    ...contentColumns(row.content),
  }
}
