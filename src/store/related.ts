// Related coverage: by which marks public entries are found, which of them are pairs and groups, and what their pages show of that.
// Looked for behind the polls' back, a few entries at a time.
import { type Kysely, type SqlBool, sql } from 'kysely'
import { weekOf } from '../model/related.ts'
import { reopenAbandoned, reopenFolds } from './folds.ts'
import type { KeptPair, MarkCounts, MarkHolder, RelatedLooks, RelatedRow, Relating, Unrelated } from './port/related.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'
import { toldOf } from './told-entries.ts'

/** Nobody asks by how many more entries a mark is had. */
const mostHolders = 64

type Db = Kysely<Tables>

/** Must run in a transaction. */
export function relatingOn(db: Db): Relating {
  return {
    waiting: (options) => waiting(db, options),
    rows: (entries) => rowsOf(db, entries),
    keep: (row) => keep(db, row),
    unmark: (row) => unmark(db, row),
    drop: (entry) => drop(db, entry),
    counts: (marks, week) => countsOf(db, marks, week),
    holders: (marks, weeks) => holdersOf(db, marks, weeks),
    told: async (entries) => new Map((await toldOf(db, entries)).map(({ entry, told }) => [entry, told])),
    pairs: (entries) => pairsOf(db, entries),
    pair: (entry, pairs) => pair(db, entry, pairs),
    groupmates: (entries) => groupmates(db, entries),
    looks: (entries) => looksOf(db, entries),
    show: (entry, before, now) => show(db, { entry, before, now }),
    done: (entries) => done(db, entries),
  }
}

export async function isRelatedBehind(db: Db): Promise<boolean> {
  return (
    (await db.selectFrom('entries').select('id').whereRef('page_wanted', '>', 'related_written').limit(1).executeTakeFirst()) !== undefined
  )
}

/** Said as the partial index has it: a bound value does not select one. */
const isKnownOnce = sql<SqlBool>`related_written > 0`

async function waiting(db: Db, { limit, isKnown }: Parameters<Relating['waiting']>[0]): Promise<readonly Unrelated[]> {
  const rows = await db
    .selectFrom('entries')
    .leftJoin('retractions', 'retractions.entry', 'entries.id')
    .select(['entries.id', 'page_wanted', 'state', 'retractions.entry as withdrawn'])
    .whereRef('page_wanted', '>', 'related_written')
    .$if(isKnown, (query) => query.where(isKnownOnce))
    .orderBy('entries.id', 'desc')
    .limit(limit)
    .execute()
  const shown = rows.filter(({ state, withdrawn }) => state === 'published' && withdrawn === null).map(({ id }) => id)
  const told = new Map((await toldOf(db, shown)).map((one) => [one.entry, one.told]))
  return rows.map(({ id, page_wanted }) => ({ entry: id, wanted: page_wanted, told: told.get(id) ?? null }))
}

export async function rowsOf(db: Db, entries: readonly number[]): Promise<readonly RelatedRow[]> {
  const found: RelatedRow[] = []
  for (const some of chunks(entries)) {
    const rows = await db
      .selectFrom('related_entries')
      .select(['entry', 'at', 'outlet', 'marks', 'fingerprint'])
      .where('entry', 'in', some)
      .execute()
    for (const { marks, ...row } of rows) found.push({ ...row, marks: marksFrom(marks) })
  }
  return found
}

function marksFrom(text: string): readonly number[] {
  return text === '' ? [] : text.split(' ').map((one) => Number.parseInt(one, 36))
}

async function keep(db: Db, { entry, at, outlet, marks, fingerprint }: RelatedRow): Promise<void> {
  const row = { at, outlet, fingerprint, marks: marks.map((mark) => mark.toString(36)).join(' ') }
  await db
    .insertInto('related_entries')
    .values({ entry, ...row, grp: null, shown: null })
    .onConflict((conflict) => conflict.column('entry').doUpdateSet(row))
    .execute()
  if (marks.length === 0) return
  const week = weekOf(at)
  await sql`insert or ignore into related_marks (mark, week, entry) select value, ${week}, ${entry} from json_each(${JSON.stringify(marks)})`.execute(
    db,
  )
}

async function unmark(db: Db, { entry, at, marks }: RelatedRow): Promise<void> {
  if (marks.length === 0) return
  await db.deleteFrom('related_marks').where('mark', 'in', marks).where('week', '=', weekOf(at)).where('entry', '=', entry).execute()
}

async function drop(db: Db, entry: number): Promise<void> {
  await pair(db, entry, [])
  await reopenFolds(db, [entry])
  await db.deleteFrom('related_entries').where('entry', '=', entry).execute()
}

export async function countsOf(db: Db, marks: readonly number[], week: number): Promise<readonly MarkCounts[]> {
  if (marks.length === 0) return []
  const around = (at: number) => sql<number>`(select count(*) from (select 1 from related_marks
    where related_marks.mark = asked.value and related_marks.week between ${at - 1} and ${at + 1} limit ${mostHolders}))`
  const query = sql<{ mark: number; before: number; own: number; next: number }>`select asked.value as mark, ${around(week - 1)} as before,
    ${around(week)} as own, ${around(week + 1)} as next from json_each(${JSON.stringify(marks)}) as asked`
  return (await query.execute(db)).rows.map(({ mark, before, own, next }) => ({ mark, counts: [before, own, next] }))
}

