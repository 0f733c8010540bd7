// How a feed looks that is opened in a browser: CSS alone, for browsers give up XSLT. It can place, hide and add words, but make no links.
import type { SiteSettings } from '../../model/settings.ts'
import { phrasesOf } from './phrases.ts'
import { palette } from './stylesheet.ts'

/**
 * For RSS and Atom alike: types are told by local name and place. Escaped HTML cannot be shown as HTML here, so of an entry stand its
 * title, date, authors, summary and address.
 */
export function feedStylesheet(site: SiteSettings): string {
  const { feedHint, webPage } = phrasesOf(site)
  return `${palette}
:root { min-height: 100vh; background: var(--paper); color: var(--ink); font: 1rem/1.65 var(--sans); }
rss, feed { display: block; max-width: 46rem; margin: 0 auto; padding: 1.25rem; overflow-wrap: anywhere; }
channel { display: block; }
channel > *, feed > *, item > *, entry > * { display: none; }
channel::before, feed::before {
  content: "${feedHint}"; display: block; margin-bottom: 1.75rem; padding: .75rem 1rem; border-radius: .5rem; background: var(--tint); font-size: .95rem;
}
channel > title, feed > title { display: block; font: 600 clamp(1.6rem, 1.2rem + 1.8vw, 2.3rem)/1.3 var(--serif); }
channel > description, feed > subtitle { display: block; margin-top: .4rem; color: var(--quiet); }
channel > link:not([rel]), feed > link[rel="alternate"] { display: block; margin-top: .4rem; color: var(--quiet); font-size: .85rem; }
channel > link:not([rel])::before { content: "${webPage}"; }
feed > link[rel="alternate"]::before { content: "${webPage}" attr(href); }
item, entry { display: flex; flex-wrap: wrap; gap: .2rem .9rem; padding: 1.1rem 0; border-top: 1px solid var(--line); }
channel > item, feed > entry { display: flex; }
item:first-of-type, entry:first-of-type { margin-top: 1.5rem; }
item > title, entry > title, item > description, entry > summary, item > link:not([rel]), entry > link[rel="alternate"] { display: block; flex: 1 0 100%; min-width: 0; }
item > title, entry > title, item > description, entry > summary { unicode-bidi: plaintext; text-align: start; }
item > title, entry > title { font-size: 1.12rem; font-weight: 600; line-height: 1.4; }
item > title:empty::before, entry > title:empty::before { content: "${phrasesOf(site).untitled}"; }
item > pubDate, entry > published, item > creator, entry > author { display: block; order: 1; color: var(--quiet); font-size: .85rem; }
entry > author > :not(name) { display: none; }
item > description, entry > summary { order: 2; max-height: 6.6em; overflow: hidden; color: var(--quiet); }
item:not(:has(> title)) > description { order: 0; color: inherit; font-weight: 600; }
item > link:not([rel]), entry > link[rel="alternate"] { order: 3; font: .8rem/1.5 var(--mono); color: var(--quiet); }
entry > link[rel="alternate"]::before { content: attr(href); }
/* XML cannot say that it fits a phone: it is laid out on 980 pixels and made small. */
@media (width: 980px) and (max-aspect-ratio: 3/5) { :root { font-size: 260%; } rss, feed { max-width: none; } }
@media print { channel::before, feed::before { display: none; } }
`
}
