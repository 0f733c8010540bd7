// Digests: which there are, when they are due, and what each edition is given for good when it is issued.
import { type Insertable, type Kysely, sql } from 'kysely'
import type { DigestName } from '../model/digest.ts'
import { foldedPlace } from './edition-places.ts'
import { foldSlugs, notFolded } from './folds.ts'
import { markStale } from './merge-plans.ts'
import type { FormerSlug } from './port/categories.ts'
import type { DueDigest, Issue, NewEdition, PlannedDigest, ToldEntry } from './port/digests.ts'
import { chunks } from './rows.ts'
import type { DigestRow, Tables } from './schema.ts'

/** What an edition lists; of more it says how many. */
const mostListed = 200
/** What was listed shortly before an instant and could be read only after it (its run took long) stands in the next edition. */
const latenessMs = 6 * 3_600_000

type Row = Pick<DigestRow, 'slug' | 'every' | 'schedule'>

/** True when `plan` has anything to do. */
export async function isPlannedOtherwise(db: Kysely<Tables>, plans: readonly PlannedDigest[]): Promise<boolean> {
  const { begun, ended } = await changesOf(db, plans)
  return begun.length > 0 || ended.length > 0
}

/** Must run in a transaction. */
export async function planDigests(db: Kysely<Tables>, plans: readonly PlannedDigest[], former: readonly FormerSlug[]): Promise<void> {
  const { begun, ended } = await changesOf(db, plans)
  for (const { slug, every } of ended)
    await db.updateTable('digests').set({ schedule: null, next_at: null }).where('slug', '=', slug).where('every', '=', every).execute()
  for (const plan of begun) await begin(db, plan)
  for (const { slug, to } of former)
    for (const { every } of begun.filter((plan) => plan.slug === to)) await moveEditions(db, { slug, to, every })
  // Addresses of before are written with the digest that they lead to, or not at all.
  if (begun.length > 0 || ended.length > 0)
    await db
      .updateTable('digests')
      .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
      .where('schedule', 'is', null)
      .execute()
  const shown = [...begun, ...ended].map(({ slug }) => slug)
  if (shown.length > 0)
    await markStale(
      db,
      shown.filter((slug) => slug !== ''),
    )
}

async function changesOf(db: Kysely<Tables>, plans: readonly PlannedDigest[]) {
  const rows: readonly Row[] = await db.selectFrom('digests').select(['slug', 'every', 'schedule']).execute()
  const scheduleOf = new Map(rows.map((row) => [nameOf(row), row.schedule]))
  const planned = new Set(plans.map(nameOf))
  return {
    begun: plans.filter((plan) => scheduleOf.get(nameOf(plan)) !== plan.schedule),
    ended: rows.filter((row) => row.schedule !== null && !planned.has(nameOf(row))),
  }
}

function nameOf({ slug, every }: DigestName): string {
  return `${every} ${slug}`
}

/** It is due at once: whoever issues it says when the next edition is. */
async function begin(db: Kysely<Tables>, { slug, every, schedule }: PlannedDigest): Promise<void> {
  const row = { slug, every, schedule, day: null, until: null, next_at: 0, wanted: 1, written: 0 }
  await db
    .insertInto('digests')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['slug', 'every']).doUpdateSet((eb) => ({ schedule, next_at: 0, wanted: eb('digests.wanted', '+', 1) })),
    )
    .execute()
  await db
    .updateTable('digest_editions')
    .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
    .where('slug', '=', slug)
    .where('every', '=', every)
    .execute()
}

/** A day has one edition: that which the category itself has issued. */
async function moveEditions(db: Kysely<Tables>, { slug, to, every }: FormerSlug & DigestName): Promise<void> {
  await sql`update digest_editions set slug = ${to}, wanted = wanted + 1 where slug = ${slug} and every = ${every}
    and day not in (select day from digest_editions where slug = ${to} and every = ${every})`.execute(db)
  const last = await db
    .selectFrom('digests')
    .select(['day', 'until'])
    .where('slug', '=', slug)
    .where('every', '=', every)
    .executeTakeFirst()
  if (last === undefined) return
  await db.updateTable('digests').set(last).where('slug', '=', to).where('every', '=', every).where('until', 'is', null).execute()
}

export async function dueDigests(db: Kysely<Tables>, now: number, limit: number): Promise<readonly DueDigest[]> {
  const rows = await db
    .selectFrom('digests')
    .select(['slug', 'every', 'day', 'until'])
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .orderBy('slug')
    .limit(limit)
    .execute()
  return rows.map(({ slug, every, day, until }) => ({ slug, every, last: day === null || until === null ? null : { day, at: until } }))
}

/** Must run in a transaction. */
export async function issueDigests(db: Kysely<Tables>, issues: readonly Issue[]): Promise<void> {
  for (const { slug, every, editions, last, nextAt } of issues) {
    let issued = 0
    for (const edition of editions) issued += (await issueEdition(db, { slug, every }, edition)) ? 1 : 0
    await db
      .updateTable('digests')
      .set((eb) => ({ day: last.day, until: last.at, next_at: nextAt, wanted: eb('wanted', '+', issued > 0 ? 1 : 0) }))
      .where('slug', '=', slug)
      .where('every', '=', every)
      .execute()
  }
}

