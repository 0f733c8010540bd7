// What stands for the whole site: sitemap, list of feeds, home, the feed of everything.
import { categoryPath, feedId } from '../model/paths.ts'
import { feedsOpml } from '../render/opml.ts'
import { homePage } from '../render/pages/home.tsx'
import { sitemapFiles } from '../render/sitemap.ts'
import { writeArchives } from './publish-archives.ts'
import { writeAssets } from './publish-assets.ts'
import { historyBefore, writeFeeds } from './publish-feeds.ts'
import { permittedWindow } from './publish-window.ts'
import { countWritten, type Publishing } from './publishing.ts'

/** How many files changed. */
export async function writeSite(publishing: Publishing): Promise<number> {
  const { store, outlet, settings, catalogue } = publishing
  const { site } = settings
  const categories = catalogue.filter((category) => category.entries > 0)
  const { newest, files: archived } = await writeArchives({ slug: null }, publishing)
  const entries = await permittedWindow(null, publishing)
  const files = [
    ...sitemapFiles({ site, categories, pages: await store.publishedPages() }),
    { path: 'feeds.opml', text: feedsOpml(categories, site) },
    { path: categoryPath(null, 'html'), text: homePage({ site, categories, entries, archive: newest }) },
  ]
  let written = archived + (await writeAssets(publishing))
  for (const { path, text } of files) written += countWritten([await outlet.write(path, text)])
  const window = { id: feedId(store.authority, null), category: null, entries, ...historyBefore(null, newest, site) }
  return written + (await writeFeeds(window, publishing))
}
