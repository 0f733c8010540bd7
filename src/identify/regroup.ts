// From changed sightings to entries: which row each sighting belongs to now, and which published entries became one.
import { groupBy } from '../base/group-by.ts'
import { byCodePoint } from '../base/text.ts'
import type { Known, KnownEntry, MergePlan, Sighting } from '../model/merge.ts'
import { isBuried } from '../model/pruning.ts'
import { withoutText } from '../model/retraction.ts'
import type { Burnt } from './burnt.ts'
import { type Ruling, rulingsOn, takenFrom } from './by-hand.ts'
import type { Cluster } from './groups.ts'
import { partition } from './partition.ts'

export interface Changes {
  readonly changed: readonly Sighting[]
  readonly absorbed: MergePlan['absorbed']
  readonly isNew: ReadonlySet<number>
}

export type Regrouped = Omit<MergePlan, 'burns' | 'vetoes' | 'isDrifting'>

/** Decides the entries anew around what changed. */
export function regroup(known: Known, { changed, absorbed, isNew }: Changes, burnt: Burnt): Regrouped {
  const replaced = new Map(changed.map((sighting) => [sighting.id, sighting]))
  const into = new Map(absorbed.map((pair) => [pair.from, pair.into]))
  const now = [
    ...known.sightings.filter(({ id }) => !into.has(id)).map((sighting) => replaced.get(sighting.id) ?? sighting),
    ...changed.filter(({ id }) => isNew.has(id)),
  ]
  const states = new Map(known.entries.map((entry) => [entry.id, entry]))
  const isPublished = (entry: number) => states.get(entry)?.state === 'published'
  const published = [...groupBy(now, ({ entry }) => entry)].filter(([entry]) => isPublished(entry)).map(([, members]) => members)
  const rulings = (some: readonly Sighting[]) => rulingsOn(some, known.corrections, burnt)
  const clusters = partition(now, { published, rulingsOn: rulings }, burnt)

  const homes = assignEntries(clusters, { known, into, states, rulings: rulings(now) })
  const before = new Map(known.sightings.map((sighting) => [sighting.id, sighting.entry]))
  const placed = clusters.flatMap((cluster) => cluster.map((sighting) => ({ ...sighting, entry: homes.of.get(cluster) ?? sighting.entry })))
  const moved = placed.filter(({ id, entry }) => !replaced.has(id) && before.get(id) !== entry)
  const sightings = placed
    .filter(({ id }) => replaced.has(id))
    .map((sighting) => (homes.retracted.has(sighting.entry) ? withheld(sighting) : sighting))
    .sort(inDocumentOrder)
  const held = new Set(placed.map((sighting) => sighting.entry))
  const left = absorbed.flatMap(({ from }) => before.get(from) ?? [])
  return {
    sightings,
    absorbed,
    moved: moved.map(({ id, entry }) => ({ sighting: id, entry })),
    merged: homes.merged,
    retracted: [...homes.retracted],
    emptied: known.entries.filter((entry) => entry.state === 'pending' && !held.has(entry.id)).map((entry) => entry.id),
    touched: [...new Set([...sightings, ...moved].flatMap(({ id, entry }) => [entry, before.get(id) ?? entry]).concat(left))].filter(
      (entry) => held.has(entry),
    ),
    counts: countChanges(
      sightings.filter(({ entry }) => !homes.buried.has(entry)),
      isNew,
      homes.merged.length,
    ),
  }
}

/** New sightings count down from -1 as their document has them; the store numbers them in that order, whatever they joined. */
function inDocumentOrder(a: Sighting, b: Sighting): number {
  return Math.abs(a.id) - Math.abs(b.id)
}

/** What a withdrawn entry is known by; its text is not kept. */
function withheld(sighting: Sighting): Sighting {
  return { ...sighting, draft: withoutText(sighting.draft), article: null }
}

interface Claims {
  readonly known: Known
  /** Sightings that were taken over, and by which. */
  readonly into: ReadonlyMap<number, number>
  readonly states: ReadonlyMap<number, KnownEntry>
  readonly rulings: readonly Ruling[]
}

interface Homes {
  readonly of: ReadonlyMap<Cluster, number>
  readonly merged: MergePlan['merged']
  readonly retracted: ReadonlySet<number>
  /** What stays a tombstone. */
  readonly buried: ReadonlySet<number>
}

/**
 * Each cluster keeps an entry: of the published ones it holds a withdrawn one, else the one published first (ties: the smaller id), else a
 * tombstone (one that was never public: else one that readers of private categories see); else a pending one, else a new one. What parts
 * from a withdrawn entry, and is no other published one, stays with it: it must not come back as new. Nor must what was pruned.
 */
