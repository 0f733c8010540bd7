// Is the process there, and does it do its work?
import { Hono } from 'hono'
import type { RouteEnv, Routes } from './routes.ts'

export function healthRoutes(): Routes {
  const routes = new Hono<RouteEnv>()
  routes.get('/healthz', (context) => context.text('ok\n'))
  return routes
}
