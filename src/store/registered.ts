// What the registry file says of the site: lines of entries and categories as they are now, and which of them are not written yet.
// An entry's line may be behind when its page has changed since (`page_wanted`), or what it is known by (`keys_wanted`).
import { type Kysely, type Selectable, sql } from 'kysely'
import { sha256Hex } from '../base/digest.ts'
import type { Correction } from '../model/correction.ts'
import { type EntryLine, nameMark, printLine, type RegisteredCategory, type RegisteredEntry, titleMark } from '../model/registry-line.ts'
import { namesBySlug } from './category-lists.ts'
import { publicCorrections } from './corrections.ts'
import type { CategoryLine, LinePage, NumberedLine } from './port/register.ts'
import { pruningsOf } from './prunings.ts'
import { retractionsByHand } from './retractions.ts'
import { chunks } from './rows.ts'
import type { EntryRow, Tables } from './schema.ts'

/** Not the texts: they are most of a row. */
const columns = [
  'id',
  'public_id',
  'path',
  'state',
  'merged_into',
  'listed',
  'published_at',
  'date_published',
  'date_origin',
  'date_modified',
  'first_seen',
  'title',
  'page_wanted',
  'keys_wanted',
  'registered',
] as const

/** Some of the entries whose lines are not written as they are now, those that never were public left out. */
export async function linesBehind(db: Kysely<Tables>, limit: number): Promise<readonly NumberedLine[]> {
  const changed = db.selectFrom('entries').select(columns).where('public_id', 'is not', null).orderBy('id').limit(limit)
  const pages = await changed.whereRef('page_wanted', '>', 'registry_written').execute()
  return linesOf(db, pages.length > 0 ? pages : await changed.whereRef('keys_wanted', '>', 'keys_written').execute())
}

/** Every line of an entry, in order of id; also those of a lost store that nothing has shown again. */
export async function linesAfter(db: Kysely<Tables>, after: string, limit: number): Promise<LinePage> {
  const rows = await db.selectFrom('entries').select(columns).where('public_id', '>', after).orderBy('public_id').limit(limit).execute()
  const claims = await db
    .selectFrom('claims')
    .select(['id', 'line'])
    .where('entry', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  const ids = [...rows.map((row) => row.public_id ?? ''), ...claims.map((claim) => claim.id)].sort().slice(0, limit)
  const last = ids.at(-1) ?? null
  const lines = await linesOf(
    db,
    rows.filter(({ public_id }) => last !== null && (public_id ?? '') <= last),
  )
  const texts = [
    ...lines.map(({ id, text }) => ({ id, text })),
    ...claims.filter(({ id }) => last !== null && id <= last).map(({ id, line }) => ({ id, text: line })),
  ]
  return {
    texts: texts.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ text }) => text),
    written: lines,
    last: ids.length < limit ? null : last,
  }
}

export async function linesWritten(db: Kysely<Tables>, lines: readonly NumberedLine[]): Promise<void> {
  for (const some of chunks(lines, 100)) {
    const rows = sql.join(some.map(({ entry, page, known, text }) => sql`(${entry}, ${page}, ${known}, ${markOf(text)})`))
    // `columnN` is what both databases call the columns of values.
    await sql`update entries set registry_written = column2, keys_written = column3, registered = column4
      from (values ${rows}) as written
      where entries.id = column1 and registry_written <= column2 and keys_written <= column3`.execute(db)
  }
}

/** Of these ids that are entries here, and not withdrawn. */
export async function shownRows(db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  for (const some of chunks(ids)) {
    const rows = await db
      .selectFrom('entries')
      .select(['id', 'public_id'])
      .where('public_id', 'in', some)
      .where('state', '!=', 'merged')
      .where(({ not, exists, selectFrom }) => not(exists(selectFrom('retractions').select('entry').whereRef('entry', '=', 'entries.id'))))
      .execute()
    for (const { id, public_id } of rows) found.set(public_id ?? '', id)
  }
  return found
}

type Row = Pick<Selectable<EntryRow>, (typeof columns)[number]>

async function linesOf(db: Kysely<Tables>, rows: readonly Row[]): Promise<readonly (NumberedLine & { readonly id: string })[]> {
  const ids = rows.map((row) => row.id)
  const finals = await finalsOf(db, rows)
  const about = {
    keys: await keysOf(db, [...ids, ...[...finals.values()].map((final) => final.id)]),
    places: await placesOf(db, ids),
    retractions: await retractionsByHand(db, ids),
    prunings: await pruningsOf(db, ids),
    corrections: await publicCorrections(db, ids),
    finals,
  }
  return rows.map((row) => {
    const line = lineOf(row, about)
    const text = printLine(line)
    const counters = { page: row.page_wanted, known: row.keys_wanted }
    return { entry: row.id, id: line.id, ...counters, kind: line.kind, text, isWritten: row.registered === markOf(text) }
  })
}

function markOf(text: string): string {
  return sha256Hex(text).slice(0, 32)
}

interface About {
  readonly keys: ReadonlyMap<number, readonly string[]>
  readonly places: ReadonlyMap<number, readonly { readonly slug: string; readonly listed: number }[]>
  readonly retractions: Awaited<ReturnType<typeof retractionsByHand>>
  readonly prunings: Awaited<ReturnType<typeof pruningsOf>>
  readonly corrections: ReadonlyMap<number, readonly Correction[]>
  readonly finals: ReadonlyMap<number, Row>
}

