// The few marks that our XML is made of, an element a line. What XML 1.0 cannot carry never leaves the house.
import { legalText } from '../base/text.ts'
import { mediaType } from '../model/vocabulary.ts'

export type Attributes = Readonly<Record<string, string | number | null | undefined>>

export const declaration = '<?xml version="1.0" encoding="utf-8"?>\n'

/** Character data, escaped (XML 1.0 §2.4). */
export function xmlText(text: string): string {
  if (!needsCare.test(text)) return text
  return legalText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** CDATA; `]]>` within is divided between two sections, the only way to say it there. */
export function xmlCdata(text: string): string {
  return `<![CDATA[${legalText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

/** ` name="value"` for each value that is known. White space is written by reference: a reader would make spaces of it (XML 1.0 §3.3.3). */
export function xmlAttributes(attributes: Attributes): string {
  let written = ''
  for (const name in attributes) {
    const value = attributes[name]
    if (value !== null && value !== undefined) written += ` ${name}="${xmlAttribute(String(value))}"`
  }
  return written
}

/** An element of text; nothing when the text is unknown. */
export function leaf(name: string, text: string | number | null | undefined, attributes?: Attributes): string {
  return text === null || text === undefined ? '' : element(name, attributes, xmlText(String(text)))
}

/** An element that carries HTML. */
export function htmlLeaf(name: string, html: string | null | undefined, attributes?: Attributes): string {
  return html === null || html === undefined ? '' : element(name, attributes, xmlCdata(html))
}

export function empty(name: string, attributes: Attributes): string {
  return `<${name}${xmlAttributes(attributes)}/>\n`
}

/** An element of elements. */
export function branch(name: string, attributes: Attributes | undefined, children: string): string {
  return element(name, attributes, `\n${children}`)
}

/** The start tag of an element of elements. */
export function opening(name: string, attributes: Attributes = {}): string {
  return `<${name}${xmlAttributes(attributes)}>\n`
}

export function closing(name: string): string {
  return `</${name}>\n`
}

/** What is written of each, one after the other. */
export function each<T>(values: readonly T[], write: (value: T) => string): string {
  let written = ''
  for (const value of values) written += write(value)
  return written
}

/** An instruction before the root that names a style sheet: CSS by its ending, else XSL, as `feed` has it; nothing when there is none. */
export function stylesheetInstruction(href: string | null): string {
  if (href === null) return ''
  const type = /\.css(?:[?#]|$)/i.test(href) ? mediaType.css : mediaType.xslt
  return `<?xml-stylesheet${xmlAttributes({ href, type })}?>\n`
}

function element(name: string, attributes: Attributes | undefined, inner: string): string {
  return attributes === undefined ? `<${name}>${inner}</${name}>\n` : `<${name}${xmlAttributes(attributes)}>${inner}</${name}>\n`
}

function xmlAttribute(value: string): string {
  if (!needsCare.test(value)) return value
  return legalText(value).replace(/[&<>"\t\r\n]/g, (mark) => marks[mark] ?? mark)
}

/** All that must be escaped or left out somewhere, and every surrogate: most texts have none of it, and one look tells. */
const needsCare = /[\u0000-\u001f"&<>\u007f-\u009f\ud800-\udfff\ufffe\uffff]/

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
