// The operator's own feed (Atom, RFC 4287): what happened to sources and categories. Subscribers' feeds never carry any of it.
import { rfc3339 } from '../base/zone.ts'
import { type Incident, isOfSource } from '../model/incident.ts'
import type { SiteSettings } from '../model/settings.ts'
import { mediaType, ns } from '../model/vocabulary.ts'
import { statusPhrasesOf } from './pages/status-phrases.ts'
import { branch, closing, declaration, each, empty, leaf, opening } from './xml.ts'

export interface OpsFeedInput {
  readonly site: SiteSettings
  /** Of the ids that the site has minted (RFC 4151). */
  readonly authority: { readonly host: string; readonly year: number }
  /** Newest first. */
  readonly incidents: readonly Incident[]
}

/** The same incidents give the same bytes. An incident keeps its id for ever, and none is ever another's. */
export function opsFeed({ site, authority, incidents }: OpsFeedInput): string {
  const say = statusPhrasesOf(site)
  const tag = `tag:${authority.host},${authority.year}:ops`
  return (
    declaration +
    opening('feed', { xmlns: ns.atom, 'xml:lang': site.language }) +
    leaf('id', tag) +
    leaf('title', `${site.title} - ${say.feedTitle}`) +
    leaf('updated', rfc3339(incidents[0]?.at ?? 0)) +
    branch('author', undefined, leaf('name', site.title)) +
    empty('link', { rel: 'self', type: mediaType.atom, href: new URL('ops.atom', site.url).href }) +
    empty('link', { rel: 'alternate', type: mediaType.html, href: new URL('status', site.url).href }) +
    each(incidents, (incident) => writeIncident(incident, { site, tag })) +
    closing('feed')
  )
}

interface Writing {
  readonly site: SiteSettings
  readonly tag: string
}

function writeIncident({ id, event, subject, since, at, code, message, failures }: Incident, { site, tag }: Writing): string {
  const say = statusPhrasesOf(site)
  const about = isOfSource(event) ? `status/sources/${encodeURIComponent(subject)}` : 'status'
  const lines = [
    ...(code === null && message === null ? [] : [[code, message].filter((part) => part !== null).join(': ')]),
    ...(failures > 0 ? [`${say.failures}: ${failures}`] : []),
    `${say.since} ${rfc3339(since)}`,
  ]
  return branch(
    'entry',
    undefined,
    leaf('id', `${tag}/${at}-${id}`) +
      leaf('title', `${subject} ${say.happened[event]}`) +
      leaf('published', rfc3339(at)) +
      leaf('updated', rfc3339(at)) +
      empty('link', { rel: 'alternate', type: mediaType.html, href: new URL(about, site.url).href }) +
      empty('category', { term: event }) +
      leaf('content', lines.join('\n'), { type: 'text' }),
  )
}
