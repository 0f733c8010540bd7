// What stands for the whole site: list of feeds, home, the feed of everything.
import { type ArchivePlace, categoryPath, feedId } from '../../model/paths.ts'
import { type Activity, areMany, busiest } from '../../render/catalogue.ts'
import { feedsOpml } from '../../render/opml.ts'
import { homePage } from '../../render/pages/home.tsx'
import { writeAssets } from './publish-assets.ts'
import { historyBefore, writeFeeds } from './publish-feeds.ts'
import { permittedWindow, windowLeadsTo } from './publish-window.ts'
import { countWritten, type Publishing } from './publishing.ts'

const weekMs = 7 * 86_400_000
const busiestShown = 24

/** The busiest categories in the week that ends with the newest entry: a page knows no clock. Empty where all can be overseen. */
export async function activitiesOf({ store, catalogue }: Pick<Publishing, 'store' | 'catalogue'>): Promise<readonly Activity[]> {
  const categories = filled(catalogue)
  if (!areMany(categories)) return []
  const newest = Math.max(...categories.map(({ updated }) => updated ?? 0))
  return busiest(categories, await store.listedSince(newest - weekMs), busiestShown)
}

export interface SiteOutput {
  /** Page of the archive. */
  readonly newest: ArchivePlace | null
  readonly activities: readonly Activity[]
}

/** How many files changed. */
export async function writeSite({ newest, activities }: SiteOutput, publishing: Publishing): Promise<number> {
  const { store, outlet, settings, catalogue } = publishing
  const { site, publish } = settings
  const { digests } = publish
  const categories = filled(catalogue)
  const entries = await permittedWindow(null, publishing)
  const window = { id: feedId(store.authority, null), category: null, entries, ...historyBefore(null, newest, site) }
  return (
    (await writeAssets(publishing)) +
    countWritten([
      await outlet.writeWithVariants('feeds.opml', feedsOpml(categories, site, { digests })),
      await outlet.writeWithVariants(
        categoryPath(null, 'html'),
        homePage({ site, categories, entries, archive: newest, leadsTo: windowLeadsTo(settings), busiest: activities, digests }),
      ),
    ]) +
    (await writeFeeds(window, publishing))
  )
}

function filled(catalogue: Publishing['catalogue']): Publishing['catalogue'] {
  return catalogue.filter((category) => category.entries > 0)
}
