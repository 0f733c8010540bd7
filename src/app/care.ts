// Backups of the store, made and put back without opening the site.
import type { BackupReport, RestoreReport } from '../model/backup.ts'
import type { Settings } from '../model/settings.ts'
import { backUp } from '../store/backing-up.ts'
import { restoreSqlite } from '../store/restoring.ts'
import { copySqlite } from '../store/sqlite-copy.ts'

/** For who waits for it. */
export interface Caring {
  readonly isForced: boolean
  readonly now: number
  /** How much is copied, 0 to 1. */
  readonly onProgress: (part: number) => void
  readonly signal: AbortSignal
}

/** Writes a backup of the store, beside whoever works on it. @throws AppError `file-exists`, `store-missing`, `cannot-write`, … */
export function backUpStore(to: string, { site, store }: Settings, { isForced, now, onProgress, signal }: Caring): Promise<BackupReport> {
  const file = store.sqlite
  const copy = (temporary: string) => copySqlite({ from: file, to: temporary, at: now, onProgress, signal })
  return backUp({ file, siteId: site.id, to, at: now, isForced, copy })
}

/** Puts a backup in the place of the store, which nobody may be using. @throws AppError `in-use`, `backup-older`, `backup-damaged`, … */
export function restoreStore(from: string, { site, store }: Settings, { now, ...caring }: Caring): Promise<RestoreReport> {
  return restoreSqlite({ from, file: store.sqlite, siteId: site.id, at: now, ...caring })
}
