// Where the text of an article goes on.
import { parseUrl } from '../base/parse-url.ts'
import { type Marked, relationsOf } from './page-head.ts'

/** Words by which pages lead on; alone they also lead to the next article. */
const onward = /^(?:next(?:\s+page)?|下一?[页頁]|下一?页?\s*[>»›]+|[>»›]+)\s*[>»›→]*$/i

export interface Onward extends Marked {
  /** What people read on the link. */
  readonly text: string
}

const mostLinks = 20

/** Addresses of links that say that they lead on: to the next page, or to the next article. */
export function linksOnward(links: readonly Onward[], base: string): readonly string[] {
  const found = links.filter(({ attribs, text }) => relationsOf(attribs.rel).includes('next') || onward.test(text.trim()))
  return [...new Set(found.flatMap(({ attribs }) => resolved(attribs.href, base) ?? []))].slice(0, mostLinks)
}

/**
 * Whether an address is the one of page `number` of the article whose first page is at `first`: the same but for a page's number behind it
 * (`_2.html`, `/2`, `?page=2`). Blogs lead to their next article in the same words: such an address is none.
 */
export function isPageOf(first: string, address: string, number: number): boolean {
  const [from, to] = [parseUrl(first), parseUrl(address)]
  return from !== null && to !== null && from.origin === to.origin && stemsAt(to, number).includes(stemOf(from))
}

/** The address against `base`, http or https, without its fragment; null for anything else. */
export function resolved(href: string | undefined, base: string): string | null {
  const url = href === undefined ? null : parseUrl(href.trim(), base)
  if (url === null) return null
  url.hash = ''
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
}

const pageParameter = /^(?:p|pg|page|pagenum|page_no|pageno|pn)$/i

/** A first page may have its number in the query; nowhere else would it be told from the article's own. */
function stemOf(url: URL): string {
  return stem(url, url.pathname)
}

/** What an address is without the number of its page, for each way to write one. */
function stemsAt(url: URL, number: number): readonly string[] {
  const path = /^(.+?)(?:[_-]|\/(?:page[/-]?)?)(\d{1,2})(\.\w+)?\/?$/.exec(url.pathname)
  const inPath = path !== null && Number(path[2]) === number ? [stem(url, `${path[1]}${path[3] ?? ''}`)] : []
  const inQuery = [...url.searchParams].some(([name, value]) => pageParameter.test(name) && value === String(number))
  return inQuery ? [...inPath, stem(url, url.pathname)] : inPath
}

function stem({ searchParams }: URL, path: string): string {
  const query = [...searchParams].filter(([name]) => !pageParameter.test(name)).map((pair) => pair.join('='))
  return `${path.replace(/\/$/, '')}?${query.join('&')}`
}
