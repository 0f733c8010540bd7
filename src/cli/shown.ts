// The JSON shapes of design §4: scripts outside the project rely on them.

import type { StoredCategory, StoredSource } from '../app.ts'
import { withoutSecrets } from '../base/shown-url.ts'
import { rfc3339 } from '../base/zone.ts'

export function categoryShape({ slug, name, entries, updated }: StoredCategory) {
  return { slug, name, entries, updated: updated === null ? null : rfc3339(updated) }
}

export function sourceShape({ id, kind, url, state, entries, isRetired, enabled }: StoredSource) {
  return {
    id,
    kind,
    url: withoutSecrets(url),
    outcome: state.outcome,
    code: state.code,
    message: state.message,
    failures: state.failures,
    last_poll: state.lastPollAt === null ? null : rfc3339(state.lastPollAt),
    next_poll: isRetired || !enabled || state.outcome === 'gone' || state.nextPollAt === 0 ? null : rfc3339(state.nextPollAt),
    entries,
  }
}
