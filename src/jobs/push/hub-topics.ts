// Feeds as topics (W3C WebSub §4): which address is which feed, and which document of it is the newest.

import { sha256Hex } from '../../base/digest.ts'
import { parseUrl } from '../../base/parse-url.ts'
import { digestPeriods } from '../../model/digest.ts'
import type { Topic } from '../../model/hub.ts'
import { ownHub } from '../../model/hubs.ts'
import { categoryPath, digestPath, type FeedFormat, publicUrl } from '../../model/paths.ts'
import type { SiteSettings } from '../../model/settings.ts'
import type { UnseenTopic } from '../../store/port/hub.ts'
import type { Deps } from '../deps.ts'

const formats = ['rss', 'atom', 'json'] as const
/** Written down together. */
const atOnce = 50

/** A feed by the address under which it names itself; null: none of ours, as far as its address tells. */
export function topicAt(address: string, site: SiteSettings): Topic | null {
  const url = parseUrl(address)
  if (url === null) return null
  const path = pathBehind(url.href, new URL(site.url).href) ?? ''
  const [, name = ''] = /^(.+)\.(?:rss|atom|json)$/.exec(path) ?? []
  const slug = slugOf(name)
  return slug === null ? null : { path, slug }
}

/** Of a feed, or of a digest of it. */
function slugOf(name: string): string | null {
  if (name === 'feed' || everyOf(name, 'archive') !== null) return ''
  const [, slug = null, digest] = /^category\/([^/?#]+)(?:\/([^/?#]+))?$/.exec(name) ?? []
  return slug === null || digest === undefined || everyOf(name, `category/${slug}`) !== null ? slug : null
}

function everyOf(name: string, folder: string): string | null {
  return digestPeriods.find((every) => name === `${folder}/${every}`) ?? null
}

/** Escapes that need not be are undone on both sides (§5.1.1). */
function pathBehind(href: string, siteUrl: string): string | null {
  try {
    const [whole, start] = [decodeURI(href), decodeURI(siteUrl)]
    return whole.startsWith(start) ? whole.slice(start.length) : null
  } catch {
    return null
  }
}

export function topicUrl(path: string, site: SiteSettings): string {
  return publicUrl(site.url, path)
}

/** Notes which feeds hold other documents than before, and ends subscriptions to what is none any more. */
export async function lookAtTopics(deps: Deps): Promise<void> {
  const { store, settings, clock } = deps
  await store.hub.endSubscriptions({ now: clock.now(), isOpen: ownHub(settings) !== null })
  if (settings.publish.hubs.length > 0) await watchAll(deps)
  await lookAt(await store.hub.unseen(), deps)
}

/** The same for one topic, which is looked at for the first time. */
export async function lookAtTopic(topic: Topic, deps: Deps): Promise<void> {
  const { hub } = deps.store
  await hub.watch([topic])
  await lookAt(
    (await hub.unseen()).filter(({ path }) => path === topic.path),
    deps,
  )
}

/** Hubs elsewhere are told of every feed. */
async function watchAll({ store }: Deps): Promise<void> {
  const feeds = (await store.hub.unwatched()).map((slug) => ({ slug, pathOf: (format: FeedFormat) => categoryPath(slug || null, format) }))
  const digests = (await store.hub.unwatchedDigests()).map(({ slug, every }) => ({
    slug,
    pathOf: (format: FeedFormat) => digestPath(slug || null, every, format),
  }))
  const topics = [...feeds, ...digests].flatMap(({ slug, pathOf }) => formats.map((format) => ({ path: pathOf(format), slug })))
  if (topics.length > 0) await store.hub.watch(topics)
}

async function lookAt(topics: readonly UnseenTopic[], { store, outlet }: Deps): Promise<void> {
  for (let at = 0; at < topics.length; at += atOnce) {
    const seen = []
    for (const { path, mark } of topics.slice(at, at + atOnce)) {
      const bytes = await outlet.read(path)
      seen.push({ path, mark, version: bytes === null ? null : sha256Hex(bytes) })
    }
    await store.hub.seen(seen)
  }
}
