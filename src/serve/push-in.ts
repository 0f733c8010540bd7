// Where hubs call back, as their subscriber (W3C WebSub §5.3, §7). The path holds a secret: it is neither logged nor echoed.
import { type Context, Hono } from 'hono'
import { headerLinks } from '../base/link-header.ts'
import { callbackPath } from '../model/push.ts'
import type { RouteEnv, Routes } from './routes.ts'

/** As much as a visit may bring (design §11). */
const mostBytes = 10 * 1024 * 1024
/** Bodies that are read at the same time; the memory of so many is the most that pushes take. */
const mostAtOnce = 4
const comeAgainSeconds = 60
const longestChallenge = 4_096

/** What answers hubs. */
export interface PushDesk {
  /** What is to be answered to a question; null: nobody here has asked for that. */
  answer(callback: string, question: HubQuestion): Promise<string | null>
  /** Whether something may be sent there: `gone`: not any more. */
  receives(callback: string): Promise<'open' | 'gone' | 'unknown'>
  take(callback: string, push: HubPush): Promise<void>
  /** Something is sent that cannot be held: its source is visited soon. */
  visitInstead(callback: string): Promise<void>
}

interface HubQuestion {
  readonly mode: string
  readonly topic: string
  readonly challenge: string
  readonly leaseSeconds: string | null
}

interface HubPush {
  readonly body: Uint8Array
  readonly contentType: string | null
  readonly signature: string | null
  readonly self: string | null
}

export function pushInRoutes(desk: PushDesk): Routes {
  const routes = new Hono<RouteEnv>()
  let underWay = 0
  routes.get(`/${callbackPath}:callback`, (context) => answered(context, desk))
  routes.post(`/${callbackPath}:callback`, async (context) => {
    const callback = context.req.param('callback')
    const refused = await refusal(context, desk)
    if (refused !== null) return refused
    if (underWay >= mostAtOnce) {
      await desk.visitInstead(callback)
      return said(503, { 'Retry-After': String(comeAgainSeconds) })
    }
    underWay++
    try {
      return await taken(context, callback, desk)
    } finally {
      underWay--
    }
  })
  return routes
}

async function answered({ req }: Context<RouteEnv, `/${typeof callbackPath}:callback`>, desk: PushDesk): Promise<Response> {
  const asked = (name: string) => req.query(`hub.${name}`) ?? ''
  const [mode, topic, challenge] = [asked('mode'), asked('topic'), asked('challenge')]
  if (challenge.length > longestChallenge) return said(404)
  const answer = await desk.answer(req.param('callback'), { mode, topic, challenge, leaseSeconds: req.query('hub.lease_seconds') ?? null })
  // As text, and not to be guessed for anything else: the challenge is whatever somebody wrote.
  return answer === null ? said(404) : new Response(answer, { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}

/** Before anything of the body is read; null: it may come. */
async function refusal({ req }: Context<RouteEnv, `/${typeof callbackPath}:callback`>, desk: PushDesk): Promise<Response | null> {
  const where = await desk.receives(req.param('callback'))
  if (where !== 'open') return said(where === 'gone' ? 410 : 404, closing)
  const coding = req.header('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (coding !== 'identity' && coding !== '') return said(415, { 'Accept-Encoding': 'identity', ...closing })
  return Number(req.header('content-length') ?? 0) > mostBytes ? said(413, closing) : null
}

async function taken({ req }: Context, callback: string, desk: PushDesk): Promise<Response> {
  const body = await bodyOf(req.raw)
  if (body === null) {
    await desk.visitInstead(callback)
    return said(413, closing)
  }
  const link = req.header('link') ?? null
  const self = headerLinks(link, req.url).self
  await desk.take(callback, {
    body,
    contentType: req.header('content-type') ?? null,
    signature: req.header('x-hub-signature') ?? null,
    self,
  })
  return said(202)
}

/** Null: it is too long, or ends in the middle. */
async function bodyOf({ body }: Request): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  if (body === null) return new Uint8Array()
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > mostBytes) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** What is still being sent is not waited for. */
const closing = { Connection: 'close' }

const words: Readonly<Record<number, string>> = {
  202: 'Accepted',
  404: 'Nothing here has asked for that',
  410: 'Nobody is told here any more',
  413: 'That is too long',
  415: 'Content codings are not taken here',
  503: 'Too much is being sent',
}

function said(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${words[status] ?? ''}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers } })
}