function lineOf(row: Row, about: About): EntryLine {
  const [id, path] = [row.public_id ?? '', row.path ?? '']
  const shown = row.state === 'merged' ? about.finals.get(row.merged_into ?? 0) : row
  const keys = about.keys.get(shown?.id ?? 0) ?? []
  if (shown === undefined || shown.public_id === null || shown.state === 'pending' || keys.length === 0)
    return { kind: 'hidden', id, name: nameMark(path) }
  return row.state === 'merged' ? { kind: 'moved', id, path, to: shown.public_id } : entryLine(row, keys, about)
}

function entryLine(row: Row, keys: readonly string[], { places, retractions, prunings, corrections }: About): RegisteredEntry {
  const listed = row.listed ?? 0
  const others = (places.get(row.id) ?? []).filter((place) => place.listed !== listed)
  return {
    kind: 'entry',
    id: row.public_id ?? '',
    path: row.path ?? '',
    listed,
    places: Object.fromEntries(others.map((place) => [place.slug, place.listed])),
    firstPublished: row.published_at ?? listed,
    published: row.date_published ?? 0,
    origin: row.date_origin ?? 'first-seen',
    modified: row.date_modified,
    firstSeen: row.first_seen ?? 0,
    title: titleMark(row.title ?? ''),
    keys,
    retraction: retractions.get(row.id) ?? null,
    pruning: prunings.get(row.id) ?? null,
    said: corrections.get(row.id) ?? [],
  }
}

async function finalsOf(db: Kysely<Tables>, rows: readonly Row[]): Promise<ReadonlyMap<number, Row>> {
  const found = new Map<number, Row>()
  for (const some of chunks([...new Set(rows.flatMap((row) => row.merged_into ?? []))]))
    for (const row of await db.selectFrom('entries').select(columns).where('id', 'in', some).execute()) found.set(row.id, row)
  return found
}

/** Only what public sources showed. */
async function keysOf(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
  const found = new Map<number, string[]>()
  for (const some of chunks([...new Set(entries)])) {
    const rows = await db
      .selectFrom('sightings')
      .innerJoin('sighting_keys', 'sighting_keys.sighting', 'sightings.id')
      .select(['sightings.entry', 'sighting_keys.key'])
      .distinct()
      .where('sightings.entry', 'in', some)
      .where('sightings.is_public', '=', 1)
      .orderBy('sighting_keys.key')
      .execute()
    for (const { entry, key } of rows) found.set(entry, [...(found.get(entry) ?? []), key])
  }
  return found
}

async function placesOf(db: Kysely<Tables>, entries: readonly number[]): Promise<About['places']> {
  const found = new Map<number, { slug: string; listed: number }[]>()
  for (const some of chunks(entries)) {
    const rows = await db
      .selectFrom('memberships')
      .innerJoin('categories', 'categories.slug', 'memberships.slug')
      .select(['memberships.entry', 'memberships.slug', 'memberships.listed'])
      .where('memberships.entry', 'in', some)
      .where('categories.is_private', '=', 0)
      .orderBy('memberships.slug')
      .execute()
    for (const { entry, ...place } of rows) found.set(entry, [...(found.get(entry) ?? []), place])
  }
  return found
}

/** Lines of public categories and feeds that are or ever were, in order of slug, with what was written last; null: it is public no more. */
export async function categoryLines(db: Kysely<Tables>): Promise<readonly CategoryLine[]> {
  const names = await namesBySlug(db)
  const rows = await db
    .selectFrom('categories as one')
    .leftJoin('categories as newest', 'newest.slug', 'one.moved_to')
    .selectAll('one')
    .select(({ fn }) => fn.coalesce('newest.is_private', 'one.is_private').as('hidden'))
    .where(({ or, eb }) => or([eb('one.was_public', '=', 1), eb('one.registered', 'is not', null)]))
    .orderBy('one.slug')
    .execute()
  return rows.flatMap((row) => {
    const isPublic = row.was_public === 1 && row.is_private === 0 && row.hidden === 0 && row.state !== 'waiting'
    const line = isPublic ? printLine(categoryLine(row, names.get(row.slug) ?? [])) : null
    return line === null && row.registered === null ? [] : [{ slug: row.slug, line, written: row.registered }]
  })
}

function categoryLine(
  row: Selectable<Tables['categories']>,
  names: readonly { readonly folded: string; readonly name: string | null }[],
): RegisteredCategory {
  const { slug, kind, name, state, moved_to, is_automatic, renamed_from } = row
  return {
    kind: 'category',
    slug,
    is: kind,
    name,
    names: names.map((one) => one.name ?? one.folded),
    state: state === 'moved' || state === 'retired' ? state : 'active',
    movedTo: moved_to,
    isAutomatic: is_automatic === 1,
    renamedFrom: renamed_from,
  }
}

export async function categoriesWritten(db: Kysely<Tables>, lines: readonly CategoryLine[]): Promise<void> {
  for (const { slug, line } of lines) await db.updateTable('categories').set({ registered: line }).where('slug', '=', slug).execute()
}
