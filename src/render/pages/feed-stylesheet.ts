// How a feed looks that is opened in a browser: CSS alone, for browsers give up XSLT. It can place, hide and add words, but make no links.
import type { SiteSettings } from '../../model/settings.ts'
import { phrasesOf } from './phrases.ts'

/**
 * For RSS and Atom. HTML that stands escaped in a feed cannot be shown as HTML here: summaries are, in full.
 * What an element means is told by its place, since both formats have a `title` and browsers' CSS cannot ask for a namespace's prefix.
 */
export function feedStylesheet(site: SiteSettings): string {
  const phrases = phrasesOf(site)
  return `${said(phrases.feedHint)}`
}

function said(text: string): string {
  return text
}
