// Entries that config takes down by the addresses under which sources show them.
import type { Kysely, Selectable } from 'kysely'
import type { TakedownJudge, TakedownOrder } from '../model/takedown.ts'
import { finalRow } from './dossiers.ts'
import { retract, unretract } from './retracting.ts'
import { chunks } from './rows.ts'
import type { RetractionRow, Tables } from './schema.ts'

const prefix = 'url:'
/** ";" follows ":" in code-point order. */
const end = 'url;'

interface Obeying {
  readonly judge: TakedownJudge | null
  readonly at: number
}

/** What an operator's command has withdrawn stays so. Must run in a transaction. */
export async function obeyTakedown(db: Kysely<Tables>, entries: readonly number[], { judge, at }: Obeying): Promise<number> {
  let changed = 0
  for (const some of chunks([...new Set(entries)])) {
    const addresses = await addressesOf(db, some)
    const retractions = await db.selectFrom('retractions').selectAll().where('entry', 'in', some).execute()
    const known = new Map(retractions.map((row) => [row.entry, row]))
    for (const row of some) {
      const order = judge?.(addresses.get(row) ?? []) ?? null
      const before = known.get(row) ?? null
      if (isObeyed(order, before)) continue
      if (order === null) await unretract(db, { row, at })
      else await retract(db, { row, at, by: null, rule: order.rule, why: order.why, isSilent: order.isSilent })
      changed++
    }
  }
  return changed
}

type Withdrawn = Pick<Selectable<RetractionRow>, 'rule' | 'why' | 'is_silent'>

function isObeyed(order: TakedownOrder | null, before: Withdrawn | null): boolean {
  if (before === null) return order === null
  return before.rule === null || (order !== null && isSame(order, before))
}

function isSame({ rule, why, isSilent }: TakedownOrder, row: Withdrawn): boolean {
  return rule === row.rule && why === row.why && Number(isSilent) === row.is_silent
}

/** Where sources show them now. */
async function addressesOf(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
  const found = new Map<number, string[]>()
  for (const { entry, draft } of await db.selectFrom('sightings').select(['entry', 'draft']).where('entry', 'in', entries).execute()) {
    const { link }: { link: string | null } = JSON.parse(draft)
    if (link !== null) found.set(entry, [...(found.get(entry) ?? []), link])
  }
  return found
}

export async function ruledEntries(db: Kysely<Tables>, after: number, limit: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('retractions')
    .select('entry')
    .where('rule', 'is not', null)
    .where('entry', '>', after)
    .orderBy('entry')
    .limit(limit)
    .execute()
  return rows.map(({ entry }) => entry)
}

export async function urlKeys(db: Kysely<Tables>, after: string, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('sighting_keys')
    .select('key')
    .distinct()
    .where('key', '>', after < prefix ? prefix : after)
    .where('key', '<', end)
    .orderBy('key')
    .limit(limit)
    .execute()
  return rows.map(({ key }) => key)
}

export async function entriesUnder(db: Kysely<Tables>, keys: readonly string[]): Promise<readonly number[]> {
  const found = new Set<number>()
  for (const some of chunks(keys)) {
    const rows = await db
      .selectFrom('sighting_keys')
      .innerJoin('sightings', 'sightings.id', 'sighting_keys.sighting')
      .select('entry')
      .distinct()
      .where('key', 'in', some)
      .execute()
    for (const { entry } of rows) found.add(entry)
  }
  return [...found].sort((a, b) => a - b)
}

export async function ruleOf(db: Kysely<Tables>, row: number): Promise<string | null> {
  const found = await finalRow(db, row)
  if (found === undefined) return null
  return (await db.selectFrom('retractions').select('rule').where('entry', '=', found.id).executeTakeFirst())?.rule ?? null
}
