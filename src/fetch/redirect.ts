// Redirects are followed by hand, so that each hop is checked like a first address (pure).

import { parseUrl } from '../base/parse-url.ts'
import { shownUrl } from '../base/shown-url.ts'
import { VisitFailure } from './errors.ts'
import { checkUrl } from './guard.ts'

/** Where a visit stands. */
export interface Hop {
  readonly url: URL
  /** Requests before this one. */
  readonly seen: readonly string[]
  /** Every redirect so far was permanent (301, 308). */
  readonly isPermanent: boolean
  /** The origin never changed: the operator's headers and our validators are meant for it, and for no other. */
  readonly isAtHome: boolean
  /** Sent by POST; null: by GET. */
  readonly posted: string | null
}

interface RedirectRules {
  readonly redirects: number
  readonly allow: readonly string[]
}

const permanent = [301, 308]
const redirecting = [...permanent, 302, 303, 307]

export function firstHop(url: URL, posted: string | null = null): Hop {
  return { url, seen: [], isPermanent: true, isAtHome: true, posted }
}

export function isRedirect(status: number): boolean {
  return redirecting.includes(status)
}

/**
 * What is posted is posted again, but for 303, which leads to an answer to be fetched (RFC 9110 §15.4.4). It is meant for one origin:
 * who sends it on to another does not decide who is told.
 * @throws VisitFailure `http-status` without a usable Location, `redirect-loop`, `redirect-blocked`.
 */
export function nextHop(hop: Hop, status: number, location: string | null, { redirects, allow }: RedirectRules): Hop {
  const shown = shownUrl(hop.url.href)
  const target = resolve(location, hop.url)
  if (target === null)
    throw new VisitFailure('http-status', `${shown} answered ${status} without a usable Location; its server is at fault`)
  const checked = checkUrl(target.href, allow)
  if (!checked.ok) throw new VisitFailure('redirect-blocked', `${shown} redirects (${status}), but ${checked.message}`)
  const posted = status === 303 ? null : hop.posted
  const isAtHome = hop.isAtHome && target.origin === hop.url.origin
  if (posted !== null && !isAtHome) throw elsewhere(shown, status, target)
  const seen = [...hop.seen, requestOf(hop.url, hop.posted)]
  if (seen.includes(requestOf(target, posted)))
    throw new VisitFailure(
      'redirect-loop',
      `${shown} redirects in a circle, to ${shownUrl(target.href)}; look up the new address of the source`,
    )
  if (seen.length > redirects)
    throw new VisitFailure(
      'redirect-loop',
      `${shown} redirects once more after ${redirects} redirects; look up the new address of the source`,
    )
  return {
    url: target,
    seen,
    isPermanent: hop.isPermanent && permanent.includes(status),
    isAtHome,
    posted,
  }
}

function requestOf({ href }: URL, posted: string | null): string {
  return `${posted === null ? 'GET' : 'POST'} ${href}`
}

function elsewhere(shown: string, status: number, target: URL): VisitFailure {
  const advice = 'write that address into config if it is the right one'
  return new VisitFailure(
    'redirect-blocked',
    `${shown} redirects (${status}) to ${shownUrl(target.href)}, and what is posted goes to no other origin; ${advice}`,
  )
}

/** The final address to adopt, when every redirect on the way was permanent. */
export function movedTo({ url, seen, isPermanent }: Hop): string | null {
  return seen.length > 0 && isPermanent ? url.href : null
}

function resolve(location: string | null, base: URL): URL | null {
  const text = location === null ? null : fromUtf8(location)
  const target = text === null ? null : parseUrl(text, base.href)
  if (target === null) return null
  target.hash = ''
  return target
}

/** Headers arrive as Latin-1; many servers put bare UTF-8 into Location all the same. */
function fromUtf8(latin1: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(latin1, (char) => char.charCodeAt(0)))
  } catch {
    return latin1
  }
}
