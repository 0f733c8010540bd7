// What searching knows of an entry: what readers may see of it, as words are compared.
import { foldName } from '../../model/category.ts'
import type { Content } from '../../model/entry.ts'
import { searchable } from '../../model/search.ts'
import { htmlToText } from '../../render/html-text.ts'
import { asPermitted } from '../../render/rights.ts'
import type { SearchText } from '../../store/port/search.ts'
import type { ShownTerms } from '../publish/shown-terms.ts'

/** Of a longer text the rest is not searched. */
const mostLetters = 50_000
/** So that every letter begins a piece of the index, also the last ones. No word has a line feed: none is found across two parts. */
const end = '\n\n'

export function searchTextOf(content: Content, terms: ShownTerms): SearchText {
  const shown = asPermitted(content, terms)
  const title = searchable(shown.title)
  const text = searchable(htmlToText(shown.contentHtml ?? '').slice(0, mostLetters))
  const summary = searchable(shown.summary ?? '')
  const parts = [title, text, text.includes(summary) ? '' : summary].filter((part) => part !== '')
  const publisher = foldName(shown.publisher ?? '')
  return { title: title + end, text: parts.join('\n') + end, publisher: publisher === '' ? null : publisher }
}
