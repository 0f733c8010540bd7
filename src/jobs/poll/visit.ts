// One visit: fetch, then read. What the web does is a value.
import { sha256Hex } from '../../base/digest.ts'
import { type Hide, hiding } from '../../base/secrets.ts'
import type { Fetched, FetchOutcome } from '../../fetch/fetcher.ts'
import type { PollState } from '../../model/poll.ts'
import type { Source } from '../../model/source.ts'
import type { Reading, SitemapIndex, Unreadable } from '../../read/reader.ts'
import type { Deps } from '../deps.ts'
import { firstPageOf, requestFor, staysHome } from './list-request.ts'
import { addressOf } from './moves.ts'
import { withNextPages } from './next-pages.ts'
import { type IndexVisit, withSitemaps } from './sitemap-index.ts'

/** How a visit ended: the fetch's own end, or what became of its body. `changed`: `bytes` and `reading` are those of all its pages; `bodyHash` null: the
 * same bytes again are read again. */
export type Visited =
  | Exclude<FetchOutcome, Fetched>
  | { readonly kind: 'changed'; readonly fetched: Fetched; readonly bodyHash: string | null; readonly reading: Reading }

/**
 * Fetches a source by what is remembered of it and reads the answer, with the pages that follow it; the bytes of the last good answer are not
 * read again. What is remembered is of the first page: lists grow there. What changes on later pages alone is found by the next visit that
 * finds the first one changed, or that is forced.
 */
export async function visit(source: Source, state: PollState, deps: VisitDeps): Promise<Visited> {
  return hidden(await visitOpenly(source, state, deps), hiding(deps.settings.poll.secrets))
}

type VisitDeps = Pick<Deps, 'fetcher' | 'reader' | 'clock' | 'settings'>

async function visitOpenly(source: Source, state: PollState, deps: VisitDeps): Promise<Visited> {
  const { fetcher, reader, clock } = deps
  const page = firstPageOf(source, addressOf(state, source.url))
  const { url } = page
  const request = requestFor(source, page)
  if (request === null) return { kind: 'failed', code: 'redirect-blocked', message: `the source has moved; ${staysHome}`, bytes: 0 }
  const { etag, lastModified, sentHash, adoptedUrl } = state
  await reader.room()
  const outcome = await fetcher.fetch({ ...request, isOperators: adoptedUrl === null, etag, lastModified, sentHash })
  if (outcome.kind !== 'fetched') return outcome
  const bodyHash = sha256Hex(outcome.body)
  // Some servers encode the same bytes otherwise each time.
  if (bodyHash === state.bodyHash) return { kind: 'same-bytes', fetched: outcome }
  const body = { bytes: outcome.body, contentType: outcome.contentType, url: outcome.url, fetchedAt: clock.now() }
  const first = await reader.read(body, source.recipe)
  if (first.kind === 'unreadable') return failure(first, outcome)
  const asked = [url, outcome.url]
  if (first.index !== undefined)
    return visitSitemaps({ reading: first, index: first.index }, { ...deps, source, asked, fetched: outcome, bodyHash })
  const { reading, bytes } = await withNextPages(
    { reading: first, bytes: outcome.bytes },
    {
      ...deps,
      source,
      asked: asked.map((one) => ({ ...page, url: one })),
    },
  )
  return { kind: 'changed', fetched: { ...outcome, bytes }, bodyHash, reading }
}

/** An index is remembered only where it tells what has changed, and all of that was read. */
async function visitSitemaps(
  { reading, index }: { readonly reading: Reading; readonly index: SitemapIndex },
  { fetched, bodyHash, ...deps }: IndexVisit & { readonly fetched: Fetched; readonly bodyHash: string },
): Promise<Visited> {
  const read = await withSitemaps({ reading, index, bytes: fetched.bytes }, deps)
  if (read.kind === 'failed') return read
  const isWhole = index.isTelling && !read.reading.isCut
  const remembered = isWhole ? {} : { etag: null, lastModified: null }
  return {
    kind: 'changed',
    fetched: { ...fetched, ...remembered, bytes: read.bytes },
    bodyHash: isWhole ? bodyHash : null,
    reading: read.reading,
  }
}

/** The other side may repeat what it was asked with. */
function hidden(visited: Visited, hide: Hide): Visited {
  if (visited.kind === 'failed') return { ...visited, message: hide(visited.message) }
  if (visited.kind !== 'changed') return visited
  return { ...visited, reading: { ...visited.reading, warnings: visited.reading.warnings.map(hide) } }
}

function failure({ code, message, announced }: Unreadable, { bytes }: Fetched): Visited {
  const others = announced.slice(1, 3)
  const hint = announced.length === 0 ? '' : ` Use it as the url${others.length === 0 ? '' : `, or one of these: ${others.join(' ')}`}`
  return { kind: 'failed', code, message: message + hint, bytes }
}
