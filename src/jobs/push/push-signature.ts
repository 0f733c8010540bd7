// Is it the hub's? (W3C WebSub §7.1)
import { createHmac, timingSafeEqual } from 'node:crypto'

/** SHA-1 is broken: nobody has to use it, for hubs know the others. */
const methods = ['sha256', 'sha384', 'sha512']

/** True when `X-Hub-Signature` (`method=hex`) is the HMAC of the body with this secret. Takes as long for a wrong one as for the right one. */
export function isSigned(body: Uint8Array, header: string | null, secret: string): boolean {
  const [method = '', signature = ''] = (header ?? '').trim().split('=')
  if (!methods.includes(method.toLowerCase())) return false
  const right = createHmac(method.toLowerCase(), secret).update(body).digest()
  const given = Buffer.from(signature, 'hex')
  return given.length === right.length && timingSafeEqual(given, right)
}
