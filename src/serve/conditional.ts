// RFC 9110 §13: does the client already hold what we would send, or hold on to something else?

export interface Validators {
  /** Strong, with its quotes: that of the coding that would be sent. */
  readonly etag: string
  /** Milliseconds since 1970. */
  readonly modifiedAt: number
}

export interface Conditions {
  readonly ifNoneMatch: string | undefined
  readonly ifModifiedSince: string | undefined
}

export interface Preconditions {
  readonly ifMatch: string | undefined
  readonly ifUnmodifiedSince: string | undefined
}

/** If-None-Match (a list or `*`, compared weakly) decides alone where it is given; otherwise If-Modified-Since, to the second. */
export function isHeld({ ifNoneMatch, ifModifiedSince }: Conditions, { etag, modifiedAt }: Validators): boolean {
  if (ifNoneMatch !== undefined) return ifNoneMatch === etag || isListed(ifNoneMatch, etag)
  if (ifModifiedSince === undefined) return false
  return toSecond(modifiedAt) <= dateOf(ifModifiedSince)
}

/** RFC 9110 §13.2.2, steps 1 and 2: whoever asks for what is no more what it was gets 412. A weak ETag is none here. */
export function isOtherwise({ ifMatch, ifUnmodifiedSince }: Preconditions, { etag, modifiedAt }: Validators): boolean {
  if (ifMatch !== undefined) return !isListed(ifMatch.replace(/W\/"[^"]*"/g, ''), etag)
  if (ifUnmodifiedSince === undefined) return false
  return toSecond(modifiedAt) > dateOf(ifUnmodifiedSince)
}

/** RFC 9110 §13.1.5: a range of what the client has a part of. Whole where that was something else, or another coding. */
export function isSame(ifRange: string, { etag, modifiedAt }: Validators): boolean {
  return ifRange.includes('"') ? ifRange === etag : toSecond(modifiedAt) === dateOf(ifRange)
}

/** Each coding has an ETag of its own (RFC 9110 §8.8.1); what is the same in another coding is held all the same. */
export function etagOf(digest: string, coding: string): string {
  return coding === 'identity' ? `"${digest}"` : `"${digest}-${coding}"`
}

function isListed(list: string, etag: string): boolean {
  if (list.trim() === '*') return true
  const wanted = withoutCoding(etag)
  for (const [tag] of list.matchAll(/"[^"]*"/g)) if (withoutCoding(tag) === wanted) return true
  return false
}

function withoutCoding(etag: string): string {
  return etag.replace(/-(?:br|gzip)"$/, '"')
}

function toSecond(at: number): number {
  return Math.floor(at / 1000) * 1000
}

/** The three forms of RFC 9110 §5.6.7, the last of which names no zone; NaN for anything else. */
function dateOf(text: string): number {
  if (text.endsWith('GMT')) return Date.parse(text)
  return /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(text) ? Date.parse(`${text} GMT`) : Number.NaN
}
