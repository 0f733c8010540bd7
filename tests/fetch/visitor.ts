// A process of its own that visits addresses: `visitor.ts JSON`. It tells how the visits ended. All names lead to this machine.
import { systemClock } from '../../src/base/clock.ts'
import { httpFetcher } from '../../src/fetch/http.ts'
import type { ProxySettings } from '../../src/model/settings.ts'
import { pollWith } from './settings.ts'

const { allow, urls, inTurn, proxy = null }: Itinerary = JSON.parse(process.argv[2] ?? '')
const fetcher = httpFetcher(pollWith(allow, { proxy }), {
  clock: systemClock,
  lookup: (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
})

async function visit(url: string): Promise<string> {
  const request = { url, isOperators: true, obeysRobots: false, accept: '*/*', headers: {}, etag: null, lastModified: null }
  const outcome = await fetcher.fetch(request)
  return outcome.kind === 'failed' ? outcome.message : outcome.kind
}

const ends: string[] = []
if (inTurn) for (const url of urls) ends.push(await visit(url))
else ends.push(...(await Promise.all(urls.map(visit))))
await fetcher.close()
process.send?.(ends)
process.disconnect()

export interface Itinerary {
  readonly allow: readonly string[]
  readonly urls: readonly string[]
  /** One after the other, instead of all at once. */
  readonly inTurn: boolean
  readonly proxy?: ProxySettings | null
}
