// A feed's whole history, in pages by month (RFC 5005); the newest part of it stands in the feed's window.
import { type ArchivePage, compareSpots, isSamePlace } from '../../model/archive.ts'
import { type ArchivePlace, archivePath, categoryPath, feedId, publicUrl } from '../../model/paths.ts'
import type { Category, FeedAddresses, FeedHistory } from '../../model/publication.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { archivePage } from '../../render/pages/archive.tsx'
import { asPermitted } from '../../render/rights.ts'
import type { StaleArchivePage, WrittenArchive } from '../../store/port/archives.ts'
import type { Deps } from '../deps.ts'
import { monthIn } from './archive-months.ts'
import { type ArchiveLimits, type ArchivePlan, planArchive } from './archive-plan.ts'
import { publicationWith } from './publish-feeds.ts'
import { windowSize } from './publish-window.ts'
import { countWritten, type Publishing, syncFiles } from './publishing.ts'

export interface ArchiveLinks {
  /** The page with the newest entry that no longer stands in the window; null: the window holds all. */
  readonly newest: ArchivePlace | null
  /** How many files changed. */
  readonly files: number
  /** To be recorded when the files outlast a loss of power. */
  readonly written: WrittenArchive
}

const formats = ['atom', 'json', 'html'] as const

/** 200 entries a page (design §8). */
const archiveLimits: ArchiveLimits = { pageSize: 200, mostRenewed: 8 }

/** Writes the archive pages of a category (null: of everything) that changed, before its window's feeds. */
export async function writeArchives(
  { slug }: { readonly slug: string | null },
  publishing: Publishing,
  limits = archiveLimits,
): Promise<ArchiveLinks> {
  const { store, categoryOf } = publishing
  const { pages, newestOutside, layout, seen } = await planOf(slug, publishing, limits)
  if (layout !== null) await store.archives.lay(slug ?? '', layout)
  const category = slug === null ? null : (categoryOf.get(slug) ?? null)
  const written = await store.archives.stale(slug ?? '')
  const files = await writeStale(written, { slug, category, pages }, publishing)
  return { newest: newestOf({ pages, newestOutside }), files, written: { slug: slug ?? '', pages: written, seen } }
}

export async function archivesWritten(archives: readonly ArchiveLinks[], { store }: Pick<Deps, 'store'>): Promise<void> {
  const written = archives.map((archive) => archive.written).filter(({ pages, seen }) => pages.length > 0 || seen.length > 0)
  if (written.length > 0) await store.archives.written(written)
}

/** Where a category's feed goes on, as `writeArchives` has it; writes nothing. */
export async function newestArchivePage(slug: string, publishing: Publishing): Promise<ArchivePlace | null> {
  return newestOf(await planOf(slug, publishing, archiveLimits))
}

/** Removes all pages of a category that is public no more, or not under this slug. */
export async function removeArchives(slug: string, publishing: Publishing): Promise<void> {
  const { store, outlet } = publishing
  await store.archives.drop(slug)
  const gone = await store.archives.stale(slug)
  if (gone.length === 0) return
  await outlet.removeUnder(`category/${slug}/`)
  await syncFiles(publishing)
  await store.archives.written([{ slug, pages: gone, seen: [] }])
}

/** Feeds whose newest page must be complete before its month closes are to be published. */
export async function completeArchives({ store, settings, clock }: Pick<Deps, 'store' | 'settings' | 'clock'>): Promise<void> {
  await store.archives.markBehind(monthIn(settings.site.timezone, clock.now()))
}

function planOf(slug: string | null, { store, settings, clock }: Publishing, limits: ArchiveLimits): Promise<ArchivePlan> {
  const { archives } = store
  return planArchive({ ...limits, slug: slug ?? '', archives, size: windowSize(settings), zone: settings.site.timezone, now: clock.now() })
}

/** Pages are in order: those after it hold only what the window holds, too. */
function newestOf({ pages, newestOutside }: Pick<ArchivePlan, 'pages' | 'newestOutside'>): ArchivePlace | null {
  const page = pages.findLast(({ first }) => newestOutside !== null && compareSpots(first, newestOutside) <= 0)
  return page === undefined ? null : { month: page.month, page: page.page }
}

interface Writing {
  readonly slug: string | null
  readonly category: Category | null
  /** All of them, oldest first. */
  readonly pages: readonly ArchivePage[]
}

/** Newer pages first: what moved to another page stands there before it leaves its old one. How many files changed. */
async function writeStale(stale: readonly StaleArchivePage[], { slug, category, pages }: Writing, publishing: Publishing): Promise<number> {
  const { outlet } = publishing
  const staying = stale.filter(({ isGone }) => !isGone)
  if (staying.length > 0) await outlet.expect(staying.flatMap((page) => formats.map((format) => archivePath(slug, page, format))))
  let files = 0
  for (const page of staying) {
    const at = pages.findIndex((one) => isSamePlace(one, page))
    files += await writePage({ slug, category, page, previous: pages[at - 1] ?? null }, publishing)
  }
  for (const page of stale.filter(({ isGone }) => isGone)) {
    for (const format of formats) await outlet.remove(archivePath(slug, page, format))
  }
  return files
}

interface PageWriting extends Omit<Writing, 'pages'> {
  readonly page: ArchivePage
  readonly previous: ArchivePlace | null
}

/** Its items are not kept as those of feeds are: they are seldom written again. */
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
    { settings, termsOf },
  )
  const leadsTo = settings.publish.pages === 'all' ? 'pages' : 'originals'
  const html = archivePage({ site, category, entries, month: page.month, page: page.page, previous, next: page.next, leadsTo })
  const written = await Promise.all([
    outlet.writeWithVariants(archivePath(slug, page, 'atom'), publication.bytes('atom')),
    outlet.writeWithVariants(archivePath(slug, page, 'json'), publication.bytes('json')),
    outlet.writeWithVariants(archivePath(slug, page, 'html'), html),
  ])
  return countWritten(written)
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
