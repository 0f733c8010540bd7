// A copy of a SQLite store that somebody may be writing: as it is at one moment, in a single file, looked through and on the disk.
import { existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { systemCodeOf } from '../base/errors.ts'
import type { StoreCopy } from '../model/backup.ts'

/** Pages of 8 KB copied at a time: some milliseconds, after which whatever else waits for this thread has its turn. */
const pagesAStep = 256
const lockWaitMs = 15_000
/** Named in one message. */
const mostProblems = 5

/** Since when a copy is one: a fact in it. */
export const copiedFact = 'copied'

export interface Copying {
  readonly from: string
  /** Where no file is. */
  readonly to: string
  readonly at: number
  /** How much of it is copied, 0 to 1. */
  readonly onProgress?: (part: number) => void
  /** Ends it between two steps; what was copied is left behind. */
  readonly signal?: AbortSignal
}

/**
 * Copies a store, beside whoever works on it: they go on writing meanwhile.
 * @throws what SQLite and the system say; SQLITE_CORRUPT where what was copied is damaged
 */
export async function copySqlite({ from, to, at, onProgress = () => {}, signal }: Copying): Promise<StoreCopy> {
  const startedAt = performance.now()
  await copyPages(from, to, ({ totalPages, remainingPages }) => {
    signal?.throwIfAborted()
    onProgress(totalPages === 0 ? 0 : 1 - remainingPages / totalPages)
    return pagesAStep
  })
  const entries = finish(to, at)
  await onDisk(to)
  return { bytes: statSync(to).size, entries, ms: Math.round(performance.now() - startedAt) }
}

/** A store as it is at one moment, beside whoever works on it. `step` says how many pages are copied next; it ends the copy by throwing. */
export async function copyPages(from: string, to: string, step: (info: Database.BackupMetadata) => number): Promise<void> {
  const source = openAtOneMoment(from)
  try {
    await source.backup(to, { progress: step })
  } finally {
    source.close()
  }
}

/** Within a transaction all reads see the same moment; without one each commit of another process would begin a copy anew. */
export function openAtOneMoment(file: string): Database.Database {
  const database = new Database(file, { fileMustExist: true, timeout: lockWaitMs })
  try {
    database.pragma('query_only = ON')
    database.exec('begin')
    database.prepare('select count(*) from sqlite_master').get()
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Makes it one file that needs no log beside it, and looks whether it is whole. Published entries in it. */
function finish(file: string, at: number): number {
  const copy = new Database(file)
  try {
    copy.pragma('journal_mode = DELETE')
    const problems = problemsIn(copy)
    if (problems.length > 0) throw Object.assign(new Error(problems.join('; ')), { code: 'SQLITE_CORRUPT' })
    const tables = copy.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck().all()
    if (tables.includes('meta'))
      copy.prepare('insert into meta values (?, ?) on conflict do update set value = excluded.value').run(copiedFact, String(at))
    if (!tables.includes('entries')) return 0
    return copy.prepare<[], number>("select count(*) from entries where state = 'published'").pluck().get() ?? 0
  } finally {
    copy.close()
  }
}

async function onDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync().finally(() => handle.close())
}

/** What is wrong with a store's file, in SQLite's words; none: it is whole. `whole`: its indexes are compared with its rows, too. */
export function problemsOf(file: string, { whole = false }: { readonly whole?: boolean } = {}): readonly string[] {
  if (!existsSync(file)) return []
  try {
    const database = new Database(file, { fileMustExist: true, timeout: lockWaitMs })
    try {
      database.pragma('query_only = ON')
      return problemsIn(database, whole ? 'integrity_check' : 'quick_check')
    } finally {
      database.close()
    }
  } catch (error) {
    if (error instanceof Error && /^SQLITE_(CORRUPT|NOTADB)/.test(systemCodeOf(error) ?? '')) return [error.message]
    throw error
  }
}

function problemsIn(database: Database.Database, check: 'quick_check' | 'integrity_check' = 'quick_check'): readonly string[] {
  const said = database.prepare<[], string>(`pragma ${check}(${mostProblems})`).pluck().all()
  return said.length === 1 && said[0] === 'ok' ? [] : said
}
