// What a lost store had published, as the registry file has it, until something shows it again: claims to ids, paths and dates.
import { type Insertable, type Kysely, sql } from 'kysely'
import { foldName } from '../model/category.ts'
import { type EntryLine, nameOfPath, printLine, type RegisteredCategory, type RegistryLine, readLine } from '../model/registry-line.ts'
import { counting } from './counts.ts'
import { chunks } from './rows.ts'
import type { ClaimRow, EntryRow, Tables } from './schema.ts'
import type { LostEntry } from './store.ts'

const linesAtOnce = 200

/** What this store does not know of; how many entries. Must run in a transaction. */
export async function adopt(db: Kysely<Tables>, lines: AsyncIterable<RegistryLine>): Promise<number> {
  const categories = new Map<string, RegisteredCategory>()
  let entries = new Map<string, EntryLine>()
  let count = 0
  for await (const line of lines) {
    if (line.kind === 'category') categories.set(line.slug, line)
    else if (line.kind !== 'header') entries.set(line.id, line)
    if (entries.size < linesAtOnce) continue
    count += await keepClaims(db, [...entries.values()])
    entries = new Map()
  }
  await keepCategories(db, [...categories.values()])
  return count + (await keepClaims(db, [...entries.values()]))
}

/** Of those that have no entry here; the last line of an id counts. */
async function keepClaims(db: Kysely<Tables>, all: readonly EntryLine[]): Promise<number> {
  const known = await ownIds(db, all)
  const lines = all.filter((line) => !known.has(line.id))
  if (lines.length === 0) return 0
  await db
    .deleteFrom('claim_keys')
    .where(
      'claim',
      'in',
      lines.map((line) => line.id),
    )
    .execute()
  await db
    .insertInto('claims')
    .values(lines.map(claimRow))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        path: eb.ref('excluded.path'),
        moved_to: eb.ref('excluded.moved_to'),
        line: eb.ref('excluded.line'),
      })),
    )
    .execute()
  const keys = lines.flatMap((line) => (line.kind === 'entry' ? [...new Set(line.keys)].map((key) => ({ key, claim: line.id })) : []))
  for (const some of chunks(keys))
    await db
      .insertInto('claim_keys')
      .values([...some])
      .execute()
  await mintClaims(db, lines)
  return lines.length
}

/** Ids that entries of this store were given; those of claims belong to none. */
async function ownIds(db: Kysely<Tables>, lines: readonly EntryLine[]): Promise<ReadonlySet<string>> {
  const ids = lines.map((line) => line.id)
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('minted')
    .select('value')
    .where('kind', '=', 'id')
    .where('value', 'in', ids)
    .where('entry', '>', 0)
    .execute()
  return new Set(rows.map((row) => row.value))
}

function claimRow(line: EntryLine): Insertable<ClaimRow> {
  return {
    id: line.id,
    path: line.kind === 'hidden' ? null : line.path,
    moved_to: line.kind === 'moved' ? line.to : null,
    line: printLine(line),
  }
}

