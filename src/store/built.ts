// Statements that are built once: to build one costs more than to run it, where polls run it thousands of times.
import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { Tables } from './schema.ts'

/** By dialect: what is built for one is no statement of the other. */
const kept = new WeakMap<object, Map<string, CompiledQuery>>()

/**
 * Runs the statement of this name, with these values for its parameters in the order in which the statement has them. Statements of one
 * name differ in nothing but the number of their parameters.
 */
export async function runBuilt<R>(
  db: Kysely<Tables>,
  name: string,
  { values, build }: { readonly values: readonly unknown[]; readonly build: () => Compilable<R> },
): Promise<QueryResult<R>> {
  const statements = statementsOf(db)
  const key = `${name} ${values.length}`
  const known = statements.get(key) ?? build().compile()
  statements.set(key, known)
  // Made by `build`, which says what its rows are.
  const statement: CompiledQuery<R> = { ...known, parameters: values }
  return db.executeQuery(statement)
}

function statementsOf(db: Kysely<Tables>): Map<string, CompiledQuery> {
  const { adapter } = db.getExecutor()
  const statements = kept.get(adapter) ?? new Map<string, CompiledQuery>()
  kept.set(adapter, statements)
  return statements
}

/**
 * As many values as the next power of two, the last one again and again: to be in such a list means the same, and lists of any length need
 * ten statements.
 */
export function padded<T>(values: readonly T[]): readonly T[] {
  const last = values[values.length - 1]
  if (last === undefined) return values
  const length = 2 ** Math.ceil(Math.log2(values.length))
  return [...values, ...Array.from({ length: length - values.length }, () => last)]
}
