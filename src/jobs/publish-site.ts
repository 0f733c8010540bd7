// What stands for the whole site: list of feeds, home, the feed of everything.
import { type ArchivePlace, categoryPath, feedId } from '../model/paths.ts'
import { feedsOpml } from '../render/opml.ts'
import { homePage } from '../render/pages/home.tsx'
import { writeAssets } from './publish-assets.ts'
import { historyBefore, writeFeeds } from './publish-feeds.ts'
import { permittedWindow, windowLeadsTo } from './publish-window.ts'
import { countWritten, type Publishing } from './publishing.ts'

/** How many files changed. `newest`: page of the archive. */
export async function writeSite(newest: ArchivePlace | null, publishing: Publishing): Promise<number> {
  const { store, outlet, settings, catalogue } = publishing
  const { site } = settings
  const categories = catalogue.filter((category) => category.entries > 0)
  const entries = await permittedWindow(null, publishing)
  const window = { id: feedId(store.authority, null), category: null, entries, ...historyBefore(null, newest, site) }
  return (
    (await writeAssets(publishing)) +
    countWritten([
      await outlet.writeWithVariants('feeds.opml', feedsOpml(categories, site)),
      await outlet.writeWithVariants(
        categoryPath(null, 'html'),
        homePage({ site, categories, entries, archive: newest, leadsTo: windowLeadsTo(settings) }),
      ),
    ]) +
    (await writeFeeds(window, publishing))
  )
}
