// The one place that hashes.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** SHA-256 as 64 hex digits; strings are hashed as UTF-8. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** HMAC-SHA-256 (RFC 2104) as 64 hex digits. */
export function hmacSha256Hex(secret: string, data: string | Uint8Array): string {
  return createHmac('sha256', secret).update(data).digest('hex')
}

/** Whether two secrets are the same, in a time that says nothing of how alike they are. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest())
}
