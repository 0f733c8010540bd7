// A source's sighting of an entry: how it begins, and how each later draft carries it on.
import { sha256Hex } from '../base/digest.ts'
import type { EntryDraft } from '../model/entry.ts'
import type { ChosenCategory, IdentityKey, KeyedDraft, Sighting, Sketch } from '../model/merge.ts'
import type { Burnt } from './burnt.ts'
import { uniqueKeys } from './contradiction.ts'
import { comparedKeys, type DraftGroup } from './document.ts'
import { keptWords } from './kept-words.ts'
import { saysChanged } from './says-changed.ts'
import { withPage } from './with-page.ts'

/** Versions remembered of a sighting's title and text: the first and the newest nine. */
export const mostVersions = 10

export interface Visit {
  readonly source: string
  /** The source's first successful poll: what it brings is not news. */
  readonly isFirstPoll: boolean
  /** What the source's documents have lost just now, by name (breaks.ts): there, known entries keep what they have. */
  readonly lost: ReadonlySet<string>
  /** Start of the run or tick, the same for all its polls. */
  readonly at: number
  /** Where an entry stands for which no rule yields a category. */
  readonly fallback: { readonly category: ChosenCategory; readonly isPublic: boolean }
  /** Where the source's rules put an entry. */
  readonly place: (draft: EntryDraft) => Placed
}

export interface Placed {
  readonly categories: readonly ChosenCategory[]
  readonly isPublic: boolean
}

export interface Seeing {
  readonly visit: Visit
  readonly burnt: Burnt
}

export function newSighting(id: number, group: DraftGroup, { visit, burnt }: Seeing): Sighting {
  const isPlaced = group.lead.categories.length > 0
  return {
    id,
    entry: id,
    source: visit.source,
    draft: fullest(group),
    fingerprint: fingerprintOf(group),
    keys: ownedKeys(group, visit.source, burnt),
    titles: [group.lead.titleKey],
    sketches: [group.lead.sketch],
    categories: isPlaced ? group.lead.categories : [visit.fallback.category],
    isPublic: isPlaced ? group.lead.isPublic : visit.fallback.isPublic,
    isFirstPoll: visit.isFirstPoll,
    isPruned: false,
    firstSeen: visit.at,
    lastSeen: visit.at,
    article: null,
  }
}

/** A sighting's next word: the draft replaces the earlier one but for what it leaves blank, keys and titles add up; categories stay when the draft yields none. */
export function continued([into, ...others]: readonly [Sighting, ...Sighting[]], group: DraftGroup, { visit, burnt }: Seeing): Sighting {
  const all = [into, ...others]
  const known = all.find(({ isPruned }) => !isPruned) ?? into
  const draft = keptWords(fullest(group), known.draft, visit.lost)
  const article = all.find((sighting) => sighting.article !== null)?.article ?? null
  const placed = article === null ? group.lead : visit.place(withPage(draft, article))
  const isPlaced = placed.categories.length > 0
  const categories = isPlaced ? placed.categories : known.categories
  const isAsBefore = JSON.stringify(categories) === JSON.stringify(known.categories)
  return {
    ...into,
    draft,
    fingerprint: fingerprintOf(group),
    keys: uniqueKeys([...all.flatMap((sighting) => sighting.keys), ...ownedKeys(group, visit.source, burnt)]),
    titles: remember([...new Set(all.flatMap((sighting) => sighting.titles))], group.lead.titleKey, Object.is),
    sketches: remember(
      all.flatMap((sighting) => sighting.sketches),
      group.lead.sketch,
      sameSketch,
    ),
    categories,
    isPublic: isPlaced ? placed.isPublic : known.isPublic,
    isFirstPoll: isAsBefore ? known.isFirstPoll : visit.isFirstPoll,
    isPruned: known.isPruned,
    firstSeen: Math.min(...all.map((sighting) => sighting.firstSeen)),
    lastSeen: visit.at,
    article: article === null ? null : { ...article, isOutdated: article.isOutdated || saysChanged(known.draft, draft) },
  }
}

/** Every key it was seen under; the hash of title and date always, the hash with the text where it was compared. */
function ownedKeys(group: DraftGroup, source: string, burnt: Burnt): readonly IdentityKey[] {
  const compared = comparedKeys(group, source, burnt).filter((key) => key.kind === 'hash')
  return uniqueKeys([...group.keys, ...group.members.map((member: KeyedDraft) => member.hash), ...compared])
}

/** The lead draft; what it lacks is taken from the others of its group. */
function fullest({ lead, members }: DraftGroup): EntryDraft {
  const first = <Name extends 'summary' | 'content' | 'publisher' | 'link' | 'published'>(name: Name) =>
    lead.draft[name] ?? members.find((member) => member.draft[name] !== null)?.draft[name] ?? null
  return members.length === 1
    ? lead.draft
    : {
        ...lead.draft,
        summary: first('summary'),
        content: first('content'),
        publisher: first('publisher'),
        link: first('link'),
        published: first('published'),
      }
}

export function remember<T>(versions: readonly T[], next: T, same: (a: T, b: T) => boolean): readonly T[] {
  if (versions.some((version) => same(version, next))) return versions
  const [first, ...rest] = [...versions, next]
  return first === undefined ? [] : [first, ...rest.slice(-(mostVersions - 1))]
}

export function sameSketch(a: Sketch, b: Sketch): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at])
}

/** Equal fingerprints: nothing to do. */
export function fingerprintOf({ lead, members }: DraftGroup): string {
  return members.length === 1 ? lead.fingerprint : sha256Hex(members.map((member) => member.fingerprint).join()).slice(0, 32)
}
