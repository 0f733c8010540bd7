// A box to search the site with: a plain form, which needs no script.
import type { Category } from '../../model/publication.ts'
import { longestQuery, searchPath } from '../../model/search.ts'
import { type Page, pageHref } from './page.ts'
import { searchPhrasesOf } from './search-phrases.ts'

export interface SearchBoxProps {
  readonly page: Page
  /** What stands in the box already. */
  readonly query?: string
  /** Only its entries are looked through. */
  readonly category?: Pick<Category, 'slug' | 'title'>
}

/** Nothing where the site is not searched (`serve.search`). May stand on a page more than once. */
export function SearchBox({ page, query = '', category }: SearchBoxProps) {
  if (!page.site.search) return null
  const phrases = searchPhrasesOf(page.site)
  const within = category && phrases.searchIn(category.title)
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers of 2023 do not know the element
    <form class="search" role="search" action={pageHref(page, searchPath('html'))} method="get" aria-label={within}>
      <SearchField label={within ?? phrases.search} placeholder={within ?? phrases.placeholder} query={query} />
      {category && <input type="hidden" name="category" value={category.slug} />}
      <button type="submit" class="button">
        {phrases.search}
      </button>
    </form>
  )
}

interface SearchFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly query: string
}

export function SearchField({ label, placeholder, query }: SearchFieldProps) {
  return (
    <input
      type="search"
      name="q"
      value={query}
      aria-label={label}
      placeholder={placeholder}
      maxlength={longestQuery}
      required
      autocomplete="off"
      enterkeyhint="search"
    />
  )
}
