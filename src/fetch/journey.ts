// From an address over its redirects to the final answer, within one deadline. Each hop is checked, and waits for its own host's turn.
import type { Clock } from '../base/clock.ts'
import { formatDuration } from '../base/units.ts'
import type { PollSettings } from '../model/settings.ts'
import type { HttpAgent } from './agent.ts'
import type { Wire } from './body.ts'
import { type Deadline, withDeadline } from './deadline.ts'
import { failureOf, Throttled, VisitFailure } from './errors.ts'
import type { Answer } from './exchange.ts'
import type { Lanes } from './lanes.ts'
import { firstHop, type Hop, isRedirect, nextHop } from './redirect.ts'
import type { Asked } from './step.ts'
import type { Traffic } from './traffic.ts'

export interface World {
  readonly poll: PollSettings
  readonly agent: HttpAgent
  readonly lanes: Lanes
  readonly traffic: Traffic
  readonly clock: Clock
}

export interface Journey<T> {
  /** What is posted; absent: nothing. */
  readonly posted?: string
  /** Refuses a hop by throwing VisitFailure. May take its time: the deadline stands still. */
  permit(url: URL, signal: AbortSignal): Promise<void>
  headers(hop: Hop): Readonly<Record<string, string>>
  /** Hears of each request when its answer begins, or when none will come. */
  told?(asked: Asked): void
  /** Reads the answer that is no redirect, and counts what comes. */
  read(answer: Answer, hop: Hop, wire: Wire): Promise<T>
}

/** One host that wants peace for a day must not end all its other sources for so long. */
const mostHoldMs = 3_600_000

/** `start` is checked already. @throws VisitFailure, or the reason of `stop`. */
export async function travel<T>(start: URL, journey: Journey<T>, world: World, stop: AbortSignal): Promise<T> {
  const { visitMs } = world.poll.limits
  const late = () => new VisitFailure('timeout', `${start.host} was not done within ${formatDuration(visitMs)}; it is asked again later`)
  return withDeadline({ ms: visitMs, late, outer: stop }, async (deadline) => {
    let hop = firstHop(start, journey.posted)
    for (;;) {
      const step = await stepTo(hop, journey, { ...world, deadline })
      if ('found' in step) return step.found
      hop = step.next
    }
  })
}

type Step<T> = { readonly found: T } | { readonly next: Hop }

async function stepTo<T>(hop: Hop, journey: Journey<T>, { deadline, ...world }: World & { deadline: Deadline }): Promise<Step<T>> {
  const { host } = hop.url
  deadline.pause()
  await journey.permit(hop.url, deadline.signal)
  const turn = await world.lanes.enter(host, deadline.signal)
  if (turn.kind === 'held') throw stayAway(host, turn.ms)
  deadline.run()
  try {
    return await takeStep(hop, journey, { ...world, signal: deadline.signal })
  } catch (error) {
    if (error instanceof Throttled) world.lanes.hold(host, Math.min(error.retryAfterMs, mostHoldMs))
    throw error
  } finally {
    turn.end()
  }
}

async function takeStep<T>(hop: Hop, journey: Journey<T>, world: World & { signal: AbortSignal }): Promise<Step<T>> {
  const { traffic, poll } = world
  const answer = await ask(hop, journey, world)
  if (isRedirect(answer.status)) {
    answer.discard()
    return { next: nextHop(hop, answer.status, answer.header('location'), { redirects: poll.limits.redirects, allow: poll.allow }) }
  }
  const wire = { bytes: 0 }
  try {
    return { found: await journey.read(answer, hop, wire) }
  } finally {
    traffic.bytes(hop.url.host, wire.bytes)
  }
}

async function ask(
  hop: Hop,
  journey: Journey<unknown>,
  { agent, traffic, poll, signal }: World & { signal: AbortSignal },
): Promise<Answer> {
  const { url, posted } = hop
  const { host } = url
  const headers = journey.headers(hop)
  const startedAt = performance.now()
  const tell = (answer: Answer | null) => journey.told?.({ url, headers, posted, answer, ms: performance.now() - startedAt })
  traffic.request(host)
  try {
    const answer = await (posted === null ? agent.get(url, headers, signal) : agent.post(url, { headers, body: posted }, signal))
    tell(answer)
    return answer
  } catch (error) {
    tell(null)
    const failure = failureOf(error, { host, phase: 'asking', limits: poll.limits })
    if (failure.code === 'blocked' && hop.seen.length > 0) throw new VisitFailure('redirect-blocked', failure.message)
    throw failure
  }
}

function stayAway(host: string, ms: number): Throttled {
  const shown = formatDuration(Math.ceil(ms / 1000) * 1000)
  return new Throttled(`${host} asked to be left alone for another ${shown}; it is asked again then`, Math.ceil(ms))
}
