// What recipients are told, as JSON. Scripts outside the project rely on these shapes: README "Tell me". Pure.
import { rfc3339 } from '../../base/zone.ts'
import { type Alert, alertWords } from '../../model/alert.ts'
import type { Message } from '../../model/delivery.ts'
import type { Entry } from '../../model/entry.ts'
import { entryShape } from '../../model/entry-shape.ts'
import type { SiteSettings } from '../../model/settings.ts'

/** `text` says it for people: what chat services show of a webhook. */
export function alertShape({ event, source, since, at, code, message, failures }: Alert, { title, url }: SiteSettings) {
  const why = message === null ? '' : `: ${message}`
  const text = `${title}: ${source} ${alertWords[event]}${why}`
  return { event, source, since: rfc3339(since), code, message, failures, site: url, at: rfc3339(at), text }
}

type Entries = Extract<Message, { kind: 'entries' }>

/** `items` as `list entries --json` prints them; `path` is relative to `site`. */
export function entriesShape({ slug, name }: Entries, entries: readonly Entry[], { at, site }: { at: number; site: SiteSettings }) {
  return { event: 'entries', category: slug, name, site: site.url, at: rfc3339(at), items: entries.map(entryShape) }
}
