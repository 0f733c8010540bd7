// The pages of one entry's text: fetched, read and joined. What the web does is a value.
import { parseUrl } from '../../base/parse-url.ts'
import { expandUri } from '../../base/uri-template.ts'
import { joinPages } from '../../extract/join-pages.ts'
import { isPageOf } from '../../extract/next-page.ts'
import type { Fetched, FetchOutcome } from '../../fetch/fetcher.ts'
import { type ArticleText, bareArticle } from '../../model/article.ts'
import type { EntryDraft } from '../../model/entry.ts'
import type { ArticleStep, Source } from '../../model/source.ts'
import type { ArticlePage } from '../../read/reader.ts'
import type { Deps } from '../deps.ts'

export type ArticleFound =
  /** `lacks`: why one of its further pages is missing; null: none is. */
  { readonly kind: 'read'; readonly article: ArticleText; readonly lacks: string | null } | { readonly kind: 'unchanged' } | ArticleFailure

interface ArticleFailure {
  readonly kind: 'failed'
  readonly message: string
  /** The page answers that it is not there; null: it says something else, or nothing. */
  readonly gone: 404 | 410 | null
  /** Not asked again before that. */
  readonly retryAfterMs: number
}

export interface ArticleVisit extends Pick<Deps, 'fetcher' | 'reader' | 'clock'> {
  readonly source: Source
  /** What was read of it before: it need not be sent again. */
  readonly known: Pick<ArticleText, 'etag' | 'lastModified'> | null
}

/** The text of one draft of a source, by its article step. */
export async function visitArticle(draft: EntryDraft, visit: ArticleVisit): Promise<ArticleFound> {
  const { article: step } = visit.source
  const url = step === null ? null : addressOf(draft, step)
  if (step === null || url === null) return failure('the entry has no address to fetch its text from')
  const first = await readPage(url, { ...visit, step, draft, isOperators: isNamed(step) })
  if (first.kind !== 'page') return first
  const { pages, lacks } = await furtherPages(first, { ...visit, step, draft, isOperators: false, known: null })
  const { url: address, etag, lastModified } = first.fetched
  const validators = pages.length === 1 && lacks === null ? { etag, lastModified } : {}
  const contentHtml = joinPages(pages)
  const facts = { ...first.read.facts, ...validators, contentHtml, fetchedAt: visit.clock.now(), url: address, pages: pages.length }
  return { kind: 'read', article: { ...bareArticle, ...facts }, lacks }
}

interface PageVisit extends ArticleVisit {
  readonly step: ArticleStep
  readonly draft: EntryDraft
  /** The operator wrote its address. */
  readonly isOperators: boolean
}

interface ReadPage {
  readonly kind: 'page'
  readonly fetched: Fetched
  readonly read: ArticlePage
}

async function readPage(url: string, visit: PageVisit): Promise<ReadPage | Exclude<ArticleFound, { kind: 'read' }>> {
  const { fetcher, reader, clock, source, step, draft, isOperators, known } = visit
  let status: number | null = null
  await reader.room()
  const outcome = await fetcher.fetch({
    url,
    isOperators,
    obeysRobots: step.kind === 'page',
    accept: step.kind === 'page' ? 'text/html, application/xhtml+xml, */*;q=0.1' : 'application/json, */*;q=0.1',
    headers: headersFor(url, source),
    etag: known?.etag ?? null,
    lastModified: known?.lastModified ?? null,
    onStep: (step) => {
      status = step.status
    },
  })
  if (outcome.kind === 'unchanged' && known !== null) return { kind: 'unchanged' }
  if (outcome.kind !== 'fetched') return failureOf(outcome, status)
  // What an API answers is shown on the entry's page: there its relative links start, wherever the API was reached.
  const base = step.kind === 'page' && !isCopyOf(draft.link, outcome.url) ? outcome.url : (draft.link ?? outcome.url)
  const body = { bytes: outcome.body, contentType: outcome.contentType, url: base, fetchedAt: clock.now() }
  const read = await reader.readArticle(body, step, source.recipe)
  return read.kind === 'read' ? { kind: 'page', fetched: outcome, read } : failure(read.message)
}

/** The entry's own page, fetched from another host by config's word: a copy of it is nobody's address. */
function isCopyOf(link: string | null, url: string): boolean {
  const own = link === null ? null : parseUrl(link)
  const fetched = new URL(url)
  return own !== null && own.pathname === fetched.pathname && own.search === fetched.search
}

/** The operator wrote at least whose address it is; `{+link}` is whatever the web says. */
function isNamed({ url }: ArticleStep): boolean {
  return url !== null && !url.startsWith('{')
}

/** `{key}` is what the source's own mapping made the entry's key: items of pages have hardly any fields of their own. */
function addressOf({ link, guid, fields }: EntryDraft, { url }: ArticleStep): string | null {
  return url === null ? link : expandUri(url, { ...(guid === null ? {} : { key: guid }), ...fields })
}

/** Pages that go on with the text, of the same origin, each once; when one fails, those before it are what there is. */
async function furtherPages({ fetched, read }: ReadPage, visit: PageVisit): Promise<{ pages: readonly string[]; lacks: string | null }> {
  const pages = [read.content]
  const visited = new Set([fetched.url])
  let next = nextAfter(read, { first: fetched.url, number: 2, visited, step: visit.step })
  while (next !== null) {
    visited.add(next)
    const page = await readPage(next, visit)
    if (page.kind !== 'page') return { pages, lacks: page.kind === 'failed' ? `page ${pages.length + 1}: ${page.message}` : null }
    pages.push(page.read.content)
    next = nextAfter(page.read, { first: fetched.url, number: pages.length + 1, visited, step: visit.step })
  }
  return { pages, lacks: null }
}

interface Following {
  readonly first: string
  /** Of the page that is looked for. */
  readonly number: number
  readonly visited: ReadonlySet<string>
  readonly step: ArticleStep
}

/** What the operator's selector names, else an address that shows it is the next page of this text. */
function nextAfter({ next }: ArticlePage, { first, number, visited, step: { paging } }: Following): string | null {
  if (paging === null || number > paging.most) return null
  const { origin } = new URL(first)
  const fresh = next.filter((address) => !visited.has(address) && new URL(address).origin === origin)
  return fresh.find((address) => paging.next !== null || isPageOf(first, address, number)) ?? null
}

/** The operator's headers, which may be secrets, are for the origins that config names; an entry's link may lead anywhere. */
function headersFor(url: string, { url: list, article, headers }: Source): Source['headers'] {
  const named = [list, article?.url ?? list].flatMap((address) => parseUrl(address)?.origin ?? [])
  const origin = parseUrl(url)?.origin
  return origin !== undefined && named.includes(origin) ? headers : {}
}

function failureOf(outcome: Exclude<FetchOutcome, Fetched>, status: number | null): ArticleFailure {
  if (outcome.kind === 'unchanged' || outcome.kind === 'same-bytes') return failure('answered 304 to an unconditional request')
  const gone = outcome.kind === 'gone' ? 410 : outcome.kind === 'failed' && status === 404 ? 404 : null
  return { ...failure(outcome.message), gone, retryAfterMs: outcome.kind === 'throttled' ? outcome.retryAfterMs : 0 }
}

function failure(message: string): ArticleFailure {
  return { kind: 'failed', message, gone: null, retryAfterMs: 0 }
}
