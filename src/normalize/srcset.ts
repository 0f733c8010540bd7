// `srcset` (WHATWG HTML §4.8.4.2.1): addresses with a width or a density each.
import { absoluteUrl } from './links.ts'

/** Longer lists are no list of pictures. */
const maxSrcset = 16_384
const descriptor = /^(?:[1-9]\d{0,5}w|(?:\d{1,3}(?:\.\d{1,3})?|\.\d{1,3})x)?$/

/** Every candidate made absolute; those that cannot be, or have odd descriptors, are left out. Null when none is left. */
export function absoluteSrcset(srcset: string, base: string): string | null {
  if (srcset.length > maxSrcset) return null
  const kept = candidates(srcset).flatMap(([url, size]) => {
    const absolute = absoluteUrl(url, base)
    return absolute === null || !descriptor.test(size) ? [] : [size === '' ? unended(absolute) : `${unended(absolute)} ${size}`]
  })
  return kept.length === 0 ? null : kept.join(', ')
}

export function candidates(srcset: string): readonly (readonly [url: string, descriptor: string])[] {
  const found: (readonly [string, string])[] = []
  const address = /[\s,]*(\S+)/y
  const rest = /\s*([^,]*),?/y
  for (let match = address.exec(srcset); match !== null; match = address.exec(srcset)) {
    const token = match[1] ?? ''
    const url = withoutEndCommas(token)
    rest.lastIndex = address.lastIndex
    // A comma at the end of the address ends the candidate: it has no descriptor.
    const size = url === token ? (rest.exec(srcset)?.[1] ?? '').trim() : ''
    if (url === token) address.lastIndex = rest.lastIndex
    found.push([url, size])
  }
  return found
}

function withoutEndCommas(token: string): string {
  let end = token.length
  while (token[end - 1] === ',') end--
  return token.slice(0, end)
}

/** A comma at the end of an address would read as the end of its candidate. */
function unended(url: string): string {
  return url.endsWith(',') ? `${url.slice(0, -1)}%2C` : url
}
