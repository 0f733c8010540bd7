import type { FeedRule, FeedSettings } from '../model/output-feed.ts'
import type { Keep } from '../model/pruning.ts'
import { resolveDigests } from './schema-digest.ts'
import type { WrittenFeed } from './schema-feed.ts'
import { resolveKeep } from './schema-keep.ts'

interface Surroundings {
  /** What a source is called now that had the id before. */
  readonly idOf: ReadonlyMap<string, string>
  /** Of feeds that say nothing else. */
  readonly keep: Keep | null
}

export function resolveFeed(written: WrittenFeed, { idOf, keep }: Surroundings): FeedSettings {
  return {
    slug: written.slug,
    title: written.title,
    description: written.description ?? null,
    group: written.group ?? null,
    order: written.order ?? null,
    icon: written.icon ?? null,
    isPrivate: written.private,
    fold: written.fold ?? null,
    digests: resolveDigests(written.digest),
    keep: written.keep === undefined ? keep : resolveKeep(written.keep),
    from: [...new Set(written.from.map((name) => idOf.get(name) ?? name))],
    rules: written.rules.flatMap(feedRule),
  }
}

function feedRule({ keep, drop }: WrittenFeed['rules'][number]): readonly FeedRule[] {
  if (keep !== undefined) return [{ kind: 'keep', ...keep }]
  return drop === undefined ? [] : [{ kind: 'drop', ...drop }]
}
