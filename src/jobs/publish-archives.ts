// A feed's whole history, in pages by month (RFC 5005); the newest part of it stands in the feed's window.
import { type ArchivePage, compareSpots } from '../model/archive.ts'
import { type ArchivePlace, archivePath, categoryPath, feedId, publicUrl } from '../model/paths.ts'
import type { Category, FeedAddresses, FeedHistory } from '../model/publication.ts'
import type { SiteSettings } from '../model/settings.ts'
import { archivePage } from '../render/pages/archive.tsx'
import { asPermitted } from '../render/rights.ts'
import { monthIn } from './archive-months.ts'
import { type ArchiveLimits, type ArchivePlan, planArchive } from './archive-plan.ts'
import type { Deps } from './deps.ts'
import { publicationWith } from './publish-feeds.ts'
import { windowSize } from './publish-window.ts'
import { countWritten, type Publishing } from './publishing.ts'

export interface ArchiveLinks {
  /** The page with the newest entry that no longer stands in the window; null: the window holds all. */
  readonly newest: ArchivePlace | null
  /** How many files changed. */
  readonly files: number
}

const formats = ['atom', 'json', 'html'] as const

/** 200 entries a page (design §8). */
const archiveLimits: ArchiveLimits = { pageSize: 200, mostRenewed: 20 }

/**
 * Writes the archive pages of a category (null: of everything) that changed, before its window's feeds. Said twice in a row it writes
 * nothing the second time.
 */
export async function writeArchives(
  { slug }: { readonly slug: string | null },
  publishing: Publishing,
  limits = archiveLimits,
): Promise<ArchiveLinks> {
  const { store, settings, clock } = publishing
  const { archives } = store
  const name = slug ?? ''
  const zone = settings.site.timezone
  const plan = await planArchive({ ...limits, slug: name, archives, size: windowSize(settings), zone, now: clock.now() })
  if (plan.layout !== null) await archives.lay(name, plan.layout)
  const category = slug === null ? null : (publishing.categoryOf.get(slug) ?? null)
  return { newest: newestOf(plan), files: await writeStale({ slug, category, pages: plan.pages }, publishing) }
}

/** Removes all pages of a category that is public no more, or not under this slug. */
export async function removeArchives(slug: string, publishing: Publishing): Promise<void> {
  await publishing.store.archives.drop(slug)
  await writeStale({ slug, category: null, pages: [] }, publishing)
}

/** Feeds whose newest page must be complete before its month closes are to be published. */
export async function completeArchives({ store, settings, clock }: Pick<Deps, 'store' | 'settings' | 'clock'>): Promise<void> {
  await store.archives.markBehind(monthIn(settings.site.timezone, clock.now()))
}

/** Pages are in order: those after it hold only what the window holds, too. */
function newestOf({ pages, newestOutside }: ArchivePlan): ArchivePlace | null {
  const page = pages.findLast(({ first }) => newestOutside !== null && compareSpots(first, newestOutside) <= 0)
  return page === undefined ? null : placeOf(page)
}

interface Writing {
  readonly slug: string | null
  readonly category: Category | null
  /** All of them, oldest first. */
  readonly pages: readonly ArchivePage[]
}

/** Newer pages first: what moved to another page stands there before it leaves its old one. */
async function writeStale({ slug, category, pages }: Writing, publishing: Publishing): Promise<number> {
  const { archives } = publishing.store
  const stale = await archives.stale(slug ?? '')
  let files = 0
  for (const page of stale.filter(({ isGone }) => !isGone)) {
    const at = pages.findIndex(({ month, page: number }) => month === page.month && number === page.page)
    files += await writePage({ slug, category, page, previous: pages[at - 1] ?? null }, publishing)
  }
  for (const place of stale.filter(({ isGone }) => isGone)) {
    for (const format of formats) await publishing.outlet.remove(archivePath(slug, place, format))
  }
  if (stale.length > 0) await archives.written(slug ?? '', stale)
  return files
}

interface PageWriting extends Omit<Writing, 'pages'> {
  readonly page: ArchivePage
  readonly previous: ArchivePlace | null
}

async function writePage({ slug, category, page, previous }: PageWriting, publishing: Publishing): Promise<number> {
  const { store, outlet, settings, termsOf } = publishing
  const { site } = settings
  const kept = await store.archives.entries(slug ?? '', { from: page.first, to: page.last })
  const entries = kept.map((entry) => asPermitted(entry, termsOf(entry.source)))
  const publication = publicationWith(
    {
      id: feedId(store.authority, slug),
      category,
      entries,
      self: { ...addressesOf(slug, page, site), html: publicUrl(site.url, archivePath(slug, page, 'html')) },
      archive: historyOf({ slug, page, previous }, site),
    },
    publishing,
  )
  const { month, page: number, next } = page
  return countWritten([
    await outlet.writeWithVariants(archivePath(slug, page, 'atom'), publication.atom1()),
    await outlet.writeWithVariants(archivePath(slug, page, 'json'), publication.json1()),
    await outlet.writeWithVariants(
      archivePath(slug, page, 'html'),
      archivePage({ site, category, entries, month, page: number, previous, next }),
    ),
  ])
}

function historyOf({ slug, page, previous }: Omit<PageWriting, 'category'>, site: SiteSettings): FeedHistory {
  return {
    isArchive: true,
    current: publicUrl(site.url, categoryPath(slug, 'atom')),
    ...(previous && { previous: addressesOf(slug, previous, site) }),
    ...(page.next && { next: addressesOf(slug, page.next, site) }),
  }
}

function addressesOf(slug: string | null, place: ArchivePlace, site: SiteSettings): FeedAddresses {
  const addressOf = (format: 'atom' | 'json') => publicUrl(site.url, archivePath(slug, place, format))
  return { atom: addressOf('atom'), json: addressOf('json') }
}

function placeOf({ month, page }: ArchivePlace): ArchivePlace {
  return { month, page }
}
