// Output feeds that are new, or made otherwise than before, take what is stored; in bounded steps, so that nothing waits long for the store.
import type { Settings } from '../../model/settings.ts'
import type { Deps } from '../deps.ts'
import { type OutputFeed, outputFeeds } from './output-feeds.ts'

/** Entries that are judged in one transaction. */
const atOnce = 500

/** Settings whose feeds were looked through. */
const checked = new WeakSet<Settings>()

/** Interrupted, it goes on where it was. What is settled meanwhile is judged there. */
export async function fillFeeds(deps: Deps): Promise<void> {
  const { store, settings } = deps
  if (settings.feeds.length === 0) return
  const fills = new Map((await store.feedFills()).map((fill) => [fill.slug, fill]))
  // Most ticks find nothing: they need not read the registry, for who changes a category leaves something to be written.
  const isIdle = checked.has(settings) && [...fills.values()].every(({ isFilled }) => isFilled)
  if (isIdle && (await store.staleOutputs()).length === 0) return
  for (const feed of outputFeeds(settings, await store.registry())) {
    const fill = fills.get(feed.slug)
    // Another process has a config without it.
    if (fill === undefined || (fill.isFilled && fill.fingerprint === feed.fingerprint)) continue
    await fillFeed(feed, deps)
  }
  checked.add(settings)
}

async function fillFeed({ slug, fingerprint, unknown, judge }: OutputFeed, { store, log }: Deps): Promise<void> {
  if (unknown.length > 0) log.warn({ feed: slug, unknown }, 'names in "from" of an output feed are those of no category or source so far')
  const step = {
    slug,
    fingerprint,
    limit: atOnce,
    judge: (entry: Parameters<typeof judge>[0]) => {
      const verdict = judge(entry)
      return verdict.isIn ? verdict.because : null
    },
  }
  while (!(await store.fillFeed(step)));
  log.info({ feed: slug }, 'the output feed is filled from what is stored')
}
