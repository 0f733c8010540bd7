// A backup takes the place of a SQLite store, in one step: who is interrupted finds the one or the other, whole.
import { existsSync, realpathSync, statSync } from 'node:fs'
import { chmod, copyFile, link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import { syncFolder } from '../base/sync-folder.ts'
import type { RestoreReport, StoreCopy } from '../model/backup.ts'
import { factIn, hasTable, refuseNewer } from './migrating.ts'
import { refuseOther } from './site.ts'
import { copiedFact, copySqlite, problemsOf } from './sqlite-copy.ts'
import { storeError } from './sqlite-errors.ts'
import { takeStore } from './use-lock.ts'

/** A store with this fact was put back, and is yet to take over what readers were shown since. */
export const restoredFact = 'restored'

export interface RestoringStore {
  /** The backup. */
  readonly from: string
  /** The store. */
  readonly file: string
  readonly siteId: string
  readonly at: number
  /** Also over a store that knows more. */
  readonly isForced: boolean
  readonly onProgress?: (part: number) => void
  /** Ends it while nothing has taken the store's place. */
  readonly signal?: AbortSignal
}

/**
 * Puts a backup in the place of a store that nobody uses. That one is kept beside.
 * @throws AppError `in-use`, `cannot-read`, `backup-damaged`, `other-site`, `store-newer`, `backup-older`, `cannot-write`
 */
export async function restoreSqlite(wanted: RestoringStore): Promise<RestoreReport> {
  const { from, file, siteId, at, isForced } = wanted
  refuseUnreadable(from, file)
  const lock = takeStore(file)
  const temporary = `${file}.restoring`
  try {
    await clear(temporary)
    const copy = await copyOf(wanted, temporary)
    const madeAt = lookInto(temporary, { from, siteId })
    const wasDamaged = existsSync(file) && problemsOf(file).length > 0
    if (existsSync(file) && !wasDamaged) refuseReplacing({ file, temporary, from, siteId, isForced })
    await makeReady(temporary, file, at)
    const kept = existsSync(file) ? await keepBeside(file, at) : null
    await rename(temporary, file)
    await syncFolder(dirname(file))
    return { ...copy, from, madeAt, file, kept, wasDamaged }
  } catch (error) {
    throw storeError(file, error)
  } finally {
    await clear(temporary).catch(() => {})
    lock.release()
  }
}

function refuseUnreadable(from: string, file: string): void {
  const problem = !existsSync(from) ? 'is not there' : statSync(from).isFile() ? null : 'is no file'
  if (problem !== null)
    throw new AppError(
      'cannot-read',
      `The backup ${from} ${problem}`,
      'Name a file that "newsstand backup" has written; "newsstand doctor" names those that it finds.',
      { file: from },
    )
  if (existsSync(file) && realpathSync(from) === realpathSync(file))
    throw new AppError('usage', `${from} is the store itself`, 'Name a backup of it.', { file })
}

async function clear(temporary: string): Promise<void> {
  for (const end of ['', '-journal', '-wal', '-shm']) await rm(temporary + end, { force: true })
}

async function copyOf({ from, at, onProgress, signal }: RestoringStore, to: string): Promise<StoreCopy> {
  try {
    return await copySqlite({ from, to, at, ...(onProgress !== undefined && { onProgress }), ...(signal !== undefined && { signal }) })
  } catch (error) {
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(systemCodeOf(error) ?? '')) throw error
    throw damagedBackup(from, messageOf(error), { cause: error })
  }
}

function damagedBackup(from: string, why: string, options?: ErrorOptions): AppError {
  return new AppError(
    'backup-damaged',
    `The backup ${from} cannot be used: ${why}`,
    'Take another one. The store is as it was.',
    { file: from },
    options,
  )
}

/** When it was made, as far as it says. */
function lookInto(copy: string, { from, siteId }: Pick<RestoringStore, 'from' | 'siteId'>): number | null {
  return reading(copy, (database) => {
    refuseNewer(database, from)
    const owner = factIn(database, 'site')
    if (owner === null) throw damagedBackup(from, 'it is no store of newsstand')
    refuseOther(owner, siteId, from)
    // Of the copy of a copy this is when that was made; the backup itself knows better.
    const said = reading(from, (backup) => factIn(backup, copiedFact))
    return said === null ? null : Number(said)
  })
}

