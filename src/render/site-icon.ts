// The icon of a site that has none of its own: the first character of its title, white on the colour of its links.
import { legalText } from '../base/text.ts'
import { textToHtml } from './html-text.ts'

const fonts = 'system-ui,&quot;PingFang SC&quot;,&quot;Noto Sans CJK SC&quot;,&quot;Microsoft YaHei&quot;,sans-serif'

/** An SVG document; the same title gives the same bytes. */
export function siteIcon(title: string): string {
  const sign = textToHtml(signOf(legalText(title)))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#96311f"/><text x="32" y="33" fill="#fff" font-family="${fonts}" font-size="40" font-weight="600" text-anchor="middle" dominant-baseline="central">${sign}</text></svg>\n`
}

/** The first letter, digit or emoji as people see one; a title of marks alone has its first mark. */
function signOf(title: string): string {
  const signs = [...new Intl.Segmenter().segment(title.trim())].map(({ segment }) => segment)
  const first = signs.find((sign) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(sign)) ?? signs[0] ?? ''
  return first.toUpperCase().slice(0, 32)
}
