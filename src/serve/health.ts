// Is the process there, and does it do its work? Open to everybody: balancers and supervisors ask.
import { Hono } from 'hono'
import type { AppError } from '../base/errors.ts'
import type { RouteEnv, Routes } from './routes.ts'

export interface HealthDesk {
  /** What keeps this process from its work now; null: nothing does. Its words are for everybody: no paths, no names. */
  trouble(): Promise<Pick<AppError, 'code' | 'message' | 'advice'> | null>
}

export function healthRoutes(desk: HealthDesk): Routes {
  const routes = new Hono<RouteEnv>()
  routes.get('/healthz', (context) => context.text('ok\n'))
  routes.get('/readyz', async (context) => {
    const trouble = await desk.trouble()
    if (trouble === null) return context.text('ready\n')
    return context.text(`${trouble.code}: ${trouble.message}\n${trouble.advice}\n`, 503, { 'Retry-After': '10' })
  })
  return routes
}
