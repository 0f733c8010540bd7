// What stands for one category: its page and its feeds.
import { type ArchivePlace, categoryPath, feedId } from '../../model/paths.ts'
import type { Category } from '../../model/publication.ts'
import { categoryPage } from '../../render/pages/category.tsx'
import { removeArchives } from './publish-archives.ts'
import { historyBefore, writeFeeds } from './publish-feeds.ts'
import { removeJekyllCategory, writeJekyllCategory } from './publish-jekyll.ts'
import { permittedWindow, windowLeadsTo } from './publish-window.ts'
import { countWritten, type Publishing } from './publishing.ts'

export interface CategoryOutput {
  readonly category: Category
  /** The newest page of its archive. */
  readonly newest: ArchivePlace | null
}

/** How many files changed. */
export async function writeCategory({ category, newest }: CategoryOutput, publishing: Publishing): Promise<number> {
  const { outlet, settings, store } = publishing
  const { slug } = category
  const entries = await permittedWindow(slug, publishing)
  const page = categoryPage({ site: settings.site, category, entries, archive: newest, leadsTo: windowLeadsTo(settings) })
  const window = { id: feedId(store.authority, slug), category, entries, ...historyBefore(slug, newest, settings.site) }
  return (
    countWritten([await outlet.writeWithVariants(categoryPath(slug, 'html'), page)]) +
    (await writeJekyllCategory(category, publishing)) +
    (await writeFeeds(window, publishing))
  )
}

/** A category that became private leaves nothing behind. */
export async function removeCategory(slug: string, publishing: Publishing): Promise<void> {
  const { outlet, jekyll } = publishing
  await outlet.removeUnder(`category/${slug}.`)
  await removeArchives(slug, publishing)
  await removeJekyllCategory(slug, { jekyll })
}
