// `plan`: what another config would make of a store, seen on a copy of it that is changed by the very code that would change the store.
import type { Plan } from '../../model/plan.ts'
import type { RereadReport } from '../../model/reread.ts'
import type { Settings } from '../../model/settings.ts'
import type { Snapshot } from '../../store/port/snapshots.ts'
import type { Deps } from '../deps.ts'
import { rulesOf, sourcesToReread } from '../reread/reread.ts'
import { rereadSource } from '../reread/reread-source.ts'
import { fillFeeds } from '../settle/fill-feeds.ts'
import { settle } from '../settle/settle.ts'
import { feedRecords, registryPlan, sourceRecords } from '../sync.ts'
import { compareEntries } from './compare.ts'
import { compareCategories, compareFeeds, compareSources } from './compare-site.ts'
import { pairsOf, type Snapshots } from './entry-pairs.ts'

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
      const compared = await comparison({ before, after, signal }, { runAt, settings })
      return { ...compared, sources: { ...(await compareSources(before, settings)), reread } }
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

async function comparison(
  snapshots: Snapshots,
  { runAt, settings }: { readonly runAt: number; readonly settings: Settings },
): Promise<Omit<Plan, 'sources'>> {
  const { before, after } = snapshots
  return {
    entries: compareEntries(await pairsOf(snapshots), runAt),
    categories: compareCategories(await before.categories(), await after.categories()),
    feeds: await compareFeeds(snapshots, settings),
  }
}
