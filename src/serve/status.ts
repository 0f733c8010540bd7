// /status: the operator's pages, their buttons, and what keeps them up to date.
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { sha256Hex } from '../base/digest.ts'
import { AppError } from '../base/errors.ts'
import type { JsonValue } from '../base/json.ts'
import type { Entry } from '../model/entry.ts'
import type { Explanation } from '../model/explanation.ts'
import type { Incident } from '../model/incident.ts'
import type { DayCount, Overview } from '../model/overview.ts'
import { publicUrl } from '../model/paths.ts'
import type { LedgerRow } from '../model/poll.ts'
import type { SiteSettings } from '../model/settings.ts'
import type { SourceQuery } from '../model/source-query.ts'
import type { LeadsTo } from '../render/pages/entry-list.tsx'
import { statusPage } from '../render/pages/status.tsx'
import { explainedEntryPage, withExplanation } from '../render/pages/status-entry.tsx'
import type { StatusFrame } from '../render/pages/status-frame.tsx'
import type { TitledSource } from '../render/pages/status-input.ts'
import type { Deed } from '../render/pages/status-phrases.ts'
import { sourcePage } from '../render/pages/status-source.tsx'
import { statusStylesheet } from '../render/pages/status-stylesheet.ts'
import { csrfName, csrfOf, operatorKnown } from './operator.ts'
import { publishedPath } from './request-path.ts'
import type { RouteEnv, Routes } from './routes.ts'
import type { Live } from './status-live.ts'
import { deedIn, pageIn, viewIn } from './status-question.ts'
import { statusScript } from './status-script.ts'

/** One source, with all that its page shows. */
export interface SourceDossier {
  readonly source: TitledSource
  readonly config: JsonValue | null
  readonly tail: readonly LedgerRow[]
  readonly ledger: readonly LedgerRow[]
  readonly polls: number
  readonly news: readonly DayCount[]
  readonly entries: readonly Entry[]
  readonly leadsTo: LeadsTo
  readonly incidents: readonly Incident[]
}

export interface StatusDesk {
  now(): number
  site(): SiteSettings
  token(): string | null
  pulse(): Promise<string>
  overview(): Promise<Overview>
  sources(query: SourceQuery): Promise<{ readonly sources: readonly TitledSource[]; readonly total: number }>
  /** The last polls of these. */
  tails(ids: readonly string[]): Promise<ReadonlyMap<string, readonly LedgerRow[]>>
  /** `ledger`: the part of its ledger that is shown. Null: there is no such source. */
  source(id: string, ledger: { readonly offset: number; readonly limit: number }): Promise<SourceDossier | null>
  /** False: there is no such source in config. */
  poll(id: string, options: { readonly isForced: boolean }): Promise<boolean>
  pause(id: string): Promise<boolean>
  resume(id: string): Promise<boolean>
  forget(id: string): Promise<boolean>
  /** An entry's life. @throws AppError `unknown-entry`, `usage`, `unknown-source` */
  explain(words: string): Promise<Explanation>
}

export interface StatusGuards {
  readonly operator: MiddlewareHandler<RouteEnv>
  readonly sameSite: MiddlewareHandler<RouteEnv>
}

const sourcesOnPage = 100
const pollsOnPage = 100
const maxFormBytes = 4_096

export function statusRoutes(desk: StatusDesk, { operator, sameSite }: StatusGuards, live: Live): Routes {
  const routes = new Hono<RouteEnv>()
  routes.use('/status/*', operator)
  routes.get('/status', async (context) => page(context, await overviewPage(desk, queryOf(context))))
  routes.get('/status/events', (context) => listening(context, live))
  routes.get('/status/sources/:id', async (context) => {
    const made = await dossierPage(desk, context.req.param('id'), queryOf(context))
    return made === null ? context.notFound() : page(context, made)
  })
  routes.get('/status/entries', async (context) => page(context, await entryPage(desk, context.req.query('of') ?? '')))
  routes.get('/:home/:year{\\d{4}}/:month{\\d\\d}/:day{\\d\\d}/:name{.+\\.html}', operatorsView(desk))
  routes.post(
    '/status/sources/:id/:deed',
    bodyLimit({ maxSize: maxFormBytes, onError: (context) => context.text('The form is too long\n', 413) }),
    sameSite,
    (context) => act(context, desk),
  )
  for (const { path, type, text } of files) {
    routes.get(path, (context) => {
      context.header('Content-Type', type)
      // Its address names its bytes; without that it is asked for again.
      context.header('Cache-Control', context.req.query('v') === undefined ? 'no-cache' : 'public, max-age=31536000, immutable')
      return context.body(text)
    })
  }
  return routes
}

const files = [
  { path: '/static/status.js', type: 'text/javascript; charset=utf-8', text: statusScript },
  { path: '/static/status.css', type: 'text/css; charset=utf-8', text: statusStylesheet },
] as const

