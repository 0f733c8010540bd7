// What happened, newest first.
import { type Incident, isOfSource } from '../../model/incident.ts'
import { type StatusPage, sourceHref, When } from './status-frame.tsx'
import { TroubleMessage } from './trouble.tsx'

export function Incidents({ incidents, shown }: { readonly incidents: readonly Incident[]; readonly shown: StatusPage }) {
  const { say } = shown
  if (incidents.length === 0) return <p class="hint">{say.noIncidents}</p>
  return (
    <ul class="incidents">
      {incidents.map((incident) => (
        <li>
          <When at={incident.at} shown={shown} />{' '}
          {isOfSource(incident.event) ? <a href={sourceHref(shown, incident.subject)}>{incident.subject}</a> : incident.subject}{' '}
          {say.happened[incident.event]}
          {incident.message === null ? null : (
            <span class="count">
              {' '}
              <TroubleMessage trouble={{ name: incident.code, message: incident.message }} site={shown.site} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
