// What a source lets us show of its entries (`rights` and `images` in config).
import { collapseSpace } from '../base/text.ts'
import type { Content } from '../model/entry.ts'
import type { Terms } from '../model/source.ts'
import { excerptAt } from './excerpt.ts'
import { htmlToText } from './html-text.ts'
import { withImages } from './images.ts'

/** Markup is seldom longer than its text times this; the rest of a long article need not be read for its beginning. */
const markupShare = 30

/** The entry with no more than its source allows: everything, an excerpt of the text, or title and link. Whose it is always stays. */
export function asPermitted<T extends Content>(entry: T, { rights, excerpt, images }: Pick<Terms, 'rights' | 'excerpt' | 'images'>): T {
  switch (rights) {
    case 'full':
      return withImages(entry, images)
    case 'excerpt': {
      const text = beginningOf(entry.contentHtml ?? '', excerpt) || collapseSpace(entry.summary ?? '')
      return { ...entry, contentHtml: null, summary: text === '' ? null : excerptAt(text, excerpt), enclosures: [] }
    }
    case 'link':
      return { ...entry, contentHtml: null, summary: null, enclosures: [], tags: [] }
  }
}

/** As text, at least as much as is shown of it. */
function beginningOf(html: string, most: number): string {
  const beginning = html.slice(0, most * markupShare)
  const text = htmlToText(beginning.length === html.length ? html : beginning.replace(/<[^>]*$/, ''))
  return text === '' && beginning.length < html.length ? htmlToText(html) : text
}
