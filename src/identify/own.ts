// Which of a source's own earlier sightings a draft continues. Only this source's history decides, in its own order:
// how polls of other sources fall in between changes nothing here.
import { otherScheme } from '../model/identity-key.ts'
import type { IdentityKey, Sighting } from '../model/merge.ts'
import { type Burnt, everywhere } from './burnt.ts'
import { contradictionOf } from './contradiction.ts'
import { comparedKeys, type DraftGroup, isPublicGroup } from './document.ts'

export interface OwnSightings {
  readonly source: string
  /** This source's sightings that own a key. */
  readonly carrying: (key: IdentityKey) => readonly Sighting[]
  /** Already continued by another draft of this document: it cannot be two. */
  readonly isTaken: (sighting: Sighting) => boolean
}

/**
 * The sightings that a group of drafts continues, strongest key first (several: they turn out to be one). A key that leads to a
 * contradicting sighting is burnt, for the source or, if a configured identity contradicts, everywhere.
 */
export function continuedBy(group: DraftGroup, { source, carrying, isTaken }: OwnSightings, burnt: Burnt): readonly Sighting[] {
  const matched: Sighting[] = []
  let side: readonly IdentityKey[] = group.keys
  for (const key of comparedKeys(group, source, burnt)) {
    for (const sighting of carrying(key)) {
      if (matched.includes(sighting)) continue
      const obstacle = isTaken(sighting) ? takenTwice : vetoing({ side, sighting, key, group }, burnt)
      if (obstacle !== null) {
        const isEverywhere = obstacle.kind === 'configured' && sighting.isPublic && isPublicGroup(group)
        burnt.burn(isEverywhere ? everywhere : source, key, {
          source,
          reason: `shared by drafts with different ${obstacle.series}`,
        })
        break
      }
      matched.push(sighting)
      side = [...side, ...sighting.keys]
    }
  }
  return matched
}

/**
 * The sighting that a group continues of whose keys its source has shown none before, but for their scheme: the site moved to https, or back.
 * Title and configured identities must agree; of two schemes in one document each is its own.
 */
export function movedFrom(group: DraftGroup, { source, carrying, isTaken }: OwnSightings, burnt: Burnt): Sighting | null {
  const isSame = (sighting: Sighting, key: IdentityKey) =>
    !isTaken(sighting) &&
    showsTitleOf(group, sighting) &&
    contradictionOf(configuredOf(group.keys), configuredOf(sighting.keys), key) === null
  for (const key of keysBeforeMove(group)) {
    const found = burnt.within(source, key) ? undefined : carrying(key).find((sighting) => isSame(sighting, key))
    if (found !== undefined) return found
  }
  return null
}

/** Under which keys a group may stand that comes from a site which moved. */
export function keysBeforeMove({ keys }: DraftGroup): readonly IdentityKey[] {
  return keys.flatMap((key) => otherScheme(key) ?? [])
}

function configuredOf(keys: readonly IdentityKey[]): readonly IdentityKey[] {
  return keys.filter((key) => key.kind === 'configured')
}

/** Two drafts of one document met the same sighting by different keys: an address that was given to another article. */
const takenTwice = { kind: 'url', series: 'places in one document' } as const

interface Encounter {
  readonly side: readonly IdentityKey[]
  readonly sighting: Sighting
  readonly key: IdentityKey
  readonly group: DraftGroup
}

/** The stronger key that keeps two sides apart, or null. Guids yield where the source itself shows that it changes them. */
function vetoing({ side, sighting, key, group }: Encounter, burnt: Burnt): IdentityKey | null {
  const valid = (own: IdentityKey) => own.kind !== 'guid' || !burnt.within(sighting.source, own)
  const against = contradictionOf(side.filter(valid), sighting.keys.filter(valid), key)
  if (against?.kind === 'guid' && key.kind === 'url' && changesGuids(sighting, group)) return null
  return against
}

/** Same URL and title under another guid, or already seen under two guids: the source's guids are not to be trusted for this entry. */
function changesGuids(sighting: Sighting, group: DraftGroup): boolean {
  const guids = sighting.keys.filter((key) => key.kind === 'guid')
  return guids.length > 1 || showsTitleOf(group, sighting)
}

function showsTitleOf(group: DraftGroup, sighting: Sighting): boolean {
  return group.members.some((member) => member.titleKey !== '' && sighting.titles.includes(member.titleKey))
}

/** Rank of the strongest key by which a group meets something known; groups with stronger claims go first. */
export function strengthOf(group: DraftGroup, { source, carrying }: OwnSightings, burnt: Burnt): number {
  const meeting = comparedKeys(group, source, burnt).find((key) => carrying(key).length > 0)
  return meeting?.rank ?? Number.POSITIVE_INFINITY
}
