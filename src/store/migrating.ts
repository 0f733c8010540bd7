// Tables are brought up to date, forward only; what is in the store is copied before, so that there is a way back.
import { existsSync } from 'node:fs'
import { chmod, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import { type Kysely, Migrator } from 'kysely'
import { messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { syncFolder } from '../base/sync-folder.ts'
import { version } from '../base/version.ts'
import { copyApart } from './apart.ts'
import { acquireLock } from './lock.ts'
import { migrations } from './migrations.ts'
import type { Tables } from './schema.ts'
import { newerStore } from './sqlite-errors.ts'

/** Copies of before that are kept. */
const mostKept = 2
/** A large store takes as long to copy. */
const copyWaitMs = 10 * 60_000
/** The version that brought a store up to date last: a fact in it. */
const programFact = 'program'

export interface Migrating {
  readonly database: Database.Database
  readonly file: string
  readonly log: Logger
}

/** @throws AppError `store-newer`; `in-use` where another process is at it for ten minutes */
export async function bringUpToDate(db: Kysely<Tables>, { database, file, log }: Migrating): Promise<void> {
  if (pendingIn(database, file).length === 0) return
  if (isNew(database)) return migrate(db, database, file)
  const lock = await acquireLock(`${file}.migrate.lock`, { waitMs: copyWaitMs, purpose: 'bringing this store up to date' })
  try {
    const [first, ...more] = pendingIn(database, file)
    if (first === undefined) return
    const backup = await copyBefore(first, file)
    await migrate(db, database, file)
    log.warn(
      { store: file, from: first, to: more.at(-1) ?? first, backup },
      'the store was brought up to date; as it was before it is kept',
    )
  } finally {
    lock.release()
  }
}

/** Migrations that the store is yet to have. @throws AppError `store-newer` */
function pendingIn(database: Database.Database, file: string): readonly string[] {
  const done = migrationsIn(database)
  refuseNewer(database, file)
  return Object.keys(migrations)
    .sort()
    .filter((name) => !done.includes(name))
}

/** @throws AppError `store-newer` where this program does not know all that was done to the store */
export function refuseNewer(database: Database.Database, file: string): void {
  const unknown = migrationsIn(database).filter((name) => !Object.hasOwn(migrations, name))
  if (unknown.length > 0) throw newerStore(file, { unknown, by: factIn(database, programFact) })
}

/** Those that the store has; none: it is empty. */
export function migrationsIn(database: Database.Database): readonly string[] {
  if (!hasTable(database, 'kysely_migration')) return []
  return database.prepare<[], string>('select name from kysely_migration order by name').pluck().all()
}

export function factIn(database: Database.Database, key: string): string | null {
  if (!hasTable(database, 'meta')) return null
  return database.prepare<[string], string>('select value from meta where key = ?').pluck().get(key) ?? null
}

export function hasTable(database: Database.Database, name: string): boolean {
  return database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(name) !== undefined
}

/** There is nothing in it that could be lost. */
function isNew(database: Database.Database): boolean {
  return !['sources', 'entries'].some(
    (table) => hasTable(database, table) && database.prepare(`select 1 from ${table} limit 1`).get() !== undefined,
  )
}

async function migrate(db: Kysely<Tables>, database: Database.Database, file: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) {
    database.prepare('insert into meta values (?, ?) on conflict do update set value = excluded.value').run(programFact, version)
    return
  }
  // Kysely's word for migrations that came in between.
  throw /corrupted migrations/.test(messageOf(error)) ? newerStore(file, { unknown: [], by: null, cause: error }) : error
}

async function copyBefore(migration: string, file: string): Promise<string> {
  const backup = `${file}.before-${migration}`
  const temporary = `${backup}.tmp`
  await rm(temporary, { force: true })
  try {
    await copyApart({ from: file, to: temporary, at: Date.now() })
    await chmod(temporary, (await stat(file)).mode)
    await rename(temporary, backup)
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) await rm(temporary + end, { force: true })
  }
  await syncFolder(dirname(file))
  await forgetOlder(file, backup)
  return backup
}

async function forgetOlder(file: string, newest: string): Promise<void> {
  const folder = dirname(file)
  const start = `${basename(file)}.before-`
  const copies = (await readdir(folder))
    .filter((name) => name.startsWith(start) && /^\d{3}-[a-z0-9-]+$/.test(name.slice(start.length)))
    .sort()
  const others = copies.map((name) => join(folder, name)).filter((copy) => copy !== newest && existsSync(copy))
  for (const copy of others.slice(0, Math.max(others.length - (mostKept - 1), 0))) await rm(copy, { force: true })
}
