// The JSON shapes of design §4: scripts outside the project rely on them.

import type { StoredCategory, StoredSource } from '../app.ts'
import { rfc3339 } from '../base/zone.ts'
import type { Entry } from '../model/entry.ts'

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
  }
}

export function categoryShape({ slug, name, entries, updated }: StoredCategory) {
  return { slug, name, entries, updated: updated === null ? null : rfc3339(updated) }
}

export function sourceShape({ id, kind, url, state, entries, isRetired, enabled }: StoredSource) {
  return {
    id,
    kind,
    url,
    outcome: state.outcome,
    code: state.code,
    message: state.message,
    failures: state.failures,
    last_poll: state.lastPollAt === null ? null : rfc3339(state.lastPollAt),
    next_poll: isRetired || !enabled || state.outcome === 'gone' || state.nextPollAt === 0 ? null : rfc3339(state.nextPollAt),
    entries,
  }
}