/** Only of marks that few have. */
async function holdersOf(db: Db, marks: readonly number[], weeks: readonly number[]): Promise<readonly MarkHolder[]> {
  if (marks.length === 0) return []
  const query = sql<MarkHolder>`select mark, week, entry from json_each(${JSON.stringify(marks)}) as asked
    cross join related_marks on related_marks.mark = asked.value and week between ${Math.min(...weeks)} and ${Math.max(...weeks)}`
  return (await query.execute(db)).rows
}

export async function pairsOf(db: Db, entries: readonly number[]): Promise<readonly KeptPair[]> {
  const found: KeptPair[] = []
  for (const some of chunks(entries)) found.push(...(await db.selectFrom('related_pairs').selectAll().where('entry', 'in', some).execute()))
  return found
}

async function pair(db: Db, entry: number, pairs: readonly Omit<KeptPair, 'entry'>[]): Promise<void> {
  const others = await db.selectFrom('related_pairs').select('other').distinct().where('entry', '=', entry).execute()
  if (others.length > 0) {
    const ids = others.map(({ other }) => other)
    await reopenFolds(db, [entry])
    await db.deleteFrom('related_pairs').where('entry', 'in', ids).where('other', '=', entry).execute()
    await db.deleteFrom('related_pairs').where('entry', '=', entry).execute()
  }
  const rows = pairs.flatMap(({ other, kind, share }) => [
    { entry, other, kind, share },
    { entry: other, other: entry, kind, share },
  ])
  if (rows.length > 0) await db.insertInto('related_pairs').values(rows).execute()
}

export async function groupmates(db: Db, entries: readonly number[]): Promise<readonly number[]> {
  const found: number[] = []
  for (const some of chunks(entries)) {
    const rows = await db
      .selectFrom('related_entries')
      .select('entry')
      .where('grp', 'in', (eb) => eb.selectFrom('related_entries').select('grp').where('entry', 'in', some).where('grp', 'is not', null))
      .execute()
    found.push(...rows.map(({ entry }) => entry))
  }
  return found
}

async function looksOf(db: Db, entries: readonly number[]): ReturnType<Relating['looks']> {
  const found: (RelatedLooks & { readonly entry: number })[] = []
  for (const some of chunks(entries)) {
    const rows = await db.selectFrom('related_entries').select(['entry', 'grp', 'shown']).where('entry', 'in', some).execute()
    for (const { entry, grp, shown } of rows) found.push({ entry, group: grp, links: JSON.parse(shown ?? '[]') })
  }
  return found
}

interface Showing {
  readonly entry: number
  readonly before: RelatedLooks
  readonly now: RelatedLooks
}

async function show(db: Db, { entry, before, now: { group, links } }: Showing): Promise<void> {
  const shown = links.length === 0 ? null : JSON.stringify(links)
  await db.updateTable('related_entries').set({ grp: group, shown }).where('entry', '=', entry).execute()
  if (before.group !== group) await reopenFolds(db, [entry])
  if (JSON.stringify(before.links) !== JSON.stringify(links)) await markPages(db, [entry])
}

/** Their pages alone are to be written again: nothing else of them has changed, and whoever follows their pages is as far as before. */
async function markPages(db: Db, entries: readonly number[]): Promise<void> {
  const counters = ['page_wanted', 'related_written', 'search_written', 'registry_written'] as const
  for (const some of chunks(entries))
    await db
      .updateTable('entries')
      .set((eb) => Object.fromEntries(counters.map((counter) => [counter, eb(counter, '+', 1)])))
      .where('id', 'in', some)
      .execute()
}

async function done(db: Db, entries: readonly Unrelated[]): Promise<void> {
  await reopenAbandoned(
    db,
    entries.map(({ entry }) => entry),
  )
  await db
    .updateTable('entries')
    .set((eb) => ({ related_written: eb.ref('page_wanted') }))
    .where(
      'id',
      'in',
      entries.map(({ entry }) => entry),
    )
    .execute()
}

export async function isAnythingRelated(db: Db): Promise<boolean> {
  return (await db.selectFrom('related_entries').select('entry').limit(1).executeTakeFirst()) !== undefined
}

/** A few at a time; true when nothing is left. Must run in a transaction. */
export async function forgetRelated(db: Db, limit: number): Promise<boolean> {
  const rows = await db.selectFrom('related_entries').select(['entry', 'at', 'marks', 'shown']).limit(limit).execute()
  for (const { entry, at, marks } of rows) {
    await unmark(db, { entry, at, marks: marksFrom(marks), outlet: '', fingerprint: '' })
    await drop(db, entry)
  }
  await markPages(
    db,
    rows.filter(({ shown }) => shown !== null).map(({ entry }) => entry),
  )
  for (const some of chunks(rows.map(({ entry }) => entry)))
    await db.updateTable('entries').set({ related_written: 0 }).where('id', 'in', some).execute()
  return rows.length < limit
}
