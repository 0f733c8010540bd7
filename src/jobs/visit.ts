// One visit: fetch, then read. What the web does is a value.
import { sha256Hex } from '../base/digest.ts'
import type { Fetched, FetchOutcome } from '../fetch/fetcher.ts'
import type { PollState } from '../model/poll.ts'
import type { Source } from '../model/source.ts'
import type { Reading, Unreadable } from '../read/reader.ts'
import type { Deps } from './deps.ts'
import { addressOf } from './moves.ts'

/** How a visit ended: the fetch's own end, or what became of its body. */
export type Visited =
  | Exclude<FetchOutcome, Fetched>
  | { readonly kind: 'changed'; readonly fetched: Fetched; readonly bodyHash: string; readonly reading: Reading }
  | { readonly kind: 'same-bytes'; readonly fetched: Fetched }

/** Accept header per kind: some servers choose by it. */
const accepts = {
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1',
  json: 'application/json, */*;q=0.1',
  page: 'text/html, application/xhtml+xml, */*;q=0.1',
  sitemap: 'application/xml, text/xml, */*;q=0.1',
  opml: 'text/x-opml, application/xml, text/xml, */*;q=0.1',
} as const

/** Fetches a source by what is remembered of it and reads the answer; the bytes of the last good answer are not read again. */
export async function visit(
  source: Source,
  state: PollState,
  { fetcher, reader, clock }: Pick<Deps, 'fetcher' | 'reader' | 'clock'>,
): Promise<Visited> {
  const outcome = await fetcher.fetch({
    url: addressOf(state, source.url),
    isOperators: state.adoptedUrl === null,
    obeysRobots: false,
    accept: accepts[source.kind],
    headers: headersFor(source, state),
    etag: state.etag,
    lastModified: state.lastModified,
  })
  if (outcome.kind !== 'fetched') return outcome
  const bodyHash = sha256Hex(outcome.body)
  if (bodyHash === state.bodyHash) return { kind: 'same-bytes', fetched: outcome }
  const body = { bytes: outcome.body, contentType: outcome.contentType, url: outcome.url, fetchedAt: clock.now() }
  const reading = await reader.read(body, source.recipe)
  if (reading.kind === 'unreadable') return failure(reading, outcome)
  return { kind: 'changed', fetched: outcome, bodyHash, reading }
}

/** The operator's headers, which may be secrets, are for the origin that config names, as they are where a redirect leads elsewhere. */
function headersFor({ url, headers }: Source, state: PollState): Source['headers'] {
  return state.adoptedUrl === null || new URL(state.adoptedUrl).origin === new URL(url).origin ? headers : {}
}

function failure({ code, message, announced }: Unreadable, { bytes }: Fetched): Visited {
  const others = announced.slice(1, 3)
  const hint = announced.length === 0 ? '' : ` Use it as the url${others.length === 0 ? '' : `, or one of these: ${others.join(' ')}`}`
  return { kind: 'failed', code, message: message + hint, bytes }
}
