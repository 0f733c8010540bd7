// What another store had published, as the registry file has it: kept as claims to ids, paths and dates until something shows it again.
import type { Insertable, Kysely } from 'kysely'
import { foldName } from '../model/category.ts'
import { type EntryLine, nameOfPath, printLine, type RegisteredCategory, type RegistryLine } from '../model/registry-line.ts'
import { keepCorrection } from './corrections.ts'
import { chunks } from './rows.ts'
import type { ClaimRow, Tables } from './schema.ts'

const linesAtOnce = 200

/** What this store does not know of; how many entries. Must run in a transaction. */
export async function adopt(db: Kysely<Tables>, lines: AsyncIterable<RegistryLine>): Promise<number> {
  const categories = new Map<string, RegisteredCategory>()
  let entries = new Map<string, EntryLine>()
  let count = 0
  for await (const line of lines) {
    if (line.kind === 'category') categories.set(line.slug, line)
    else if (line.kind !== 'header') entries.set(line.id, line)
    if (line.kind === 'entry') for (const said of line.said) await keepCorrection(db, said)
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
