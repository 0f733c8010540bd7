// Categories that moved by rename or merge: their old feeds go on under their old ids, their old pages lead to the new ones.
import { categoryPath, feedId, publicUrl } from '../../model/paths.ts'
import { movedPage } from '../../render/pages/moved.tsx'
import { newestArchivePage, removeArchives } from './publish-archives.ts'
import { historyBefore, writeFeeds } from './publish-feeds.ts'
import { permittedWindow } from './publish-window.ts'
import { countWritten, type Publishing } from './publishing.ts'

/** These slugs and those that lead to one of them: what a category shows, its old feeds show. */
export function withFormer(slugs: readonly string[], { former }: Pick<Publishing, 'former'>): readonly string[] {
  const wanted = new Set(slugs)
  return [...slugs, ...former.flatMap(({ slug, to }) => (wanted.has(to) && !wanted.has(slug) ? [slug] : []))]
}

/** How many files changed; null: no public category ever moved away from this slug. */
export async function writeMovedCategory(slug: string, publishing: Publishing): Promise<number | null> {
  const { outlet, jekyll, settings, store, former, categoryOf } = publishing
  const { site } = settings
  const category = categoryOf.get(former.find((one) => one.slug === slug)?.to ?? '')
  if (category === undefined) return null
  await removeArchives(slug, publishing)
  const newest = await newestArchivePage(category.slug, publishing)
  const entries = await permittedWindow(category.slug, publishing)
  const [from, to] = [categoryPath(slug, 'html'), categoryPath(category.slug, 'html')]
  const window = {
    id: feedId(store.authority, slug),
    category: { ...category, slug },
    entries,
    self: { html: publicUrl(site.url, to) },
    ...historyBefore(category.slug, newest, site),
  }
  const stub = movedPage({ site, from, to, what: 'category' })
  const written = [await outlet.writeWithVariants(from, stub), ...(jekyll === null ? [] : [await jekyll.write(from, stub)])]
  return countWritten(written) + (await writeFeeds(window, publishing, category.slug))
}
