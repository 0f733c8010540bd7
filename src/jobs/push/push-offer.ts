// Who tells of a feed, and whether we want to be told (W3C WebSub §4). Pure.
import { parseUrl } from '../../base/parse-url.ts'
import { withoutSecrets } from '../../base/shown-url.ts'
import type { PushOffer } from '../../model/push.ts'
import type { Settings } from '../../model/settings.ts'
import type { Source } from '../../model/source.ts'
import { publicity } from '../poll/publicity.ts'
import type { Visited } from '../poll/visit.ts'

const mostHubs = 5
const longestUrl = 4_096
/** Headers that open nothing. */
const harmless = new Set(['accept', 'accept-language', 'user-agent'])

type Read = Pick<Extract<Visited, { kind: 'changed' }>, 'fetched' | 'reading'>

/** Null: nobody tells. Link headers go before the links of the document; without a `self` its topic is where it was found. */
export function offerOf({ fetched, reading }: Read): PushOffer | null {
  const { links = null, url } = fetched
  const inHeaders = links?.hubs ?? []
  const hubs = [...new Set(inHeaders.length > 0 ? inHeaders : reading.about.hubs)].filter(isOnWeb).slice(0, mostHubs)
  const topic = [links?.self, reading.about.selfUrl, url].find((one): one is string => typeof one === 'string' && isOnWeb(one))
  return hubs.length === 0 || topic === undefined ? null : { hubs, topic, base: url }
}

function isOnWeb(url: string): boolean {
  return url.length <= longestUrl && /^https?:$/.test(parseUrl(url)?.protocol ?? '')
}

/** Why hubs of a source are not asked: `settings`: nobody is; `address`: nobody knows where we are; `private`: they would carry what is ours alone. */
export type Declined = 'settings' | 'address' | 'kind' | 'private'

/** Null: its hubs are asked to push. */
export function declined(source: Source, { topic }: PushOffer, settings: Settings): Declined | null {
  if (source.kind !== 'feed') return 'kind'
  if (!settings.poll.push) return 'settings'
  if (settings.serve.url === null) return 'address'
  return isOurs(source, settings) || [source.url, topic].some((url) => withoutSecrets(url) !== url) ? 'private' : null
}

/** It is asked with what only we have, or shown to few. */
function isOurs({ headers, category }: Source, settings: Settings): boolean {
  if (Object.keys(headers).some((name) => !harmless.has(name.toLowerCase()))) return true
  const isPublic = publicity(settings, new Set())
  return category.some(({ names, written }) => !isPublic(names.map((name) => ({ name, rule: written }))))
}
