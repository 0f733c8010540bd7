// Plain text out of what formats call text.
import { decodeHTMLStrict } from 'entities'
import { collapseSpace } from '../base/text.ts'

/** Longer titles and names are cut before they are worked on; `normalize/` cuts to the published length. */
const maxLine = 20_000

/** Tags that mark up a line. Others in an RSS title are more likely meant as text: `Array<T>`, `the <video> tag`. */
const inlineTag =
  /<\/?(?:a|abbr|b|bdi|bdo|big|br|cite|code|del|em|font|i|ins|kbd|mark|nobr|p|q|s|samp|small|span|strike|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?\/?>/gi
const anyTag = /<(?:\/?[a-z]|!)[^<>]*>/gi
const breakTag = /^<\/?(?:br|p|div|li|tr|td|h\d)\b/i

/** Text that is declared plain: nothing in it is markup. */
export function plainText(text: string): string {
  return collapseSpace(text.slice(0, maxLine))
}

/** Text that is declared HTML: every tag goes, entities are decoded once. */
export function plainOfHtml(html: string): string {
  return line(html, anyTag)
}

/** RSS never said whether its titles are HTML: only what surely is markup goes, entities are decoded once. */
export function plainOfRss(text: string): string {
  return line(text, inlineTag)
}

function line(html: string, tags: RegExp): string {
  const bare = html.slice(0, maxLine).replace(tags, (tag) => (breakTag.test(tag) ? ' ' : ''))
  return collapseSpace(bare.includes('&') ? decodeHTMLStrict(bare) : bare)
}
