// One visit: what is sent along with a request, and what becomes of it as a value.
import type { Hide } from '../base/secrets.ts'
import type { Limits, PollSettings } from '../model/settings.ts'
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
  readonly hide: Hide
  readonly permission: Permission
}

/** Set by the connection, or changing what an answer is (RFC 9110 §14): not the operator's to say. */
const notTheirs = [
  'host',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'range',
  'if-range',
]

/** Visits `start`, which is checked already. @throws the reason of `stop`, when that ends the visit. */
export async function visit(request: FetchRequest, start: URL, deps: VisitDeps, stop: AbortSignal): Promise<FetchOutcome> {
  try {
    const within = request.limits === undefined ? deps : { ...deps, poll: withLimits(deps.poll, request.limits) }
    const outcome = await travel(start, journeyOf(request, within), within, stop)
    if (outcome.kind === 'gone') return { ...outcome, message: deps.hide(outcome.message) }
    return request.post === undefined ? outcome : withoutValidators(outcome)
  } catch (error) {
    stop.throwIfAborted()
    if (error instanceof Throttled) return { kind: 'throttled', retryAfterMs: error.retryAfterMs, message: deps.hide(error.message) }
    if (!(error instanceof VisitFailure)) throw error
    return { kind: 'failed', code: error.code, message: deps.hide(error.message), bytes: error.bytes }
  }
}

function withLimits(poll: PollSettings, limits: Partial<Limits>): PollSettings {
  return { ...poll, limits: { ...poll.limits, ...limits } }
}

function journeyOf(request: FetchRequest, { permission, poll, clock, hide }: VisitDeps): Journey<FetchOutcome> {
  const { onStep, post } = request
  const validators = post === undefined ? conditionalHeaders(request) : {}
  const hasValidators = Object.keys(validators).length > 0
  return {
    ...(post === undefined ? {} : { posted: post.body }),
    permit: async (url, signal) => {
      if (request.obeysRobots) await permission.toVisit(url, signal)
    },
    headers: (hop) => ({ ...headersFor(request, hop, poll.userAgent), ...(hop.isAtHome ? validators : {}) }),
    ...(onStep === undefined ? {} : { told: (asked) => onStep(stepOf(asked, request, { poll, hide })) }),
    read: (answer, hop, wire) =>
      outcomeOf(answer, {
        hop,
        isConditional: hop.isAtHome && hasValidators,
        known: request.sentHash ?? null,
        limits: poll.limits,
        now: clock.now(),
        wire,
      }),
  }
}

function headersFor({ accept, headers, post }: FetchRequest, hop: Hop, userAgent: string): Readonly<Record<string, string>> {
  const { 'content-type': contentType = post?.contentType, ...own } = hop.isAtHome ? sendable(headers) : {}
  const isLeft = contentType === undefined || (post !== undefined && hop.posted === null)
  const ofBody = isLeft ? {} : { 'content-type': contentType }
  return { 'user-agent': userAgent, accept, ...own, ...ofBody, 'accept-encoding': acceptedCodings }
}

/** What answers a POST has no validators that another POST could be made with. */
function withoutValidators(outcome: FetchOutcome): FetchOutcome {
  const none = { etag: null, lastModified: null }
  if (outcome.kind === 'same-bytes') return { ...outcome, fetched: { ...outcome.fetched, ...none } }
  return outcome.kind === 'fetched' ? { ...outcome, ...none } : outcome
}

/** The operator's headers, in lower case: they may say anything but where the request goes, and what we can decode. */
export function sendable(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(own.filter(([name]) => !notTheirs.includes(name)))
}
