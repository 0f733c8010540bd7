// Validators and freshness: what an answer leaves for the next visit, and how that visit uses it (RFC 9110 §13, RFC 9111 §5).
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

export function validatorsOf(header: Header): Validators {
  return { etag: kept(header('etag')), lastModified: kept(header('last-modified')) }
}

/** The headers of a conditional request; empty when there is no validator that may be sent. */
export function conditionalHeaders({ etag, lastModified }: Validators): Readonly<Record<string, string>> {
  const [match, since] = [kept(etag), kept(lastModified)]
  return { ...(match === null ? {} : { 'if-none-match': match }), ...(since === null ? {} : { 'if-modified-since': since }) }
}

/** How long the answer calls itself fresh; null when it does not say. At most a year, however much is claimed. */
export function maxAgeOf(header: Header, now: number): number | null {
  const control = header('cache-control')?.toLowerCase() ?? ''
  if (/(?:^|[\s,])no-(?:cache|store)(?![\w=-])/.test(control)) return 0
  const seconds = /(?:^|[\s,])max-age="?(\d+)/.exec(control)?.[1]
  if (seconds !== undefined) return Math.min(Number(seconds) * 1000, maxAge)
  const expires = header('expires')
  if (expires === null) return null
  // An Expires that is no date means "already stale" (RFC 9111 §5.3).
  const until = parseHttpDate(expires) ?? 0
  const sentAt = parseHttpDate(header('date') ?? '') ?? now
  return Math.min(Math.max(until - sentAt, 0), maxAge)
}

function kept(validator: string | null): string | null {
  return validator !== null && keepable.test(validator) ? validator : null
}
