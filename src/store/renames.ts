// A source under a new id (`formerly` in config) goes on with everything its former id owned: state, sightings, keys, burns.
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { noLease } from './claims.ts'
import type { Tables } from './schema.ts'

export interface Rename {
  readonly from: string
  readonly to: string
}

/** Must run in a transaction, before the new id has a row of its own. Published ids and paths stay as they are. */
export async function renameSource(db: Kysely<Tables>, rename: Rename): Promise<void> {
  const { from, to } = rename
  // A visit under the former id is not recorded any more.
  await db
    .updateTable('sources')
    .set({ id: to, retired: 0, ...noLease })
    .where('id', '=', from)
    .execute()
  await db.updateTable('sightings').set({ source: to }).where('source', '=', from).execute()
  await db.updateTable('answers').set({ source: to }).where('source', '=', from).execute()
  await db.updateTable('polls').set({ source: to }).where('source', '=', from).execute()
  await db.updateTable('followed').set({ list: to }).where('list', '=', from).execute()
  await db.updateTable('announced').set({ source: to }).where('source', '=', from).execute()
  await db.updateTable('incidents').set({ subject: to }).where('subject', '=', from).where('event', '!=', 'category-waiting').execute()
  await db.updateTable('push_subscriptions').set({ source: to }).where('source', '=', from).execute()
  await db.updateTable('push_inbox').set({ source: to }).where('source', '=', from).execute()
  await db.updateTable('deliveries').set({ subject: to }).where('subject', '=', from).execute()
  for (const table of ['deletions', 'page_looks'] as const)
    await db.updateTable(table).set({ source: to }).where('source', '=', from).execute()
  await db.updateTable('source_days').set({ source: to }).where('source', '=', from).execute()
  await db.updateTable('entries').set({ owner: to }).where('owner', '=', from).execute()
  for (const table of ['burnt_keys', 'vetoes'] as const) {
    await db.updateTable(table).set({ source: to }).where('source', '=', from).execute()
    await db.updateTable(table).set({ scope: to }).where('scope', '=', from).execute()
  }
  await db.updateTable('correction_keys').set({ source: to }).where('source', '=', from).execute()
  for (const kind of ['guid', 'hash']) await renameKeys(db, kind, rename)
  // Their lines in the registry file name the keys.
  await db
    .updateTable('entries')
    .set((eb) => ({ keys_wanted: eb('keys_wanted', '+', 1) }))
    .where('id', 'in', ({ selectFrom }) => selectFrom('sightings').select('entry').where('source', '=', to))
    .execute()
}

/** Keys that hold within a source carry its id: `guid:<id>:…`. */
async function renameKeys(db: Kysely<Tables>, kind: string, { from, to }: Rename): Promise<void> {
  const prefix = `${kind}:${from}:`
  // ";" follows ":" in code-point order: the range of the prefix, which an index can find.
  const [first, end] = [prefix, `${kind}:${from};`]
  const key = renamed(prefix, `${kind}:${to}:`)
  await db.updateTable('sighting_keys').set({ key }).where('key', '>=', first).where('key', '<', end).execute()
  await db.updateTable('burnt_keys').set({ key }).where('key', '>=', first).where('key', '<', end).execute()
  await db.updateTable('vetoes').set({ key }).where('key', '>=', first).where('key', '<', end).execute()
  await db.updateTable('correction_keys').set({ key }).where('key', '>=', first).where('key', '<', end).execute()
}

function renamed(prefix: string, by: string): RawBuilder<string> {
  return sql<string>`${by} || substr(key, ${prefix.length + 1})`
}
