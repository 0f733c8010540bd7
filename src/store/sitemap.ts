// Which pages search engines are told of, by the day of their publication: a day in which nothing changed is not read again.
import { type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { IndexedPage, PageSpan, PagesPolicy, SitemapDay } from '../model/output.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

const dayMs = 86_400_000

/** Entries whose pages changed. Must run in a transaction. */
export async function markSitemapDays(db: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  for (const some of chunks(entries)) {
    await db
      .insertInto('sitemap_days')
      .columns(['day', 'wanted', 'written', 'addresses'])
      .expression((eb) =>
        eb
          .selectFrom('entries')
          .select([dayOfEntry.as('day'), sql<number>`1`.as('wanted'), sql<number>`0`.as('written'), sql<number>`0`.as('addresses')])
          .distinct()
          .where('id', 'in', some)
          .where('date_published', 'is not', null),
      )
      .onConflict((conflict) => conflict.column('day').doUpdateSet((eb) => ({ wanted: eb('sitemap_days.wanted', '+', 1) })))
      .execute()
  }
}

/** What was published before 1970 stands in its first day. */
const dayOfEntry = sql<number>`case when date_published < 0 then 0 else date_published / ${sql.lit(dayMs)} end`

/** Counts the days in which something changed; all days, the oldest first. Must run in a transaction. */
export async function surveySitemap(db: Kysely<Tables>, policy: PagesPolicy): Promise<readonly SitemapDay[]> {
  const stale = await db.selectFrom('sitemap_days').select('day').whereRef('wanted', '>', 'written').orderBy('day').execute()
  for (const span of spansOf(stale.map(({ day }) => day))) await recount(db, { ...span, policy })
  const rows = await db.selectFrom('sitemap_days').selectAll().orderBy('day').execute()
  return rows.map(({ written, ...day }) => ({ ...day, isStale: day.wanted > written }))
}

/** Days that follow each other are read together. */
function spansOf(days: readonly number[]): readonly Omit<PageSpan, 'policy'>[] {
  const spans: { fromDay: number; toDay: number }[] = []
  for (const day of days) {
    const last = spans[spans.length - 1]
    if (last?.toDay === day - 1) last.toDay = day
    else spans.push({ fromDay: day, toDay: day })
  }
  return spans
}

async function recount(db: Kysely<Tables>, span: PageSpan): Promise<void> {
  const rows = await indexed(db, span)
    .select(({ fn }) => [dayOfEntry.as('day'), fn.countAll<number>().as('addresses'), fn.max(lastChange).as('modified')])
    .groupBy(dayOfEntry)
    .execute()
  await db
    .updateTable('sitemap_days')
    .set({ addresses: 0, modified: null })
    .where('day', '>=', span.fromDay)
    .where('day', '<=', span.toDay)
    .execute()
  for (const { day, addresses, modified } of rows)
    await db.updateTable('sitemap_days').set({ addresses, modified }).where('day', '=', day).execute()
}

export async function sitemapWritten(db: Kysely<Tables>, days: readonly SitemapDay[]): Promise<void> {
  const stale = days.filter(({ isStale }) => isStale)
  for (const wanted of new Set(stale.map((day) => day.wanted))) {
    for (const some of chunks(stale.filter((day) => day.wanted === wanted)))
      await db
        .updateTable('sitemap_days')
        .set({ written: wanted })
        .where(
          'day',
          'in',
          some.map(({ day }) => day),
        )
        .execute()
  }
}

/** By day of publication. Read in steps, so that nothing else waits for tens of thousands of them. */
export async function indexedPages(db: Kysely<Tables>, span: PageSpan): Promise<readonly IndexedPage[]> {
  const pages: IndexedPage[] = []
  for (let after: Step | null = null, isDone = false; !isDone; ) {
    const rows: readonly Step[] = await stepOf(db, span, after)
    pages.push(...rows.map(({ path, modified }) => ({ path: path ?? '', modified })))
    after = rows.at(-1) ?? null
    isDone = rows.length < mostAtOnce
  }
  return pages
}

const mostAtOnce = 2_000

interface Step {
  readonly path: string | null
  readonly modified: number
  readonly date_published: number | null
  readonly public_id: string | null
}

function stepOf(db: Kysely<Tables>, span: PageSpan, after: Step | null): Promise<readonly Step[]> {
  return indexed(db, span)
    .select(['path', 'date_published', 'public_id', lastChange.as('modified')])
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('date_published', 'public_id'), '>', tuple(after?.date_published ?? 0, after?.public_id ?? '')),
      ),
    )
    .orderBy('date_published')
    .orderBy('public_id')
    .limit(mostAtOnce)
    .execute()
}

const lastChange = sql<number>`coalesce(date_modified, date_published)`

/** Pages of ours that may be found: what is withdrawn, or only quoted, is not told of. */
function indexed(db: Kysely<Tables>, { fromDay, toDay, policy }: PageSpan): SelectQueryBuilder<Tables, 'entries', object> {
  let query = db
    .selectFrom('entries')
    .where('state', '=', 'published')
    // Said as the partial index has it, for a bound value does not select an index.
    .where(sql<SqlBool>`state = 'published'`)
    .where('date_published', '<', (toDay + 1) * dayMs)
    .where('entries.id', 'not in', (eb) => eb.selectFrom('retractions').select('entry'))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('sources').select('id').whereRef('sources.id', '=', 'entries.owner').where('rights', '!=', 'full'))),
    )
  if (fromDay > 0) query = query.where('date_published', '>=', fromDay * dayMs)
  if (policy === 'all') return query
  return query.where(({ exists, selectFrom }) =>
    exists(
      selectFrom('published_files')
        .select('published_files.path')
        .where('folder', '=', 'public')
        .whereRef('published_files.path', '=', 'entries.path'),
    ),
  )
}
