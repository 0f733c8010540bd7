// /search, and what it finds as a feed.
import { type Context, Hono } from 'hono'
import type { Clock } from '../base/clock.ts'
import { truncate } from '../base/text.ts'
import { foldName } from '../model/category.ts'
import type { FeedFormat } from '../model/paths.ts'
import type { Category } from '../model/publication.ts'
import { longestQuery, type SearchTerms, searchDescriptionPath, searchPath, searchQuestion } from '../model/search.ts'
import type { Settings } from '../model/settings.ts'
import { mediaType } from '../model/vocabulary.ts'
import type { LeadsTo } from '../render/pages/entry-list.tsx'
import { type AskedInput, type FoundInput, searchPage } from '../render/pages/search.tsx'
import { type SearchProblem, searchPhrasesOf } from '../render/pages/search-phrases.ts'
import { searchDescription } from '../render/search-description.ts'
import type { Found } from '../store/port/search.ts'
import { isBrowsing, preflight, sharingOf, typeOf } from './headers.ts'
import { type AnswerMade, madeDocuments } from './made-document.ts'
import type { RouteEnv, Routes } from './routes.ts'
import { askedFor, placeText, type SearchQuestion } from './search-question.ts'
import { type Turnstile, turnstile } from './turnstile.ts'

export type Wanted = Pick<SearchQuestion, 'terms' | 'after'> & { readonly limit: number }

/** What searching asks of the inside. */
export interface SearchDesk {
  settings(): Pick<Settings, 'site' | 'serve' | 'publish'>
  /** All public ones. */
  categories(): Promise<readonly Category[]>
  search(wanted: Wanted): Promise<Found & Pick<FoundInput, 'isBehind'>>
  feed(terms: SearchTerms, limit: number): Promise<{ bytes(format: FeedFormat): Uint8Array }>
}

const onAPage = 20
const formats = ['rss', 'atom', 'json'] as const
/** A search keeps everything else waiting. */
const atOnce = { inAll: 4, ofOne: 2 }
const retrySeconds = 3
/** As published documents. */
const caching = { 'Cache-Control': 'public, max-age=60' }

export function searchRoutes(desk: SearchDesk, clock: Clock): Routes {
  const routes: Routes = new Hono<RouteEnv>()
  const gate = turnstile(atOnce)
  const answer = madeDocuments(clock)
  routes.get(`/${searchPath('html')}`, (context) =>
    throughGate(gate, context, { work: () => pageAnswer(context, desk, answer), busy: () => problemPage(context, desk, 'busy') }),
  )
  for (const format of formats)
    routes.get(`/${searchPath(format)}`, (context) =>
      throughGate(gate, context, {
        work: () => feedAnswer(context, format, { desk, answer }),
        busy: () => problemText(context, format, { desk, problem: 'busy' }),
      }),
    )
  routes.get(`/${searchDescriptionPath}`, (context) => {
    const headers = { 'Content-Type': `${mediaType.openSearch}; charset=utf-8`, 'Cache-Control': 'public, max-age=3600' }
    return context.body(searchDescription(desk.settings().site), 200, headers)
  })
  for (const format of ['html', ...formats] as const) {
    const path = searchPath(format)
    routes.options(`/${path}`, (context) => context.body(null, 204, { ...preflight, ...sharingOf(path) }))
    routes.all(`/${path}`, (context) =>
      context.text('Only GET and HEAD are answered here\n', 405, { Allow: preflight.Allow ?? '', ...sharingOf(path) }),
    )
  }
  return routes
}

interface Ways {
  readonly work: () => Promise<Response>
  readonly busy: () => Response | Promise<Response>
}

async function throughGate(gate: Turnstile, { env }: Context<RouteEnv>, { work, busy }: Ways): Promise<Response> {
  const leave = gate.enter(env.client)
  if (leave === null) return busy()
  try {
    return await work()
  } finally {
    leave()
  }
}

