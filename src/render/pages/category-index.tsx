// All categories: by group while they can be overseen, by first letter when there are many.
import type { Category } from '../../model/publication.ts'
import { areMany, byGroup, type Shelf, shelvesOfMany } from '../catalogue.ts'
import { CategoryLink } from './category-link.tsx'
import type { Page } from './page.ts'

interface IndexProps {
  readonly page: Page
  readonly categories: readonly Category[]
}

export function CategoryIndex({ page, categories }: IndexProps) {
  const isLong = areMany(categories)
  return (
    <section class={isLong ? 'categories many' : 'categories'} id="categories">
      <h2>
        {page.phrases.categories} <span class="count">{categories.length}</span>
      </h2>
      {isLong ? <LongIndex page={page} categories={categories} /> : <Groups page={page} shelves={byGroup(categories)} />}
    </section>
  )
}

function LongIndex({ page, categories }: IndexProps) {
  const { groups, letters } = shelvesOfMany(categories)
  return (
    <>
      <nav class="letters" aria-label={page.phrases.letters}>
        {letters.map(({ name }) => (
          <a href={`#${anchorOf(name)}`}>{name}</a>
        ))}
      </nav>
      <Groups page={page} shelves={groups} />
      {letters.map((shelf) => (
        <ShelfOf page={page} shelf={shelf} id={anchorOf(shelf.name)} />
      ))}
    </>
  )
}

/** A group that is the only one need not be named. */
function Groups({ page, shelves }: { readonly page: Page; readonly shelves: readonly Shelf[] }) {
  const [only, second] = shelves
  if (only?.name === null && second === undefined) return <Links page={page} shelf={only} />
  return (
    <>
      {shelves.map((shelf) => (
        <ShelfOf page={page} shelf={shelf} />
      ))}
    </>
  )
}

function ShelfOf({ page, shelf, id }: { readonly page: Page; readonly shelf: Shelf; readonly id?: string | undefined }) {
  return (
    <div class="shelf" id={id}>
      <h3>{shelf.name ?? page.phrases.otherCategories}</h3>
      <Links page={page} shelf={shelf} />
    </div>
  )
}

function Links({ page, shelf }: { readonly page: Page; readonly shelf: Shelf }) {
  return (
    <ul>
      {shelf.categories.map((category) => (
        <CategoryLink page={page} category={category} entries={category.entries} />
      ))}
    </ul>
  )
}

function anchorOf(letter: string | null): string {
  return letter === '#' ? 'letter-0' : `letter-${letter?.toLowerCase()}`
}
