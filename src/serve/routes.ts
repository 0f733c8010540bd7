// What is made when it is asked for: pages with questions, the operator's pages, the API, the hub. Published files are answered by answer.ts.

import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { always } from './headers.ts'

/** What a route knows besides its request. */
export interface RouteEnv {
  readonly Bindings: {
    /** The address that asks, as far as trusted proxies say. */
    readonly client: string
  }
}

export type Routes = Hono<RouteEnv>

/** As much of a request as says who asks. */
export interface Asking {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly socket: { readonly remoteAddress?: string | undefined }
}

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

export function routesOf(parts: readonly Routes[], { notFound, log }: RouteOptions): Routes {
  const whole = new Hono<RouteEnv>()
  whole.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(always)) if (!context.res.headers.has(name)) context.res.headers.set(name, value)
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store')
  })
  for (const part of parts) whole.route('/', part)
  whole.notFound(async (context) => context.html(await notFound(context.req.path.slice(1)), 404))
  whole.onError((error, context) => {
    log.error({ path: context.req.path, error: messageOf(error) }, 'a request failed')
    return context.text('Something went wrong here; it has been logged\n', 500)
  })
  return whole
}

/** `clientOf` says who asks. */
export function listenerOf(routes: Routes, clientOf: (request: Asking) => string): RequestListener {
  return getRequestListener((request, { incoming }) => routes.fetch(request, { client: clientOf(incoming) }), {
    overrideGlobalObjects: false,
    hostname: 'localhost',
  })
}