function assignEntries(clusters: readonly Cluster[], { known, into: absorbed, states, rulings }: Claims): Homes {
  const clusterOf = new Map(clusters.flatMap((cluster) => cluster.map((sighting) => [sighting.id, cluster] as const)))
  const held = publishedIn(known, rulings, (sighting) => clusterOf.get(absorbed.get(sighting.id) ?? sighting.id))
  const of = new Map<Cluster, number>()
  const merged: { from: number; into: number }[] = []
  const claimed = new Set<number>()
  const retracted = new Set<number>()
  const buried = new Set<number>()
  let fresh = -1
  for (const cluster of leftFirst(clusters, rulings)) {
    const ranked = [...(held.get(cluster) ?? [])].sort(byPublication)
    const isAway = staysAway(cluster, { ranked, states })
    const first = ranked.find(({ isPruned }) => !isPruned || isAway)
    const entries = cluster.map((sighting) => sighting.entry)
    const withdrawn = entries.find((id) => states.get(id)?.isRetracted)
    const pending = entries.filter((id) => states.get(id)?.state === 'pending' && !claimed.has(id))
    const home = first?.id ?? withdrawn ?? (pending.length > 0 ? Math.min(...pending) : fresh--)
    of.set(cluster, home)
    claimed.add(home)
    for (const { id } of ranked) if (id !== home) merged.push({ from: id, into: home })
    if (home === withdrawn || ranked.some((entry) => entry.isRetracted)) retracted.add(home)
    if (isAway && (first === undefined || first.isPruned)) buried.add(home)
  }
  return { of: followed(of, merged), merged, retracted, buried }
}

function followed(of: ReadonlyMap<Cluster, number>, merged: MergePlan['merged']): ReadonlyMap<Cluster, number> {
  const into = new Map(merged.map((pair) => [pair.from, pair.into]))
  return new Map([...of].map(([cluster, home]) => [cluster, into.get(home) ?? home]))
}

/** An entry that nobody has seen yet goes with what was left of it, as one that was published does. */
function leftFirst(clusters: readonly Cluster[], rulings: readonly Ruling[]): readonly Cluster[] {
  const taken = new Set(rulings.flatMap(({ kind, sides }) => (kind === 'parted' ? sides[1].map(({ id }) => id) : [])))
  const isTaken = (cluster: Cluster) => Number(taken.size > 0 && cluster.every(({ id }) => taken.has(id)))
  return [...clusters].sort((a, b) => isTaken(a) - isTaken(b))
}

function staysAway(
  cluster: Cluster,
  { ranked, states }: { readonly ranked: readonly KnownEntry[]; readonly states: ReadonlyMap<number, KnownEntry> },
): boolean {
  const isShelved = cluster.some(({ entry }) => states.get(entry)?.isShelved)
  return isBuried(cluster, { isShelved }) || ranked.some(({ isPruned, publicId }) => isPruned && publicId !== null)
}

/** Which cluster holds which published entries. When its sightings have parted, an entry goes with its owner's, a tombstone with what was pruned; by hand, with what was left. */
function publishedIn(
  known: Known,
  rulings: readonly Ruling[],
  clusterOf: (sighting: Sighting) => Cluster | undefined,
): Map<Cluster, KnownEntry[]> {
  const members = groupBy(known.sightings, ({ entry }) => entry)
  const held = new Map<Cluster, KnownEntry[]>()
  for (const entry of known.entries.filter(({ state }) => state === 'published')) {
    const own = members.get(entry.id) ?? []
    const taken = takenFrom(own, rulings)
    const ranked = [...own].sort(
      (a, b) =>
        Number(taken.has(a.id)) - Number(taken.has(b.id)) ||
        Number(b.isPruned === entry.isPruned) - Number(a.isPruned === entry.isPruned) ||
        Number(b.source === entry.owner) - Number(a.source === entry.owner) ||
        byCodePoint(a.fingerprint, b.fingerprint),
    )
    const cluster = ranked[0] === undefined ? undefined : clusterOf(ranked[0])
    if (cluster !== undefined) held.set(cluster, [...(held.get(cluster) ?? []), entry])
  }
  return held
}

function byPublication(a: KnownEntry, b: KnownEntry): number {
  return (
    Number(a.publicId === null) - Number(b.publicId === null) ||
    Number(b.isRetracted) - Number(a.isRetracted) ||
    Number(a.isPruned) - Number(b.isPruned) ||
    (a.publishedAt ?? 0) - (b.publishedAt ?? 0) ||
    byCodePoint(a.publicId ?? '', b.publicId ?? '')
  )
}

function countChanges(sightings: readonly Sighting[], isNew: ReadonlySet<number>, merges: number): MergePlan['counts'] {
  const added = sightings.filter(({ id }) => isNew.has(id))
  const inNewEntries = new Set(added.filter(({ entry }) => entry < 0).map(({ entry }) => entry)).size
  return { new: inNewEntries, updated: sightings.length - added.length, merged: added.length - inNewEntries + merges }
}
