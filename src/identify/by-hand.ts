// What the operator said of entries (`merge`, `split`), before any key is asked: what it speaks of, and who is one or two by it.
import { groupBy } from '../base/group-by.ts'
import { byCodePoint } from '../base/text.ts'
import type { Anchor, Correction } from '../model/correction.ts'
import type { IdentityKey, Sighting } from '../model/merge.ts'
import type { Burnt } from './burnt.ts'
import { bySourceAndKeys, type Groups } from './groups.ts'

/** A correction with the sightings that it is about, as far as they are here. */
export interface Ruling {
  readonly at: number
  readonly kind: Correction['kind']
  readonly sides: readonly [readonly Sighting[], readonly Sighting[]]
}

/** What corrections say of some sightings, the latest first. */
export function rulingsOn(sightings: readonly Sighting[], corrections: readonly Correction[], burnt: Burnt): readonly Ruling[] {
  if (corrections.length === 0) return []
  const bySource = groupBy(sightings, ({ source }) => source)
  const found = (anchors: readonly Anchor[]) => [
    ...new Set(anchors.flatMap((anchor) => anchored(anchor, bySource.get(anchor.source) ?? [], burnt) ?? [])),
  ]
  return [...corrections]
    .sort((a, b) => b.at - a.at)
    .map(({ at, kind, sides: [left, taken] }) => ({ at, kind, sides: [found(left), found(taken)] }))
}

/**
 * The sighting that an anchor means: it has all of its keys, and of several such the fewest others. Where none has (its store was lost,
 * and its source shows it under fewer keys now), the one with a key in common by which its source would go on with it.
 */
function anchored({ source, keys }: Anchor, candidates: readonly Sighting[], burnt: Burnt): Sighting | null {
  const wanted = new Set(keys)
  const matches = candidates.flatMap((sighting) => {
    const isWhole = keys.length <= sighting.keys.length && sighting.keys.filter(({ text }) => wanted.has(text)).length === wanted.size
    const telling = isWhole ? null : tellingKey(sighting, wanted, (key) => burnt.within(source, key))
    return isWhole || telling !== null ? [{ sighting, isWhole, rank: telling?.rank ?? 0 }] : []
  })
  const [best] = matches.sort(
    (a, b) =>
      Number(b.isWhole) - Number(a.isWhole) ||
      (a.isWhole ? a.sighting.keys.length - b.sighting.keys.length : a.rank - b.rank) ||
      bySourceAndKeys(a.sighting, b.sighting),
  )
  return best?.sighting ?? null
}

/** The strongest key in common that is not burnt, where no stronger one contradicts: the hash only where there is nothing else. */
function tellingKey(sighting: Sighting, wanted: ReadonlySet<string>, isBurnt: (key: IdentityKey) => boolean): IdentityKey | null {
  const all = [...wanted]
  const isHashed = all.every((key) => key.startsWith('hash:'))
  const shared = sighting.keys.filter((key) => wanted.has(key.text))
  const [best] = shared.filter((key) => (isHashed || key.kind !== 'hash') && !isBurnt(key)).sort((a, b) => a.rank - b.rank)
  if (best === undefined) return null
  const isAlike = shared.some(({ kind }) => kind === 'hash')
  const contradicts = ({ series, kind, rank }: IdentityKey) => {
    const theirs = all.filter((key) => key.startsWith(`${series}:`))
    if (rank >= best.rank || theirs.length === 0 || shared.some((key) => key.series === series)) return false
    // A source that changes its guids for one article shows that by several of them, or by title and date.
    return kind !== 'guid' || (theirs.length === 1 && !isAlike)
  }
  return sighting.keys.some(contradicts) ? null : best
}

/** Joins and parts as the operator said. What was said later holds where two contradict, whatever else speaks for the earlier one. */
export function obey(rulings: readonly Ruling[], groups: Groups): void {
  for (const { kind, sides } of rulings) {
    const [left, taken] = sides
    if (kind === 'joined') tieAll([...left, ...taken], groups)
    else {
      for (const side of sides) tieAll(side, groups)
      for (const one of left) for (const other of taken) groups.part(one, other)
    }
  }
}

/** Every pair is tried: where two of them were parted since, each of the others still goes with whom it may. Private ones bring no public ones together. */
function tieAll(sightings: readonly Sighting[], groups: Groups): void {
  const ordered = [...sightings].sort((a, b) => Number(b.isPublic) - Number(a.isPublic) || bySourceAndKeys(a, b))
  for (const [at, one] of ordered.entries()) {
    for (const other of ordered.slice(at + 1)) {
      const isBrought = !(one.isPublic && other.isPublic)
      if (isBrought && isPublic(groups.of(one)) && isPublic(groups.of(other))) continue
      groups.tie(one, other)
    }
  }
}

function isPublic(group: readonly Sighting[]): boolean {
  return group.some((member) => member.isPublic)
}

/** Of an entry whose sightings have parted, those that were taken out of it by hand: it goes with the others. */
export function takenFrom(members: readonly Sighting[], rulings: readonly Ruling[]): ReadonlySet<Sighting['id']> {
  const ids = new Set(members.map(({ id }) => id))
  const parted = rulings.find(({ kind, sides }) => kind === 'parted' && sides.every((side) => side.some(({ id }) => ids.has(id))))
  return new Set(parted?.sides[1].map(({ id }) => id))
}

/** The sightings as a correction names them from now on. */
export function anchorsOf(sightings: readonly Sighting[]): readonly Anchor[] {
  return [...sightings].sort(bySourceAndKeys).map(({ source, keys }) => ({ source, keys: keys.map(({ text }) => text).sort(byCodePoint) }))
}
