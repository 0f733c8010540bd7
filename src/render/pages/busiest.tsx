// The categories in which most happened of late: where there are too many to look over.
import type { Activity } from '../catalogue.ts'
import { CategoryLink } from './category-link.tsx'
import type { Page } from './page.ts'

export function Busiest({ page, activities }: { readonly page: Page; readonly activities: readonly Activity[] }) {
  if (activities.length === 0) return null
  return (
    <section class="categories busiest">
      <h2>{page.phrases.busiest}</h2>
      <ol>
        {activities.map(({ category, entries }) => (
          <CategoryLink page={page} category={category} entries={entries} />
        ))}
      </ol>
    </section>
  )
}
