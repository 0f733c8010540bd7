// A box to search the site with: a plain form, which needs no script.
import { longestQuery, searchPath } from '../../model/search.ts'
import { type Page, pageHref } from './page.ts'
import { searchPhrasesOf } from './search-phrases.ts'

export interface SearchBoxProps {
  readonly page: Page
  /** What stands in the box already. */
  readonly query?: string
}

/** Nothing where the site is not searched (`serve.search`). May stand on a page more than once. */
export function SearchBox({ page, query = '' }: SearchBoxProps) {
  if (!page.site.search) return null
  const phrases = searchPhrasesOf(page.site)
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers of 2023 do not know the element
    <form class="search" role="search" action={pageHref(page, searchPath('html'))} method="get">
      <SearchField label={phrases.search} placeholder={phrases.placeholder} query={query} />
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
