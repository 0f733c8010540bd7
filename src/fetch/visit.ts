// One visit: ask, follow redirects, read, within one deadline.
import type { Clock } from '../base/clock.ts'
import { formatDuration } from '../base/units.ts'
import type { PollSettings } from '../model/settings.ts'
import type { Answer, HttpAgent } from './agent.ts'
import { outcomeOf, type Visited } from './answer.ts'
import { acceptedCodings } from './body.ts'
import { conditionalHeaders } from './conditional.ts'
import { failureOf, VisitFailure } from './errors.ts'
import type { FetchOutcome, FetchRequest } from './fetcher.ts'
import { firstHop, type Hop, isRedirect, nextHop } from './redirect.ts'
import type { Traffic } from './traffic.ts'

interface VisitDeps {
  readonly agent: HttpAgent
  readonly poll: PollSettings
  readonly traffic: Traffic
  readonly clock: Clock
  /** Ends the visit. */
  readonly signal: AbortSignal
}

/** Visits `start`, which is checked already. @throws the signal's reason when that ends the visit, rather than its own deadline. */
export async function visit(request: FetchRequest, start: URL, deps: VisitDeps): Promise<FetchOutcome> {
  const { signal: stop, poll } = deps
  const { visitMs } = poll.limits
  const end = new AbortController()
  const late = new VisitFailure('timeout', `${start.host} was not done within ${formatDuration(visitMs)}`)
  const timer = setTimeout(() => end.abort(late), visitMs)
  const stopped = () => end.abort(stop.reason)
  stop.addEventListener('abort', stopped, { once: true })
  try {
    return await follow(request, firstHop(start), { ...deps, signal: end.signal })
  } catch (error) {
    stop.throwIfAborted()
    if (!(error instanceof VisitFailure)) throw error
    return { kind: 'failed', code: error.code, message: error.message, bytes: error.bytes }
  } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', stopped)
  }
}

async function follow(request: FetchRequest, first: Hop, deps: VisitDeps): Promise<FetchOutcome> {
  const { limits, allow } = deps.poll
  let hop = first
  for (;;) {
    const conditional = hop.isAtHome ? conditionalHeaders(request) : {}
    const answer = await ask(hop, { ...headersFor(request, hop, deps.poll.userAgent), ...conditional }, deps)
    if (!isRedirect(answer.status)) {
      const isConditional = Object.keys(conditional).length > 0
      return readFinal(answer, { hop, isConditional, limits, now: deps.clock.now() }, deps.traffic)
    }
    answer.discard()
    hop = nextHop(hop, answer.status, answer.header('location'), { redirects: limits.redirects, allow })
  }
}

async function readFinal(answer: Answer, visited: Omit<Visited, 'wire'>, traffic: Traffic): Promise<FetchOutcome> {
  const wire = { bytes: 0 }
  try {
    return await outcomeOf(answer, { ...visited, wire })
  } finally {
    traffic.bytes(visited.hop.url.host, wire.bytes)
  }
}

async function ask(
  { url, seen }: Hop,
  headers: Readonly<Record<string, string>>,
  { agent, poll, traffic, signal }: VisitDeps,
): Promise<Answer> {
  traffic.request(url.host)
  try {
    return await agent.get(url, headers, signal)
  } catch (error) {
    const failure = failureOf(error, { host: url.host, phase: 'asking', limits: poll.limits })
    if (failure.code === 'blocked' && seen.length > 0) throw new VisitFailure('redirect-blocked', failure.message)
    throw failure
  }
}

/** The operator's headers may say anything but where the request goes, and what we can decode. */
function headersFor({ accept, headers }: FetchRequest, { isAtHome }: Hop, userAgent: string): Readonly<Record<string, string>> {
  const own = Object.entries(isAtHome ? headers : {}).map(([name, value]) => [name.toLowerCase(), value] as const)
  const sent = own.filter(([name]) => name !== 'host')
  return { 'user-agent': userAgent, accept, ...Object.fromEntries(sent), 'accept-encoding': acceptedCodings }
}
