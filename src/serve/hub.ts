// Our WebSub hub as subscribers meet it (W3C WebSub §5.1): what they ask for is taken, or refused in plain text.

import { type Context, Hono } from 'hono'
import { parseUrl } from '../base/parse-url.ts'
import type { HubAnswer, HubWish } from '../model/hub.ts'
import type { RouteEnv, Routes } from './routes.ts'

export interface HubDesk {
  /** There is a hub: feeds name it. */
  isOpen(): boolean
  /** Takes what is asked for; whether it was meant is asked at the callback afterwards. */
  ask(wish: HubWish): Promise<HubAnswer>
}

const maxCallback = 4_096
/** §5.1: less than 200 bytes. */
const maxSecretBytes = 199
const fullForSeconds = 3_600

export function hubRoutes(desk: HubDesk): Routes {
  const routes = new Hono<RouteEnv>()
  routes.all('/hub', async (context) => {
    if (!desk.isOpen()) return context.text('There is no WebSub hub here.\n', 404)
    if (context.req.method === 'GET') return context.text(about)
    if (context.req.method === 'POST') return answer(context, desk)
    return context.text('The hub is asked by POST.\n', 405, { Allow: 'GET, HEAD, POST' })
  })
  return routes
}

const about = `This is the WebSub hub of this site's feeds (https://www.w3.org/TR/websub/).
Feed readers subscribe here by themselves, and are sent each feed as soon as it changes.
`

async function answer(context: Context<RouteEnv>, desk: HubDesk): Promise<Response> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(context.req.header('content-type') ?? ''))
    return context.text('Send a form: Content-Type must be application/x-www-form-urlencoded.\n', 415)
  const fields = fieldsOf(await context.req.arrayBuffer())
  if (fields === null) return context.text('The form is not in UTF-8.\n', 400)
  if (fields.get('hub.mode') === 'publish') return context.text('Not needed: this hub finds out by itself what changes on its site.\n', 202)
  const wish = wishOf(fields)
  if ('wrong' in wish) return context.text(`${wish.wrong}\n`, 400)
  const answered = await desk.ask(wish)
  if (answered === 'taken') return context.text('Taken: the callback is asked in a moment whether it was meant.\n', 202)
  if (answered === 'unknown-topic')
    return context.text('hub.topic is no feed of this site; it must be the address that the feed names as "self".\n', 400)
  return context.text('There are too many subscriptions.\n', 503, { 'Retry-After': String(fullForSeconds) })
}

function fieldsOf(body: ArrayBuffer): URLSearchParams | null {
  try {
    return new URLSearchParams(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return null
  }
}

/** Parameters that we do not know are passed over (§5.1). What is wrong is said without repeating it. */
function wishOf(fields: URLSearchParams): HubWish | { readonly wrong: string } {
  const mode = fields.get('hub.mode')
  if (mode !== 'subscribe' && mode !== 'unsubscribe') return { wrong: 'hub.mode must be "subscribe" or "unsubscribe".' }
  const topic = fields.get('hub.topic') ?? ''
  if (topic === '') return { wrong: 'hub.topic is missing: the address of a feed.' }
  const callback = fields.get('hub.callback') ?? ''
  if (!isCallback(callback))
    return {
      wrong: `hub.callback must be an address of http or https, of ${maxCallback} characters at most, without user name and fragment.`,
    }
  const secret = fields.get('hub.secret') || null
  if (Buffer.byteLength(secret ?? '') > maxSecretBytes) return { wrong: 'hub.secret must be shorter than 200 bytes.' }
  const lease = fields.get('hub.lease_seconds') ?? ''
  if (mode === 'subscribe' && !/^\d*$/.test(lease)) return { wrong: 'hub.lease_seconds must be a number of seconds.' }
  return { mode, topic, callback, secret, leaseSeconds: Number(lease) || null }
}

function isCallback(text: string): boolean {
  const url = text.length > maxCallback || text.includes('#') ? null : parseUrl(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
