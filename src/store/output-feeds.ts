// Output feeds: which ones config has, and filling them from what is stored, some entries at a time.
import type { Kysely } from 'kysely'
import { type FeedCandidate, type FeedFill, type FeedRecord, type FillStep, feedPlace } from '../model/output-feed.ts'
import { notePlaces } from './archive-changes.ts'
import { isFollowedDeletion } from './deletions.ts'
import { markStale } from './merge-plans.ts'
import { fillPrivately } from './private-feeds.ts'
import { dropPrivatePlaces } from './private-places.ts'
import { chunks, contentFromRow } from './rows.ts'
import type { Tables } from './schema.ts'

/** Feeds that left config are ended, their slugs stay taken. Must run in a transaction, with slugs that no category has. */
export async function syncFeeds(db: Kysely<Tables>, feeds: readonly FeedRecord[]): Promise<void> {
  const known = await db.selectFrom('categories').select(['slug', 'name', 'state', 'is_private']).where('kind', '=', 'feed').execute()
  const before = new Map(known.map((row) => [row.slug, row]))
  for (const feed of feeds) {
    const row = before.get(feed.slug)
    const is_private = Number(feed.isPrivate)
    if (row === undefined) await addFeed(db, feed)
    else if (row.state !== 'active' || row.is_private !== is_private || row.name !== feed.title) await reviveFeed(db, feed)
  }
  const wanted = new Set(feeds.map((feed) => feed.slug))
  for (const { slug, state } of known) if (state === 'active' && !wanted.has(slug)) await endFeed(db, slug)
}

async function addFeed(db: Kysely<Tables>, { slug, title, isPrivate, createdAt }: FeedRecord): Promise<void> {
  const is_private = Number(isPrivate)
  await db
    .insertInto('categories')
    .values({
      slug,
      kind: 'feed',
      name: title,
      state: 'active',
      is_private,
      is_automatic: 0,
      was_public: 1 - is_private,
      created_at: createdAt,
    })
    .execute()
  await markStale(db, [slug])
}

async function reviveFeed(db: Kysely<Tables>, { slug, title, isPrivate }: FeedRecord): Promise<void> {
  await db
    .updateTable('categories')
    .set({ name: title, state: 'active', is_private: Number(isPrivate), ...(!isPrivate && { was_public: 1 }) })
    .where('slug', '=', slug)
    .execute()
  await markStale(db, [slug])
}

async function endFeed(db: Kysely<Tables>, slug: string): Promise<void> {
  await db.updateTable('categories').set({ state: 'retired' }).where('slug', '=', slug).execute()
  await db.deleteFrom('memberships').where('slug', '=', slug).execute()
  await dropPrivatePlaces(db, slug)
  await db.deleteFrom('output_feeds').where('slug', '=', slug).execute()
  await markStale(db, [slug])
}

export async function feedFills(db: Kysely<Tables>): Promise<readonly FeedFill[]> {
  const rows = await db
    .selectFrom('categories')
    .leftJoin('output_feeds', 'output_feeds.slug', 'categories.slug')
    .select(['categories.slug', 'fingerprint', 'next'])
    .where('kind', '=', 'feed')
    .where('state', '=', 'active')
    .orderBy('categories.slug')
    .execute()
  return rows.map(({ slug, fingerprint, next }) => ({ slug, fingerprint, isFilled: fingerprint !== null && next === null }))
}

/**
 * Judges the next entries; true when there are no more. Entries are listed in the feed where they are listed at all, so that a new feed does
 * not flood. Must run in a transaction.
 */
export async function fillFeed(db: Kysely<Tables>, { slug, fingerprint, limit, judge }: FillStep): Promise<boolean> {
  const state = await db.selectFrom('output_feeds').selectAll().where('slug', '=', slug).executeTakeFirst()
  if (state?.fingerprint === fingerprint && state.next === null) return true
  const from = state?.fingerprint === fingerprint ? (state.next ?? 0) : 0
  const { candidates, last: next } = await candidatesAfter(db, from, limit)
  const judged = candidates.map((candidate) => ({ ...candidate, because: judge(candidate) }))
  if ((await place(db, slug, judged)) > 0) await markStale(db, [slug])
  const { is_private } = await db.selectFrom('categories').select('is_private').where('slug', '=', slug).executeTakeFirstOrThrow()
  if (is_private === 1)
    await fillPrivately(db, { slug, judge, after: from, last: next, sightingsOf: (entries) => sightingsOf(db, entries) })
  await db
    .insertInto('output_feeds')
    .values({ slug, fingerprint, next })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet({ fingerprint, next }))
    .execute()
  return next === null
}

