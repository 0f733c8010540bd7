// Care of a SQLite store while it is open: copies by the clock, and whether it is whole.
import { setMaxListeners } from 'node:events'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { AppError } from '../base/errors.ts'
import { backupName } from '../model/backup.ts'
import { checkApart, copyApart } from './apart.ts'
import { backUp, backupsIn, keepNewest, openBackups } from './backing-up.ts'
import { dropFact, factOf } from './facts.ts'
import { addIncident } from './incidents.ts'
import type { Care } from './port/care.ts'
import { restoredFact } from './restoring.ts'
import type { Tables } from './schema.ts'
import { damagedStore, type Safely } from './sqlite-errors.ts'
import { bytesOf } from './sqlite-size.ts'

export interface Caring {
  readonly file: string
  readonly siteId: string
  readonly safely: Safely
  readonly read: <T>(work: (db: Kysely<Tables>) => Promise<T>) => Promise<T>
  readonly write: <T>(work: (db: Kysely<Tables>) => Promise<T>) => Promise<T>
}

export function careOf({ file, siteId, safely, read, write }: Caring): Care {
  const stopping = new AbortController()
  const { signal } = stopping
  setMaxListeners(0, signal)
  const check = async () => {
    const problems = await checkApart(file, { signal })
    if (problems.length > 0) throw damagedStore(file, problems.join('; '))
  }
  return {
    backUpInto: (folder, { at, keep }) =>
      safely(async () => {
        await openBackups(folder)
        const to = join(folder, backupName(siteId, at))
        const made = await backUp({
          file,
          siteId,
          to,
          at,
          isForced: true,
          copy: (copy) => copyApart({ from: file, to: copy, at }, { signal }),
        }).catch(async (error) => {
          if (error instanceof AppError && error.code === 'store-damaged') await check()
          throw error instanceof AppError && error.code === 'store-damaged' ? unreadableCopy(folder, error) : error
        })
        await keepNewest(folder, siteId, keep)
        return made
      }),
    backups: (folder) => backupsIn(folder, siteId),
    bytes: () => bytesOf(file),
    check: () => safely(check),
    note: (incident) => write((trx) => addIncident(trx, incident)),
    restoredAt: async () => {
      const said = await read((db) => factOf(db, restoredFact))
      return said === null ? null : Number(said)
    },
    takenOver: () => write((trx) => dropFact(trx, restoredFact)),
    stop: () => stopping.abort(new DOMException('the store is being closed', 'AbortError')),
  }
}

/** The store is whole, its copy is not. */
function unreadableCopy(folder: string, cause: AppError): AppError {
  return new AppError(
    'cannot-write',
    `What was copied to ${folder} cannot be read back whole`,
    'Look after that disk, or have backups written to another one.',
    { folder },
    { cause },
  )
}
