// Feeds that fold: which entries stand in them, and under which others are. What readers may have seen in a feed stays there.
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { RelatedLink } from '../model/related.ts'
import { notePlaces, noteWord } from './archive-changes.ts'
import { markStale } from './merge-plans.ts'
import type { Folding, FoldPlace } from './port/related.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

type Db = Kysely<Tables>

/** Must run in a transaction. */
export function foldingOn(db: Db): Folding {
  return {
    places: (slug, entries) => placesOf(db, slug, entries),
    standing: (slug, entries) => standing(db, slug, entries),
    stand: (place) => decide(db, place, null),
    fold: (place, under) => decide(db, place, under),
    drop: async (slug, entry) => {
      await db.deleteFrom('folds').where('slug', '=', slug).where('entry', '=', entry).execute()
    },
  }
}

/** Where nothing is folded nothing is asked for. */
export async function foldSlugs(db: Db): Promise<readonly string[]> {
  return (await db.selectFrom('fold_slugs').select('slug').orderBy('slug').execute()).map(({ slug }) => slug)
}

/** These fold from now on, and no others. Must run in a transaction. */
export async function syncFolds(db: Db, slugs: readonly string[]): Promise<void> {
  const known = await foldSlugs(db)
  for (const slug of known.filter((one) => !slugs.includes(one))) await unfold(db, slug)
  for (const slug of slugs.filter((one) => !known.includes(one))) await beginFolding(db, slug)
}

/** All that was folded stands where it is listed. */
async function unfold(db: Db, slug: string): Promise<void> {
  const rows = await db.selectFrom('folds').select(['entry', 'under']).where('slug', '=', slug).where('under', 'is not', null).execute()
  const touched = [...new Set(rows.flatMap(({ entry, under }) => (under === null ? [entry] : [entry, under])))]
  await notePlaces(
    db,
    (await placesOf(db, slug, touched)).map(({ listed }) => ({ slug, listed })),
  )
  await db.deleteFrom('folds').where('slug', '=', slug).execute()
  await db.deleteFrom('fold_slugs').where('slug', '=', slug).execute()
  if (rows.length > 0) await markStale(db, [slug])
}

/** What readers may have seen stays; a feed that was never written is decided on whole. */
async function beginFolding(db: Db, slug: string): Promise<void> {
  const written = await db.selectFrom('outputs').select('slug').where('slug', '=', slug).where('written', '>', 0).executeTakeFirst()
  const isOpen = Number(written === undefined)
  await db.insertInto('fold_slugs').values({ slug }).execute()
  const members =
    slug === ''
      ? sql`select '', id, null, ${isOpen} from entries where state = 'published'`
      : sql`select slug, entry, null, ${isOpen} from memberships where slug = ${slug}`
  await sql`insert or ignore into folds (slug, entry, under, is_open) ${members}`.execute(db)
}

/** What is to be decided on, in the order in which readers would see it come. */
export async function openFolds(db: Db): Promise<readonly Pick<FoldPlace, 'slug' | 'entry'>[]> {
  return db
    .selectFrom('folds')
    .innerJoin('entries', 'entries.id', 'folds.entry')
    .leftJoin('memberships', (join) => join.onRef('memberships.slug', '=', 'folds.slug').onRef('memberships.entry', '=', 'folds.entry'))
    .select(['folds.slug', 'folds.entry'])
    .where(sql<SqlBool>`is_open = 1`)
    .orderBy('folds.slug')
    .orderBy((eb) => eb.fn.coalesce('memberships.listed', 'entries.listed'))
    .orderBy('date_published')
    .orderBy('public_id')
    .execute()
}

/** Of these what stands in a feed's lists now, folded or not. */
async function placesOf(db: Db, slug: string, entries: readonly number[]): Promise<readonly FoldPlace[]> {
  const found: FoldPlace[] = []
  for (const some of chunks(entries)) {
    const query = db
      .selectFrom('entries')
      .leftJoin('memberships', (join) => join.onRef('memberships.entry', '=', 'entries.id').on('memberships.slug', '=', slug))
      .leftJoin('folds', (join) => join.onRef('folds.entry', '=', 'entries.id').on('folds.slug', '=', slug))
      .leftJoin('retractions', 'retractions.entry', 'entries.id')
      .select((eb) => [
        'entries.id as entry',
        'under',
        'retractions.entry as withdrawn',
        slug === '' ? 'entries.listed' : eb.ref('memberships.listed').as('listed'),
      ])
      .where('entries.id', 'in', some)
      .where('entries.state', '=', 'published')
      .$if(slug !== '', (places) => places.where('memberships.entry', 'is not', null))
    for (const { listed, withdrawn, ...row } of await query.execute())
      found.push({ slug, ...row, listed: listed ?? 0, isWithdrawn: withdrawn !== null })
  }
  return found
}

