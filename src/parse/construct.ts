// Atom's text constructs and content (RFC 4287 §3.1, §4.1.3), and their ancestors in Atom 0.3, as HTML.
import { escapeText } from 'entities'
import { attribute, type Element, elementsIn, hasElements, markupOf, rawMarkupOf, textOf } from './element.ts'

type ConstructType = 'text' | 'html' | 'xhtml' | 'base64' | 'media'

/** HTML, raw; null when it is empty, elsewhere (`src`), or no text at all (a picture, a recording). */
export function htmlOf(element: Element | null): string | null {
  return element === null ? null : written(element).trim() || null
}

function written(element: Element): string {
  switch (constructType(element)) {
    case 'text':
      return escapeText(textOf(element))
    case 'html':
      return rawMarkupOf(element)
    case 'xhtml':
      return xhtmlOf(element)
    case 'base64':
      return textFromBase64(textOf(element)) ?? ''
    case 'media':
      return ''
  }
}

/** Atom 0.3 says in `mode` how a text is written and in `type` a media type; elements inside speak for themselves. */
export function constructType(element: Element): ConstructType {
  const type = (attribute(element, 'type') ?? 'text').toLowerCase().split(';')[0]?.trim() ?? 'text'
  const mode = attribute(element, 'mode')?.toLowerCase()
  if (/^(?:image|audio|video|font|model)\//.test(type)) return 'media'
  if (mode === 'base64') return 'base64'
  if (type === 'html') return 'html'
  if (hasElements(element)) return isData(type) ? 'media' : 'xhtml'
  if (type === 'text/html') return 'html'
  if (type === 'xhtml' || type === 'application/xhtml+xml') return mode === 'escaped' ? 'html' : 'xhtml'
  return type.includes('/') && !/^text\/|[/+]xml$/.test(type) ? 'base64' : 'text'
}

/** XML of some application, drawings too: nothing to read. MathML and unknown types without a slash are read for what they hold. */
function isData(type: string): boolean {
  return /^application\/(?!xhtml\+xml$|mathml\+xml$).*xml$/.test(type)
}

/** §3.1.1.3: the `div` around XHTML is not part of it. */
function xhtmlOf(element: Element): string {
  const [only, ...others] = elementsIn(element)
  const isWrapped =
    only?.name.local === 'div' && others.length === 0 && !element.children.some((child) => typeof child === 'string' && child.trim() !== '')
  return markupOf(only !== undefined && isWrapped ? only : element)
}

/** §4.1.3.3: other media types are Base64; null when the bytes are no text. */
function textFromBase64(text: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /[\u0000-\u0008]/.test(decoded) ? null : decoded
  } catch {
    return null
  }
}
