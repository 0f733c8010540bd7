// A copy's entries into a store that has its own: what is there stays, what is missing comes in under new numbers.
import { type Kysely, sql } from 'kysely'
import { keyFromText } from '../model/identity-key.ts'
import { nameOfPath } from '../model/registry-line.ts'
import { noteEntries } from './archive-changes.ts'
import { winnerColumn } from './copy-reading.ts'
import { partsOf } from './copy-tables.ts'
import { insertNumbered, insertParts, rowsIn } from './copy-writing.ts'
import { countPublished } from './counts.ts'
import { markStale } from './merge-plans.ts'
import type { CopyConflict, CopyLine, CopyRow, TakenLines } from './port/copies.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** Slugs of the copy, by what they are here; null: that address is another category's here. */
export type SlugsHere = Map<string, string | null>

export interface Joining {
  readonly db: Kysely<Tables>
  readonly slugs: SlugsHere
  readonly identityNames: readonly string[]
}

type Outcome = 'new' | 'kept' | CopyConflict

/** Must run in a transaction. */
export async function joinRows(lines: readonly CopyLine[], joining: Joining): Promise<TakenLines> {
  const { db, slugs } = joining
  const conflicts: CopyConflict[] = []
  let [entries, kept] = [0, 0]
  for (const { table, row } of lines) {
    if (table === 'entries') {
      const outcome = await joinEntry(row, joining)
      if (outcome === 'new') entries++
      else if (outcome === 'kept') kept++
      else conflicts.push(outcome)
    } else if (table === 'categories') conflicts.push(...(await joinCategory(db, row, slugs)))
    else if (table === 'category_names') await joinName(db, row, slugs)
    else if (table === 'sources' || table === 'burnt_keys') await insertParts(db, table, [row])
  }
  return { entries, kept, conflicts }
}

/** Of two copies of one site that went apart a name may have got another address, or an address another name. */
async function joinCategory(db: Kysely<Tables>, row: CopyRow, slugs: SlugsHere): Promise<readonly CopyConflict[]> {
  const slug = textOf(row.slug)
  const here = await db.selectFrom('categories').select('name').where('slug', '=', slug).executeTakeFirst()
  if (here === undefined) await insertParts(db, 'categories', [row])
  const isSame = here === undefined || here.name === row.name
  slugs.set(slug, isSame ? slug : null)
  return isSame
    ? []
    : [{ what: slug, why: `the category "${textOf(row.name)}" is called "${here?.name}" here: its entries stay out of it` }]
}

async function joinName(db: Kysely<Tables>, row: CopyRow, slugs: SlugsHere): Promise<void> {
  const slug = textOf(row.slug)
  const here = await db.selectFrom('category_names').select('slug').where('folded', '=', textOf(row.folded)).executeTakeFirst()
  if (here !== undefined) slugs.set(slug, here.slug)
  else if (slugs.get(slug) === slug) await insertParts(db, 'category_names', [row])
}

async function joinEntry(row: CopyRow, { db, slugs, identityNames }: Joining): Promise<Outcome> {
  const id = textOf(row.public_id)
  const known = await refusal(row, { db, slugs, identityNames })
  if (known !== null) return known
  const winner = row.state === 'merged' ? await rowOf(db, textOf(row[winnerColumn])) : null
  if (row.state === 'merged' && winner === null) return { what: id, why: 'the entry that it became part of is not here' }
  const parts = partsOf('entries')
  const own = Object.fromEntries(
    Object.entries(row).filter(([column]) => column !== winnerColumn && !parts.some(({ table }) => table === column)),
  )
  const entry = await insertNumbered(db, 'entries', { ...own, ...(winner !== null && { merged_into: winner }) })
  for (const part of parts) {
    if (!part.joins) continue
    const rows = rowsIn(row, part.table).map((one) => ({ ...one, [part.by]: entry }))
    if (part.table === 'sightings') for (const one of rows) await joinSighting(db, one)
    else
      await insertParts(
        db,
        part.table,
        rows.flatMap((one) => placedHere(one, slugs)),
      )
  }
  if (id !== '') await mint(db, { id, path: textOf(row.path), entry })
  await show(db, entry, row)
  return 'new'
}

