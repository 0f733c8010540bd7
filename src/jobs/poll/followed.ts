// Sources that no config names: the feeds of the lists that config has us follow. Pure.
import { sha256Hex } from '../../base/digest.ts'
import { canonicalUrl } from '../../identify/canonical-url.ts'
import type { FollowedFeed, ListedFeed } from '../../model/followed.ts'
import type { Settings } from '../../model/settings.ts'
import type { CategoryRule, Source } from '../../model/source.ts'

/** A feed that is watched already: by config, or by a list before. */
export interface Doubled {
  readonly list: string
  readonly url: string
  /** Id of the source that watches it. */
  readonly by: string
}

export interface Followed {
  /** Config's, with the feeds of each list behind it. */
  readonly settings: Settings
  readonly doubled: readonly Doubled[]
}

/** Ids are as long as config may write them. */
const longestId = 64
const hashLength = 10

/**
 * Config and what its lists name. Each list's feeds stand behind it, in the order of their ids, whatever the order of the list: who owns a
 * shared entry must not change when a list is sorted anew. A feed is watched once: config goes before lists.
 */
export function withFollowed(config: Settings, kept: readonly FollowedFeed[]): Followed {
  if (!config.sources.some(isList)) return { settings: config, doubled: [] }
  const taken = new Map(config.sources.flatMap(({ id, url }) => [[id, id] as const, [sameFeed(url), id] as const]))
  const doubled: Doubled[] = []
  const sources = config.sources.flatMap((source) => {
    if (!isList(source)) return [source]
    const own = feedsOf(source, kept).flatMap((feed) => {
      const id = followedId(source.id, feed.url)
      const by = taken.get(sameFeed(feed.url)) ?? taken.get(id)
      if (by !== undefined) doubled.push({ list: source.id, url: feed.url, by })
      else for (const key of [id, sameFeed(feed.url)]) taken.set(key, id)
      return by === undefined ? [followedSource(source, feed)] : []
    })
    return [source, ...own]
  })
  return { settings: { ...config, sources: sources.map((source, position) => ({ ...source, position })) }, doubled }
}

function isList({ kind }: Source): boolean {
  return kind === 'opml'
}

/** Those it names now, also under an id that it had before. */
function feedsOf({ id, formerly }: Source, kept: readonly FollowedFeed[]): readonly ListedFeed[] {
  const named = [id, ...formerly].find((list) => kept.some((feed) => feed.list === list))
  const feeds = kept.filter(({ list, goneAt }) => list === named && goneAt === null)
  const ids = new Map(feeds.map((feed) => [feed, followedId(id, feed.url)]))
  return feeds.sort((a, b) => ((ids.get(a) ?? '') < (ids.get(b) ?? '') ? -1 : 1))
}

/** `<list>.<host>-<hash>`: of the address alone, so that it is the same whenever the feed comes back, and over http as over https. */
export function followedId(list: string, url: string): string {
  const hash = sha256Hex(sameFeed(url)).slice(0, hashLength)
  const host = new URL(url).hostname.replace(/^www\./, '').replace(/[^a-z0-9]+/g, '-')
  const name = host.slice(0, Math.max(longestId - list.length - hashLength - 2, 0)).replace(/^-+|-+$/g, '')
  return `${list}.${name === '' ? hash : `${name}-${hash}`}`
}

function sameFeed(url: string): string {
  return (canonicalUrl(url, { ignored: [], kept: [] }) ?? url).replace(/^https?:/, '')
}

/** By the settings of the list, but for what is about the list's own document. Its headers may be secrets: they stay at its origin. */
function followedSource(list: Source, { url, title, folder }: ListedFeed): Source {
  return {
    ...list,
    id: followedId(list.id, url),
    kind: 'feed',
    url,
    title: title ?? new URL(url).hostname,
    headers: new URL(url).origin === new URL(list.url).origin ? list.headers : {},
    category: list.category.flatMap((rule) => inFolder(rule, folder)),
    recipe: { ...list.recipe, kind: 'feed', charset: null },
    formerly: list.formerly.map((former) => followedId(former, url)),
  }
}

/** A rule with its `{folder}` filled in; none where nothing is left of it. Braces in a name would be taken for a template. */
function inFolder(rule: CategoryRule, folder: string | null): readonly CategoryRule[] {
  const name = (folder ?? '').replace(/[{}]/g, '').trim()
  const names = rule.names.flatMap((template) => {
    if (!template.includes('{folder}')) return [template]
    return name === '' ? [] : [template.replaceAll('{folder}', () => name)]
  })
  return names.length === 0 ? [] : [{ ...rule, names }]
}
