// What `reread --json` prints of sources.
import { rfc3339 } from '../base/zone.ts'
import type { RereadReport } from './reread.ts'

export function rereadShape(sources: readonly RereadReport[]) {
  return sources.map(({ id, answers, unreadable, sightings }) => ({
    id,
    answers: { read: answers.read, elsewhere: answers.elsewhere, oldest: instant(answers.oldest), newest: instant(answers.newest) },
    unreadable: unreadable.map(({ at, message }) => ({ at: rfc3339(at), message })),
    entries: sightings,
  }))
}

function instant(at: number | null): string | null {
  return at === null ? null : rfc3339(at)
}
