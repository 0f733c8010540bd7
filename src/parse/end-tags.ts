// End tags that publishers forget, seen by what begins where it cannot.
import type { Name } from './element.ts'
import type { Space } from './namespaces.ts'

/** Fields that hold only text. */
const plain = new Set(['title', 'link', 'guid', 'id', 'pubdate', 'updated', 'published', 'modified', 'issued', 'category', 'comments'])
/** Fields that may hold unescaped HTML. */
const rich = new Set(['description', 'summary', 'content'])
const entries = new Set(['item', 'entry'])
const beginning = new Set([...plain, ...rich, ...entries])
/** What is no HTML: HTML has a `title`, a `link` and a `summary` of its own. */
const neverHtml = new Set(['guid', 'pubdate', 'updated', 'published', 'item'])

/**
 * How many of the open elements (outermost first) `next` shows to be over, with all that is open inside them. HTML inside a field, unclosed
 * too, is looked through; a vocabulary of its own is not.
 */
export function forgotten(open: readonly { readonly element: { readonly name: Name } }[], next: Name, core: Space): number {
  if (next.space !== core || !beginning.has(next.local)) return 0
  let over = 0
  for (let at = open.length - 1; at >= 0; at -= 1) {
    const within = open[at]?.element.name
    if (within === undefined || within.space !== core) return over
    const { local } = within
    if (plain.has(local) || (rich.has(local) && neverHtml.has(next.local)) || (entries.has(local) && entries.has(next.local)))
      over = open.length - at
    else if (rich.has(local) || entries.has(local)) return over
  }
  return over
}
