// A page without what never belongs to its text: the less there is, the faster the text is found, for every node and attribute costs as much as a word.
import { type HtmlNode, isElement } from '../base/css.ts'
import { escapedText, voidTags } from './page-tree.ts'

/** Readability throws these away at its end, or never looks at them. */
const dropped: ReadonlySet<string> = new Set(
  `aside button canvas dialog embed footer iframe input link map meta nav object option script select style svg template textarea`.split(
    ' ',
  ),
)

/** What scores are made of, and what is shown of a text. */
const kept =
  /^(?:alt|aria-hidden|aria-modal|class|cite|colspan|dir|hidden|href|id|itemprop|lang|poster|property|rel|role|rowspan|src|srcset|style|summary|title)$|src/

/** The whole page as HTML again. */
export function leanHtml(root: HtmlNode): string {
  const parts: string[] = []
  write(root, parts)
  return parts.join('')
}

function write(node: HtmlNode, parts: string[]): void {
  if (node.type === 'text') parts.push(escapedText(node.data ?? ''))
  if (!isElement(node)) for (const child of node.children ?? []) write(child, parts)
  else if (!dropped.has(node.name)) {
    parts.push(`<${node.name}`)
    for (const [name, value] of Object.entries(node.attribs))
      if (kept.test(name)) parts.push(` ${name}="${escapedText(value).replaceAll('"', '&quot;')}"`)
    parts.push('>')
    for (const child of node.children) write(child, parts)
    if (!voidTags.has(node.name)) parts.push(`</${node.name}>`)
  }
}