/** Their ids and names are given to nobody else. */
async function mintClaims(db: Kysely<Tables>, lines: readonly EntryLine[]): Promise<void> {
  const minted = lines.flatMap((line) => [
    { kind: 'id' as const, value: line.id, entry: 0 },
    { kind: 'name' as const, value: line.kind === 'hidden' ? line.name : nameOfPath(line.path), entry: 0 },
  ])
  for (const some of chunks(minted))
    await db
      .insertInto('minted')
      .values([...some])
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

async function keepCategories(db: Kysely<Tables>, lines: readonly RegisteredCategory[]): Promise<void> {
  for (const { slug, is, name, names, state, movedTo, isAutomatic, renamedFrom } of lines) {
    await db
      .insertInto('categories')
      .values({
        slug,
        kind: is,
        name,
        state,
        is_private: 0,
        is_automatic: Number(isAutomatic),
        // They play no part in the day's limit of new ones.
        created_at: 0,
        moved_to: movedTo,
        was_public: 1,
        renamed_from: renamedFrom,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    for (const spelt of names)
      await db
        .insertInto('category_names')
        .values({ folded: foldName(spelt), slug, name: spelt })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
  }
}

export async function lostEntries(db: Kysely<Tables>, keys: readonly string[], ids: readonly string[]): Promise<readonly LostEntry[]> {
  if ((await db.selectFrom('claims').select('id').limit(1).executeTakeFirst()) === undefined) return []
  const found = new Map<string, LostEntry>()
  const add = async (rows: readonly { readonly line: string; readonly entry: number | null }[]) => {
    for (const { line: text, entry } of rows) {
      const line = readLine(text)
      if (typeof line === 'string' || (line.kind !== 'entry' && line.kind !== 'hidden') || found.has(line.id)) continue
      found.set(line.id, { line, entry, sources: entry === null ? [] : await sourcesOf(db, entry) })
    }
  }
  for (const some of chunks([...new Set(keys)])) {
    const rows = await db
      .selectFrom('claim_keys')
      .innerJoin('claims', 'claims.id', 'claim_keys.claim')
      .select(['line', 'entry'])
      .where('key', 'in', some)
      .execute()
    await add(rows)
  }
  for (const some of chunks([...new Set(ids)]))
    await add(await db.selectFrom('claims').select(['line', 'entry']).where('id', 'in', some).where('path', 'is', null).execute())
  return [...found.values()]
}

async function sourcesOf(db: Kysely<Tables>, entry: number): Promise<readonly string[]> {
  const rows = await db.selectFrom('sightings').select('source').distinct().where('entry', '=', entry).execute()
  return rows.map((row) => row.source)
}

/** The claim is the entry's, and so are the addresses that led to it. */
export async function takeClaim(db: Kysely<Tables>, claim: LostEntry['line'], entry: number): Promise<void> {
  await db.updateTable('claims').set({ entry }).where('id', '=', claim.id).execute()
  if (claim.kind === 'hidden') return
  await db.updateTable('entries').set({ published_at: claim.firstPublished }).where('id', '=', entry).execute()
  for (const former of await formerOf(db, claim.id)) await leadTo(db, former, entry)
}

/** The claim's address leads to the entry, as if it had been merged into it. */
export async function followClaim(db: Kysely<Tables>, claim: LostEntry['line'], entry: number): Promise<void> {
  if (claim.kind === 'hidden') return
  for (const former of [...(await formerOf(db, claim.id)), claim]) await leadTo(db, former, entry)
}

interface Former {
  readonly id: string
  readonly path: string
}

/** Claims that led to one, over several steps too. */
async function formerOf(db: Kysely<Tables>, id: string): Promise<readonly Former[]> {
  const found = new Map<string, Former>()
  for (let wanted = [id]; wanted.length > 0; ) {
    const rows = await db.selectFrom('claims').select(['id', 'path']).where('moved_to', 'in', wanted).execute()
    const fresh = rows.filter((row) => !found.has(row.id) && row.id !== id)
    for (const row of fresh) if (row.path !== null) found.set(row.id, { id: row.id, path: row.path })
    wanted = fresh.map((row) => row.id)
  }
  return [...found.values()]
}

async function leadTo(db: Kysely<Tables>, { id, path }: Former, entry: number): Promise<void> {
  const row: Insertable<EntryRow> = {
    state: 'merged',
    merged_into: entry,
    due: 0,
    article_state: 'none',
    article_attempts: 0,
    article_next_at: 0,
    touched_at: 0,
    revision: 1,
    public_id: id,
    path,
    home: path.slice(0, path.indexOf('/')),
    page_wanted: 1,
    page_written: 0,
  }
  await db
    .insertInto('entries')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db.updateTable('claims').set({ entry }).where('id', '=', id).execute()
}

/** Where a path of the lost store leads that no entry has taken over; null: nowhere else. */
export async function claimedMove(db: Kysely<Tables>, path: string): Promise<string | null> {
  const seen = new Set<string>()
  let claim = await db
    .selectFrom('claims')
    .select(['id', 'path', 'moved_to'])
    .where('path', '=', path)
    .where('entry', 'is', null)
    .executeTakeFirst()
  while (claim !== undefined && claim.moved_to !== null && !seen.has(claim.id)) {
    seen.add(claim.id)
    claim = await db.selectFrom('claims').select(['id', 'path', 'moved_to']).where('id', '=', claim.moved_to).executeTakeFirst()
  }
  return claim === undefined || claim.path === path ? null : claim.path
}

/** A pending entry's sightings go over to another entry. */
export async function joinEntries(db: Kysely<Tables>, { from, into, at }: { from: number; into: number; at: number }): Promise<void> {
  await counting(db, [into], async () => {
    await db.updateTable('sightings').set({ entry: into }).where('entry', '=', from).execute()
  })
  await db.deleteFrom('entries').where('id', '=', from).where('public_id', 'is', null).execute()
  await db
    .updateTable('entries')
    .set({ due: 1, touched_at: at, ready_at: sql<number>`coalesce(ready_at, ${at})` })
    .where('id', '=', into)
    .execute()
}
