// One POST to where the operator wants something to be told. The address is a secret: messages tell its host alone.
import { formatDuration } from '../base/units.ts'
import { throttleOf } from './answer.ts'
import { withDeadline } from './deadline.ts'
import { failureOf, Throttled, VisitFailure } from './errors.ts'
import type { Answer } from './exchange.ts'
import type { PostOutcome, PostRequest } from './fetcher.ts'
import { checkUrl } from './guard.ts'
import type { World } from './journey.ts'
import { isRedirect } from './redirect.ts'
import { sendable } from './visit.ts'

/** From the beginning of the connection to the beginning of the answer; a visit's limit holds where it is shorter. */
const longestMs = 10_000

/** @throws the reason of `stop`, when that ends it */
export async function post(request: PostRequest, world: World, stop: AbortSignal): Promise<PostOutcome> {
  try {
    await deliver(request, addressOf(request, world), world, stop)
    return { kind: 'accepted' }
  } catch (error) {
    stop.throwIfAborted()
    if (error instanceof Throttled) return { kind: 'throttled', retryAfterMs: error.retryAfterMs, message: error.message }
    if (!(error instanceof VisitFailure)) throw error
    return { kind: 'failed', code: error.code, message: error.message }
  }
}

/** The rest of the address could only be repeated by its refusal. */
function addressOf({ url }: PostRequest, { poll }: World): URL {
  const address = new URL(url)
  const checked = checkUrl(address.origin, poll.allow)
  if (!checked.ok) throw new VisitFailure('blocked', checked.message)
  return address
}

async function deliver(request: PostRequest, url: URL, world: World, stop: AbortSignal): Promise<void> {
  const { agent, lanes, traffic, poll, clock } = world
  const { host } = url
  // Polls of the same host are not kept waiting by what is told there.
  const lane = `POST ${host}`
  const ms = Math.min(longestMs, poll.limits.visitMs)
  const late = () => new VisitFailure('timeout', `${host} gave no answer within ${formatDuration(ms)}`)
  await withDeadline({ ms, late, outer: stop }, async (deadline) => {
    const turn = await lanes.enter(lane, deadline.signal)
    if (turn.kind === 'held') throw new Throttled(`${host} asked to be left alone for a while`, turn.ms)
    deadline.run()
    try {
      traffic.request(host)
      const { body, contentType, headers } = request
      const sent = { 'user-agent': poll.userAgent, accept: '*/*', ...sendable(headers), 'content-type': contentType }
      const answer = await agent.post(url, { headers: sent, body }, deadline.signal)
      answer.discard()
      refuseUnlessAccepted(answer, host, clock.now())
    } catch (error) {
      if (error instanceof Throttled) lanes.hold(lane, error.retryAfterMs)
      throw failureOf(error, { host, phase: 'asking', limits: poll.limits })
    } finally {
      turn.end()
    }
  })
}

function refuseUnlessAccepted(answer: Answer, host: string, now: number): void {
  const { status } = answer
  if (status >= 200 && status < 300) return
  const throttleMs = throttleOf(answer, now)
  if (throttleMs !== null) throw new Throttled(`${host} answered ${status}`, throttleMs)
  if (status === 410) throw new VisitFailure('gone', `${host} answered 410: nobody is to be told there any more`)
  throw new VisitFailure('http-status', `${host} answered ${status}; ${adviceOn(status)}`)
}

function adviceOn(status: number): string {
  if (isRedirect(status)) return 'what is posted follows no redirect: write the address that it leads to'
  if (status === 401 || status === 403) return 'see its address, and what it needs under headers'
  return status < 500 ? 'see whether this is the right address' : 'its server is in trouble'
}
