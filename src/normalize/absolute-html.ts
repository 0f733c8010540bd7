// HTML as its publisher wrote it, but for its relative addresses: what is shown of a draft that is not sanitised.

import { QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { parseUrl } from '../base/parse-url.ts'
import { candidates } from './srcset.ts'

/** Attributes that hold an address, and their elements (WHATWG HTML, HTML 4.01). The `#` of SVG and MathML stays within the document. */
const addressed: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    action: 'form',
    background: 'body table tbody td tfoot th thead tr',
    cite: 'blockquote del ins q',
    classid: 'object',
    codebase: 'applet object',
    data: 'object',
    formaction: 'button input',
    href: 'a area link',
    longdesc: 'frame iframe img',
    poster: 'video',
    profile: 'head',
    src: 'audio embed frame iframe img input script source track video',
    srcset: 'img source',
    usemap: 'img input object',
  }).map(([attribute, elements]) => [attribute, new Set(elements.split(' '))]),
)

/** Between an attribute's name and its value. */
const beforeValue = /[ \t\n\f\r]*=[ \t\n\f\r]*["']?/y

/** A character beyond ASCII in UTF-8 (RFC 3987 §3.1), and a run of them. */
const encodedCharacter = /%[89a-f]/i
const encodedText = /(?:%[89A-F][\dA-F])+/g

interface Attribute {
  readonly element: string
  readonly name: string
  /** Entities decoded. */
  readonly value: string
  readonly quote: QuoteType
  /** Where the value stands as it is written, without its quotes. */
  readonly start: number
  readonly end: number
}

/**
 * Makes the relative addresses in attributes absolute against `base` (WHATWG URL) and leaves every other character alone: addresses that
 * are absolute already or no URLs, text, comments, scripts. Linear in time and in what it makes. A base that nothing is relative to changes nothing.
 */
export function absoluteHtml(html: string, base: string): string {
  if (parseUrl('/', base) === null) return html
  const parts: string[] = []
  let copied = 0
  let room = roomFor(html)
  eachAttribute(html, ({ element, name, value, quote, start, end }) => {
    if (addressed.get(name)?.has(element) !== true) return
    const absolute = name === 'srcset' ? absoluteCandidates(value, base) : absoluteAddress(value, base)
    if (absolute === null || absolute.length > room) return
    room -= absolute.length
    parts.push(html.slice(copied, start), quoted(absolute, quote))
    copied = end
  })
  return parts.length === 0 ? html : parts.join('') + html.slice(copied)
}

/** A long base and many short addresses would make hundreds of megabytes of one: what goes beyond this is left as it is. */
function roomFor(html: string): number {
  return 16 * html.length + 8192
}

/** Calls back for the attributes that have a value, in order. */
function eachAttribute(html: string, found: (attribute: Attribute) => void): void {
  let element = ''
  let name = ''
  let nameEnd = 0
  let value = ''
  const callbacks: TokenizerCallbacks = {
    onopentagname(start, end) {
      element = html.slice(start, end).toLowerCase()
    },
    onattribname(start, end) {
      name = html.slice(start, end).toLowerCase()
      nameEnd = end
      value = ''
    },
    onattribdata(start, end) {
      value += html.slice(start, end)
    },
    onattribentity(point) {
      value += String.fromCodePoint(point)
    },
    onattribend(quote, end) {
      beforeValue.lastIndex = nameEnd
      if (quote === QuoteType.NoValue || !beforeValue.test(html)) return
      const isQuoted = quote !== QuoteType.Unquoted
      found({ element, name, value, quote, start: beforeValue.lastIndex, end: isQuoted ? end - 1 : end })
    },
    oncdata: ignore,
    onclosetag: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onend: ignore,
    onopentagend: ignore,
    onprocessinginstruction: ignore,
    onselfclosingtag: ignore,
    ontext: ignore,
    ontextentity: ignore,
  }
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, callbacks)
  tokenizer.write(html)
  tokenizer.end()
}

/** Null where nothing is to be changed: a scheme makes an address absolute, whichever it is. */
function absoluteAddress(written: string, base: string): string | null {
  const href = /^\s*[a-z][a-z\d+.-]*:/i.test(written) ? null : parseUrl(written, base)?.href
  if (href == null) return null
  // An IRI stays one: what the URL parser has encoded reads as it was written, unless some of it was written encoded.
  return encodedCharacter.test(written) || encodedCharacter.test(base) ? href : href.replace(encodedText, decodeURIComponent)
}

function absoluteCandidates(srcset: string, base: string): string | null {
  const found = candidates(srcset).map(([url, size]) => ({ url, size, absolute: absoluteAddress(url, base) }))
  if (found.every(({ absolute }) => absolute === null)) return null
  return found.map(({ url, size, absolute }) => `${absolute ?? url} ${size}`.trimEnd()).join(', ')
}

/** A URL's serialisation has neither double quotes nor white space, but it may have `'` and `&`. */
function quoted(address: string, quote: QuoteType): string {
  const escaped = address.replaceAll('&', '&amp;')
  if (quote === QuoteType.Single) return escaped.replaceAll("'", '&#39;')
  return quote === QuoteType.Unquoted ? `"${escaped}"` : escaped
}

function ignore(): void {}
