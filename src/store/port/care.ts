// Care of the store itself.
import type { BackupReport, NamedBackup } from '../../model/backup.ts'
import type { NewIncident } from '../../model/incident.ts'

export interface Keeping {
  readonly at: number
  /** How many are kept in the folder. */
  readonly keep: number
}

export interface Care {
  /** Copies the store, as it is at one moment, into a folder, and removes the oldest copies there. @throws AppError `cannot-write`, `store-damaged` */
  backUpInto(folder: string, keeping: Keeping): Promise<BackupReport>
  /** Those that are in a folder, the newest first. */
  backups(folder: string): Promise<readonly NamedBackup[]>
  /** Of its files. */
  bytes(): Promise<number>
  /** Reads the store through. @throws AppError `store-damaged` */
  check(): Promise<void>
  /** Notes what happened to the store itself. */
  note(incident: NewIncident): Promise<void>
  /** When a backup took its place, and what readers were shown since is not taken over yet; null: that is not so. */
  restoredAt(): Promise<number | null>
  takenOver(): Promise<void>
  /** Ends copying and checking where they stand; they reject with an AbortError. */
  stop(): void
}

export interface CareStore {
  readonly care: Care
}
