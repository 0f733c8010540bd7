// A process of its own that visits many hosts at once: `crowd.ts PORT HOSTS`. It tells how the visits ended.
import { systemClock } from '../../src/base/clock.ts'
import { httpFetcher } from '../../src/fetch/http.ts'
import { pollWith } from './settings.ts'

const [port = '', hosts = ''] = process.argv.slice(2)
const names = Array.from({ length: Number(hosts) }, (_, number) => `host${number}.example:${port}`)
const fetcher = httpFetcher(pollWith(names), {
  clock: systemClock,
  lookup: (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
})
const ends: Record<string, number> = {}
await Promise.all(
  names.map(async (name) => {
    const request = {
      url: `http://${name}/`,
      isOperators: true,
      obeysRobots: false,
      accept: '*/*',
      headers: {},
      etag: null,
      lastModified: null,
    }
    const outcome = await fetcher.fetch(request)
    const end = outcome.kind === 'failed' ? outcome.message : outcome.kind
    ends[end] = (ends[end] ?? 0) + 1
  }),
)
await fetcher.close()
process.send?.(ends)
process.disconnect()
