// The one place where secrets come from.
import { randomBytes } from 'node:crypto'

/** So many random bytes, 16 or more for a secret, in letters, digits, `-` and `_` (base64url, RFC 4648 §5). */
export function unguessable(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}
