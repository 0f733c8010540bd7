// Feeds that somebody is to be told of: which document of each is the newest, and which are no public feeds any more.
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { DigestName } from '../model/digest.ts'
import type { Topic } from '../model/hub.ts'
import type { SeenTopic, UnseenTopic } from './port/hub.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** Of each feed. */
const formats = 3

/** Beside the feed of everything, and beside those of categories. */
const isDigest = (path: ReturnType<typeof sql>) => sql<SqlBool>`(${path} like 'archive/%' or ${path} like 'category/%/%')`

/** Written with the category itself, or with the one that it is now. */
const mark = sql<string>`case when ${isDigest(sql.ref('hub_topics.path'))}
  then (select '' || coalesce(sum(digests.written), 0) from digests where digests.slug in (hub_topics.slug, categories.moved_to))
  else coalesce(own.written, 0) || '/' || coalesce(newest.written, 0) end`

/** Over a column or value: a public category, or an address of before of one. */
function isPublicSlug(slug: ReturnType<typeof sql>) {
  return sql<SqlBool>`exists (select 1 from categories one left join categories now on now.slug = one.moved_to where one.slug = ${slug} and (
    (one.state = 'active' and one.is_private = 0) or
    (one.state = 'moved' and one.was_public = 1 and now.state = 'active' and now.is_private = 0)))`
}

export async function isPublic(db: Kysely<Tables>, slug: string): Promise<boolean> {
  const { rows } = await sql`select 1 where ${isPublicSlug(sql`${slug}`)}`.execute(db)
  return rows.length > 0
}

export async function watch(db: Kysely<Tables>, topics: readonly Topic[]): Promise<void> {
  for (const some of chunks(topics))
    await db
      .insertInto('hub_topics')
      .values(some.map(({ path, slug }) => ({ path, slug, mark: '', version: null })))
      .onConflict((conflict) => conflict.column('path').doNothing())
      .execute()
}

/** Public categories that were written and are not watched in every format; empty: the feed of everything. */
export async function unwatched(db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('outputs')
    .select('slug')
    .where('written', '>', 0)
    .where(
      sql<SqlBool>`(select count(*) from hub_topics where hub_topics.slug = outputs.slug and not ${isDigest(sql.ref('hub_topics.path'))}) < ${formats}`,
    )
    .where(({ or, eb }) => or([eb('slug', '=', ''), isPublicSlug(sql.ref('outputs.slug'))]))
    .orderBy('slug')
    .execute()
  return rows.map((row) => row.slug)
}

export async function unwatchedDigests(db: Kysely<Tables>): Promise<readonly DigestName[]> {
  return db
    .selectFrom('digests')
    .select(['slug', 'every'])
    .where('written', '>', 0)
    .where('schedule', 'is not', null)
    .where(
      sql<SqlBool>`(select count(*) from hub_topics where hub_topics.slug = digests.slug and hub_topics.path like '%/' || digests.every || '.%') < ${formats}`,
    )
    .orderBy('slug')
    .orderBy('every')
    .execute()
}

export async function unseen(db: Kysely<Tables>): Promise<readonly UnseenTopic[]> {
  return db
    .selectFrom('hub_topics')
    .leftJoin('outputs as own', 'own.slug', 'hub_topics.slug')
    .leftJoin('categories', 'categories.slug', 'hub_topics.slug')
    .leftJoin('outputs as newest', 'newest.slug', 'categories.moved_to')
    .select(['hub_topics.path', 'hub_topics.slug', mark.as('mark')])
    .where('hub_topics.mark', '!=', mark)
    .orderBy('hub_topics.path')
    .execute()
}

export async function seen(db: Kysely<Tables>, topics: readonly SeenTopic[]): Promise<void> {
  for (const { path, mark, version } of topics) {
    const before = await db.selectFrom('hub_topics').select('version').where('path', '=', path).executeTakeFirst()
    await db.updateTable('hub_topics').set({ mark, version }).where('path', '=', path).execute()
    if (before?.version === version) continue
    await db
      .updateTable('hub_subscriptions')
      .set({ is_due: version === null ? 0 : sql<number>`delivered is not ${version}` })
      .where('topic', '=', path)
      .execute()
  }
}

/** Topics that are no public feeds any more. `isOpen`: else none is a topic. */
export async function formerTopics(db: Kysely<Tables>, isOpen: boolean): Promise<readonly string[]> {
  const topics = db.selectFrom('hub_topics').select('path')
  const gone = sql<SqlBool>`slug <> '' and not ${isPublicSlug(sql.ref('hub_topics.slug'))}`
  const rows = await (isOpen ? topics.where(gone) : topics).execute()
  return rows.map((row) => row.path)
}