async function pageAnswer(context: Context<RouteEnv>, desk: SearchDesk, answer: AnswerMade): Promise<Response> {
  const parameters = new URL(context.req.url).searchParams
  const asked = askedFor(parameters)
  if (asked.kind === 'refused') return problemPage(context, desk, asked.problem)
  const shown = asked.kind === 'nothing' ? asked : await found(asked.question, desk)
  const headers = { 'Content-Type': `${mediaType.html}; charset=utf-8`, ...caching }
  return answer(context, { name: `page?${parameters}`, bytes: Buffer.from(await pageOf(desk, shown)), headers })
}

async function found({ query, ...question }: SearchQuestion, desk: SearchDesk): Promise<AskedInput> {
  const terms = withSlug(question.terms, await desk.categories())
  const { next, ...result } = await desk.search({ terms, after: question.after, limit: question.limit ?? onAPage })
  return { kind: 'found', query, terms, found: { ...result, next: next === null ? null : placeText(next) } }
}

async function feedAnswer(
  context: Context<RouteEnv>,
  format: FeedFormat,
  { desk, answer }: { desk: SearchDesk; answer: AnswerMade },
): Promise<Response> {
  const asked = askedFor(new URL(context.req.url).searchParams)
  if (asked.kind !== 'search') return problemText(context, format, { desk, problem: asked.kind === 'nothing' ? 'no-words' : asked.problem })
  const { publish, serve } = desk.settings()
  const { limit } = asked.question
  const terms = withSlug(asked.question.terms, await desk.categories())
  const publication = await desk.feed(terms, limit ?? publish.entries)
  const path = searchPath(format)
  const accept = context.req.header('accept')
  const headers = {
    'Content-Type': typeOf(path, accept, serve.feedType) ?? mediaType.xml,
    ...(format !== 'json' && serve.feedType === 'registered' && { Vary: 'Accept' }),
    ...caching,
    ...sharingOf(path),
  }
  return answer(context, {
    name: `${path} ${limit} ${isBrowsing(accept)}?${searchQuestion(terms)}`,
    bytes: publication.bytes(format),
    headers,
  })
}

/** A category may be named as people call it. */
function withSlug(terms: SearchTerms, categories: readonly Category[]): SearchTerms {
  const { category } = terms
  if (category === null) return terms
  const folded = foldName(category)
  const named = categories.find(({ slug }) => slug === folded) ?? categories.find(({ name }) => foldName(name) === folded)
  return { ...terms, category: named?.slug ?? category }
}

async function problemPage(context: Context<RouteEnv>, desk: SearchDesk, problem: SearchProblem): Promise<Response> {
  const query = truncate(new URL(context.req.url).searchParams.get('q') ?? '', longestQuery)
  const { status, headers } = refusalOf(problem)
  return context.html(await pageOf(desk, { kind: 'problem', problem, query }), status, headers)
}

function problemText(
  context: Context<RouteEnv>,
  format: FeedFormat,
  { desk, problem }: { desk: SearchDesk; problem: SearchProblem },
): Response {
  const { status, headers } = refusalOf(problem)
  return context.text(`${searchPhrasesOf(desk.settings().site).problems[problem]}\n`, status, {
    ...headers,
    ...sharingOf(searchPath(format)),
  })
}

function refusalOf(problem: SearchProblem): { readonly status: 400 | 503; readonly headers: Readonly<Record<string, string>> } {
  return problem === 'busy' ? { status: 503, headers: { 'Retry-After': String(retrySeconds) } } : { status: 400, headers: {} }
}

async function pageOf(desk: SearchDesk, asked: AskedInput): Promise<string> {
  const { site, publish } = desk.settings()
  const leadsTo: LeadsTo = publish.pages === 'all' ? 'pages' : 'originals'
  return searchPage({ site, leadsTo, asked, categories: await desk.categories() })
}
