// Between HTML and plain text, for the fields that hold the other one.
import { collapseSpace, truncate } from '../base/text.ts'

/** Plain text as HTML that shows the same. */
export function textToHtml(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => entityOf[mark] ?? mark)
}

/** What a person would read of HTML, on one line. Made for sanitised HTML, whose entities are the XML five, `nbsp` and numbers. */
export function htmlToText(html: string): string {
  const bare = html.replace(unseen, ' ').replace(anyTag, (_, name: string) => (inline.has(name.toLowerCase()) ? '' : ' '))
  return collapseSpace(bare.replace(entity, decoded))
}

/** The beginning of an HTML text as plain text of at most `max` code points, with an ellipsis when it goes on. */
export function excerptOf(html: string, max: number): string {
  // Markup is seldom longer than its text times this; the rest of a long article need not be read for its first lines.
  const beginning = html.slice(0, max * 30).replace(/<[^>]*$/, '')
  const text = htmlToText(beginning)
  const cut = truncate(text, max)
  return cut === text && beginning.length === html.length ? text : `${cut.trimEnd()}…`
}

// Neither looks past the next opening of its kind: the search stays linear on text full of unclosed tags.
const unseen = /<!--(?:(?!<!--|-->)[\s\S])*-->|<(script|style)\b(?:(?!<\/?\1\b)[\s\S])*<\/\1\s*>/gi
const anyTag = /<\/?([a-z][^\s/<>]*)(?:"[^"]*"|'[^']*'|[^'"<>])*>/gi
const inline = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr'.split(' '),
)
const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }
const entityOf: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function decoded(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named[name.toLowerCase()] ?? whole
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return point <= 0x10ffff ? String.fromCodePoint(point) : whole
}