async function joinSighting(db: Kysely<Tables>, row: CopyRow): Promise<void> {
  const parts = partsOf('sightings')
  const own = Object.fromEntries(Object.entries(row).filter(([column]) => !parts.some(({ table }) => table === column)))
  const sighting = await insertNumbered(db, 'sightings', own)
  for (const { table, by, joins } of parts)
    if (joins)
      await insertParts(
        db,
        table,
        rowsIn(row, table).map((one) => ({ ...one, [by]: sighting })),
      )
}

/** A row that names a category, where that one is here. */
function placedHere(row: CopyRow, slugs: SlugsHere): readonly CopyRow[] {
  if (typeof row.slug !== 'string') return [row]
  const slug = slugs.has(row.slug) ? slugs.get(row.slug) : row.slug
  return slug === null || slug === undefined ? [] : [{ ...row, slug }]
}

/** Why an entry does not come in; null: it does. */
async function refusal(row: CopyRow, { db, slugs, identityNames }: Joining): Promise<'kept' | CopyConflict | null> {
  const id = textOf(row.public_id)
  if (id !== '' && (await rowOf(db, id)) !== null) return 'kept'
  const what = id || textOf(row.title) || 'an entry that was never published'
  const holder = await holderOf(db, row, identityNames)
  if (holder !== null) {
    if (id === '') return 'kept'
    return { what, why: `${holder.key} is known as ${holder.publicId ?? 'an entry that is not published yet'} here` }
  }
  const path = textOf(row.path)
  if (path !== '' && (await isNameTaken(db, path))) return { what, why: `its path ${path} is another entry's here` }
  const places = rowsIn(row, 'memberships')
  if (places.length > 0 && places.every((place) => placedHere(place, slugs).length === 0))
    return { what, why: 'its categories are others here' }
  return null
}

async function rowOf(db: Kysely<Tables>, publicId: string): Promise<number | null> {
  const row = await db.selectFrom('entries').select('id').where('public_id', '=', publicId).executeTakeFirst()
  return row?.id ?? null
}

async function isNameTaken(db: Kysely<Tables>, path: string): Promise<boolean> {
  const row = await db
    .selectFrom('minted')
    .select('entry')
    .where('kind', '=', 'name')
    .where('value', '=', nameOfPath(path))
    .where('entry', '>', 0)
    .executeTakeFirst()
  return row !== undefined
}

/** Addresses are shared by articles and what links to them: they tell nothing here. */
async function holderOf(
  db: Kysely<Tables>,
  row: CopyRow,
  identityNames: readonly string[],
): Promise<{ readonly key: string; readonly publicId: string | null } | null> {
  const keys = rowsIn(row, 'sightings')
    .flatMap((sighting) => rowsIn(sighting, 'sighting_keys').map(({ key }) => textOf(key)))
    .filter((key) => keyFromText(key, identityNames).kind !== 'url')
  for (const some of chunks([...new Set(keys)])) {
    const found = await db
      .selectFrom('sighting_keys')
      .innerJoin('sightings', 'sightings.id', 'sighting_keys.sighting')
      .innerJoin('entries', 'entries.id', 'sightings.entry')
      .select(['sighting_keys.key', 'entries.public_id'])
      .where('sighting_keys.key', 'in', some)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('burnt_keys').select('burnt_keys.key').whereRef('burnt_keys.key', '=', 'sighting_keys.key'))),
      )
      .executeTakeFirst()
    if (found !== undefined) return { key: found.key, publicId: found.public_id }
  }
  return null
}

interface Minting {
  readonly id: string
  readonly path: string
  readonly entry: number
}

async function mint(db: Kysely<Tables>, { id, path, entry }: Minting): Promise<void> {
  await db.deleteFrom('claim_keys').where('claim', '=', id).execute()
  await db.deleteFrom('claims').where('id', '=', id).execute()
  await db
    .insertInto('minted')
    .values([
      { kind: 'id' as const, value: id, entry },
      { kind: 'name' as const, value: nameOfPath(path), entry },
    ])
    .onConflict((conflict) => conflict.columns(['kind', 'value']).doUpdateSet({ entry }))
    .execute()
}

/** What is published of it is to be written, wherever it stands. */
async function show(db: Kysely<Tables>, entry: number, row: CopyRow): Promise<void> {
  if (row.public_id === undefined) return
  await noteEntries(db, [entry])
  await markStale(
    db,
    (await db.selectFrom('memberships').select('slug').where('entry', '=', entry).execute()).map(({ slug }) => slug),
  )
  if (row.state === 'published') await countPublished(db, [entry])
  await sql`update entries set page_wanted = page_wanted + 1 where id = ${entry}`.execute(db)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
