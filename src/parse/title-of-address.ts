// A title for what has none but its address.

const extension = /\.(?:s?html?|xhtml|phps?|aspx?|jspx?|cgi|md)$/i
/** What stands for the folder it is in. */
const folderPage = /^(?:index|default)$/i
/** A segment that says something: letters of any script, and not only one or two of them. */
const words = /\p{L}{3}/u
/** Words joined as addresses join them. */
const joined = /\p{L}[-_+ ]+\p{L}/u

/** The last segment of an address, or the last that reads like words; `https://a.example/2026/some-news.html` → `Some news`. Never empty. */
export function titleOf(address: string): string {
  const { hostname, pathname, search } = new URL(address)
  const segments = pathname.split('/').flatMap((segment) => readable(segment) || [])
  const last = segments.at(-1)
  const query = readable(search.slice(1).replaceAll('&', ' '))
  if (last === undefined) return query || hostname
  const telling = words.test(last) ? last : (segments.findLast((segment) => joined.test(segment)) ?? last)
  const line = spaced(telling)
  // One page for many articles: only the query tells them apart.
  return capital(query === '' || joined.test(telling) ? line : `${line} ${query}`)
}

function readable(segment: string): string {
  return decoded(segment).replace(extension, '').replace(folderPage, '').trim()
}

function spaced(segment: string): string {
  return segment.replace(/[-_+\s]+/g, ' ').trim() || segment
}

function capital(line: string): string {
  return line.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
