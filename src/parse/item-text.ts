// Summary and text of an RSS item, which formats and modules keep under a dozen names.
import type { RawDraft } from '../model/entry.ts'
import { htmlOf } from './construct.ts'
import { all, type Element, elementsIn, first, hasElements, markupOf, rawMarkupOf, textOf } from './element.ts'
import { mediaText } from './media.ts'

const fullTexts = ['content:encoded', 'xhtml:body', 'xhtml:div', 'atom:content', 'rss:content', 'rss:body', 'rss:fullitem', 'xhtml:content']
const shortTexts = [
  'rss:description',
  'atom:summary',
  'rss:summary',
  'itunes:summary',
  'dc:description',
  'rss:abstract',
  'xhtml:description',
]

/** HTML, raw. A full text has the description beside it as its summary; of several descriptions the longest is the text. */
export function textsOf(item: Element): Pick<RawDraft, 'summary' | 'content'> {
  const full = htmlsOf(item, fullTexts)[0] ?? contentItem(item)
  const short = [...htmlsOf(item, shortTexts), mediaText(item, 'description')].filter((text) => text !== null)
  const content = full ?? short.reduce<string | null>((longest, text) => (text.length >= (longest?.length ?? 0) ? text : longest), null)
  return { summary: short.find((text) => text !== content) ?? null, content }
}

function htmlsOf(item: Element, names: readonly string[]): readonly string[] {
  const found: string[] = []
  for (const name of names) {
    for (const element of all(item, name)) {
      const html = htmlIn(element)
      if (html !== null) found.push(html)
    }
  }
  return found
}

function htmlIn(element: Element): string | null {
  if (element.name.space === 'atom') return htmlOf(element)
  return (hasElements(element) ? unescapedIn(element) : textOf(element)).trim() || null
}

/** XHTML on purpose is in its namespace and means what it escapes; HTML that was never escaped stands beside CDATA, nested wrongly at times. */
function unescapedIn(element: Element): string {
  const isXhtml = elementsIn(element).every(({ name }) => name.space === 'xhtml')
  return isXhtml ? markupOf(element) : rawMarkupOf(element).replace(/<!\[CDATA\[|\]\]>/g, '')
}

/** The first form of the content module (web.resource.org/rss/1.0/modules/content): content:items, a bag of items with an rdf:value each. */
function contentItem(item: Element): string | null {
  const bag = first(first(item, 'content:items'), 'rdf:bag')
  for (const entry of all(bag, 'rdf:li')) {
    const [html] = htmlsOf(first(entry, 'content:item') ?? entry, ['rdf:value'])
    if (html !== undefined) return html
  }
  return null
}