/** The first of these that readers see in the feed. */
async function standing(db: Db, slug: string, entries: readonly number[]): Promise<number | null> {
  const listed = slug === '' ? sql`entries.listed` : sql`memberships.listed`
  const row = await db
    .selectFrom('folds')
    .innerJoin('entries', 'entries.id', 'folds.entry')
    .leftJoin('memberships', (join) => join.onRef('memberships.slug', '=', 'folds.slug').onRef('memberships.entry', '=', 'folds.entry'))
    .select('folds.entry')
    .where('folds.slug', '=', slug)
    .where('folds.entry', 'in', entries)
    .where('under', 'is', null)
    .where('is_open', '=', 0)
    .where('state', '=', 'published')
    .where('folds.entry', 'not in', (eb) => eb.selectFrom('retractions').select('retractions.entry'))
    .$if(slug !== '', (rows) => rows.where('memberships.entry', 'is not', null))
    .orderBy(listed)
    .orderBy('date_published')
    .orderBy('public_id')
    .limit(1)
    .executeTakeFirst()
  return row?.entry ?? null
}

/** The feed is written again where something else is seen of it, and those pages of its archive that are not closed. */
async function decide(db: Db, { slug, entry, listed, under: before }: FoldPlace, under: number | null): Promise<void> {
  await db.updateTable('folds').set({ under, is_open: 0 }).where('slug', '=', slug).where('entry', '=', entry).execute()
  if (before === under) return
  if (before === null || under === null) await notePlaces(db, [{ slug, listed }])
  const leaders = [before, under].flatMap((one) => (one === null ? [] : [one]))
  for (const { entry: leader, listed: at } of await placesOf(db, slug, leaders))
    await noteWord(db, { entry: leader, before: [{ slug, listed: at }], after: [{ slug, listed: at }], at })
  await markStale(db, [slug])
}

/** Their groups are others now: what is folded by them is decided on once more. */
export async function reopenFolds(db: Db, entries: readonly number[]): Promise<void> {
  for (const some of chunks(entries)) {
    await db.updateTable('folds').set({ is_open: 1 }).where('entry', 'in', some).where('under', 'is not', null).execute()
    await db.updateTable('folds').set({ is_open: 1 }).where('under', 'in', some).where('under', 'is not', null).execute()
  }
}

/** What was folded under these where they stand no more. */
export async function reopenAbandoned(db: Db, entries: readonly number[]): Promise<void> {
  for (const some of chunks(entries))
    await db
      .updateTable('folds')
      .set({ is_open: 1 })
      .where('under', 'in', some)
      .where('under', 'is not', null)
      .where('slug', '<>', '')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('memberships')
              .select('memberships.entry')
              .whereRef('memberships.slug', '=', 'folds.slug')
              .whereRef('memberships.entry', '=', 'folds.under'),
          ),
        ),
      )
      .execute()
}

/** Keeps what is folded out of a feed's entries. Slug empty: of everything. */
export function notFolded(slug: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`not exists (select 1 from folds where folds.slug = ${slug} and folds.entry = entries.id and folds.under is not null)`
}

/** What is folded under these in a feed, in the order in which it came. */
export async function foldedUnder(db: Db, slug: string, entries: readonly number[]): Promise<ReadonlyMap<number, readonly RelatedLink[]>> {
  const folded = new Map<number, RelatedLink[]>()
  const isFolding = await db.selectFrom('fold_slugs').select('slug').where('slug', '=', slug).executeTakeFirst()
  if (isFolding === undefined) return folded
  for (const some of chunks(entries)) {
    const rows = await db
      .selectFrom('folds')
      .innerJoin('entries', 'entries.id', 'folds.entry')
      .select(['under', 'title', 'extra', 'date_published', 'path', 'url'])
      .where('folds.slug', '=', slug)
      .where('under', 'in', some)
      .where('under', 'is not', null)
      .where('state', '=', 'published')
      .where('entries.id', 'not in', (eb) => eb.selectFrom('retractions').select('retractions.entry'))
      .orderBy('entries.listed')
      .orderBy('date_published')
      .orderBy('public_id')
      .execute()
    for (const { under, title, extra, date_published, path, url } of rows) {
      const { publisher = null, origin = null } = JSON.parse(extra ?? '{}')
      const link = {
        title: title ?? '',
        outlet: publisher ?? origin?.title ?? null,
        datePublished: date_published ?? 0,
        path: path ?? '',
        url,
      }
      if (under !== null) folded.set(under, [...(folded.get(under) ?? []), link])
    }
  }
  return folded
}
