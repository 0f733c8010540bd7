// What happened that the operator may want to know, whether config names somebody who is told or not.
import type { AppError, Code } from '../base/errors.ts'
import type { Alert, AlertEvent } from './alert.ts'

/** Those that are of no source. */
export const siteEvents = ['category-waiting', 'backup-failed', 'backup-over'] as const
export type IncidentEvent = AlertEvent | (typeof siteEvents)[number]

export interface Incident extends Omit<Alert, 'event' | 'source'> {
  readonly id: number
  readonly event: IncidentEvent
  /** Id of a source, name of a category, or `store`. */
  readonly subject: string
  readonly code: Code | null
}

export type NewIncident = Omit<Incident, 'id'>

export function incidentOf({ source, ...alert }: Alert): NewIncident {
  return { ...alert, subject: source }
}

export function isOfSource(event: IncidentEvent): boolean {
  return siteEvents.every((one) => one !== event)
}

interface BackupTurn {
  readonly event: 'backup-failed' | 'backup-over'
  readonly since: number
  readonly at: number
  /** Null: it went well. */
  readonly error: AppError | null
}

/** Backups began to fail, or are made again. */
export function incidentOfBackup({ error, ...turn }: BackupTurn): NewIncident {
  return { ...turn, subject: 'store', code: error?.code ?? null, message: error?.message ?? null, failures: 0 }
}

/** Nobody was told whether this one may be let in. */
export function incidentOfWaiting(name: string, at: number): NewIncident {
  return { event: 'category-waiting', subject: name, since: at, at, code: null, message: null, failures: 0 }
}
