// /metrics, for Prometheus on this machine, and for whoever has the operator's token.
import { Hono, type MiddlewareHandler } from 'hono'
import { isWithin } from '../base/address-range.ts'
import type { Metrics, Reading } from './metrics.ts'
import type { RouteEnv, Routes } from './routes.ts'

export interface MetricsDesk {
  /** What is looked up, not counted. */
  readings(): Promise<readonly Reading[]>
}

/** `operator` lets the operator pass, and nobody else. */
export function metricsRoutes(metrics: Metrics, desk: MetricsDesk, operator: MiddlewareHandler<RouteEnv>): Routes {
  const routes = new Hono<RouteEnv>()
  routes.use('/metrics', (context, next) => (isLocal(context.env.client, context.req.raw.headers) ? next() : operator(context, next)))
  routes.get('/metrics', async (context) => {
    const { type, text } = await metrics.exposition(await desk.readings())
    return context.body(text, 200, { 'Content-Type': type })
  })
  return routes
}

/** A program of this machine; not a proxy that asks for somebody else, nor a browser that a page of somebody else made ask. */
function isLocal(client: string, headers: Headers): boolean {
  const asks = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'sec-fetch-site']
  return isWithin(client, ['127.0.0.0/8', '::1']) && !asks.some((name) => headers.has(name))
}
