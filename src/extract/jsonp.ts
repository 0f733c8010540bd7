// JSONP: JSON as the argument of a call, for browsers of old.

/** White space and comments, then a name or a path of names, which may be looked for first: `typeof cb === 'function' && cb(`. */
const call = /^(?:typeof\s+([\w$.]+)\s*={2,3}\s*['"]function['"]\s*&&\s*)?[\w$.]+(?:\[[\w$'"]+\])?\s*\(/
const longestCall = 1_000

/** The argument of the one call in a text; the text itself where there is none, for the server may have ignored what it was asked. */
export function withoutCall(text: string): string {
  const start = afterComments(text)
  const found = call.exec(text.slice(start, start + longestCall))
  const end = endOfCall(text)
  if (found === null || text[end - 1] !== ')') return text
  return text.slice(start + found[0].length, end - 1)
}

/** Where the text ends before semicolons, white space and comments. */
function endOfCall(text: string): number {
  let end = text.length
  for (;;) {
    while (end > 0 && /[\s;]/.test(text.charAt(end - 1))) end--
    const open = text.endsWith('*/', end) ? text.lastIndexOf('/*', end - 4) : -1
    if (open < 0) return end
    end = open
  }
}

/** Where the text begins after white space, byte order marks and comments. */
function afterComments(text: string): number {
  let at = 0
  for (;;) {
    while (at < text.length && /[\s\ufeff]/.test(text.charAt(at))) at++
    const close = text.startsWith('/*', at) ? '*/' : text.startsWith('//', at) ? '\n' : null
    if (close === null) return at
    const end = text.indexOf(close, at + 2)
    if (end < 0) return text.length
    at = end + close.length
  }
}
