// What may be asked of the site's search, and where.
import { sha256Hex } from '../base/digest.ts'
import { collapseSpace, foldCase, legalText } from '../base/text.ts'
import { foldName } from './category.ts'
import type { PageFormat } from './paths.ts'

/** Characters of a query; more is refused. */
export const longestQuery = 200

/** What readers ask for. */
export interface SearchTerms {
  /** As `wordsOf` makes them: all must stand in an entry. */
  readonly words: readonly string[]
  /** The outlet that an entry names, as it was written. */
  readonly publisher: string | null
  /** A public category's slug. */
  readonly category: string | null
  /** Days in the site's zone, `yyyy-mm-dd`, both included. */
  readonly from: string | null
  readonly to: string | null
}

/** Where a search is asked for; its question stands behind it. */
export function searchPath(format: PageFormat): string {
  return format === 'html' ? 'search' : `search.${format}`
}

/** Tells browsers how to search (OpenSearch). */
export const searchDescriptionPath = 'search/opensearch.xml'

/** The question behind the path, the same for all who ask the same. */
export function searchQuestion({ words, publisher, category, from, to }: SearchTerms): string {
  const told = { q: queryOf(words), publisher, category, from, to }
  const question = new URLSearchParams()
  for (const [name, value] of Object.entries(told)) if (value !== null) question.set(name, value)
  return question.toString()
}

/** The words as one would type them. */
export function queryOf(words: readonly string[]): string {
  return words.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' ')
}

/** A search's own feed id: what is asked for names it. */
export function searchFeedId({ host, year }: { readonly host: string; readonly year: number }, terms: SearchTerms): string {
  const question = searchQuestion({ ...terms, publisher: terms.publisher === null ? null : foldName(terms.publisher) })
  return `tag:${host},${year}:search/${sha256Hex(question).slice(0, 32)}`
}

/** Text as it is compared: NFKC, without case, one line, without what nobody sees. */
export function searchable(text: string): string {
  // At the end of a word `σ` is written another way.
  return collapseSpace(foldCase(legalText(text).replace(unseen, ''))).replaceAll('ς', 'σ')
}

/** Zero-width spaces and joiners, soft hyphens: sites put them into words. */
const unseen = /[\u00ad\u200b-\u200d\u2060\ufeff]/g

/** The words of a query, and what stands in quotes as one; each once. Nothing else means anything in it. */
export function wordsOf(query: string): readonly string[] {
  const found = [...searchable(query).matchAll(/["“”]([^"“”]+)["“”]|[^\s"“”]+/g)].map(([word, quoted]) => (quoted ?? word).trim())
  return [...new Set(found.filter((word) => word !== ''))]
}
