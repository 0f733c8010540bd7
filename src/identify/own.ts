// Which of a source's own earlier sightings a draft continues. Only this source's history decides, in its own order:
// how polls of other sources fall in between changes nothing here.
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
  return guids.length > 1 || group.members.some((member) => member.titleKey !== '' && sighting.titles.includes(member.titleKey))
}

/** Rank of the strongest key by which a group meets something known; groups with stronger claims go first. */
export function strengthOf(group: DraftGroup, { source, carrying }: OwnSightings, burnt: Burnt): number {
  const meeting = comparedKeys(group, source, burnt).find((key) => carrying(key).length > 0)
  return meeting?.rank ?? Number.POSITIVE_INFINITY
}
