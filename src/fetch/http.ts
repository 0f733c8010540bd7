// The Fetcher over HTTP/1.1, with files for operators.
import { lookup as systemLookup } from 'node:dns'
import type { Clock } from '../base/clock.ts'
import type { PollSettings } from '../model/settings.ts'
import { type Lookup, openAgent } from './agent.ts'
import type { Fetcher } from './fetcher.ts'
import { isFileUrl, readLocal } from './file.ts'
import { checkUrl, hostAndPort } from './guard.ts'
import { openLanes } from './lanes.ts'
import { countTraffic } from './traffic.ts'
import { visit } from './visit.ts'

interface HttpDeps {
  readonly clock: Clock
  /** For tests; `dns.lookup` otherwise. */
  readonly lookup?: Lookup
}

/** `fetch` rejects only when its signal is aborted or the fetcher is closed, with that reason. Proxies in the environment are ignored. */
export function httpFetcher(poll: PollSettings, { clock, lookup = systemLookup }: HttpDeps): Fetcher {
  const agent = openAgent(poll, lookup)
  const lanes = openLanes(poll)
  const traffic = countTraffic()
  const closing = new AbortController()
  const underWay = new Set<AbortController>()
  return {
    async fetch(request, signal) {
      signal?.throwIfAborted()
      closing.signal.throwIfAborted()
      if (isFileUrl(request.url)) return readLocal(request, poll.limits.bodyBytes)
      const checked = checkUrl(request.url, poll.allow)
      if (!checked.ok) return { kind: 'failed', code: 'blocked', message: checked.message, bytes: 0 }
      const { url } = checked
      return stoppable(underWay, signal, (stop) =>
        lanes.run(hostAndPort(url), () => visit(request, url, { agent, poll, traffic, clock, signal: stop }), stop),
      )
    },
    takeTraffic: () => traffic.take(),
    async close() {
      closing.abort(new DOMException('the fetcher was closed', 'AbortError'))
      for (const running of underWay) running.abort(closing.signal.reason)
      await agent.close()
    },
  }
}

/** Runs `work` with a signal that the caller's signal or `close` aborts; nothing is left on a signal that outlives the visit. */
async function stoppable<T>(
  underWay: Set<AbortController>,
  signal: AbortSignal | undefined,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const forward = () => stop.abort(signal?.reason)
  signal?.addEventListener('abort', forward, { once: true })
  underWay.add(stop)
  try {
    return await work(stop.signal)
  } finally {
    underWay.delete(stop)
    signal?.removeEventListener('abort', forward)
  }
}
