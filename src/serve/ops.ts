// /ops.atom: what happened, for the operator's feed reader.
import { Hono, type MiddlewareHandler } from 'hono'
import { sha256Hex } from '../base/digest.ts'
import { mediaType } from '../model/vocabulary.ts'
import { type OpsFeedInput, opsFeed } from '../render/ops-feed.ts'
import { isHeld } from './conditional.ts'
import type { RouteEnv, Routes } from './routes.ts'

export interface OpsDesk {
  happened(): Promise<OpsFeedInput>
}

export function opsRoutes(desk: OpsDesk, operator: MiddlewareHandler<RouteEnv>): Routes {
  const routes = new Hono<RouteEnv>()
  routes.get('/ops.atom', operator, async (context) => {
    const input = await desk.happened()
    const body = opsFeed(input)
    const etag = `"${sha256Hex(body).slice(0, 32)}"`
    const modifiedAt = input.incidents[0]?.at ?? 0
    context.header('ETag', etag)
    context.header('Last-Modified', new Date(modifiedAt).toUTCString())
    context.header('Cache-Control', 'private, no-cache')
    const asked = { ifNoneMatch: context.req.header('if-none-match'), ifModifiedSince: context.req.header('if-modified-since') }
    if (isHeld(asked, { etag, modifiedAt })) return context.body(null, 304)
    context.header('Content-Type', `${mediaType.atom}; charset=utf-8`)
    return context.body(body)
  })
  return routes
}
