// The proxy in config: its address, and credentials that no message repeats.
import { parseUrl } from '../base/parse-url.ts'
import type { ProxySettings } from '../model/settings.ts'
import type { Check } from './values.ts'

const advice = `write one such as http://proxy.example:3128; with credentials, http://\${USER}:\${PASSWORD}@proxy.example:3128`

/** `http://[user:password@]host[:port]`. */
export const proxyAddress: Check = (value) => {
  const url = parseUrl(value)
  const isBare = url !== null && url.pathname === '/' && url.search === '' && url.hash === ''
  if (url?.protocol !== 'http:' || !isBare) return { message: `"${masked(value)}" is no proxy that can be used`, advice }
  return isDecodable(url.username + url.password)
    ? null
    : { message: `the credentials in "${masked(value)}" cannot be read`, advice: 'write "%" in them as %25, "/" as %2F and "@" as %40' }
}

/** Credentials become the value of Proxy-Authorization (RFC 7617). */
export function resolveProxy(address: string): ProxySettings {
  const { origin, username, password } = new URL(address)
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { origin, authorization: credentials === ':' ? null : `Basic ${Buffer.from(credentials).toString('base64')}` }
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** A password may itself hold a slash or an "@": all up to the last "@" is hidden. */
function masked(value: string): string {
  return value.replace(/\/\/.*@/s, '//…@').slice(0, 80)
}
