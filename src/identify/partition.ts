// What readers have seen as one entry stays one; everything else is decided anew from all that is known.
import { byCodePoint } from '../base/text.ts'
import type { IdentityKey, Sighting } from '../model/merge.ts'
import { allSources, type Burnt, everywhere } from './burnt.ts'
import { obey, type Ruling } from './by-hand.ts'
import { contradictionOf } from './contradiction.ts'
import { bySourceAndKeys, type Cluster, Groups, type Link } from './groups.ts'
import { mostVersions } from './sighting.ts'
import { agreement, similarity } from './similar.ts'

export interface Precedents {
  /** Sightings that readers know as one: they stay together under an address in common also when the titles by which they once agreed are forgotten. */
  readonly published: readonly Cluster[]
  /** What the operator said of some of these sightings. */
  readonly rulingsOn: (sightings: readonly Sighting[]) => readonly Ruling[]
}

/**
 * Groups sightings into entries. What the operator said comes first; then sightings join by configured identity, then by canonical URL if
 * title or text agree (design §5); never when a stronger key contradicts. Private sightings never bring public ones together.
 */
export function partition(sightings: readonly Sighting[], precedents: Precedents, burnt: Burnt): readonly Cluster[] {
  return grouped(sightings, precedents, burnt).all()
}

/** What joins the sightings of one entry besides the operator's word, by the very rules that made it one; those that nothing joins any more are kept together. */
export function linksWithin(entry: Cluster, burnt: Burnt): readonly Link[] {
  return grouped(entry, { published: [entry], rulingsOn: () => [] }, burnt).links
}

function grouped(sightings: readonly Sighting[], { published, rulingsOn }: Precedents, burnt: Burnt): Groups {
  const groups = new Groups(sightings)
  const inPublic = sightings.filter((sighting) => sighting.isPublic)
  obey(rulingsOn(inPublic), groups)
  bridgeAll(inPublic, groups, burnt)
  for (const cluster of published) keepTogether(cluster, groups, burnt)
  obey(rulingsOn(sightings), groups)
  bridgeAll(sightings, groups, burnt)
  return groups
}

function bridgeAll(among: readonly Sighting[], groups: Groups, burnt: Burnt): void {
  for (const { key, carriers } of crossKeys(among)) bridge(key, { carriers, groups, burnt })
}

function keepTogether(cluster: Cluster, groups: Groups, burnt: Burnt): void {
  for (const { key, carriers } of crossKeys(cluster)) {
    const [first, ...others] = leftFirst(carriers, groups).filter((sighting) => !burnt.across(sighting.source, key))
    if (first === undefined || ![first, ...others].some(hasForgotten)) continue
    for (const other of others) joinUnlessVetoed({ key, by: 'kept', between: [first, other] }, { carriers, groups, burnt })
  }
}

interface CarriedKey {
  readonly key: IdentityKey
  readonly carriers: readonly Sighting[]
}

/** Keys that hold across sources and stand at several sightings: strongest first, then by code point, so that arrival plays no part. */
function crossKeys(sightings: readonly Sighting[]): readonly CarriedKey[] {
  const carriers = new Map<string, { key: IdentityKey; carriers: Sighting[] }>()
  for (const sighting of sightings) {
    for (const key of sighting.keys) {
      if (key.kind !== 'configured' && key.kind !== 'url') continue
      const found = carriers.get(key.text)
      if (found === undefined) carriers.set(key.text, { key, carriers: [sighting] })
      else found.carriers.push(sighting)
    }
  }
  const shared = [...carriers.values()].filter((carried) => carried.carriers.length > 1)
  for (const carried of shared) carried.carriers.sort(bySourceAndKeys)
  return shared.sort((a, b) => a.key.rank - b.key.rank || byCodePoint(a.key.text, b.key.text))
}

interface Bridge {
  readonly carriers: readonly Sighting[]
  readonly groups: Groups
  readonly burnt: Burnt
}

function bridge(key: IdentityKey, { carriers: all, groups, burnt }: Bridge): void {
  const carriers = leftFirst(
    all.filter((sighting) => !burnt.across(sighting.source, key)),
    groups,
  )
  const against = firstContradiction(key, carriers, groups)
  if (against !== null) {
    burnt.burn(everywhere, key, { source: allSources, reason: `shared by articles with different ${against.series}` })
    return
  }
  for (const [at, one] of carriers.entries()) {
    for (const other of carriers.slice(at + 1)) {
      if (groups.of(one) === groups.of(other)) continue
      const by = key.kind === 'configured' ? 'identity' : agreementOf(one, other)
      if (by !== null) joinUnlessVetoed({ key, by, between: [one, other] }, { carriers, groups, burnt })
    }
  }
}

/** What belongs to both parts of an entry that was parted by hand goes with the part that was left. */
function leftFirst(carriers: readonly Sighting[], groups: Groups): readonly Sighting[] {
  return [...carriers].sort((a, b) => Number(groups.wasTaken(a)) - Number(groups.wasTaken(b)))
}

/** A configured identity in which two carriers' groups differ: then the weaker key leads nowhere any more. */
function firstContradiction(key: IdentityKey, carriers: readonly Sighting[], groups: Groups): IdentityKey | null {
  const sides = [...new Set(carriers.map((carrier) => groups.of(carrier)))].map((group) => configuredKeysOf(group))
  for (const [at, side] of sides.entries()) {
    for (const other of sides.slice(at + 1)) {
      const against = contradictionOf(side, other, key)
      if (against !== null) return against
    }
  }
  return null
}

function configuredKeysOf(group: Cluster): readonly IdentityKey[] {
  return group.flatMap((member) => member.keys.filter((key) => key.kind === 'configured'))
}

/** Two groups that both hold guids of one source, none in common, are two articles of that source, whatever a third one says. */
function joinUnlessVetoed(link: Link, { groups, burnt }: Bridge): void {
  const [one, other] = link.between
  const [a, b] = [groups.of(one), groups.of(other)]
  if (a === b || (isPublic(a) && isPublic(b) && !(one.isPublic && other.isPublic))) return
  const against = contradictionOf([...configuredKeysOf(a), ...guidsOf(a, burnt)], [...configuredKeysOf(b), ...guidsOf(b, burnt)], link.key)
  if (against === null) groups.join(link)
}

function isPublic(group: Cluster): boolean {
  return group.some((member) => member.isPublic)
}

/** Unburnt guids; those of a source that changes its guids for this very entry prove nothing. */
function guidsOf(group: Cluster, burnt: Burnt): readonly IdentityKey[] {
  return group.flatMap((member) => {
    const guids = member.keys.filter((key) => key.kind === 'guid' && !burnt.within(member.source, key))
    return guids.length > 1 ? [] : guids
  })
}

/** Same address at different sources: one article only if a title or a text that each ever showed says so. */
function agreementOf(one: Sighting, other: Sighting): 'title' | 'text' | null {
  if (one.source === other.source) return null
  const titles = one.titles.map((title) => title.toLowerCase())
  if (other.titles.some((title) => title !== '' && titles.includes(title.toLowerCase()))) return 'title'
  return one.sketches.some((a) => other.sketches.some((b) => similarity(a, b) >= agreement)) ? 'text' : null
}

/** Only so many versions are remembered (sighting.ts): past them the one that agreed may be gone. */
function hasForgotten({ titles, sketches }: Sighting): boolean {
  return titles.length >= mostVersions || sketches.length >= mostVersions
}
