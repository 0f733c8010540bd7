// What editions of digests hold on to: pruning and trimming leave readers the words that they were given.
import { type Kysely, sql } from 'kysely'
import { digestPeriods, editionsKept } from '../model/digest.ts'
import type { Tables } from './schema.ts'

/** Those of these entries that stand in an edition which the feed of a digest holds. */
export async function inNewestEditions(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlySet<number>> {
  if (entries.length === 0) return new Set()
  const ids = sql`(${sql.join(entries)})`
  const kept = sql`case edition.every ${sql.join(
    digestPeriods.map((every) => sql`when ${every} then ${editionsKept[every]}`),
    sql` `,
  )} end`
  // Editions of which nothing is left are in no feed.
  const newer = sql`select 1 from digest_editions as newer where newer.slug = edition.slug and newer.every = edition.every
    and newer.day > edition.day and exists (select 1 from digest_entries as said join entries as given on given.id = said.entry
      join entries on entries.id = coalesce(given.merged_into, given.id) where said.edition = newer.id and entries.state = 'published')
    limit ${Math.max(...Object.values(editionsKept))}`
  const query = sql<{ entry: number }>`select distinct shown.id as entry from digest_entries as told
    join digest_editions as edition on edition.id = told.edition
    join digests on digests.slug = edition.slug and digests.every = edition.every and digests.schedule is not null
    join entries as given on given.id = told.entry join entries as shown on shown.id = coalesce(given.merged_into, given.id)
    where (told.entry in ${ids} or told.entry in (select id from entries where merged_into in ${ids})) and shown.id in ${ids}
    and shown.state = 'published' and (select count(*) from (${newer})) < ${kept}
    and (edition.slug = '' or exists (select 1 from memberships where memberships.slug = edition.slug and memberships.entry = shown.id))`
  return new Set((await query.execute(db)).rows.map(({ entry }) => entry))
}

/** Revisions of an entry that editions told. */
export function toldRevisions(db: Kysely<Tables>, entry: number) {
  return db.selectFrom('digest_entries').select('revision').where('entry', '=', entry)
}
