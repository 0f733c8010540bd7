// What happened that the operator may want to know, whether config names somebody who is told or not.
import type { Code } from '../base/errors.ts'
import type { Alert, AlertEvent } from './alert.ts'

export type IncidentEvent = AlertEvent | 'category-waiting'

export interface Incident extends Omit<Alert, 'event' | 'source'> {
  readonly id: number
  readonly event: IncidentEvent
  /** Id of a source, or name of a category. */
  readonly subject: string
  readonly code: Code | null
}

export type NewIncident = Omit<Incident, 'id'>

export function incidentOf({ source, ...alert }: Alert): NewIncident {
  return { ...alert, subject: source }
}

/** Nobody was told whether this one may be let in. */
export function incidentOfWaiting(name: string, at: number): NewIncident {
  return { event: 'category-waiting', subject: name, since: at, at, code: null, message: null, failures: 0 }
}