/** False: nothing came in its time, or another process has issued it. */
async function issueEdition(db: Kysely<Tables>, { slug, every }: DigestName, { day, since, at, id }: NewEdition): Promise<boolean> {
  const came = await membersOf(db, slug, { since, until: at })
  if (came.length === 0) return false
  const listed = came.slice(0, mostListed)
  const edition = await db
    .insertInto('digest_editions')
    .values({
      slug,
      every,
      day,
      since,
      until: at,
      public_id: id,
      more: came.length - listed.length,
      wanted: 1,
      written: 0,
    })
    .onConflict((conflict) => conflict.columns(['slug', 'every', 'day']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (edition === undefined) return false
  const folded = await foldedIn(db, slug, listed, at)
  const rows: readonly Insertable<Tables['digest_entries']>[] = [
    ...listed.map((member, place) => ({ edition: edition.id, place, ...member })),
    ...listed.flatMap(({ entry: leader }, place) =>
      (folded.get(leader) ?? []).map((one, at) => ({ edition: edition.id, place: foldedPlace(place, at), ...one })),
    ),
  ]
  for (const some of chunks(rows))
    await db
      .insertInto('digest_entries')
      .values([...some])
      .execute()
  return true
}

/**
 * What came to a feed in a time: it was listed and could be read before its end, and either of that not before its start. Newest first, as
 * feeds are. A function of what is recorded: it is the same whenever it is asked for, as long as nothing leaves.
 */
async function membersOf(
  db: Kysely<Tables>,
  slug: string,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<readonly ToldEntry[]> {
  const listed = slug === '' ? sql.ref('entries.listed') : sql.ref('memberships.listed')
  const from =
    slug === '' ? sql`entries where` : sql`memberships join entries on entries.id = memberships.entry where memberships.slug = ${slug} and`
  const readable = sql`coalesce(entries.published_at, ${listed})`
  // State said as the partial index has it: a bound value does not select one.
  const query = sql<ToldEntry>`select entries.id as entry, entries.revision from ${from} entries.state = 'published' and ${notFolded(slug)}
    and ${listed} >= ${since - latenessMs} and ${listed} < ${until} and ${readable} < ${until} and (${listed} >= ${since} or ${readable} >= ${since})
    and not exists (select 1 from retractions where retractions.entry = entries.id and retractions.at < ${until})
    order by ${listed} desc, entries.date_published desc, entries.public_id desc`
  return (await query.execute(db)).rows
}

/** What was folded under these by then, in the order in which it came. */
async function foldedIn(
  db: Kysely<Tables>,
  slug: string,
  members: readonly ToldEntry[],
  until: number,
): Promise<ReadonlyMap<number, readonly ToldEntry[]>> {
  const found = new Map<number, ToldEntry[]>()
  if (!(await foldSlugs(db)).includes(slug)) return found
  const listed = sql`coalesce(memberships.listed, entries.listed)`
  const query = sql<ToldEntry & { under: number }>`select folds.under, entries.id as entry, entries.revision from folds
    join entries on entries.id = folds.entry left join memberships on memberships.slug = folds.slug and memberships.entry = folds.entry
    where folds.slug = ${slug} and folds.under in (${sql.join(members.map(({ entry }) => entry))}) and entries.state = 'published'
    and ${listed} < ${until} and coalesce(entries.published_at, ${listed}) < ${until}
    and not exists (select 1 from retractions where retractions.entry = entries.id)
    order by ${listed}, entries.date_published, entries.public_id`
  for (const { under, ...one } of (await query.execute(db)).rows) found.set(under, [...(found.get(under) ?? []), one])
  return found
}

/** Feeds that look otherwise. */
export async function markDigestsStale(db: Kysely<Tables>, slugs: readonly string[]): Promise<void> {
  for (const some of chunks(slugs))
    await db
      .updateTable('digests')
      .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
      .where('slug', 'in', some)
      .execute()
}

/** Everything is to be written again. */
export async function markAllDigestsStale(db: Kysely<Tables>): Promise<void> {
  for (const table of ['digests', 'digest_editions'] as const)
    await db
      .updateTable(table)
      .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
      .execute()
}

/** What readers see of these entries changed, or of what they became: editions in which they stand are looked at again. */
export async function markEditionsOf(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  for (const some of chunks(entries)) {
    const rows = await db
      .updateTable('digest_editions')
      .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('digest_entries')
          .select('edition')
          .where(({ or, eb, selectFrom: select }) =>
            or([eb('entry', 'in', some), eb('entry', 'in', select('entries').select('id').where('merged_into', 'in', some))]),
          ),
      )
      .returning('slug')
      .execute()
    await markDigestsStale(db, [...new Set(rows.map(({ slug }) => slug))])
  }
}
