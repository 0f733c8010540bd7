// RFC 9110 §13: does the client already hold what we would send?

export interface Validators {
  /** Strong, with its quotes. */
  readonly etag: string
  /** Milliseconds since 1970. */
  readonly modifiedAt: number
}

export interface Conditions {
  readonly ifNoneMatch: string | undefined
  readonly ifModifiedSince: string | undefined
}

/** If-None-Match (a list or `*`, compared weakly) decides alone where it is given; otherwise If-Modified-Since, to the second. */
export function isHeld({ ifNoneMatch, ifModifiedSince }: Conditions, { etag, modifiedAt }: Validators): boolean {
  if (ifNoneMatch !== undefined) return ifNoneMatch.trim() === '*' || [...ifNoneMatch.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag)
  if (ifModifiedSince === undefined || !ifModifiedSince.endsWith('GMT')) return false
  return Math.floor(modifiedAt / 1000) * 1000 <= Date.parse(ifModifiedSince)
}
