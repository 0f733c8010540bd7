// What a request shows to be let in: in its address, where readers of feeds keep it, or in a header.

export interface Credential {
  readonly text: string
  /** There it may be read by others; in a header only we and who asks see it. */
  readonly isInAddress: boolean
}

/** `Bearer`, or the password of `Basic` (RFC 7617), before `?token=`. Null: nothing of that kind. */
export function credentialIn(query: string | undefined, authorization: string | undefined): Credential | null {
  const inHeader = passwordIn(authorization)
  if (inHeader !== null) return { text: inHeader, isInAddress: false }
  return query === undefined ? null : { text: query, isInAddress: true }
}

/** Null: the header names no secret. */
export function passwordIn(header = ''): string | null {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)\s*$/i.exec(header) ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  const [, password = null] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString()) ?? []
  return password
}
