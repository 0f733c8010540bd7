// Pages as they are on the web, around texts of our own: a hundred kilobytes of scripts, menus, teasers and comments each.
import { articleFixtures } from '../support/articles-read.ts'

export interface MadePage {
  readonly bytes: Uint8Array
  /** Of its text. */
  readonly expected: string
}

/** One page of each fixture that full text reads. */
export function makePages(): readonly MadePage[] {
  return articleFixtures()
    .filter(({ step, pages }) => step.content.length === 0 && pages.length === 1)
    .map(({ pages: [page = new Uint8Array()], expected, name }) => ({ bytes: name === 'gbk-zh' ? page : inThrong(page), expected }))
}

function inThrong(page: Uint8Array): Uint8Array {
  const html = new TextDecoder().decode(page)
  const body = html.search(/<\/body>/i)
  return new TextEncoder().encode(html.slice(0, body) + menus + teasers + scripts + html.slice(body))
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

const menus = `<div class="mega-menu">${numbers(12)
  .map(
    (n) =>
      `<ul class="sub-menu">${numbers(12)
        .map((m) => `<li class="item"><a href="/section-${n}/${m}" data-track="menu-${n}-${m}"><span>Section ${n}.${m}</span></a></li>`)
        .join('')}</ul>`,
  )
  .join('')}</div>`

const teasers = `<aside class="sidebar related">${numbers(120)
  .map(
    (n) =>
      `<div class="teaser card"><a href="/story/${n}"><img src="/img/${n}.jpg" alt="" width="320" height="180" loading="lazy"><h4>Headline of story ${n}</h4></a><span class="meta">3 h</span></div>`,
  )
  .join('')}</aside>`

const scripts = `<script>window.__STATE__=${JSON.stringify(numbers(400).map((n) => ({ id: n, slug: `story-${n}`, tags: ['a', 'b'], html: `<p>${n}</p>` })))}</script>
<svg class="sprite" hidden>${numbers(80)
  .map((n) => `<symbol id="i${n}"><path d="M${n} 0h24v24H${n}z"/></symbol>`)
  .join('')}</svg>`
