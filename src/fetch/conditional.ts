// Validators and freshness: what an answer leaves for the next visit, and how that visit uses it (RFC 9110 §13, RFC 9111 §4–5).
import { parseHttpDate } from './http-date.ts'

interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

/** Reads a response header by its lower-case name. */
type Header = (name: string) => string | null

// Kept as given, sent back as given: so nothing that could not stand in a request header, and nothing long (design §11).
const keepable = /^[\x20-\x7e]{1,1024}$/
const maxAge = 365 * 86_400_000
/** Clocks are set wrong; a server's is believed within a minute of its own Date header, or of ours. */
const clockSkewMs = 60_000

export function validatorsOf(header: Header, now: number): Validators {
  const lastModified = kept(header('last-modified'))
  const modifiedAt = parseHttpDate(lastModified ?? '') ?? 0
  // If-Modified-Since with a date to come means nothing (RFC 9110 §13.1.3): some servers would answer it with 304 until then.
  const isToCome = modifiedAt > Math.max(sentAt(header, now), now) + clockSkewMs
  return { etag: kept(header('etag')), lastModified: isToCome ? null : lastModified }
}

/** The headers of a conditional request; empty when there is no validator that may be sent. */
export function conditionalHeaders({ etag, lastModified }: Validators): Readonly<Record<string, string>> {
  const [match, since] = [kept(etag), kept(lastModified)]
  return { ...(match === null ? {} : { 'if-none-match': match }), ...(since === null ? {} : { 'if-modified-since': since }) }
}

/** How long the answer stays fresh from now on; null when it does not say. At most a year, however much is claimed. */
export function maxAgeOf(header: Header, now: number): number | null {
  const lifetime = lifetimeOf(header, now)
  if (lifetime === null) return null
  const seconds = /^\s*(\d+)\s*$/.exec(header('age') ?? '')?.[1] ?? '0'
  return Math.max(Math.min(lifetime, maxAge) - Number(seconds) * 1000, 0)
}

function lifetimeOf(header: Header, now: number): number | null {
  const control = header('cache-control')?.toLowerCase() ?? ''
  if (/(?:^|[\s,])no-(?:cache|store)(?![\w=-])/.test(control)) return 0
  const seconds = /(?:^|[\s,])max-age="?(\d+)/.exec(control)?.[1]
  if (seconds !== undefined) return Number(seconds) * 1000
  const expires = header('expires')
  if (expires === null) return null
  // An Expires that is no date means "already stale" (RFC 9111 §5.3).
  return Math.max((parseHttpDate(expires) ?? 0) - sentAt(header, now), 0)
}

function sentAt(header: Header, now: number): number {
  return parseHttpDate(header('date') ?? '') ?? now
}

function kept(validator: string | null): string | null {
  return validator !== null && keepable.test(validator) ? validator : null
}