interface Candidates {
  readonly candidates: readonly (FeedCandidate & { readonly listed: number })[]
  /** Id of the last entry that was looked at; null: there are no more. */
  readonly last: number | null
}

/** What is withdrawn has nothing left to be judged by: it stays where it stood. */
async function candidatesAfter(db: Kysely<Tables>, after: number, limit: number): Promise<Candidates> {
  const rows = await db
    .selectFrom('entries')
    .select(['id', 'state', 'listed', 'title', 'url', 'summary', 'content_html', 'extra'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  const ids = rows.map((row) => row.id)
  const [categories, sightings] = [await categoriesOf(db, ids), await sightingsOf(db, ids)]
  const withdrawn = new Set(
    (await db.selectFrom('retractions').select('entry').where('entry', 'in', ids).execute()).map(({ entry }) => entry),
  )
  const shown = rows.filter(({ id, state }) => state === 'published' && !withdrawn.has(id))
  return {
    candidates: shown.map((row) => ({
      entry: row.id,
      listed: row.listed ?? 0,
      content: contentFromRow(row),
      categories: categories.get(row.id) ?? [],
      sightings: sightings.get(row.id) ?? [],
    })),
    last: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
  }
}

async function categoriesOf(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('categories', 'categories.slug', 'memberships.slug')
    .select(['memberships.entry', 'memberships.slug'])
    .where('memberships.entry', 'in', entries)
    .where('categories.kind', '=', 'category')
    .orderBy('memberships.place')
    .execute()
  return gathered(rows.map(({ entry, slug }) => [entry, slug] as const))
}

async function sightingsOf(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlyMap<number, FeedCandidate['sightings']>> {
  const rows = await db
    .selectFrom('sightings')
    .select(['entry', 'source', 'is_public', 'categories'])
    .where('entry', 'in', entries)
    .where((eb) => eb.not(isFollowedDeletion(eb)))
    .where('is_pruned', '=', 0)
    .orderBy('id')
    .execute()
  return gathered(
    rows.map(({ entry, source, is_public, categories }) => [
      entry,
      { source, isPublic: is_public === 1, categories: JSON.parse(categories) },
    ]),
  )
}

function gathered<T>(pairs: readonly (readonly [number, T])[]): ReadonlyMap<number, readonly T[]> {
  const found = new Map<number, T[]>()
  for (const [key, value] of pairs) {
    const list = found.get(key)
    if (list === undefined) found.set(key, [value])
    else list.push(value)
  }
  return found
}

interface Judged {
  readonly entry: number
  readonly listed: number
  /** Null: it is not in the feed. */
  readonly because: readonly string[] | null
}

/** How many came or went; who was in the feed already stays where it is listed. */
async function place(db: Kysely<Tables>, slug: string, judged: readonly Judged[]): Promise<number> {
  const ids = judged.map(({ entry }) => entry)
  const rows = await db
    .selectFrom('memberships')
    .select(['entry', 'listed', 'because'])
    .where('slug', '=', slug)
    .where('entry', 'in', ids)
    .execute()
  const before = new Map(rows.map((row) => [row.entry, row]))
  const wanted = judged.flatMap(({ entry, listed, because }) =>
    because === null ? [] : [{ slug, entry, listed, place: feedPlace, because: JSON.stringify(because) }],
  )
  const staying = new Set(wanted.map(({ entry }) => entry))
  const leaving = rows.filter(({ entry }) => !staying.has(entry))
  const coming = wanted.filter(({ entry }) => !before.has(entry))
  const gone = leaving.map(({ entry }) => entry)
  if (gone.length > 0) await db.deleteFrom('memberships').where('slug', '=', slug).where('entry', 'in', gone).execute()
  for (const some of chunks(wanted.filter(({ entry, because }) => before.get(entry)?.because !== because)))
    await db
      .insertInto('memberships')
      .values([...some])
      .onConflict((conflict) => conflict.columns(['slug', 'entry']).doUpdateSet((eb) => ({ because: eb.ref('excluded.because') })))
      .execute()
  const moved = [...leaving, ...coming]
  if (moved.length > 0)
    await notePlaces(
      db,
      moved.map(({ listed }) => ({ slug, listed })),
    )
  return moved.length
}
