// What SQLite says when a store cannot be used, in our words; and waiting for other processes.
import { statSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import { version } from '../base/version.ts'

/** As long as the writer of files is waited for (design §4). */
const writerWaitMs = 30_000
const retryMs = 50
/** A file that another process has just made is empty for a moment. */
const newFileMs = 2_000

export type Safely = <T>(work: () => Promise<T>) => Promise<T>

function isBusy(error: unknown): boolean {
  return systemCodeOf(error)?.startsWith('SQLITE_BUSY') === true
}

/** Runs work on a store so that its errors come out as `storeError` has them. */
export function guarded(file: string, onDamage: (error: AppError) => void = () => {}): Safely {
  return async (work) => {
    try {
      return await work()
    } catch (error) {
      const ours = storeError(file, error)
      if (ours instanceof AppError && ours.code === 'store-damaged') onDamage(ours)
      throw ours
    }
  }
}

/** SQLite's errors in the words of the catalogue; others pass through. */
export function storeError(file: string, error: unknown): unknown {
  const code = systemCodeOf(error) ?? ''
  const cause = { cause: error }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return damagedStore(file, messageOf(error), cause)
  }
  if (isBusy(error))
    return new AppError(
      'in-use',
      `The store ${file} stayed locked by another process for ${writerWaitMs / 1000} s`,
      'Wait for the other command to end, or end it, and try again.',
      { file },
      cause,
    )
  if (/^SQLITE_(FULL|READONLY|CANTOPEN|PERM|IOERR)/.test(code) || /^(EACCES|EROFS|ENOSPC|EDQUOT|ENOENT|ENOTDIR|EEXIST|EPERM)$/.test(code)) {
    return new AppError(
      'cannot-write',
      `Cannot write the store ${file}: ${messageOf(error)}`,
      'Check free space and permissions of its folder, or set store.sqlite to another place.',
      { file },
      cause,
    )
  }
  return error
}

export function damagedStore(file: string, why: string, options?: ErrorOptions): AppError {
  return new AppError(
    'store-damaged',
    `The store ${file} is damaged: ${why}`,
    'Stop every newsstand on it and put a backup in its place: newsstand restore FILE. "newsstand doctor" names those that it finds. Published files are untouched.',
    { file },
    options,
  )
}

/** SQLite takes an empty file for a new store; of one that held something it is what damage has left. @throws AppError `store-damaged` */
export async function refuseEmpty(file: string): Promise<void> {
  for (let waitedMs = 0; isEmpty(file); waitedMs += retryMs) {
    if (waitedMs >= newFileMs) throw damagedStore(file, 'it is empty')
    await wait(retryMs)
  }
}

export function isEmpty(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.size === 0
}

interface Newer extends ErrorOptions {
  /** What was done to it, and this program does not know. */
  readonly unknown: readonly string[]
  /** The version that did it; null: it did not say. */
  readonly by: string | null
}

/** It has tables of which this program knows nothing. */
export function newerStore(file: string, { unknown, by, ...options }: Newer): AppError {
  const what = unknown.length === 0 ? '' : ` (it has ${unknown.join(', ')})`
  // Copies of the source may differ under one number.
  const other = by === null || by === version ? `a newer version than this one (${version})` : `version ${by} or newer; this is ${version}`
  return new AppError(
    'store-newer',
    `The store ${file} was written by a newer newsstand${what}`,
    `Run ${other}. To stay with this version, restore a copy that it made: they are called ${file}.before-…, or lie in your folder of backups.`,
    { file, unknown, by },
    options,
  )
}

/** Waits for another process's lock without stopping this one's other work, as SQLite's own waiting would. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += retryMs) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error) || waitedMs >= writerWaitMs) throw error
      await wait(retryMs)
    }
  }
}
