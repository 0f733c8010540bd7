// `plan`: what another config would make of a store, seen on a copy of it that is changed by the very code that would change the store.
import type { Plan, PlannedCategory, PlannedFeed } from '../../model/plan.ts'
import type { CategoryRecord } from '../../model/registry.ts'
import type { RereadReport } from '../../model/reread.ts'
import type { Settings } from '../../model/settings.ts'
import type { Snapshot, SnapshotEntry } from '../../store/port/snapshots.ts'
import type { Deps } from '../deps.ts'
import { windowSize } from '../publish/publish-window.ts'
import { rulesOf, sourcesToReread } from '../reread/reread.ts'
import { rereadSource } from '../reread/reread-source.ts'
import { fillFeeds } from '../settle/fill-feeds.ts'
import { settle } from '../settle/settle.ts'
import { feedRecords, registryPlan, sourceRecords } from '../sync.ts'
import { compareEntries, type EntryPair } from './compare.ts'

export interface PlanWish {
  /** Ids of sources that are read anew; null: all whose entries were read by other rules. */
  readonly only: readonly string[] | null
  readonly signal: AbortSignal
  readonly onProgress: (progress: { readonly done: number; readonly total: number; readonly source: string | null }) => void
}

export interface Planning extends Deps {
  /** What `store`, a copy that is nobody else's, is like now; what is written from now on is not seen. */
  readonly pin: () => Promise<Snapshot & { readonly close: () => Promise<void> }>
}

/** @throws AppError `config-invalid` where config contradicts what the store knows of categories; the signal's reason */
export async function planChange({ only, signal, onProgress }: PlanWish, deps: Planning): Promise<Plan> {
  const { store, settings, clock } = deps
  const runAt = clock.now()
  // Those who hold them work on the store, not on its copy.
  await store.releaseLeases('')
  const before = await deps.pin()
  try {
    await store.syncCategories((registry) => registryPlan(settings, registry, runAt), feedRecords(settings, runAt))
    await store.syncSources(sourceRecords(settings))
    const reread = await rereadAll({ only, signal, onProgress, runAt }, deps)
    await fillFeeds(deps)
    await settle(runAt, deps)
    const after = await deps.pin()
    try {
      return {
        ...(await comparison({ before, after, runAt, signal }, settings)),
        sources: { ...(await sourcesOf(before, settings)), reread },
      }
    } finally {
      await after.close()
    }
  } finally {
    await before.close()
  }
}

async function rereadAll(
  { only, signal, onProgress, runAt }: PlanWish & { readonly runAt: number },
  deps: Planning,
): Promise<readonly RereadReport[]> {
  const rules = rulesOf(deps.settings)
  const behind = await sourcesToReread(null, deps)
  const wanted = only === null ? behind : behind.filter(({ id }) => only.includes(id))
  const reports: RereadReport[] = []
  for (const [done, source] of wanted.entries()) {
    signal.throwIfAborted()
    onProgress({ done, total: wanted.length, source: source.id })
    const report = await rereadSource(source, { runAt, rules: rules.get(source.id) ?? '' }, deps)
    if (report !== null) reports.push(report)
  }
  onProgress({ done: wanted.length, total: wanted.length, source: null })
  return reports
}

interface Comparing {
  readonly before: Snapshot
  readonly after: Snapshot
  readonly runAt: number
  readonly signal: AbortSignal
}

async function comparison(comparing: Comparing, settings: Settings): Promise<Omit<Plan, 'sources'>> {
  const { before, after, runAt } = comparing
  return {
    entries: compareEntries(await pairsOf(comparing), runAt),
    categories: compareCategories(await before.categories(), await after.categories()),
    feeds: await compareFeeds(comparing, settings),
  }
}

/** Entries whose marks are looked at in one go. */
const marksAtOnce = 10_000
/** Entries that are held in memory, text and all, in one go. */
const pairsAtOnce = 500

