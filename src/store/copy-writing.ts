// A copy's rows into an empty store, as they are.
import { type Kysely, sql } from 'kysely'
import { storedOf, winnerColumn } from './copy-reading.ts'
import { partsOf, shapeOf } from './copy-tables.ts'
import type { CopyLine, CopyRow } from './port/copies.ts'
import type { Tables } from './schema.ts'

/** SQLite takes 32,766 values a statement. */
const mostValues = 30_000

/** Must run in a transaction. What stands under the same key, as config or a registry file have put it there, gives way. */
export async function writeRows(db: Kysely<Tables>, lines: readonly CopyLine[]): Promise<void> {
  const tables = new Map<string, CopyRow[]>()
  for (const { table, row } of lines) collect(table, row, tables)
  for (const [table, rows] of tables) await upsert(db, table, rows)
}

/** A row and its parts, each with its table. */
function collect(table: string, row: CopyRow, tables: Map<string, CopyRow[]>): void {
  const parts = partsOf(table)
  const names = new Set([...parts.map((part) => part.table), winnerColumn])
  const own = Object.fromEntries(Object.entries(row).filter(([column]) => !names.has(column)))
  const rows = tables.get(table) ?? []
  tables.set(table, rows)
  rows.push(own)
  for (const part of parts) for (const one of rowsIn(row, part.table)) collect(part.table, { ...one, [part.by]: row.id }, tables)
}

/** Parts of a row that are of one table. */
export function rowsIn(row: CopyRow, table: string): readonly CopyRow[] {
  const own = row[table]
  return Array.isArray(own) ? own : []
}

async function upsert(db: Kysely<Tables>, table: string, rows: readonly CopyRow[]): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const size = Math.max(1, Math.floor(mostValues / Math.max(1, columns.length)))
  for (let at = 0; at < rows.length; at += size) await insertRows(db, table, { columns, rows: rows.slice(at, at + size) })
}

interface Insert {
  readonly columns: readonly string[]
  readonly rows: readonly CopyRow[]
}

async function insertRows(db: Kysely<Tables>, table: string, { columns, rows }: Insert): Promise<void> {
  const shape = shapeOf(table)
  const key: readonly string[] = shape === undefined || shape.kind === 'left' ? [] : shape.key
  const rest = columns.filter((column) => !key.includes(column))
  const tuples = rows.map((row) => sql`(${sql.join(columns.map((column) => storedOf(table, column, row[column]) ?? null))})`)
  const taken =
    rest.length === 0
      ? sql`nothing`
      : sql`update set ${sql.join(rest.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))}`
  await sql`insert into ${sql.table(table)} (${names(columns)}) values ${sql.join(tuples)}
    on conflict (${names(key)}) do ${taken}`.execute(db)
}

/** One row without its number; the number that it got. */
export async function insertNumbered(db: Kysely<Tables>, table: 'entries' | 'sightings', row: CopyRow): Promise<number> {
  const columns = Object.keys(row).filter((column) => column !== 'id')
  const values = columns.map((column) => storedOf(table, column, row[column]) ?? null)
  const { rows } = await sql<{
    id: number
  }>`insert into ${sql.table(table)} (${names(columns)}) values (${sql.join(values)}) returning id`.execute(db)
  return rows[0]?.id ?? 0
}

/** Rows of parts, where those that are there stay. */
export async function insertParts(db: Kysely<Tables>, table: string, rows: readonly CopyRow[]): Promise<void> {
  for (const row of rows) {
    const columns = Object.keys(row)
    const values = columns.map((column) => storedOf(table, column, row[column]) ?? null)
    await sql`insert into ${sql.table(table)} (${names(columns)}) values (${sql.join(values)}) on conflict do nothing`.execute(db)
  }
}

function names(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.ref(column)))
}
