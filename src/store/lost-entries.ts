// Claims of a lost store's entries (adopted.ts): who takes them, and where their addresses lead.
import { type Insertable, type Kysely, sql } from 'kysely'
import { readLine } from '../model/registry-reading.ts'
import { counting } from './counts.ts'
import type { LostEntry } from './port/settling.ts'
import { inheritPrivate } from './private-places.ts'
import { chunks } from './rows.ts'
import type { EntryRow, Tables } from './schema.ts'

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
  await inheritPrivate(db, { from, into })
  await db.deleteFrom('entries').where('id', '=', from).where('public_id', 'is', null).execute()
  await db
    .updateTable('entries')
    .set({ due: 1, touched_at: at, ready_at: sql<number>`coalesce(ready_at, ${at})` })
    .where('id', '=', into)
    .execute()
}
