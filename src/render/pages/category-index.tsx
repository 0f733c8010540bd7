// All categories: by group while they can be overseen, by first letter when there are many.
import type { Category } from '../../model/publication.ts'
import { byGroup, byInitial, type Shelf } from '../catalogue.ts'
import { CategoryIcon } from './category-icon.tsx'
import { categoryHref, type Page } from './page.ts'

/** More than this are looked up rather than looked over. */
const maxOverseen = 60

export function CategoryIndex({ page, categories }: { readonly page: Page; readonly categories: readonly Category[] }) {
  const { phrases } = page
  const areMany = isLong(categories)
  const shelves = areMany ? byInitial(categories) : byGroup(categories)
  return (
    <section class={areMany ? 'categories many' : 'categories'} id="categories">
      <h2>
        {phrases.categories} <span class="count">{categories.length}</span>
      </h2>
      {areMany ? <Letters page={page} shelves={shelves} /> : null}
      {shelves.map((shelf) => (
        <ShelfOf page={page} shelf={shelf} isOnly={shelves.length === 1} />
      ))}
    </section>
  )
}

export function isLong(categories: readonly Category[]): boolean {
  return categories.length > maxOverseen
}

function Letters({ page, shelves }: { readonly page: Page; readonly shelves: readonly Shelf[] }) {
  return (
    <nav class="letters" aria-label={page.phrases.letters}>
      {shelves.map(({ name }) => (
        <a href={`#${anchorOf(name)}`}>{name}</a>
      ))}
    </nav>
  )
}

function ShelfOf({ page, shelf, isOnly }: { readonly page: Page; readonly shelf: Shelf; readonly isOnly: boolean }) {
  const { name, categories } = shelf
  return (
    <div class="shelf" id={anchorOf(name)}>
      {isOnly ? null : <h3>{name ?? page.phrases.otherCategories}</h3>}
      <ul>
        {categories.map(({ slug, title, icon, entries }) => (
          <li>
            <a href={categoryHref(page, slug, 'html')}>
              <CategoryIcon icon={icon} />
              {title}
            </a>{' '}
            <span class="count">{entries}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Only letters get one; groups are few enough to be seen. */
function anchorOf(name: string | null): string | undefined {
  if (name === '#') return 'letter-0'
  return name !== null && /^[A-Z]$/.test(name) ? `letter-${name.toLowerCase()}` : undefined
}
