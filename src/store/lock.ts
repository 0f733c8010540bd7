// Locks between processes that no crash can leave behind: the kernel frees them with the process.
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import { makeFolderSync } from '../base/make-folder.ts'

const retryMs = 100

export interface Lock {
  release(): void
}

export interface LockOptions {
  /** How long to wait for the other holder. */
  readonly waitMs: number
  /** What the holder does, for the message: "writing the published files". */
  readonly purpose: string
}

/** Takes an exclusive lock named by a file. @throws AppError `in-use` when it is not freed in time, `cannot-write` */
export async function acquireLock(file: string, { waitMs, purpose }: LockOptions): Promise<Lock> {
  for (let waited = 0; ; waited += retryMs) {
    const lock = tryLock(file)
    if (lock !== null) return lock
    if (waited >= waitMs) {
      throw new AppError(
        'in-use',
        `Another newsstand is ${purpose} (lock ${file}${waitMs > 0 ? `, waited ${waitMs / 1000} s` : ''})`,
        'Let it end, or end it, and try again. A lock never outlives its process.',
        { file },
      )
    }
    await wait(retryMs)
  }
}

/** Null while another holds it. @throws AppError `cannot-write` */
export function tryLock(file: string): Lock | null {
  return lockBy(file, (database) => database.exec('BEGIN EXCLUSIVE'))
}

/** A lock that any number may hold at once, and that keeps everybody from `tryLock`. Null while somebody has that. @throws AppError `cannot-write` */
export function tryShare(file: string): Lock | null {
  return lockBy(file, (database) => {
    database.exec('BEGIN')
    // Only reading takes the lock.
    database.prepare('select count(*) from sqlite_master').get()
  })
}

function lockBy(file: string, take: (database: Database.Database) => void): Lock | null {
  let database: Database.Database | null = null
  try {
    makeFolderSync(dirname(file))
    database = new Database(file, { timeout: 0 })
    const held = database
    take(held)
    return { release: () => held.close() }
  } catch (error) {
    database?.close()
    if (systemCodeOf(error)?.startsWith('SQLITE_BUSY') === true) return null
    throw new AppError(
      'cannot-write',
      `Cannot lock ${file}: ${messageOf(error)}`,
      'Check that its folder exists and may be written.',
      { file },
      { cause: error },
    )
  }
}
