// Who is the operator, and whether a call that changes something comes from a page of ours.

import type { Context, MiddlewareHandler } from 'hono'
import { networkOf } from '../base/address-range.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import { hmacSha256Hex, isSameSecret } from '../base/digest.ts'
import { AppError } from '../base/errors.ts'
import { parseUrl } from '../base/parse-url.ts'
import { passwordIn } from './credential.ts'
import { problemOf, refusalAt } from './problem.ts'
import type { RouteEnv } from './routes.ts'

export type TokenNow = () => string | null

/** The name of the field that every form of ours carries. */
export const csrfName = 'csrf'

/** What that field holds: known to whoever knows the token, and to nobody else. */
export function csrfOf(token: string): string {
  return hmacSha256Hex(token, 'forms of the operator')
}

/**
 * Lets the operator pass: `Authorization: Bearer TOKEN`, or Basic with the token as password and any name (RFC 7617).
 * Others get 401; 403 where no token is set; 429 after too many wrong ones.
 */
export function operatorOnly(token: TokenNow, clock: Clock = systemClock): MiddlewareHandler<RouteEnv> {
  const wrongOnes = failures(clock)
  return async (context, next) => {
    const expected = token()
    const client = networkOf(context.env.client)
    const given = passwordIn(context.req.header('authorization'))
    if (expected === null) return refusal(context, closed)
    if (wrongOnes.areTooMany(client)) return refusal(context, tooMany, { 'Retry-After': String(failuresMs / 1_000) })
    if (given !== null && isSameSecret(given, expected)) return next()
    if (given !== null) wrongOnes.add(client)
    return refusal(context, unknown, { 'WWW-Authenticate': 'Basic realm="Newsstand", charset="UTF-8", Bearer realm="Newsstand"' })
  }
}

/**
 * For calls that change something, after `operatorOnly`: browsers send the operator's password from any page. Refuses what a page of
 * another site sent (Sec-Fetch-Site, else Origin), and a form without the field that only our pages know. JSON and `Bearer` no form can send.
 */
export function sameSite(token: TokenNow): MiddlewareHandler<RouteEnv> {
  return async (context, next) => {
    if (!isFromHere(context) || !(await isMeant(context, token()))) return refusal(context, foreign)
    return next()
  }
}

function isFromHere({ req }: Context): boolean {
  const site = req.header('sec-fetch-site')
  // It is the browser's own word, and right where a proxy changes the Host.
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = req.header('origin')
  return origin === undefined || parseUrl(origin)?.host === (req.header('host') ?? '')
}

async function isMeant({ req }: Context, token: string | null): Promise<boolean> {
  if (/^application\/json\b/i.test(req.header('content-type') ?? '') || /^bearer /i.test(req.header('authorization') ?? '')) return true
  const field = (await req.parseBody())[csrfName]
  return token !== null && typeof field === 'string' && isSameSecret(field, csrfOf(token))
}

/** Whether it is the operator who asks, where others are answered, too. Who guesses learns no more than at the operator's own pages. */
export function operatorKnown(token: TokenNow, clock: Clock = systemClock): (context: Context<RouteEnv>) => boolean {
  const wrongOnes = failures(clock)
  return ({ req, env }) => {
    const expected = token()
    const given = passwordIn(req.header('authorization'))
    const client = networkOf(env.client)
    if (expected === null || given === null || wrongOnes.areTooMany(client)) return false
    const isRight = isSameSecret(given, expected)
    if (!isRight) wrongOnes.add(client)
    return isRight
  }
}

const unknown = new AppError(
  'operator-only',
  'this is for the operator',
  'Give the token of the config (serve.token) as password, with any user name; or send "Authorization: Bearer" and the token.',
)

const closed = new AppError(
  'operator-closed',
  'this is for the operator, and no token is set',
  // The name in braces is written out: the config replaces it.
  'Set serve.token: "$' +
    '{NEWSSTAND_TOKEN:-}" in the config and start with NEWSSTAND_TOKEN=$(openssl rand -hex 16), or write a token of 12 or more letters and digits.',
)

const tooMany = new AppError(
  'too-many',
  'too many wrong tokens came from this address',
  'Wait for a minute, then give the token of the config (serve.token).',
)

const foreign = new AppError(
  'cross-site',
  'this was not sent by a page of this site, or by one made before the token changed',
  'Open the page again and press the button there; programs send "Authorization: Bearer" and the token.',
)

function refusal({ req }: Context, error: AppError, headers: Readonly<Record<string, string>> = {}): Response {
  return refusalAt(req.path, problemOf(error), headers)
}

const maxFailures = 10
const failuresMs = 60_000
/** So many addresses are remembered; the one that failed longest ago goes. */
const maxClients = 10_000

interface Failures {
  add(client: string): void
  areTooMany(client: string): boolean
}

export function failures(clock: Clock): Failures {
  const known = new Map<string, { readonly since: number; readonly count: number }>()
  const of = (client: string): { readonly since: number; readonly count: number } => {
    const found = known.get(client)
    const now = clock.now()
    return found === undefined || now - found.since >= failuresMs ? { since: now, count: 0 } : found
  }
  return {
    add: (client) => {
      const { since, count } = of(client)
      known.delete(client)
      known.set(client, { since, count: count + 1 })
      for (const oldest of known.keys()) if (known.size > maxClients) known.delete(oldest)
    },
    areTooMany: (client) => of(client).count >= maxFailures,
  }
}
