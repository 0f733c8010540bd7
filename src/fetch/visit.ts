// One visit: what is sent along with a request, and what becomes of it as a value.
import { outcomeOf } from './answer.ts'
import { acceptedCodings } from './coding.ts'
import { conditionalHeaders } from './conditional.ts'
import { Throttled, VisitFailure } from './errors.ts'
import type { FetchOutcome, FetchRequest } from './fetcher.ts'
import { type Journey, travel, type World } from './journey.ts'
import type { Permission } from './permission.ts'
import type { Hop } from './redirect.ts'
import { stepOf } from './step.ts'

interface VisitDeps extends World {
  readonly permission: Permission
}

/** Set by the connection, or changing what an answer is (RFC 9110 §14): not the operator's to say. */
const notTheirs = ['host', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'range', 'if-range']

/** Visits `start`, which is checked already. @throws the reason of `stop`, when that ends the visit. */
export async function visit(request: FetchRequest, start: URL, deps: VisitDeps, stop: AbortSignal): Promise<FetchOutcome> {
  try {
    return await travel(start, journeyOf(request, deps), deps, stop)
  } catch (error) {
    stop.throwIfAborted()
    if (error instanceof Throttled) return { kind: 'throttled', retryAfterMs: error.retryAfterMs, message: error.message }
    if (!(error instanceof VisitFailure)) throw error
    return { kind: 'failed', code: error.code, message: error.message, bytes: error.bytes }
  }
}

function journeyOf(request: FetchRequest, { permission, poll, clock }: VisitDeps): Journey<FetchOutcome> {
  const { onStep } = request
  const validators = conditionalHeaders(request)
  const hasValidators = Object.keys(validators).length > 0
  return {
    permit: async (url, signal) => {
      if (request.obeysRobots) await permission.toVisit(url, signal)
    },
    headers: (hop) => ({ ...headersFor(request, hop, poll.userAgent), ...(hop.isAtHome ? validators : {}) }),
    ...(onStep === undefined ? {} : { told: (asked) => onStep(stepOf(asked, request, poll)) }),
    read: (answer, hop, wire) =>
      outcomeOf(answer, { hop, isConditional: hop.isAtHome && hasValidators, limits: poll.limits, now: clock.now(), wire }),
  }
}

function headersFor({ accept, headers }: FetchRequest, { isAtHome }: Hop, userAgent: string): Readonly<Record<string, string>> {
  return { 'user-agent': userAgent, accept, ...(isAtHome ? sendable(headers) : {}), 'accept-encoding': acceptedCodings }
}

/** The operator's headers, in lower case: they may say anything but where the request goes, and what we can decode. */
export function sendable(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(own.filter(([name]) => !notTheirs.includes(name)))
}
