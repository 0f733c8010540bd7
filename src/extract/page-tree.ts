// The tree of one article's page, and what stands in its elements.
import { DomHandler, Parser } from 'htmlparser2'
import { type HtmlElement, type HtmlNode, isElement } from '../base/css.ts'

/** Trees take time that grows with size times depth: honest pages stay far below. */
const mostElements = 50_000
const deepest = 256

/** A page is too much to be read. */
export class PageExcess extends Error {}

/** @throws PageExcess for more than 50,000 elements, or 256 within each other */
export function parsePage(html: string): HtmlNode {
  const handler = new LimitedHandler()
  new Parser(handler).end(html)
  return handler.root
}

class LimitedHandler extends DomHandler {
  #elements = 0
  #depth = 0

  override onopentag(name: string, attribs: Record<string, string>): void {
    if (++this.#elements > mostElements) throw new PageExcess(`it has more than ${mostElements} elements`)
    if (++this.#depth > deepest) throw new PageExcess(`its elements are nested more than ${deepest} deep`)
    super.onopentag(name, attribs)
  }

  override onclosetag(): void {
    this.#depth--
    super.onclosetag()
  }
}

export const voidTags: ReadonlySet<string> = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
const rawTags: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript'])

/** What an element holds, as HTML; scripts and styles are left out. */
export function innerHtml({ children }: HtmlElement): string {
  return children.map(outerHtml).join('')
}

function outerHtml(node: HtmlNode): string {
  if (node.type === 'text') return escapedText(node.data ?? '')
  if (!isElement(node) || rawTags.has(node.name)) return ''
  const attributes = Object.entries(node.attribs).map(([name, value]) => ` ${name}="${escapedText(value).replaceAll('"', '&quot;')}"`)
  const start = `<${node.name}${attributes.join('')}>`
  return voidTags.has(node.name) ? start : `${start}${innerHtml(node)}</${node.name}>`
}

export function escapedText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
