// From changed sightings to entries: which row each sighting belongs to now, and which published entries became one.
import type { Known, KnownEntry, MergePlan, Sighting } from '../model/merge.ts'
import type { Burnt } from './burnt.ts'
import { type Cluster, partition } from './partition.ts'

export interface Changes {
  readonly changed: readonly Sighting[]
  readonly absorbed: MergePlan['absorbed']
  /** Entries that a source showed to be one. */
  readonly joins: readonly (readonly [number, number])[]
  readonly isNew: ReadonlySet<number>
}

export type Regrouped = Omit<MergePlan, 'burns' | 'vetoes' | 'isDrifting'>

/** Decides the entries anew around what changed; what was published together stays together. */
export function regroup(known: Known, { changed, absorbed, joins, isNew }: Changes, burnt: Burnt): Regrouped {
  const replaced = new Map(changed.map((sighting) => [sighting.id, sighting]))
  const gone = new Set(absorbed.map(({ from }) => from))
  const now = [
    ...known.sightings.filter(({ id }) => !gone.has(id)).map((sighting) => replaced.get(sighting.id) ?? sighting),
    ...changed.filter(({ id }) => isNew.has(id)),
  ]
  const states = new Map(known.entries.map((entry) => [entry.id, entry]))
  const clusters = partition(now, boundClusters(now, states, joins), burnt)
  const homes = assignEntries(clusters, states, joins)
  const before = new Map(known.sightings.map((sighting) => [sighting.id, sighting.entry]))
  const placed = clusters.flatMap((cluster) => cluster.map((sighting) => ({ ...sighting, entry: homes.of.get(cluster) ?? sighting.entry })))
  const movedOnly = placed.filter(({ id, entry }) => !replaced.has(id) && before.get(id) !== entry)
  const sightings = placed.filter(({ id }) => replaced.has(id))
  const left = new Set(placed.map((sighting) => sighting.entry))
  return {
    sightings,
    absorbed,
    moved: movedOnly.map(({ id, entry }) => ({ sighting: id, entry })),
    merged: homes.merged,
    emptied: known.entries.filter((entry) => entry.state === 'pending' && !left.has(entry.id)).map((entry) => entry.id),
    touched: [...new Set([...sightings, ...movedOnly].flatMap(({ id, entry }) => [entry, before.get(id) ?? entry]))].filter((entry) =>
      left.has(entry),
    ),
    counts: countChanges(sightings, isNew, homes.merged.length),
  }
}

/** Sightings that may not be parted: those of one published entry, and of published entries that a source joined. */
function boundClusters(
  sightings: readonly Sighting[],
  states: ReadonlyMap<number, KnownEntry>,
  joins: Changes['joins'],
): readonly Cluster[] {
  const isPublished = (entry: number) => states.get(entry)?.state === 'published'
  const byEntry = groupByEntry(sightings)
  const together = [...byEntry].filter(([entry]) => isPublished(entry)).map(([, members]) => members)
  const joined = joins.map(([into, other]) => [
    ...(byEntry.get(into) ?? []).slice(0, 1),
    ...(isPublished(other) ? (byEntry.get(other) ?? []) : []),
  ])
  return [...together, ...joined].filter((cluster) => cluster.length > 1)
}

interface Homes {
  readonly of: ReadonlyMap<Cluster, number>
  readonly merged: MergePlan['merged']
}

/** Each cluster keeps an entry: the one published first (ties: the smaller id), else a pending one of its own, else a new one. */
function assignEntries(clusters: readonly Cluster[], states: ReadonlyMap<number, KnownEntry>, joins: Changes['joins']): Homes {
  const of = new Map<Cluster, number>()
  const merged: { from: number; into: number }[] = []
  const claimed = new Set<number>()
  let fresh = -1
  for (const cluster of clusters) {
    const candidates = [...new Set(cluster.map((sighting) => sighting.entry))]
    const left = joins.filter(([into]) => candidates.includes(into)).map(([, other]) => other)
    const published = [...new Set([...candidates, ...left])].flatMap((id) => knownPublished(states.get(id))).sort(byPublication)
    const pending = candidates.filter((id) => states.get(id)?.state === 'pending' && !claimed.has(id)).sort((a, b) => a - b)
    const home = published[0]?.id ?? pending[0] ?? fresh--
    of.set(cluster, home)
    claimed.add(home)
    for (const { id } of published.slice(1)) merged.push({ from: id, into: home })
  }
  return { of, merged }
}

function knownPublished(entry: KnownEntry | undefined): KnownEntry[] {
  return entry?.state === 'published' ? [entry] : []
}

function byPublication(a: KnownEntry, b: KnownEntry): number {
  const [first, second] = [a.publicId ?? '', b.publicId ?? '']
  return (a.publishedAt ?? 0) - (b.publishedAt ?? 0) || (first < second ? -1 : 1)
}

export function groupByEntry(sightings: readonly Sighting[]): ReadonlyMap<number, readonly Sighting[]> {
  const groups = new Map<number, Sighting[]>()
  for (const sighting of sightings) groups.set(sighting.entry, [...(groups.get(sighting.entry) ?? []), sighting])
  return groups
}

function countChanges(sightings: readonly Sighting[], isNew: ReadonlySet<number>, merges: number): MergePlan['counts'] {
  const added = sightings.filter(({ id }) => isNew.has(id))
  const inNewEntries = new Set(added.filter(({ entry }) => entry < 0).map(({ entry }) => entry)).size
  return { new: inNewEntries, updated: sightings.length - added.length, merged: added.length - inNewEntries + merges }
}
