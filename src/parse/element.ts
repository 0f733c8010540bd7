// The light tree between tokens and formats: what an element is and how it is asked.
import { escapeAttribute, escapeText } from 'entities'
import type { Space } from './namespaces.ts'

export interface Name {
  /** `dc:creator`: the vocabulary, not the document's prefix, and the local name in lower case. */
  readonly key: string
  readonly space: Space
  readonly local: string
  /** The local name as the document spells it. */
  readonly written: string
}

export interface Element {
  readonly name: Name
  /** Plain attributes by lower-case name, others as `xml:base`, `rdf:about`; namespace declarations are left out. */
  readonly attributes: ReadonlyMap<string, string>
  /** What relative addresses in it are relative to: xml:base or the document's address. */
  readonly base: string
  /** xml:lang in scope; empty where the document ends it (XML 1.0 §2.12). */
  readonly language: string | null
  /** Elements and text in document order; neighbouring texts are joined. */
  readonly children: (Element | string)[]
}

const voidTags = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'])

const none: readonly Element[] = []

export function elementsIn(element: Element): readonly Element[] {
  return element.children.filter((child) => typeof child !== 'string')
}

/** Asked some forty times per entry: what is not there must cost nothing. */
export function all(element: Element | null, key: string): readonly Element[] {
  let found: Element[] | null = null
  for (const child of element?.children ?? none) {
    if (typeof child === 'string' || child.name.key !== key) continue
    if (found === null) found = [child]
    else found.push(child)
  }
  return found ?? none
}

export function first(element: Element | null, key: string): Element | null {
  for (const child of element?.children ?? []) if (typeof child !== 'string' && child.name.key === key) return child
  return null
}

/** All the text in an element, its children's too. */
export function textOf(element: Element): string {
  const only = element.children[0]
  if (element.children.length === 1 && typeof only === 'string') return only
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

/** The text between an element's own tags; its children's only where it has none. */
export function ownText(element: Element): string {
  const own = element.children.filter((child) => typeof child === 'string').join(' ')
  return own.trim() === '' ? textOf(element) : own
}

/** The first of the named children that says something, trimmed. */
export function textAt(element: Element | null, ...keys: readonly string[]): string | null {
  if (element === null) return null
  for (const key of keys) {
    for (const child of element.children) {
      if (typeof child === 'string' || child.name.key !== key) continue
      const text = textOf(child).trim()
      if (text !== '') return text
    }
  }
  return null
}

/** A trimmed attribute, or null when it is missing or empty. */
export function attribute(element: Element, name: string): string | null {
  const value = element.attributes.get(name)?.trim() ?? ''
  return value === '' ? null : value
}

export function hasElements(element: Element): boolean {
  return element.children.some((child) => typeof child !== 'string')
}

/** The children as HTML, in order: prefixes dropped, empty elements closed the way HTML wants it. */
export function markupOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? escapeText(child) : outerMarkup(child, markupOf))).join('')
}

/** As `markupOf`, where what the document escaped is markup, too. */
export function rawMarkupOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : outerMarkup(child, rawMarkupOf))).join('')
}

function outerMarkup(element: Element, inner: (element: Element) => string): string {
  const tag = element.name.written
  const plain = [...element.attributes].filter(([name]) => !name.includes(':'))
  const attributes = plain.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('')
  // What seems to stand inside an unclosed <br> or <img> stands behind it.
  const end = voidTags.has(element.name.local) ? '' : `</${tag}>`
  return `<${tag}${attributes}>${inner(element)}${end}`
}