async function pairsOf({ before, after, signal }: Comparing): Promise<readonly EntryPair[]> {
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

async function pairsAt(rows: readonly number[], { before, after }: Pick<Comparing, 'before' | 'after'>): Promise<readonly EntryPair[]> {
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

type Snapshots = Pick<Comparing, 'before' | 'after'>

/** Entries that others became part of; those that never were published are simply not there any more, but their sightings are. */
async function heirsOf(
  rows: readonly number[],
  { now, before, after }: Snapshots & { readonly now: ReadonlyMap<number, SnapshotEntry> },
): Promise<ReadonlyMap<number, SnapshotEntry>> {
  const seen = await before.sightingsOf(rows.filter((row) => !now.has(row)))
  const homes = await after.entriesOf(seen.map(({ id }) => id))
  const heirs = new Map(rows.flatMap((row) => [[row, now.get(row)?.mergedInto ?? null] as const]))
  for (const { id, entry } of seen) heirs.set(entry, heirs.get(entry) ?? homes.get(id) ?? null)
  return named(heirs, after)
}

/** Entries that the sightings of new ones belonged to, and that are still there. */
async function parentsOf(rows: readonly number[], { before, after }: Snapshots): Promise<ReadonlyMap<number, SnapshotEntry>> {
  const seen = await after.sightingsOf(rows)
  const homes = await before.entriesOf(seen.map(({ id }) => id))
  const parents = new Map<number, number | null>()
  for (const { id, entry } of seen) parents.set(entry, parents.get(entry) ?? homes.get(id) ?? null)
  return named(parents, after)
}

async function named(by: ReadonlyMap<number, number | null>, snapshot: Snapshot): Promise<ReadonlyMap<number, SnapshotEntry>> {
  const rows = [...new Set(by.values())].filter((row) => row !== null)
  const entries = byRow(await snapshot.entries(rows))
  return new Map(
    [...by].flatMap(([row, other]) => {
      const entry = other === null ? undefined : entries.get(other)
      return entry === undefined || entry.row === row ? [] : [[row, entry] as const]
    }),
  )
}

export function compareCategories(before: readonly CategoryRecord[], after: readonly CategoryRecord[]): Plan['categories'] {
  const old = new Map(before.map((category) => [category.slug, category]))
  const known = after.flatMap((now) => {
    const was = old.get(now.slug)
    return was === undefined ? [] : [{ was, now }]
  })
  return {
    new: after.filter(({ slug }) => !old.has(slug)).map(calledSo),
    renamed: known.filter(({ was, now }) => was.name !== now.name).map(({ was, now }) => ({ ...calledSo(now), before: was.name })),
    hidden: known.filter(({ was, now }) => !was.isPrivate && now.isPrivate).map(({ now }) => calledSo(now)),
    shown: known.filter(({ was, now }) => was.isPrivate && !now.isPrivate).map(({ now }) => calledSo(now)),
    emptied: known.filter(({ was, now }) => was.entries > 0 && now.entries === 0).map(({ now }) => calledSo(now)),
  }
}

function calledSo({ slug, name }: CategoryRecord): PlannedCategory {
  return { slug, name }
}

/** Of those that would be looked at, whose window would be another. */
async function compareFeeds({ before, after, signal }: Comparing, settings: Settings): Promise<readonly PlannedFeed[]> {
  const size = windowSize(settings)
  const [old, now] = [await before.outputs(), await after.outputs()]
  const feeds: PlannedFeed[] = []
  for (const slug of [...now.keys()].filter((one) => now.get(one) !== old.get(one)).sort()) {
    signal.throwIfAborted()
    const name = slug === '' ? null : slug
    const was = new Map((await before.window(name, size)).map(({ row, mark }) => [row, mark]))
    const is = new Map((await after.window(name, size)).map(({ row, mark }) => [row, mark]))
    const feed = {
      slug: name,
      came: [...is.keys()].filter((row) => !was.has(row)).length,
      left: [...was.keys()].filter((row) => !is.has(row)).length,
      changed: [...is].filter(([row, mark]) => was.has(row) && was.get(row) !== mark).length,
    }
    if (feed.came + feed.left + feed.changed > 0) feeds.push(feed)
  }
  return feeds
}

async function sourcesOf(before: Snapshot, { sources }: Settings): Promise<Omit<Plan['sources'], 'reread'>> {
  const stored = await before.sources()
  const known = new Set(stored.map(({ id }) => id))
  const configured = new Set(sources.map(({ id }) => id))
  const fresh = sources.filter(({ id }) => !known.has(id))
  const renamed = fresh.flatMap(({ id, formerly }) => {
    const from = formerly.find((former) => known.has(former))
    return from === undefined ? [] : [{ from, to: id }]
  })
  const gone = new Set(renamed.map(({ from }) => from))
  const kept = new Set(renamed.map(({ to }) => to))
  return {
    added: fresh.map(({ id }) => id).filter((id) => !kept.has(id)),
    removed: stored.filter(({ id, isRetired }) => !isRetired && !configured.has(id) && !gone.has(id)).map(({ id }) => id),
    renamed,
  }
}
