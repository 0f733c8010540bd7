// The form of the search page: words, and what narrows them down.

import type { Category } from '../../model/publication.ts'
import { type SearchTerms, searchPath } from '../../model/search.ts'
import { type Page, pageHref } from './page.ts'
import { SearchField } from './search-box.tsx'
import type { SearchPhrases } from './search-phrases.ts'

/** With more categories a list of them would be longer than the page. */
const mostChoices = 200

export interface SearchFormProps {
  readonly page: Page
  readonly phrases: SearchPhrases
  readonly terms: SearchTerms
  readonly query: string
  readonly categories: readonly Category[]
}

export function SearchForm({ page, phrases, query, terms, categories }: SearchFormProps) {
  const isNarrowed = [terms.publisher, terms.category, terms.from, terms.to].some((value) => value !== null)
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers of 2023 do not know the element
    <form role="search" action={pageHref(page, searchPath('html'))} method="get">
      <div class="search">
        <SearchField label={phrases.search} placeholder={phrases.placeholder} query={query} />
        <button type="submit" class="button">
          {phrases.search}
        </button>
      </div>
      <p class="hint">{phrases.hint}</p>
      <details open={isNarrowed}>
        <summary>{phrases.narrow}</summary>
        <div class="search">
          <label>
            {phrases.publisher} <input type="text" name="publisher" value={terms.publisher ?? ''} maxlength={200} />
          </label>
          <CategoryChoice phrases={phrases} chosen={terms.category} categories={categories} />
          <label>
            {phrases.from} <input type="date" name="from" value={terms.from ?? ''} />
          </label>
          <label>
            {phrases.to} <input type="date" name="to" value={terms.to ?? ''} />
          </label>
        </div>
      </details>
    </form>
  )
}

interface CategoryChoiceProps {
  readonly phrases: SearchPhrases
  readonly chosen: string | null
  readonly categories: readonly Category[]
}

function CategoryChoice({ phrases, chosen, categories }: CategoryChoiceProps) {
  const known = categories.find(({ slug }) => slug === chosen)
  if (categories.length > mostChoices)
    return (
      <label>
        {phrases.category} <input type="text" name="category" value={known?.name ?? chosen ?? ''} maxlength={200} />
      </label>
    )
  return (
    <label>
      {phrases.category}{' '}
      <select name="category">
        <option value="">{phrases.all}</option>
        {categories.map(({ slug, title }) => (
          <option value={slug} selected={slug === chosen}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
