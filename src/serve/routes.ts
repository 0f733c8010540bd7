// What is made when it is asked for: pages with questions, the operator's pages, the API, the hub. Published files are answered by published.ts.

import { getRequestListener, RequestError } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { networkOf } from '../base/address-range.ts'
import { AppError, messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { callbackPath } from '../model/push.ts'
import { type Answer, refusal } from './answer.ts'
import type { Asking } from './client.ts'
import { always } from './headers.ts'
import { problemOf, refusalAt } from './problem.ts'
import { type RateLimit, rateLimit } from './rate-limit.ts'

/** What a route knows besides its request. */
export interface RouteEnv {
  readonly Bindings: {
    /** The address that asks, as far as trusted proxies say. */
    readonly client: string
    /** Aborted when the server is about to end: streams of events must end with it. */
    readonly closing: AbortSignal
    /** The public answer, where the path is that of a published file and somebody asks with a token. */
    /** `isWhole`: all of it as it is, whatever the request says of
     * codings and of what it holds already.
     */
    readonly published?: (options?: { readonly isWhole: true }) => Promise<Response>
  }
}

export type Routes = Hono<RouteEnv>

export interface RouteOptions {
  readonly notFound: (path: string) => string | Promise<string>
  readonly log: Logger
}

export type RequestListener = ReturnType<typeof getRequestListener>

/** Words with which no slug begins a path (design §7): what stands there is made, not a file. */
const made = ['api', 'healthz', 'hub', 'metrics', 'openapi', 'ops', 'readyz', 'search', 'static', 'status', 'token']
const isMadePath = new RegExp(`^/(?:${made.join('|')})(?:[/.?]|$)`)

export function isMade(target: string): boolean {
  return isMadePath.test(target)
}

/** What a request may bring, in bytes. Hubs push whole feeds, and push-in.ts counts them as they come. */
const bodyBytes = 65_536

/** Calls that change something. A hub that pushes for thousands of sources is one client. */
const callers = { atOnce: 60, perSecond: 1 }
const pushers = { atOnce: 2_000, perSecond: 50 }
const all = { atOnce: 600, perSecond: 20 }

export function routesOf(parts: readonly Routes[], { notFound, log }: RouteOptions): Routes {
  const whole = new Hono<RouteEnv>()
  whole.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(always)) if (!context.res.headers.has(name)) context.res.headers.set(name, value)
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store')
  })
  const unlimited: MiddlewareHandler<RouteEnv> = (_, next) => next()
  const pushed = { calls: limited(rateLimit(pushers, pushers)), bodies: unlimited }
  const usual = { calls: limited(rateLimit(callers, all)), bodies: limitedBody(bodyBytes) }
  const guardsOf = ({ req }: Context) => (isCallback(req.path) ? pushed : usual)
  whole.use((context, next) => guardsOf(context).calls(context, next))
  whole.use((context, next) => guardsOf(context).bodies(context, next))
  for (const part of parts) whole.route('/', part)
  whole.notFound(async (context) => (await context.env.published?.()) ?? context.html(await notFound(context.req.path.slice(1)), 404))
  whole.onError((error, context) => {
    // Callbacks of hubs are secrets.
    const { path } = context.req
    log.error({ path: isCallback(path) ? callbackPath : path, error: messageOf(error) }, 'a request failed')
    return context.text('Something went wrong here; it has been logged\n', 500)
  })
  return whole
}

function isCallback(path: string): boolean {
  return path.startsWith(`/${callbackPath}`)
}

/** `envOf` says who asks, and what else routes know. */
export function listenerOf(routes: Routes, envOf: (request: Asking) => RouteEnv['Bindings']): RequestListener {
  return getRequestListener((request, { incoming }) => routes.fetch(request, envOf(incoming)), {
    overrideGlobalObjects: false,
    hostname: 'localhost',
    errorHandler: (error) => responseOf(refusal(error instanceof RequestError ? 400 : 500)),
  })
}

export function responseOf({ status, headers, body }: Answer): Response {
  const pairs = headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? ''] as const] : []))
  return new Response(status === 204 || status === 304 ? null : Uint8Array.from(Buffer.from(body)), {
    status,
    headers: Object.fromEntries(pairs),
  })
}

/** Reading is not counted. */
function limited(rate: RateLimit): MiddlewareHandler<RouteEnv> {
  return async (context, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(context.req.method)) return next()
    const waitSeconds = rate.take(networkOf(context.env.client))
    if (waitSeconds === 0) return next()
    const error = new AppError(
      'too-many',
      'too many calls came from this address, or from all',
      `Wait ${waitSeconds} s, then go on slowly.`,
    )
    return refusalAt(context.req.path, problemOf(error), { 'Retry-After': String(waitSeconds) })
  }
}

/** Hono's own rebuilds a request of unknown length in a way that the one of its node server does not allow. */
function limitedBody(maxBytes: number): MiddlewareHandler<RouteEnv> {
  const error = new AppError('too-large', `the body of the request is larger than ${maxBytes} bytes`, 'Send less at a time.', { maxBytes })
  return async (context, next) => {
    const { raw } = context.req
    if (Number(raw.headers.get('content-length') ?? 0) > maxBytes) return refusalAt(context.req.path, problemOf(error, 413))
    // RFC 9112 §6.3: without either header there is no body.
    if (!raw.headers.has('transfer-encoding')) return next()
    const body = await upTo(maxBytes, raw)
    if (body === null) return refusalAt(context.req.path, problemOf(error, 413))
    context.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body })
    return next()
  }
}

/** Null: there is more. */
async function upTo(maxBytes: number, { body }: Request): Promise<Blob | null> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.byteLength
    if (size > maxBytes) return null
    parts.push(part)
  }
  return new Blob(parts)
}