const addresses = {
  script: `static/status.js?v=${sha256Hex(statusScript).slice(0, 12)}`,
  stylesheet: `static/status.css?v=${sha256Hex(statusStylesheet).slice(0, 12)}`,
}

/** Scripts are files of ours, and ask us alone. */
const contentSecurityPolicy =
  "default-src 'none'; img-src 'self' https: http: data:; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

function page(context: Context<RouteEnv>, html: string): Response {
  context.header('Content-Security-Policy', contentSecurityPolicy)
  // Forms say where they are sent from, to us alone.
  context.header('Referrer-Policy', 'same-origin')
  return context.html(html)
}

function queryOf({ req }: Context): URLSearchParams {
  return new URL(req.url).searchParams
}

async function frameOf(desk: StatusDesk): Promise<StatusFrame> {
  return { site: desk.site(), files: addresses, now: desk.now(), pulse: await desk.pulse() }
}

async function overviewPage(desk: StatusDesk, query: URLSearchParams): Promise<string> {
  // Read first: what changes while the page is made is news once more.
  const frame = await frameOf(desk)
  const view = viewIn(query)
  const asked = { ...view, now: frame.now, limit: sourcesOnPage }
  const pageAsked = pageIn(query)
  const overview = await desk.overview()
  const { sources, total } = await desk.sources({ ...asked, offset: (pageAsked - 1) * sourcesOnPage })
  const tails = await desk.tails(sources.map(({ id }) => id))
  const pages = Math.max(Math.ceil(total / sourcesOnPage), 1)
  return statusPage({ frame, overview, view, sources, total, tails, pages, pageNumber: pageAsked })
}

async function dossierPage(desk: StatusDesk, id: string, query: URLSearchParams): Promise<string | null> {
  const frame = await frameOf(desk)
  const pageNumber = pageIn(query)
  const dossier = await desk.source(id, { offset: (pageNumber - 1) * pollsOnPage, limit: pollsOnPage })
  if (dossier === null) return null
  const pages = Math.max(Math.ceil(dossier.polls / pollsOnPage), 1)
  const csrf = { name: csrfName, value: csrfOf(desk.token() ?? '') }
  return sourcePage({ ...dossier, frame, pages, pageNumber, csrf, done: deedIn(query) })
}

async function entryPage(desk: StatusDesk, asked: string): Promise<string> {
  const frame = await frameOf(desk)
  const words = asked.trim()
  return explainedEntryPage({ frame, asked, answer: words === '' ? null : await answerTo(desk, words) })
}

async function answerTo(desk: StatusDesk, words: string): Promise<Explanation | AppError> {
  try {
    return await desk.explain(words)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** Of an entry's page, with its life below. Who is somebody else, or wrong, is answered as everybody is. */
function operatorsView(desk: StatusDesk): MiddlewareHandler<RouteEnv> {
  const isOperator = operatorKnown(desk.token)
  return async (context, next) => {
    const path = publishedPath(context.req.url)
    if (path === null || !isOperator(context)) return next()
    const published = await context.env.published?.({ isWhole: true })
    const answer = await answerTo(desk, publicUrl(desk.site().url, path))
    if (published === undefined || ![200, 410].includes(published.status) || answer instanceof AppError) return next()
    const frame = { site: desk.site(), now: desk.now(), files: addresses }
    context.header('Cache-Control', 'private, no-store')
    return context.html(withExplanation(await published.text(), { path, frame, explanation: answer }), published.status === 410 ? 410 : 200)
  }
}

function listening(context: Context<RouteEnv>, live: Live): Response {
  const headers = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' }
  if (context.req.raw.method === 'HEAD') return context.body(null, 200, headers)
  const stream = live.listen()
  if (stream === null) return context.text('Too many listen already\n', 503, { 'Retry-After': '30' })
  return context.body(stream, 200, headers)
}

type Act = (desk: StatusDesk, id: string, form: Readonly<Record<string, unknown>>) => Promise<boolean>

const acts: Readonly<Record<string, { readonly done: Deed; readonly act: Act }>> = {
  poll: { done: 'polled', act: (desk, id, { whole }) => desk.poll(id, { isForced: whole === '1' }) },
  pause: { done: 'paused', act: (desk, id) => desk.pause(id) },
  resume: { done: 'resumed', act: (desk, id) => desk.resume(id) },
  forget: { done: 'forgotten', act: (desk, id) => desk.forget(id) },
}

/** Notes what is asked for, and leads back: to load the page again does nothing once more. */
async function act(context: Context<RouteEnv>, desk: StatusDesk): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const deed = context.req.param('deed') ?? ''
  const known = Object.hasOwn(acts, deed) ? acts[deed] : undefined
  if (known === undefined || !(await known.act(desk, id, await context.req.parseBody()))) return context.notFound()
  return context.body(null, 303, { Location: `../${encodeURIComponent(id)}?done=${known.done}` })
}
