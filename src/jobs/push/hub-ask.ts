// Somebody wants to be told of a feed (W3C WebSub §5.1), or no more. Whether it was meant is asked afterwards: hub-verify.ts.
import type { HubAnswer, HubWish, Topic } from '../../model/hub.ts'
import { isDigestPath } from '../../model/paths.ts'
import type { Deps } from '../deps.ts'
import { lookAtTopic, topicAt } from './hub-topics.ts'

const hour = 3_600
const day = 24 * hour
/** WebSub §8.2: short ones, ten days by default. */
const lease = { least: hour, usual: 10 * day, most: 30 * day }

/**
 * A reader of everything asks for each format of each of 2,000 categories. Callbacks are asked at the pace of visits: whoever names another's
 * host makes us ask there no more than that.
 */
const most = { requests: { ofHost: 500, inAll: 5_000 }, subscriptions: { ofHost: 10_000, inAll: 100_000 } }

/** Takes what is asked for, to be verified. */
export async function askHub(wish: HubWish, deps: Deps): Promise<HubAnswer> {
  const { store, settings, clock } = deps
  const topic = topicAt(wish.topic, settings.site)
  if (topic === null || !(await isPublished(topic, deps))) return 'unknown-topic'
  if (wish.mode === 'subscribe') await lookAtTopic(topic, deps)
  const { mode: kind, topic: address, callback, secret } = wish
  const leaseMs = Math.min(Math.max(wish.leaseSeconds ?? lease.usual, lease.least), lease.most) * 1_000
  return store.hub.ask({ kind, topic, address, callback, secret, leaseMs }, { now: clock.now(), most })
}

/** Whether there is such a digest only its file tells. */
async function isPublished({ slug, path }: Topic, { store, outlet }: Deps): Promise<boolean> {
  if (slug !== '' && !(await store.hub.isPublic(slug))) return false
  return !isDigestPath(path) || (await outlet.read(path)) !== null
}
