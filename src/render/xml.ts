// The few marks that our XML is made of. Everything written passes `legalText`: what XML 1.0 cannot carry never leaves the house.
import { legalText } from '../base/text.ts'
import { mediaType } from '../model/vocabulary.ts'

export type Attributes = Readonly<Record<string, string | number | null | undefined>>

export const declaration = '<?xml version="1.0" encoding="utf-8"?>'

/** Character data, escaped (XML 1.0 §2.4); line ends are LF, as a reader would see them anyway. */
export function xmlText(text: string): string {
  return legalText(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[&<>]/g, (mark) => marks[mark] ?? mark)
}

/** CDATA; `]]>` within is divided between two sections, the only way to say it there. */
export function xmlCdata(text: string): string {
  return `<![CDATA[${legalText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

/** ` name="value"` for each value that is known. White space is written by reference: a reader would make spaces of it (XML 1.0 §3.3.3). */
export function xmlAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${legalText(String(value)).replace(/[&<>"\t\r\n]/g, (mark) => marks[mark] ?? mark)}"`)
    .join('')
}

/** An element of text; nothing when the text is unknown. */
export function leaf(name: string, text: string | number | null | undefined, attributes: Attributes = {}): string {
  return text === null || text === undefined ? '' : wrapped(name, attributes, xmlText(String(text)))
}

/** An element that carries HTML. */
export function htmlLeaf(name: string, html: string | null | undefined, attributes: Attributes = {}): string {
  return html === null || html === undefined ? '' : wrapped(name, attributes, xmlCdata(html))
}

export function empty(name: string, attributes: Attributes): string {
  return `<${name}${xmlAttributes(attributes)}/>`
}

/** An element of elements, one a line; empty strings among them are left out. */
export function branch(name: string, attributes: Attributes, children: readonly string[]): string {
  return wrapped(name, attributes, `\n${lines(children)}\n`)
}

export function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n')
}

/** An instruction before the root that names a style sheet: CSS by its ending, else XSL, as `feed` has it; nothing when there is none. */
export function stylesheetInstruction(href: string | null): string {
  if (href === null) return ''
  const type = /\.css(?:[?#]|$)/i.test(href) ? mediaType.css : mediaType.xslt
  return `<?xml-stylesheet${xmlAttributes({ href, type })}?>`
}

function wrapped(name: string, attributes: Attributes, inner: string): string {
  return `<${name}${xmlAttributes(attributes)}>${inner}</${name}>`
}

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
