// Two states of a store → what became of its categories, feeds and sources.
import type { Plan, PlannedCategory, PlannedFeed } from '../../model/plan.ts'
import type { CategoryRecord } from '../../model/registry.ts'
import type { Settings } from '../../model/settings.ts'
import type { Snapshot } from '../../store/port/snapshots.ts'
import { windowSize } from '../publish/publish-window.ts'
import type { Snapshots } from './entry-pairs.ts'

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

/** Those whose window would be another. @throws the signal's reason */
export async function compareFeeds({ before, after, signal }: Snapshots, settings: Settings): Promise<readonly PlannedFeed[]> {
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

export async function compareSources(before: Snapshot, { sources }: Settings): Promise<Omit<Plan['sources'], 'reread'>> {
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
