// What the final answer of a visit means, by its status.

import { headerLinks } from '../base/link-header.ts'
import { shownUrl } from '../base/shown-url.ts'
import { formatDuration } from '../base/units.ts'
import type { Limits } from '../model/settings.ts'
import { readBody, type Wire } from './body.ts'
import { maxAgeOf, validatorsOf } from './conditional.ts'
import { Throttled, VisitFailure } from './errors.ts'
import type { Answer } from './exchange.ts'
import type { Fetched, FetchOutcome } from './fetcher.ts'
import { type Hop, movedTo } from './redirect.ts'
import { retryAfterMs } from './retry-after.ts'

export interface Visited {
  readonly hop: Hop
  /** The request carried validators, so that 304 is a possible answer. */
  readonly isConditional: boolean
  /** Hash of a body that is known. */
  readonly known: string | null
  readonly limits: Limits
  readonly now: number
  /** Counts what comes over the wire. */
  readonly wire: Wire
}

/** @throws VisitFailure when there is nothing to read, or reading fails; Throttled when the server says for how long. */
export async function outcomeOf(answer: Answer, visited: Visited): Promise<FetchOutcome> {
  if (hasBody(answer.status)) return fetched(answer, visited)
  answer.discard()
  return withoutBody(answer, visited)
}

/** How long the server wants to be left alone; null when it does not say so. */
export function throttleOf({ status, header }: Answer, now: number): number | null {
  const retryAfter = header('retry-after')
  return status === 429 || (status === 503 && retryAfter !== null) ? retryAfterMs(retryAfter, now) : null
}

function hasBody(status: number): boolean {
  return status >= 200 && status < 300 && ![204, 205, 206].includes(status)
}

function withoutBody(answer: Answer, { hop, isConditional, now }: Visited): FetchOutcome {
  const { status, header } = answer
  const said = `${shownUrl(hop.url.href)} answered ${status}`
  if (status === 304 && isConditional) return { kind: 'unchanged', maxAgeMs: maxAgeOf(header, now), movedTo: movedTo(hop) }
  if (status === 410) return { kind: 'gone', message: `${said}: it is gone for good; take the source out, or give it a new url` }
  const throttleMs = throttleOf(answer, now)
  if (throttleMs !== null) throw new Throttled(`${said}; it is asked again in ${formatDuration(throttleMs)}`, throttleMs)
  throw new VisitFailure(status === 204 || status === 205 ? 'empty' : 'http-status', `${said}; ${adviceOn(status)}`)
}

async function fetched(answer: Answer, { hop, limits, now, wire, known }: Visited): Promise<FetchOutcome> {
  const { bytes, sentHash, packed } = await readBody(answer, wire, { host: hop.url.host, limits, known })
  if (bytes?.length === 0) {
    const said = `${shownUrl(hop.url.href)} answered ${answer.status} with an empty body`
    throw new VisitFailure('empty', `${said}; ${adviceOn(answer.status)}`, wire.bytes)
  }
  const said = {
    url: hop.url.href,
    contentType: answer.header('content-type'),
    ...validatorsOf(answer.header, now),
    maxAgeMs: maxAgeOf(answer.header, now),
    bytes: wire.bytes,
    sentHash,
    movedTo: movedTo(hop),
    ...linksOf(answer, hop),
  }
  return bytes === null
    ? { kind: 'same-bytes', fetched: said }
    : { kind: 'fetched', body: bytes, ...(packed === null ? {} : { packed }), ...said }
}

function linksOf({ header }: Answer, { url }: Hop): Pick<Fetched, 'links'> {
  const link = header('link')
  return link === null ? {} : { links: headerLinks(link, url.href) }
}

function adviceOn(status: number): string {
  if (status === 206) return 'only a part was sent, and none was asked for; its server is at fault'
  if (status === 304) return 'no version was asked about; its server, or a cache before it, is at fault'
  if (status === 401 || status === 403) return 'it wants to know who asks, or does not want programs; write what it needs under headers'
  if (status === 404) return 'look up the new address of the source'
  if (status >= 500) return 'its server is in trouble; it is asked again later'
  return 'see whether this is the right address'
}
