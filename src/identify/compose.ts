// What readers see of an entry, from its sightings: the owner speaks, the others fill gaps (design §5). A function of the set of sightings.
import { byCodePoint } from '../base/text.ts'
import type { Content, DateOrigin, EntryDraft } from '../model/entry.ts'
import type { Sighting } from '../model/merge.ts'
import { withPage } from './with-page.ts'

/** A source's claim to own shared entries; a retired source keeps its last one. */
export interface Standing {
  readonly priority: number
  readonly position: number
}

export interface Composed {
  readonly owner: Sighting
  /** Public sightings, each with its source's latest word, the owner first. */
  readonly current: readonly Sighting[]
  readonly content: Content
  readonly datePublished: number
  readonly dateOrigin: DateOrigin
  readonly dateUpdated: number | null
  readonly firstSeen: number
}

/** Dates further ahead than this are not believed. */
const toleratedFutureMs = 10 * 60_000

/** Puts an entry together; null while no public source shows it. What was pruned shows nothing. */
export function compose(sightings: readonly Sighting[], standingOf: (source: string) => Standing): Composed | null {
  const inPublic = sightings.filter((sighting) => sighting.isPublic && !sighting.isPruned)
  const current = [...inPublic].sort((a, b) => standingOrder(a, b, standingOf))
  const [owner] = current
  if (owner === undefined) return null
  const firstSeen = Math.min(...inPublic.map((sighting) => sighting.firstSeen))
  const words = current.map(({ draft, article }) => withPage(draft, article))
  const dateUpdated = words[0]?.updated ?? null
  return { owner, current, content: contentOf(words), firstSeen, dateUpdated, ...dateOf(words, firstSeen) }
}

/** Sightings whose categories count: the owner's, and those that share a configured identity with it or may join. */
export function contributing({ owner, current }: Composed, joins: (source: string) => boolean): readonly Sighting[] {
  const own = current.filter((sighting) => sighting.source === owner.source)
  const identities = new Set(own.flatMap((sighting) => sighting.keys.filter((key) => key.kind === 'configured').map((key) => key.text)))
  return current.filter(
    (sighting) => sighting.source === owner.source || joins(sighting.source) || sighting.keys.some((key) => identities.has(key.text)),
  )
}

/** Who owns a shared entry: highest priority, ties by order in config, never by arrival. */
export function standingOrder(a: Sighting, b: Sighting, standingOf: (source: string) => Standing): number {
  const [one, other] = [standingOf(a.source), standingOf(b.source)]
  return (
    other.priority - one.priority ||
    one.position - other.position ||
    byCodePoint(a.source, b.source) ||
    b.lastSeen - a.lastSeen ||
    byCodePoint(a.fingerprint, b.fingerprint)
  )
}

/** `drafts`: what each source says, the owner first. */
function contentOf(drafts: readonly EntryDraft[]): Content {
  const first = <T>(pick: (draft: EntryDraft) => T | null): T | null => drafts.map(pick).find((value) => value !== null) ?? null
  return {
    title: drafts.find((draft) => draft.title !== '')?.title ?? '',
    url: first((draft) => draft.link),
    summary: first((draft) => draft.summary),
    contentHtml: first((draft) => draft.content),
    authors: drafts.find((draft) => draft.authors.length > 0)?.authors ?? [],
    publisher: first((draft) => draft.publisher),
    tags: drafts[0]?.tags ?? [],
    enclosures: drafts.find((draft) => draft.enclosures.length > 0)?.enclosures ?? [],
    language: first((draft) => draft.language),
    origin: first((draft) => draft.origin),
  }
}

function dateOf(drafts: readonly EntryDraft[], firstSeen: number): { datePublished: number; dateOrigin: DateOrigin } {
  const dated = drafts.find((draft) => draft.published !== null)
  const given = dated?.published ?? null
  if (given === null) return { datePublished: firstSeen, dateOrigin: 'first-seen' }
  if (given > firstSeen + toleratedFutureMs) return { datePublished: firstSeen, dateOrigin: 'future' }
  return { datePublished: given, dateOrigin: given === dated?.updated ? 'updated' : 'published' }
}
