// Category pages of the Jekyll site, beside the posts; each is written and removed with the category's own page.
import { categoryPath } from '../../model/paths.ts'
import type { Category } from '../../model/publication.ts'
import { jekyllCategory } from '../../render/jekyll-category.ts'
import type { Publishing } from './publishing.ts'

/** The number of files that changed. */
export async function writeJekyllCategory(category: Category, { jekyll, former }: Pick<Publishing, 'jekyll' | 'former'>): Promise<number> {
  const formerly = former.filter(({ to }) => to === category.slug).map(({ slug }) => slug)
  const written = await jekyll?.write(categoryPath(category.slug, 'html'), jekyllCategory(category, { formerly }))
  return written === 'written' ? 1 : 0
}

export async function removeJekyllCategory(slug: string, { jekyll }: Pick<Publishing, 'jekyll'>): Promise<void> {
  await jekyll?.remove(categoryPath(slug, 'html'))
}
