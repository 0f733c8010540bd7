// The whole store as rows, a few hundred at a time, all of one moment.
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { groupBy } from '../base/group-by.ts'
import { type CopyShape, copyShapes, jsonColumns, partsOf } from './copy-tables.ts'
import type { CopyLine, CopyRow } from './port/copies.ts'
import type { Tables } from './schema.ts'

type Row = Readonly<Record<string, unknown>>
type Rows = Extract<CopyShape, { kind: 'rows' }>

const atOnce = 200

/** Must run in a transaction that sees one moment. Merged entries come last: those that they lead to are there by then. */
export async function* readCopy(db: Kysely<Tables>): AsyncGenerator<readonly CopyLine[]> {
  for (const [table, shape] of Object.entries<CopyShape>(copyShapes)) {
    if (shape.kind !== 'rows') continue
    if (table !== 'entries') yield* readTable(db, { table, shape, where: sql`true` })
    else for (const where of [sql`merged_into is null`, sql`merged_into is not null`]) yield* readTable(db, { table, shape, where })
  }
}

interface Reading {
  readonly table: string
  readonly shape: Rows
  readonly where: RawBuilder<unknown>
}

async function* readTable(db: Kysely<Tables>, { table, shape, where }: Reading): AsyncGenerator<readonly CopyLine[]> {
  const order = sql.join(shape.key.map((column) => sql.ref(column)))
  let after: RawBuilder<unknown> = sql`true`
  for (;;) {
    const { rows } =
      await sql<Row>`select * from ${sql.table(table)} where ${where} and ${after} order by ${order} limit ${sql.lit(atOnce)}`.execute(db)
    const last = rows.at(-1)
    if (last === undefined) return
    const whole = table === 'entries' ? await withWinners(db, await withParts(db, table, rows)) : rows
    yield whole.map((row) => ({ table, row: spoken(table, { ...row, ...shape.resets }) }))
    if (rows.length < atOnce) return
    after = sql`(${order}) > (${sql.join(shape.key.map((column) => last[column]))})`
  }
}

/** Rows with what belongs to them, under the names of their tables. */
async function withParts(db: Kysely<Tables>, table: string, rows: readonly Row[]): Promise<readonly Row[]> {
  const whole = new Map(rows.map((row) => [row.id, { ...row } as Record<string, unknown>]))
  for (const part of partsOf(table)) {
    const order = sql.join([part.by, ...part.key].map((column) => sql.ref(column)))
    const ids = sql.join([...whole.keys()])
    const { rows: own } =
      await sql<Row>`select * from ${sql.table(part.table)} where ${sql.ref(part.by)} in (${ids}) order by ${order}`.execute(db)
    const deep = own.length > 0 && partsOf(part.table).length > 0 ? await withParts(db, part.table, own) : own
    for (const [id, some] of groupBy(deep, (row) => row[part.by])) {
      const parent = whole.get(id)
      if (parent !== undefined) parent[part.table] = some.map(({ [part.by]: _, ...rest }) => spoken(part.table, rest))
    }
  }
  return [...whole.values()]
}

/** A number of a row means nothing to another store: the winner of a merge is named by its id, too. */
async function withWinners(db: Kysely<Tables>, rows: readonly Row[]): Promise<readonly Row[]> {
  const winners = rows.flatMap(({ merged_into }) => (typeof merged_into === 'number' ? [merged_into] : []))
  if (winners.length === 0) return rows
  const found = await db.selectFrom('entries').select(['id', 'public_id']).where('id', 'in', winners).execute()
  const idOf = new Map(found.map((row) => [row.id, row.public_id]))
  return rows.map((row) => ({ ...row, [winnerColumn]: typeof row.merged_into === 'number' ? idOf.get(row.merged_into) : null }))
}

/** Public id of the entry that a merged one leads to. */
export const winnerColumn = 'merged_into_id'

/** JSON as what it says, bytes in Base64, nothing of what is null. */
function spoken(table: string, row: Row): CopyRow {
  const said: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(row)) {
    if (value === null || value === undefined) continue
    if (value instanceof Uint8Array) said[column] = { base64: Buffer.from(value).toString('base64') }
    else said[column] = typeof value === 'string' && jsonColumns.has(`${table}.${column}`) ? saidBy(value) : value
  }
  return said
}

/** What would not be written back letter for letter stays a text. */
function saidBy(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return JSON.stringify(value) === text ? value : { verbatim: text }
}

/** The way back; `undefined` where the copy says nothing. */
export function storedOf(table: string, column: string, value: unknown): unknown {
  if (isObject(value)) {
    if (typeof value.base64 === 'string' && Object.keys(value).length === 1) return Buffer.from(value.base64, 'base64')
    if (typeof value.verbatim === 'string' && Object.keys(value).length === 1) return value.verbatim
  }
  return jsonColumns.has(`${table}.${column}`) && value !== null && value !== undefined ? JSON.stringify(value) : value
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
