// From a request's target to the path of a published file. Whatever is not plainly such a path is none.

/** Longer targets than any published path, which is checked before anything is decoded. */
const maxLength = 2_048

/**
 * The published path a request target asks for (`category/x.html`, decoded, no leading slash), `index.html` for `/`.
 * Null for what can never be one: bad escapes or UTF-8, an escaped slash, NUL and controls, a backslash, `.` and `..`, dot-files, an empty segment.
 */
export function publishedPath(target: string): string | null {
  if (target.length <= maxLength && usual.test(target)) return target.slice(1)
  const path = pathOf(target)
  if (path === null || path.length > maxLength) return null
  if (path === '/') return 'index.html'
  const segments = path.slice(1).split('/').map(decode)
  const isPlain = segments.every((segment) => segment !== null && segment !== '' && !segment.startsWith('.') && !unsafe.test(segment))
  return isPlain ? segments.join('/') : null
}

/** The path of nearly every file, in which nothing needs to be looked at twice. */
const usual = /^(?:\/[\w-]+)+\.[a-z]+$/
const unsafe = /[/\\\u0000-\u001f\u007f]/

/** RFC 9112 §3.2: the origin form, and the absolute form that proxies send. The host in it counts for nothing. */
function pathOf(target: string): string | null {
  const [beforeQuery = ''] = target.split(/[?#]/, 1)
  const path = beforeQuery.replace(/^https?:\/\/[^/]*/i, '')
  return path.startsWith('/') ? path : null
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
