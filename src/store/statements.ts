// Prepared statements, kept: preparing costs as much as running what polls and settling run thousands of times.
import type Database from 'better-sqlite3'
import type { SqliteDatabase } from 'kysely'

/** Texts of statements differ by the length of their lists; the least used ones go. */
const most = 300

/** The database as Kysely uses it. A statement is never in use when it is asked for again: rows are read whole. */
export function keepingStatements(database: Database.Database): SqliteDatabase {
  const kept = new Map<string, Database.Statement>()
  return {
    close: () => void database.close(),
    prepare: (text) => {
      const statement = kept.get(text) ?? database.prepare(text)
      kept.delete(text)
      kept.set(text, statement)
      const oldest = kept.size > most ? kept.keys().next().value : undefined
      if (oldest !== undefined) kept.delete(oldest)
      return statement
    },
  }
}
