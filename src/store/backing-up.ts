// A backup of a SQLite store: written beside its place, looked through, and only then called by its name.
import { randomBytes } from 'node:crypto'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { chmod, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import { makeFolder } from '../base/make-folder.ts'
import { syncFolder } from '../base/sync-folder.ts'
import { type BackupReport, backupMoment, type NamedBackup, type StoreCopy } from '../model/backup.ts'
import { factIn } from './migrating.ts'
import { refuseOther } from './site.ts'
import { storeError } from './sqlite-errors.ts'
import { bytesOf } from './sqlite-size.ts'
import { useStore } from './use-lock.ts'

/** Stays free: polls must not find the disk full because of a backup. */
const spareBytes = 64 * 1024 * 1024
/** A copy is written all the time: one that was not for so long has lost its process. */
const abandonedMs = 60 * 60_000

export interface BackingUp {
  /** The store. */
  readonly file: string
  readonly siteId: string
  readonly to: string
  readonly at: number
  /** A file of that name may be replaced. */
  readonly isForced: boolean
  /** Copies the store to where no file is. */
  readonly copy: (to: string) => Promise<StoreCopy>
}

/** @throws AppError `store-missing`, `other-site`, `usage`, `file-exists`, `cannot-write`, `store-damaged` */
export async function backUp(wanted: BackingUp): Promise<BackupReport> {
  if (!existsSync(wanted.file)) throw missingStore(wanted.file)
  const use = await useStore(wanted.file)
  try {
    return await backUpUsed(wanted)
  } finally {
    use.release()
  }
}

async function backUpUsed({ file, siteId, to, at, isForced, copy }: BackingUp): Promise<BackupReport> {
  refuseForeign(file, siteId)
  const isReplaced = isThere(to, file)
  if (isReplaced && !isForced)
    throw new AppError('file-exists', `${to} is there already`, 'Name another file, or say --force to replace it.', { file: to })
  const temporary = join(dirname(to), `.${basename(to)}.${process.pid}-${randomBytes(8).toString('hex')}.tmp`)
  try {
    await roomFor(await bytesOf(file), dirname(to))
    await removeAbandoned(dirname(to), (name) => name.startsWith(`.${basename(to)}.`))
    const made = await copy(temporary)
    await chmod(temporary, (await stat(file)).mode)
    await rename(temporary, to)
    await syncFolder(dirname(to))
    return { ...made, file: to, at, isReplaced }
  } catch (error) {
    throw backupError({ store: file, to }, error)
  } finally {
    for (const end of ['', '-journal']) await rm(temporary + end, { force: true }).catch(() => {})
  }
}

function refuseForeign(file: string, siteId: string): void {
  try {
    const database = new Database(file, { fileMustExist: true, timeout: 15_000 })
    try {
      database.pragma('query_only = ON')
      const owner = factIn(database, 'site')
      if (owner !== null) refuseOther(owner, siteId, file)
    } finally {
      database.close()
    }
  } catch (error) {
    throw storeError(file, error)
  }
}

export function missingStore(file: string): AppError {
  return new AppError('store-missing', `There is no store ${file} yet`, 'It is made by the first "newsstand poll" or "newsstand run".', {
    file,
  })
}

/** @throws AppError `usage` where no file can be */
function isThere(to: string, store: string): boolean {
  if (!existsSync(to)) return false
  if (statSync(to).isDirectory()) throw new AppError('usage', `${to} is a folder`, 'Name a file in it.', { file: to })
  if (realpathSync(to) === realpathSync(store))
    throw new AppError('usage', `${to} is the store itself`, 'Name another file, best on another disk.', { file: to })
  return true
}

async function roomFor(bytes: number, folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const [free, needed] = [bavail * bsize, bytes + spareBytes]
  if (free < needed)
    throw new AppError(
      'cannot-write',
      `The backup needs ${megabytes(needed)}, and in ${folder} ${megabytes(free)} are free`,
      'Make room there, or have it written to another disk.',
      { folder, needed, free },
    )
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000).toLocaleString('en')} MB`
}

/** Whoever was killed in the act of writing one left it behind. */
async function removeAbandoned(folder: string, isOurs: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.\d+-[0-9a-f]{16}\.tmp(-journal)?$/.test(name) || !isOurs(name)) continue
    const file = join(folder, name)
    const { mtimeMs } = await stat(file)
    if (Date.now() - mtimeMs > abandonedMs) await rm(file, { force: true })
  }
}

function backupError({ store, to }: { readonly store: string; readonly to: string }, error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = systemCodeOf(error) ?? ''
  if (/^SQLITE_(FULL|READONLY|CANTOPEN|PERM|IOERR)/.test(code) || /^E[A-Z]+$/.test(code))
    return new AppError(
      'cannot-write',
      `Cannot write the backup ${to}: ${messageOf(error)}`,
      'Check that its folder is there, has room and may be written.',
      { file: to },
      { cause: error },
    )
  return storeError(store, error)
}

/** Backups of a site in a folder, made by the clock, the newest first. None where there is no such folder. */
export async function backupsIn(folder: string, siteId: string): Promise<readonly NamedBackup[]> {
  const names = await readdir(folder).catch((error) => {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(systemCodeOf(error) ?? '')) return []
    throw error
  })
  return names
    .flatMap((name) => {
      const at = backupMoment(name, siteId)
      return at === null ? [] : [{ file: join(folder, name), at }]
    })
    .sort((a, b) => b.at - a.at)
}

/** Makes the folder, and takes away what a crash left in it. @throws AppError `cannot-write` */
export async function openBackups(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    await removeAbandoned(folder, (name) => name.startsWith('.newsstand-'))
  } catch (error) {
    throw backupError({ store: folder, to: folder }, error)
  }
}

/** Removes all but the newest; how many went. */
export async function keepNewest(folder: string, siteId: string, keep: number): Promise<number> {
  const old = (await backupsIn(folder, siteId)).slice(keep)
  for (const { file } of old) await rm(file, { force: true })
  return old.length
}
