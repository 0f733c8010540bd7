// What a request shows to be let in: in its address, where readers of feeds keep it, or in a header.

export interface Credential {
  readonly text: string
  /** There it may be read by others; in a header only we and who asks see it. */
  readonly isInAddress: boolean
}

/** That of the header first, which may be meant for a proxy before us; then `?token=`. */
export function credentialsIn(query: string | undefined, authorization: string | undefined): readonly Credential[] {
  const inHeader = passwordIn(authorization)
  return [
    ...(inHeader === null ? [] : [{ text: inHeader, isInAddress: false }]),
    ...(query === undefined ? [] : [{ text: query, isInAddress: true }]),
  ]
}

/** `Bearer`, or the password of `Basic` (RFC 7617). Null: the header names no secret. */
export function passwordIn(header = ''): string | null {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)\s*$/i.exec(header) ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  const [, password = null] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString()) ?? []
  return password
}
