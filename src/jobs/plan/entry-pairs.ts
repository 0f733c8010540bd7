// Which entries differ between two states of a store, each with what it was and what became of it.
import type { Snapshot, SnapshotEntry } from '../../store/port/snapshots.ts'
import type { EntryPair } from './compare.ts'

interface Both {
  readonly before: Snapshot
  readonly after: Snapshot
}

export interface Snapshots extends Both {
  readonly signal: AbortSignal
}

/** Entries whose marks are looked at in one go. */
const marksAtOnce = 10_000
/** Entries that are held in memory, text and all, in one go. */
const pairsAtOnce = 500

/** Of entries on which something differs. @throws the signal's reason */
export async function pairsOf({ before, after, signal }: Snapshots): Promise<readonly EntryPair[]> {
  const pairs: EntryPair[] = []
  const last = Math.max(await before.lastRow(), await after.lastRow())
  for (let first = 1; first <= last; first += marksAtOnce) {
    signal.throwIfAborted()
    const [old, now] = [await before.marks(first, first + marksAtOnce - 1), await after.marks(first, first + marksAtOnce - 1)]
    const rows = [...new Set([...old.keys(), ...now.keys()])].filter((row) => old.get(row) !== now.get(row)).sort((a, b) => a - b)
    for (let at = 0; at < rows.length; at += pairsAtOnce)
      pairs.push(...(await pairsAt(rows.slice(at, at + pairsAtOnce), { before, after })))
  }
  return pairs
}

async function pairsAt(rows: readonly number[], { before, after }: Both): Promise<readonly EntryPair[]> {
  const [old, now] = [byRow(await before.entries(rows)), byRow(await after.entries(rows))]
  const heirs = await heirsOf(
    rows.filter((row) => old.has(row) && (now.get(row)?.state ?? 'merged') === 'merged'),
    { now, before, after },
  )
  const parents = await parentsOf(
    rows.filter((row) => !old.has(row)),
    { before, after },
  )
  return rows.map((row) => ({
    before: old.get(row) ?? null,
    after: now.get(row) ?? null,
    heir: heirs.get(row) ?? null,
    parent: parents.get(row) ?? null,
  }))
}

function byRow(entries: readonly SnapshotEntry[]): ReadonlyMap<number, SnapshotEntry> {
  return new Map(entries.map((entry) => [entry.row, entry]))
}

/** Entries that others became part of; those that never were published are simply not there any more, but their sightings are. */
async function heirsOf(
  rows: readonly number[],
  { now, before, after }: Both & { readonly now: ReadonlyMap<number, SnapshotEntry> },
): Promise<ReadonlyMap<number, SnapshotEntry>> {
  const seen = await before.sightingsOf(rows.filter((row) => !now.has(row)))
  const homes = await after.entriesOf(seen.map(({ id }) => id))
  const heirs = new Map(rows.flatMap((row) => [[row, now.get(row)?.mergedInto ?? null] as const]))
  for (const { id, entry } of seen) heirs.set(entry, heirs.get(entry) ?? homes.get(id) ?? null)
  return entriesAt(heirs, after)
}

/** Entries that the sightings of new ones belonged to, and that are still there. */
async function parentsOf(rows: readonly number[], { before, after }: Both): Promise<ReadonlyMap<number, SnapshotEntry>> {
  const seen = await after.sightingsOf(rows)
  const homes = await before.entriesOf(seen.map(({ id }) => id))
  const parents = new Map<number, number | null>()
  for (const { id, entry } of seen) parents.set(entry, parents.get(entry) ?? homes.get(id) ?? null)
  return entriesAt(parents, after)
}

/** Those that others lead to; one that leads to itself is left out. */
async function entriesAt(by: ReadonlyMap<number, number | null>, snapshot: Snapshot): Promise<ReadonlyMap<number, SnapshotEntry>> {
  const rows = [...new Set(by.values())].filter((row) => row !== null)
  const entries = byRow(await snapshot.entries(rows))
  return new Map(
    [...by].flatMap(([row, other]) => {
      const entry = other === null ? undefined : entries.get(other)
      return entry === undefined || entry.row === row ? [] : [[row, entry] as const]
    }),
  )
}
