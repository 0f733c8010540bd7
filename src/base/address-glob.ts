// Addresses as an operator writes many of them at once: `https://paper.example/private/*`.
import { parseUrl } from './parse-url.ts'

const written = /^https?:\/\/([^/?#\s]+)([^\s#]*)$/i

/**
 * The RE2 pattern of what `//host/path?query` must be as a whole; null: it is no such address. `*` stands for anything, slashes included;
 * the scheme plays no part, nor do the host's case and a default port.
 */
export function addressGlob(glob: string): string | null {
  const [, host, rest = ''] = written.exec(glob.trim()) ?? []
  if (host === undefined || host.includes('@')) return null
  const named = hostOf(host)
  return named === null ? null : `(?s)//${escaped(named)}${escaped(comparable(rest === '' ? '/' : rest))}`
}

/** An address as globs are compared with: without its scheme, escapes in capitals. */
export function comparable(address: string): string {
  return address
    .replace(/^https?:/i, '')
    .replace(/[^\x21-\x7e]+/g, encodeURIComponent)
    .replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase())
}

function hostOf(host: string): string | null {
  const plain = host.toLowerCase().replace(/:(?:80|443)$/, '')
  if (plain.includes('*')) return /^[\w.*-]+(?::\d+)?$/.test(plain) && plain !== '*' ? plain : null
  return parseUrl(`http://${plain}`)?.host ?? null
}

function escaped(glob: string): string {
  return glob
    .split('*')
    .map((piece) => piece.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('.*')
}
