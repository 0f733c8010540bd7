// What only some may read: made when they ask, from memory when it is what it was. Who may not learns nothing, not even that it is there.
import { type Context, Hono } from 'hono'
import { networkOf } from '../base/address-range.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import type { ServeSettings } from '../model/settings.ts'
import { tokenParts, tokenQuery } from '../model/token.ts'
import { wantedOf } from './coding.ts'
import { etagOf, isHeld } from './conditional.ts'
import { type Credential, credentialsIn } from './credential.ts'
import { type Headers, typeOf } from './headers.ts'
import { failures } from './operator.ts'
import { type PrivateDocument, type PrivateShelfOptions, privateShelf, type ShelvedDocument } from './private-shelf.ts'
import { publishedPath } from './request-path.ts'
import type { RouteEnv, Routes } from './routes.ts'

export type PrivateFound =
  | ({ readonly kind: 'document' } & PrivateDocument)
  /** To a path, with what opens it. */
  | { readonly kind: 'moved'; readonly to: string }

export interface PrivateDesk<Opened> extends Pick<PrivateShelfOptions, 'modifiedAt'> {
  /** Asked on every request: what is taken back opens nothing from then on. Null: it opens nothing. */
  open(credential: Credential): Promise<Opened | null>
  /** `query` ends the addresses of what is private. Null: nothing is there that this opens. */
  find(path: string, reader: { readonly opened: Opened; readonly query: string }): Promise<PrivateFound | null>
}

export interface PrivateOptions extends Pick<PrivateShelfOptions, 'memoryBytes'> {
  readonly feedType: () => ServeSettings['feedType']
  readonly clock?: Clock
}

/** What shows nothing, or nothing that opens, goes on to whatever else stands there, which is nothing where something private is. */
export function privateRoutes<Opened>(desk: PrivateDesk<Opened>, { feedType, memoryBytes, clock = systemClock }: PrivateOptions): Routes {
  const shelf = privateShelf({ memoryBytes, modifiedAt: desk.modifiedAt })
  const opening = doorkeeper(desk, clock)
  const answerTo = async (context: Context<RouteEnv>, path: string, credential: Credential): Promise<Response | null> => {
    const opened = await opening(credential, context.env.client)
    if (opened === null) return null
    if (opened instanceof Response) return opened
    const query = credential.isInAddress ? tokenQuery(credential.text) : ''
    const found = await desk.find(path, { opened, query })
    if (found === null) return null
    return found.kind === 'moved' ? moved(found.to) : answerWith(await shelf.madeOf(path, query, found), context, typeFor(path, context))
  }
  const typeFor = (path: string, { req }: Context<RouteEnv>) => typeOf(path, req.header('accept'), feedType()) ?? 'application/octet-stream'

  const routes = new Hono<RouteEnv>()
  for (const pattern of ['/category/*', '/token/feeds.opml', '/:home/:year{\\d{4}}/:month{\\d\\d}/:day{\\d\\d}/:name'])
    routes.get(pattern, async (context, next) => {
      const path = publishedPath(context.req.url)
      if (path === null) return next()
      for (const credential of credentialsIn(context.req.query('token'), context.req.header('authorization'))) {
        const answer = await answerTo(context, path, credential)
        if (answer !== null) return answer
      }
      return next()
    })
  return routes
}

/** Null: the credential opens nothing. */
function doorkeeper<Opened>(
  { open }: PrivateDesk<Opened>,
  clock: Clock,
): (shown: Credential, client: string) => Promise<Opened | Response | null> {
  const wrongOnes = failures(clock)
  return async (shown, client) => {
    const network = networkOf(client)
    const isToken = shown.isInAddress || tokenParts(shown.text) !== null
    // The operator's password could be guessed. A token cannot: who shares an address with someone who is wrong is not shut out.
    if (!isToken && wrongOnes.areTooMany(network)) return null
    const opened = await open(shown)
    if (opened !== null) return opened
    wrongOnes.add(network)
    return isToken && wrongOnes.areTooMany(network) ? tooMany() : null
  }
}

async function answerWith(made: ShelvedDocument, { req }: Context<RouteEnv>, type: string): Promise<Response> {
  const conditions = { ifNoneMatch: req.header('if-none-match'), ifModifiedSince: req.header('if-modified-since') }
  const coding = wantedOf(req.header('accept-encoding')).ofPacked ?? 'identity'
  const validators = { etag: etagOf(made.digest, coding), modifiedAt: made.modifiedAt }
  const said = { ...ownHeaders, ETag: validators.etag, 'Last-Modified': new Date(made.modifiedAt).toUTCString() }
  if (isHeld(conditions, validators)) return new Response(null, { status: 304, headers: said })
  const body = await made.bodyIn(coding)
  const coded = coding === 'identity' ? {} : { 'Content-Encoding': coding }
  return new Response(body, { headers: { ...said, ...coded, 'Content-Type': type, 'Content-Length': String(body.byteLength) } })
}

/** For one reader: no cache between keeps it, no search engine finds it, no page it leads to learns its address. */
const ownHeaders: Headers = {
  'Cache-Control': 'private, no-cache',
  Vary: 'Authorization, Accept, Accept-Encoding',
  'X-Robots-Tag': 'noindex, nofollow',
  'Referrer-Policy': 'no-referrer',
}

function moved(to: string): Response {
  return new Response(null, {
    status: 301,
    headers: { ...ownHeaders, 'Cache-Control': 'private, no-store', Location: `/${encodeURI(to)}` },
  })
}

function tooMany(): Response {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '60' }
  return new Response('Too many wrong tokens came from this address\n', { status: 429, headers })
}
