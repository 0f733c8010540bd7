// A category in a list, with a number of its entries. There may be thousands on a page: not a byte more than it takes.
import type { Category } from '../../model/publication.ts'
import { CategoryIcon } from './category-icon.tsx'
import { categoryHref, type Page } from './page.ts'

export interface CategoryLinkProps {
  readonly page: Page
  readonly category: Pick<Category, 'slug' | 'title' | 'icon'>
  readonly entries: number
}

export function CategoryLink({ page, category: { slug, title, icon }, entries }: CategoryLinkProps) {
  return (
    <li>
      <a href={categoryHref(page, slug, 'html')}>
        <CategoryIcon icon={icon} />
        {title}
      </a>{' '}
      <small>{entries}</small>
    </li>
  )
}
