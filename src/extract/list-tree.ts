// The tree of a list page, and what stands in its elements.
import { parseDocument } from 'htmlparser2'
import { type Budget, type HtmlElement, type HtmlNode, isElement, nodesIn, spend } from '../base/css.ts'
import { collapseSpace } from '../base/text.ts'
import { innerHtml } from './page-tree.ts'

/** A page with mistakes is a tree all the same. */
export function listTree(html: string): HtmlNode {
  // Not by cheerio: its older parser takes twice the time, and of the rest of it nothing would be used.
  return parseDocument(html)
}

const blocks: ReadonlySet<string> = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th tr ul'.split(
    ' ',
  ),
)
const unseen: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript'])
const longestText = 100_000
/** What is nested deeper is no text for people. */
const deepest = 400

/** What people see of it, on one line. @throws TooCostly */
export function textOf(element: HtmlElement, budget: Budget): string {
  let text = ''
  for (const node of nodesIn(element)) {
    spend(budget, 1, `the text of <${element.name}>`)
    if (text !== '' && (isBlock(node) || (node.prev !== null && isBlock(node.prev)))) text += ' '
    if (node.type === 'text' && !isUnseen(node.parent)) text += node.data ?? ''
    if (text.length > longestText) break
  }
  return collapseSpace(text)
}

/** What stands in it, as HTML; null where it is nested too deep. @throws TooCostly */
export function htmlOf(element: HtmlElement, budget: Budget): string | null {
  if (!isShallow(element, deepest)) return null
  const html = innerHtml(element)
  spend(budget, html.length / 10, `the HTML of <${element.name}>`)
  return html
}

/** All text in it as it stands there, that of scripts too. */
export function rawTextOf(element: HtmlElement): string {
  return [...nodesIn(element)].map(({ type, data = '' }) => (type === 'text' ? data : '')).join('')
}

function isBlock(node: HtmlNode): boolean {
  return isElement(node) && blocks.has(node.name)
}

function isUnseen(node: HtmlNode | null): boolean {
  return node !== null && isElement(node) && unseen.has(node.name)
}

function isShallow({ children = [] }: HtmlNode, levels: number): boolean {
  return levels > 0 && children.every((child) => isShallow(child, levels - 1))
}
