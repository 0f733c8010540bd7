// What the final answer of a visit means, by its status.
import type { Limits } from '../model/settings.ts'
import type { Answer } from './agent.ts'
import { readBody, type Wire } from './body.ts'
import { maxAgeOf, validatorsOf } from './conditional.ts'
import { VisitFailure } from './errors.ts'
import type { Fetched, FetchOutcome } from './fetcher.ts'
import { type Hop, movedTo } from './redirect.ts'
import { retryAfterMs } from './retry-after.ts'
import { shownUrl } from './shown-url.ts'

export interface Visited {
  readonly hop: Hop
  /** The request carried validators, so that 304 is a possible answer. */
  readonly isConditional: boolean
  readonly limits: Limits
  readonly now: number
  /** Counts what comes over the wire. */
  readonly wire: Wire
}

/** @throws VisitFailure when there is nothing to read, or reading fails. */
export async function outcomeOf(answer: Answer, visited: Visited): Promise<FetchOutcome> {
  if (hasBody(answer.status)) return fetched(answer, visited)
  answer.discard()
  return withoutBody(answer, visited)
}

function hasBody(status: number): boolean {
  return status >= 200 && status < 300 && status !== 204 && status !== 206
}

function withoutBody({ status, header }: Answer, { hop, isConditional, now }: Visited): FetchOutcome {
  const message = `${shownUrl(hop.url.href)} answered ${status}`
  if (status === 304 && isConditional) return { kind: 'unchanged', maxAgeMs: maxAgeOf(header, now), movedTo: movedTo(hop) }
  if (status === 410) return { kind: 'gone', message }
  const retryAfter = header('retry-after')
  if (status === 429 || (status === 503 && retryAfter !== null))
    return { kind: 'throttled', retryAfterMs: retryAfterMs(retryAfter, now), message }
  throw new VisitFailure(status === 204 ? 'empty' : 'http-status', message)
}

async function fetched(answer: Answer, { hop, limits, now, wire }: Visited): Promise<Fetched> {
  const decoded = await readBody(answer, wire, { host: hop.url.host, limits })
  if (decoded.length === 0)
    throw new VisitFailure('empty', `${shownUrl(hop.url.href)} answered ${answer.status} with an empty body`, wire.bytes)
  return {
    kind: 'fetched',
    url: hop.url.href,
    body: decoded,
    contentType: answer.header('content-type'),
    ...validatorsOf(answer.header),
    maxAgeMs: maxAgeOf(answer.header, now),
    bytes: wire.bytes,
    movedTo: movedTo(hop),
  }
}
