// The Fetcher over HTTP/1.1, with files for operators.
import { lookup as systemLookup } from 'node:dns'
import { setMaxListeners } from 'node:events'
import type { Clock } from '../base/clock.ts'
import { hiding } from '../base/secrets.ts'
import type { PollSettings } from '../model/settings.ts'
import { openAgent } from './agent.ts'
import type { Lookup } from './dial.ts'
import type { Fetcher } from './fetcher.ts'
import { isFileUrl, readLocal } from './file.ts'
import { checkUrl } from './guard.ts'
import { Lanes } from './lanes.ts'
import { openPermission } from './permission.ts'
import { post } from './post.ts'
import { countTraffic } from './traffic.ts'
import { visit } from './visit.ts'

interface HttpDeps {
  readonly clock: Clock
  /** For tests; `dns.lookup` otherwise. */
  readonly lookup?: Lookup
}

const lanesOfAskedFor = { perHost: 4, delayMs: 0, atOnce: 64 }

/** `fetch` and `post` reject only when their signal is aborted or the fetcher is closed, with that reason. Proxies in the environment are ignored. */
export function httpFetcher(poll: PollSettings, { clock, lookup = systemLookup }: HttpDeps): Fetcher {
  const agent = openAgent(poll, lookup)
  const lanes = new Lanes({ ...poll, atOnce: poll.connections })
  const askedFor = new Lanes(lanesOfAskedFor)
  const traffic = countTraffic()
  const closing = new AbortController()
  const underWay = new Set<AbortController>()
  const world = { poll, agent, lanes, traffic, clock }
  const hide = hiding(poll.secrets)
  const permission = openPermission(world, (work) => stoppable(underWay, null, work))
  return {
    async fetch(request, signal) {
      signal?.throwIfAborted()
      closing.signal.throwIfAborted()
      if (isFileUrl(request.url)) return readLocal(request, poll.limits.bodyBytes)
      const checked = checkUrl(request.url, poll.allow)
      if (!checked.ok) return { kind: 'failed', code: 'blocked', message: hide(checked.message), bytes: 0 }
      return stoppable(underWay, signal ?? null, (stop) => visit(request, checked.url, { ...world, permission, hide }, stop))
    },
    async post(request, signal) {
      signal?.throwIfAborted()
      closing.signal.throwIfAborted()
      return stoppable(underWay, signal ?? null, (stop) => post(request, request.isAskedFor ? { ...world, lanes: askedFor } : world, stop))
    },
    takeTraffic: () => traffic.take(),
    async close() {
      closing.abort(new DOMException('the fetcher was closed', 'AbortError'))
      for (const running of underWay) running.abort(closing.signal.reason)
      agent.close()
    },
  }
}

/** Runs `work` with a signal that the caller's signal or `close` aborts; nothing is left on a signal that outlives the visit. */
async function stoppable<T>(
  underWay: Set<AbortController>,
  signal: AbortSignal | null,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const forward = () => stop.abort(signal?.reason)
  if (signal !== null) {
    // One signal for very many visits is no leak.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', forward, { once: true })
  }
  underWay.add(stop)
  try {
    return await work(stop.signal)
  } finally {
    underWay.delete(stop)
    signal?.removeEventListener('abort', forward)
  }
}
