// The feeds that a list names, as a trial shows them: what a poll would follow from then on.
import { withoutSecrets } from '../../base/shown-url.ts'
import type { FollowedFeed, ListedFeed } from '../../model/followed.ts'
import type { Settings } from '../../model/settings.ts'
import type { Source } from '../../model/source.ts'
import { followedId, withFollowed } from '../poll/followed.ts'

/** Addresses without secrets. */
export interface TriedFeed extends ListedFeed {
  /** Of the source that watches it, or would: `watched` is one that does so without this list. */
  readonly id: string
  readonly change: 'new' | 'kept' | 'watched'
}

export interface TriedFeeds {
  /** In the order of the list. */
  readonly feeds: readonly TriedFeed[]
  /** What would not be followed any more. */
  readonly gone: readonly Pick<TriedFeed, 'id' | 'url'>[]
}

/** `settings`: config with what its lists name now; `kept`: that. A list that names nothing changes nothing. */
export function triedFeeds(
  list: Source,
  feeds: readonly ListedFeed[],
  { settings, kept }: { settings: Settings; kept: readonly FollowedFeed[] },
): TriedFeeds {
  const before = kept.filter((feed) => feed.list === list.id && feed.goneAt === null)
  const followed = new Set(kept.map((feed) => followedId(feed.list, feed.url)))
  const config = { ...settings, sources: settings.sources.filter(({ id }) => !followed.has(id)) }
  const now = feeds.map((feed) => ({ ...feed, list: list.id, since: 0, goneAt: null }))
  const { doubled } = withFollowed(config, [...kept.filter((feed) => feed.list !== list.id), ...now])
  const watchers = new Map(doubled.filter((one) => one.list === list.id).map(({ url, by }) => [url, by]))
  const ids = new Set(before.map(({ url }) => followedId(list.id, url)))
  const shown = feeds.map((feed): TriedFeed => {
    const watcher = watchers.get(feed.url)
    const id = watcher ?? followedId(list.id, feed.url)
    return { ...feed, url: withoutSecrets(feed.url), id, change: watcher !== undefined ? 'watched' : ids.has(id) ? 'kept' : 'new' }
  })
  const named = new Set(feeds.map(({ url }) => followedId(list.id, url)))
  const left = feeds.length === 0 ? [] : before.filter(({ url }) => !named.has(followedId(list.id, url)))
  return { feeds: shown, gone: left.map(({ url }) => ({ id: followedId(list.id, url), url: withoutSecrets(url) })) }
}
