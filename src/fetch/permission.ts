// Whether a host wants its pages visited: its robots.txt, asked for on the same way as the pages, and remembered.

import { shownUrl } from '../base/shown-url.ts'
import { formatDuration } from '../base/units.ts'
import { throttleOf } from './answer.ts'
import { readStart } from './body.ts'
import { Throttled, VisitFailure } from './errors.ts'
import { type Journey, travel, type World } from './journey.ts'
import { productOf, type RobotsRules, readRobots } from './robots.ts'

export interface Permission {
  /** @throws VisitFailure: `blocked` when robots.txt forbids the address, what went wrong when it could not be read; the signal's reason */
  toVisit(url: URL, signal: AbortSignal): Promise<void>
}

/** What one origin said, or why it did not. */
interface Known {
  readonly said: RobotsRules | VisitFailure
  readonly until: number
}

/** RFC 9309 §2.4. */
const freshMs = 24 * 3_600_000
/** How long pages are left alone when robots.txt cannot be read (RFC 9309 §2.3.1.4). */
const unreachableMs = 10 * 60_000
/** RFC 9309 §2.5: what follows is ignored. */
const mostBytes = 500 * 1024
/** In all that is remembered, about 10 MB. */
const mostRules = 50_000

/** Lends work the signal that ends it when the fetcher is closed. */
type Within = <T>(work: (stop: AbortSignal) => Promise<T>) => Promise<T>

/** Asks each origin once a day, for all who want to know at the same time. */
export function openPermission(world: World, within: Within): Permission {
  const product = productOf(world.poll.userAgent)
  const known = new Map<string, Known>()
  const asking = new Map<string, Promise<Known>>()

  const learn = async (origin: string): Promise<Known> => {
    const learnt = await within((stop) => ask(origin, product, { world, stop }))
    known.delete(origin)
    known.set(origin, learnt)
    forgetOldest(known)
    return learnt
  }
  const knownOf = (origin: string): Promise<Known> => {
    const found = known.get(origin)
    if (found !== undefined && found.until > world.clock.now()) return Promise.resolve(found)
    const asked = asking.get(origin) ?? learn(origin).finally(() => asking.delete(origin))
    asking.set(origin, asked)
    return asked
  }
  return {
    async toVisit(url, signal) {
      if (!world.poll.robots) return
      const { said } = await unlessAborted(knownOf(url.origin), signal)
      if (said instanceof VisitFailure) throw said
      const line = said.forbids(url)
      if (line === null) return
      const advice = 'ask its owner, or set poll.robots to false if you may'
      throw new VisitFailure('blocked', `robots.txt closes ${shownUrl(url.href)} to ${product} ("${line}"); ${advice}`)
    },
  }
}

async function ask(origin: string, product: string, { world, stop }: { world: World; stop: AbortSignal }): Promise<Known> {
  const address = new URL('/robots.txt', origin)
  const now = () => world.clock.now()
  try {
    const said = readRobots(address.href, await travel(address, journey(world), world, stop), product)
    world.lanes.slowDown(address.host, said.delayMs)
    return { said, until: now() + freshMs }
  } catch (error) {
    if (!(error instanceof VisitFailure)) throw error
    const waitMs = error instanceof Throttled ? Math.max(error.retryAfterMs, unreachableMs) : unreachableMs
    // RFC 9309 §2.3.1.2: too many redirects are as good as no robots.txt.
    if (error.code === 'redirect-loop') return { said: readRobots(address.href, '', product), until: now() + freshMs }
    const message = `pages of ${address.host} are left alone for ${formatDuration(waitMs)}, since its robots.txt cannot be read: ${error.message}`
    return { said: new VisitFailure(error.code, message, error.bytes), until: now() + waitMs }
  }
}

/** None of the operator's headers goes along. */
function journey({ poll, clock }: World): Journey<string> {
  const limits = { ...poll.limits, bodyBytes: mostBytes }
  return {
    permit: async () => {},
    headers: () => ({ 'user-agent': poll.userAgent, accept: 'text/plain, */*;q=0.1', 'accept-encoding': 'identity' }),
    async read(answer, { url }, wire) {
      if (answer.status >= 200 && answer.status < 300)
        return new TextDecoder().decode(await readStart(answer, wire, { host: url.host, limits }))
      answer.discard()
      const said = `${shownUrl(url.href)} answered ${answer.status}`
      const throttleMs = throttleOf(answer, clock.now())
      if (throttleMs !== null) throw new Throttled(said, throttleMs)
      // RFC 9309 §2.3.1.3: "unavailable" allows everything.
      if (answer.status < 500) return ''
      throw new VisitFailure('http-status', said)
    },
  }
}

function forgetOldest(known: Map<string, Known>): void {
  let rules = 0
  for (const { said } of known.values()) rules += sizeOf(said)
  for (const [origin, { said }] of known) {
    if (rules <= mostRules) return
    known.delete(origin)
    rules -= sizeOf(said)
  }
}

function sizeOf(said: Known['said']): number {
  return said instanceof VisitFailure ? 1 : said.size + 1
}

/** Several wait for one answer; each may go when it likes. */
function unlessAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
    asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