function reading<T>(file: string, work: (database: Database.Database) => T): T {
  const database = new Database(file, { fileMustExist: true, timeout: 15_000 })
  try {
    database.pragma('query_only = ON')
    return work(database)
  } finally {
    database.close()
  }
}

interface Replacing extends Pick<RestoringStore, 'file' | 'from' | 'siteId' | 'isForced'> {
  readonly temporary: string
}

function refuseReplacing({ file, temporary, from, siteId, isForced }: Replacing): void {
  const owner = reading(file, (database) => factIn(database, 'site'))
  if (owner !== null) refuseOther(owner, siteId, file)
  if (isForced) return
  const [present, backup] = [reading(file, marksIn), reading(temporary, marksIn)]
  if (![...present].some(([name, mark]) => mark > (backup.get(name) ?? 0))) return
  const polled = (marks: ReadonlyMap<string, number>) => {
    const at = marks.get('polled') ?? 0
    return at === 0 ? 'never' : new Date(at).toISOString()
  }
  const more = (present.get('entries') ?? 0) - (backup.get('entries') ?? 0)
  throw new AppError(
    'backup-older',
    `The store ${file} knows more than the backup: it polled last ${polled(present)}, the backup ${polled(backup)}${more > 0 ? `, and it took in ${more.toLocaleString('en')} entries since` : ''}`,
    'Say --force to put the backup in its place all the same; the store is kept beside it.',
    { file, from },
  )
}

/** Numbers that only grow while a store is worked on: what was ever counted, and when something happened last. */
function marksIn(database: Database.Database): ReadonlyMap<string, number> {
  const marks = new Map<string, number>()
  const add = (name: string, table: string, query: string) => {
    if (hasTable(database, table)) marks.set(name, Number(database.prepare(query).pluck().get() ?? 0))
  }
  if (hasTable(database, 'sqlite_sequence'))
    for (const row of database.prepare<[], { name: string; seq: number }>('select name, seq from sqlite_sequence').all())
      marks.set(row.name, row.seq)
  add('polled', 'sources', 'select max(last_poll_at) from sources')
  add('published', 'meta', "select value from meta where key = 'published'")
  add('retracted', 'retractions', 'select max(at) from retractions')
  for (const table of ['retractions', 'categories', 'category_names', 'tokens'])
    add(`rows of ${table}`, table, `select count(*) from ${table}`)
  return marks
}

async function makeReady(temporary: string, file: string, at: number): Promise<void> {
  const database = new Database(temporary)
  try {
    database.prepare('insert into meta values (?, ?) on conflict do update set value = excluded.value').run(restoredFact, String(at))
    database.prepare('delete from meta where key = ?').run(copiedFact)
  } finally {
    database.close()
  }
  if (existsSync(file)) await chmod(temporary, (await stat(file)).mode)
  const handle = await open(temporary, 'r+')
  await handle.sync().finally(() => handle.close())
}

/** Under another name, with whatever of its log cannot be carried into it; the store stands until something takes its place. */
async function keepBeside(file: string, at: number): Promise<string> {
  emptyLog(file)
  const kept = freeName(`${file}.before-restore-${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}`)
  await alsoCalled(file, kept)
  // A log that stays behind would be taken for that of the backup.
  if (existsSync(`${file}-wal`)) {
    await alsoCalled(`${file}-wal`, `${kept}-wal`)
    await syncFolder(dirname(file))
    await rm(`${file}-wal`)
  }
  await rm(`${file}-shm`, { force: true })
  await syncFolder(dirname(file))
  return kept
}

function emptyLog(file: string): void {
  try {
    // Its last connection carries the log into it and removes that.
    const database = new Database(file, { fileMustExist: true })
    try {
      database.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      database.close()
    }
  } catch (error) {
    // Damaged, or the disk is full: the log is kept as it is.
    if (!(systemCodeOf(error) ?? '').startsWith('SQLITE_')) throw error
  }
}

function freeName(wanted: string): string {
  let name = wanted
  for (let number = 2; existsSync(name); number++) name = `${wanted}-${number}`
  return name
}

/** A second name costs nothing; where there are none, a copy. */
async function alsoCalled(file: string, name: string): Promise<void> {
  try {
    await link(file, name)
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES'].includes(systemCodeOf(error) ?? '')) throw error
    await copyFile(file, name)
  }
}
