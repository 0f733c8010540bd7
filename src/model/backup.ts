// Copies of the store, and how they are called.

/** Facts of a store whose backups are made by the clock. */
export const backupFacts = {
  /** When one was tried last, well or not. */
  tried: 'backup-tried',
  /** Since when they fail, as milliseconds; empty: they do not. */
  failing: 'backup-failing',
} as const

/** A copy that was made. */
export interface StoreCopy {
  readonly bytes: number
  /** Published ones in it. */
  readonly entries: number
  readonly ms: number
}

export interface BackupReport extends StoreCopy {
  readonly file: string
  readonly at: number
  /** There was a file of that name. */
  readonly isReplaced: boolean
}

/** A backup made by the clock, as its name tells. */
export interface NamedBackup {
  readonly file: string
  readonly at: number
}

export interface RestoreReport extends StoreCopy {
  /** The backup, and when it was made; null: it does not say. */
  readonly from: string
  readonly madeAt: number | null
  readonly file: string
  /** Where the store is that it took the place of; null: there was none. */
  readonly kept: string | null
  /** The one that was replaced could not be read. */
  readonly wasDamaged: boolean
}

/** `newsstand-<site id>-<yyyymmddThhmmss>.sqlite`, in UTC: in the order of their names they are in the order of time. */
export function backupName(siteId: string, at: number): string {
  const moment = new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')
  return `newsstand-${inName(siteId)}-${moment}.sqlite`
}

/** When a backup of the site was made that has this name; null: it is none. */
export function backupMoment(name: string, siteId: string): number | null {
  const start = `newsstand-${inName(siteId)}-`
  if (!name.startsWith(start)) return null
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.sqlite$/.exec(name.slice(start.length)) ?? []
  if (year === undefined) return null
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? null : at
}

function inName(siteId: string): string {
  return siteId.replace(/[^A-Za-z0-9._-]/g, '_')
}

/** The command that puts a backup in the place of a store, to be copied into a shell. */
export function restoreCommand(backup: string, config: string): string {
  return `newsstand restore ${quoted(backup)} --config ${quoted(config)}`
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
