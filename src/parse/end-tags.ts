// End tags that publishers forget, seen by what begins where it cannot.
import type { Name } from './element.ts'

/** Fields that hold only text. */
const plain = new Set(['title', 'link', 'guid', 'id', 'pubdate', 'updated', 'published', 'modified', 'issued', 'category', 'comments'])
/** Fields that may hold unescaped HTML. */
const rich = new Set(['description', 'summary', 'content'])
const entries = new Set(['item', 'entry'])
/** What is no HTML: HTML has a `title`, a `link` and a `summary` of its own. */
const neverHtml = new Set(['guid', 'pubdate', 'updated', 'published', 'item'])

/** Does `next`, beginning inside `within`, show that `within` was never closed? Both are names of the feed's own vocabulary. */
export function isForgotten(within: Name, next: Name): boolean {
  if (plain.has(within.local)) return plain.has(next.local) || rich.has(next.local) || entries.has(next.local)
  if (rich.has(within.local)) return neverHtml.has(next.local)
  return entries.has(within.local) && entries.has(next.local)
}
