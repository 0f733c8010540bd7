// The API: what list, explain and status answer, and a way to ask for polls. Public data is open to everybody, the rest to the operator.
import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { AppError, messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import type { Spot } from '../model/archive.ts'
import { categoryShape } from '../model/category-shape.ts'
import type { Entry } from '../model/entry.ts'
import { entryShape } from '../model/entry-shape.ts'
import type { Explanation } from '../model/explanation.ts'
import { explanationShape } from '../model/explanation-shape.ts'
import type { SourceOrder, SourceQuery } from '../model/source-query.ts'
import { type ShownSource, sourceShape, statusShape } from '../model/source-shape.ts'
import { type Standing, standingShape } from '../model/status-shape.ts'
import type { StoredCategory } from '../store/port/categories.ts'
import { entryCursor, offsetAt, offsetCursor, spotAt } from './api-cursor.ts'
import {
  askForPoll,
  explainEntry,
  listCategories,
  listEntries,
  listSources,
  type SourceSort,
  showSource,
  showStatus,
} from './api-operations.ts'
import { problemOf, problemResponse } from './problem.ts'
import type { RouteEnv } from './routes.ts'
import { turnstile } from './turnstile.ts'

/** `public`: nothing that only private sources and categories know. */
export type View = 'public' | 'operator'

export interface EntriesAsked {
  readonly source: string | null
  readonly category: string | null
  readonly search: string | null
  readonly limit: number
  readonly after: Spot | null
}

export type SourcesAsked = Pick<SourceQuery, 'healths' | 'text' | 'order' | 'isDescending' | 'offset' | 'limit'>

export interface ApiDesk {
  /** `next`: the last one, where more come behind it. @throws AppError `unknown-category`, `unknown-source`, `usage` */
  entries(asked: EntriesAsked, view: View): Promise<{ readonly entries: readonly Entry[]; readonly next: Spot | null }>
  categories(view: View): Promise<readonly StoredCategory[]>
  /** Those that are watched. `total`: how many there are in all. */
  sources(asked: SourcesAsked): Promise<{ readonly sources: readonly ShownSource[]; readonly total: number }>
  /** Null: there is none. */
  source(id: string): Promise<ShownSource | null>
  standing(): Promise<Standing>
  /** @throws AppError `unknown-entry`, … */
  explain(words: string): Promise<Explanation>
  /** Notes that these are to be visited. @throws AppError `unknown-source` */
  poll(ids: readonly string[], options: { readonly isForced: boolean }): Promise<void>
}

export interface ApiGuards {
  /** Lets the operator pass, and nobody else. */
  readonly operator: MiddlewareHandler<RouteEnv>
  readonly sameSite: MiddlewareHandler<RouteEnv>
}

export type Api = OpenAPIHono<RouteEnv>

const prefix = '/api/v1'
/** Others of a client's, and of all, are turned away: everybody may search. */
const searchesAtOnce = { inAll: 4, ofOne: 2 }
const retrySeconds = 3
const free = () => {}

export function apiRoutes(desk: ApiDesk, { operator, sameSite }: ApiGuards, log: Logger): Api {
  const api: Api = new OpenAPIHono<RouteEnv>({
    defaultHook: (result) => {
      if (!result.success) throw notRight(result.error.issues)
    },
  })
  api.onError((error, context) => failure(error, context, log))
  for (const path of ['sources', 'status', 'explain', 'poll']) api.use(`${prefix}/${path}/*`, operator)
  // Who gives a token is checked where none is needed, too.
  for (const path of ['entries', 'categories'])
    api.use(`${prefix}/${path}`, (context, next) => (viewOf(context) === 'operator' ? operator(context, next) : next()))
  api.post(`${prefix}/poll`, sameSite, async (context, next) => {
    refuseBody(context)
    await next()
  })
  addPublic(api, desk)
  addSources(api, desk)
  api.openapi(showStatus, async (context) => context.json(standingShape(await desk.standing()), 200))
  api.openapi(explainEntry, async (context) => context.json(explanationShape(await desk.explain(context.req.valid('query').of)), 200))
  api.openapi(askForPoll, async (context) => {
    const { sources, force } = context.req.valid('json')
    const asked = [...new Set(sources)]
    await desk.poll(asked, { isForced: force })
    return context.json({ asked, force, message: 'newsstand run visits them within seconds; without it nobody does' }, 202)
  })
  api.all('/api/*', (context) => strayed(context, api))
  return api
}

function addPublic(api: Api, desk: ApiDesk): void {
  const gate = turnstile(searchesAtOnce)
  api.openapi(listEntries, async (context) => {
    const { source = null, category = null, search = null, limit, cursor } = context.req.valid('query')
    const after = cursor === undefined ? null : spotAt(cursor)
    const leave = search === null ? free : gate.enter(context.env.client)
    if (leave === null) throw new AppError('too-many', 'too many searches are under way', `Ask again in ${retrySeconds} s.`)
    try {
      const { entries, next } = await desk.entries({ source, category, search, limit, after }, viewOf(context))
      share(context)
      if (next !== null) lead(context, entryCursor(next))
      return context.json(entries.map(entryShape), 200)
    } finally {
      leave()
    }
  })
  api.openapi(listCategories, async (context) => {
    const categories = await desk.categories(viewOf(context))
    share(context)
    return context.json(categories.map(categoryShape), 200)
  })
}

function addSources(api: Api, desk: ApiDesk): void {
  api.openapi(listSources, async (context) => {
    const { health, text = '', sort, limit, cursor } = context.req.valid('query')
    const offset = cursor === undefined ? 0 : offsetAt(cursor)
    const { order, isDescending } = orders[sort]
    const healths = health === undefined ? [] : [health]
    const { sources, total } = await desk.sources({ healths, text, order, isDescending, offset, limit })
    const shown = offset + sources.length
    if (sources.length > 0 && shown < total) lead(context, offsetCursor(shown))
    return context.json(sources.map(sourceShape), 200)
  })
  api.openapi(showSource, async (context) => {
    const { id } = context.req.valid('param')
    const found = await desk.source(id)
    if (found === null) throw new HTTPException(404, { cause: new AppError('unknown-source', `there is no source "${id}"`, allSources) })
    return context.json(statusShape(found), 200)
  })
}

const orders: Readonly<Record<SourceSort, { readonly order: SourceOrder; readonly isDescending: boolean }>> = {
  id: { order: 'id', isDescending: false },
  health: { order: 'health', isDescending: false },
  last_poll: { order: 'last-poll', isDescending: false },
  next_poll: { order: 'next-poll', isDescending: false },
  news: { order: 'news', isDescending: true },
  entries: { order: 'entries', isDescending: true },
  last_change: { order: 'last-change', isDescending: true },
}

const allSources = `GET ${prefix}/sources names them all.`

/** Whoever sent credentials that were wrong has got an answer already. */
function viewOf({ req }: Context): View {
  return req.header('authorization') === undefined ? 'public' : 'operator'
}

/** What everybody may see may be kept for a minute, and read by pages of other sites. */
function share(context: Context): void {
  context.header('Vary', 'Authorization')
  if (viewOf(context) === 'operator') return
  context.header('Cache-Control', 'public, max-age=60')
  context.header('Access-Control-Allow-Origin', '*')
  context.header('Access-Control-Expose-Headers', 'Link, X-Next-Cursor')
}

function lead(context: Context, cursor: string): void {
  const query = new URLSearchParams(context.req.query())
  query.set('cursor', cursor)
  context.header('X-Next-Cursor', cursor)
  context.header('Link', `<${context.req.path}?${query}>; rel="next"`)
}

function refuseBody({ req }: Context): void {
  if (!/^application\/json\b/i.test(req.header('content-type') ?? ''))
    throw new AppError('wrong-type', 'the body is not said to be JSON', 'Send "Content-Type: application/json", and JSON.')
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function notRight(issues: readonly Issue[]): AppError {
  const said = issues.map(({ path, message }) => `${path.length === 0 ? 'the body' : path.map(String).join('.')}: ${message}`)
  return new AppError('usage', said.slice(0, 5).join('; '), '/openapi.json and the page at /api say what may be asked.')
}

function failure(error: unknown, context: Context, log: Logger): Response {
  if (error instanceof HTTPException)
    return problemResponse(problemOf(error.cause ?? notRight([{ path: [], message: error.message }]), error.status))
  const problem = problemOf(error)
  if (problem.status >= 500) log.error({ path: context.req.path, error: messageOf(error) }, 'a request of the API failed')
  return problemResponse(problem, problem.status === 429 ? { 'Retry-After': String(retrySeconds) } : {})
}

/** No such address, or no such method there. */
function strayed({ req }: Context, api: Api): Response {
  const definitions = api.openAPIRegistry.definitions.flatMap((one) => (one.type === 'route' ? [one.route] : []))
  const methods = definitions
    .filter((route) => isAt(route, req.path))
    .flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]))
  if (methods.length === 0)
    return problemResponse(problemOf(new AppError('not-found', 'nothing stands at this address', 'The page at /api says what does.')))
  const Allow = methods.join(', ')
  return problemResponse(problemOf(new AppError('wrong-method', `${req.method} does not go here`, `Use ${Allow}.`)), { Allow })
}

function isAt({ path }: RouteConfig, asked: string): boolean {
  return new RegExp(`^${path.replace(/\{[^}]*\}/g, '[^/]+')}$`).test(asked)
}
