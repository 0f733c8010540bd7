// What happened that the operator may want to know: kept for 30 days, for /status and /ops.atom.
import type { Kysely, Selectable } from 'kysely'
import { type Incident, type IncidentEvent, type NewIncident, siteEvents } from '../model/incident.ts'
import type { IncidentQuery } from './port/operating.ts'
import { codeFrom } from './rows.ts'
import type { IncidentRow, Tables } from './schema.ts'

const keptMs = 30 * 86_400_000

/** Must run in the transaction of what happened. */
export async function addIncident(db: Kysely<Tables>, incident: NewIncident): Promise<void> {
  await db.insertInto('incidents').values(incident).execute()
  await db
    .deleteFrom('incidents')
    .where('at', '<', incident.at - keptMs)
    .execute()
}

/** Newest first. */
export async function listIncidents(db: Kysely<Tables>, { subject, limit }: IncidentQuery): Promise<readonly Incident[]> {
  const all = db.selectFrom('incidents').selectAll().orderBy('id', 'desc').limit(limit)
  const rows = await (subject === null ? all : all.where('subject', '=', subject).where('event', 'not in', [...siteEvents])).execute()
  return rows.flatMap(incidentFromRow)
}

function incidentFromRow({ event: written, code, ...row }: Selectable<IncidentRow>): readonly Incident[] {
  const event = events.find((one) => one === written)
  return event === undefined ? [] : [{ ...row, event, code: codeFrom(code) }]
}

const events: readonly IncidentEvent[] = ['failing', 'recovered', 'drifting', 'drifting-over', 'gap', 'gap-over', 'deleted', ...siteEvents]
