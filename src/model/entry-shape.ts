// An entry in JSON as scripts outside the project rely on it (design §4): what `list` prints, and hooks are told.
import { rfc3339 } from '../base/zone.ts'
import type { Entry } from './entry.ts'

export function entryShape(entry: Entry) {
  return {
    id: entry.id,
    keys: entry.keys,
    source: entry.source,
    sources: entry.sources,
    title: entry.title,
    url: entry.url,
    content_html: entry.contentHtml,
    summary: entry.summary,
    authors: entry.authors.map(({ name, url }) => ({ name, ...(url === null ? {} : { url }) })),
    publisher: entry.publisher,
    tags: entry.tags.map((tag) => tag.name),
    categories: entry.categories,
    date_published: rfc3339(entry.datePublished),
    date_modified: entry.dateModified === null ? null : rfc3339(entry.dateModified),
    first_seen: rfc3339(entry.firstSeen),
    listed: rfc3339(entry.listed),
    revision: entry.revision,
    path: entry.path,
    ...(entry.retraction !== null && { retracted: { at: rfc3339(entry.retraction.at), why: entry.retraction.why } }),
  }
}
