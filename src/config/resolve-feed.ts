import type { FeedRule, FeedSettings } from '../model/output-feed.ts'
import { resolveDigests } from './schema-digest.ts'
import type { WrittenFeed } from './schema-feed.ts'

/** `idOf`: what a source is called now that had the id before. */
export function resolveFeed(written: WrittenFeed, idOf: ReadonlyMap<string, string>): FeedSettings {
  return {
    slug: written.slug,
    title: written.title,
    description: written.description ?? null,
    group: written.group ?? null,
    order: written.order ?? null,
    icon: written.icon ?? null,
    isPrivate: written.private,
    digests: resolveDigests(written.digest),
    from: [...new Set(written.from.map((name) => idOf.get(name) ?? name))],
    rules: written.rules.flatMap(feedRule),
  }
}

function feedRule({ keep, drop }: WrittenFeed['rules'][number]): readonly FeedRule[] {
  if (keep !== undefined) return [{ kind: 'keep', ...keep }]
  return drop === undefined ? [] : [{ kind: 'drop', ...drop }]
}
