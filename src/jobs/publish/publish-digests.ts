// Digests as files: a page for each edition, a feed of the newest in each format, and a page of both. What is ended goes.
import { breathe } from '../../base/breathe.ts'
import { type DigestName, editionsKept } from '../../model/digest.ts'
import { hubsOf } from '../../model/hubs.ts'
import { digestId, digestPath, digestStart, editionPath } from '../../model/paths.ts'
import type { Category } from '../../model/publication.ts'
import { attributionOf } from '../../render/attribution.ts'
import { digestPublication, type GroupedEdition, grouped } from '../../render/digest.ts'
import { digestPage, editionPage } from '../../render/pages/digest.tsx'
import { asPermitted } from '../../render/rights.ts'
import type { StaleDigest, StandingEdition, WrittenEdition } from '../../store/port/digests.ts'
import { withFormer } from './publish-moved.ts'
import { countWritten, type Publishing, syncFiles } from './publishing.ts'

/** Recorded together: after a crash so many are written again. */
const recordedAtOnce = 20
const editionsAtOnce = 20
/** Those of the editions before have no room in a feed (1 MB). */
const mostEntries = 5_000

const formats = ['json', 'rss', 'atom'] as const

/** Writes the digests that are behind, at most so many; how many files changed. */
export async function writeDigests(publishing: Publishing, most: number): Promise<number> {
  const { store } = publishing
  const names = new Set((await store.digests.names()).map(nameOf))
  let files = 0
  for (let left = most; left > 0; ) {
    const some = await store.digests.stale(Math.min(left, recordedAtOnce))
    if (some.length === 0) break
    left -= some.length
    const editions: WrittenEdition[] = []
    for (const digest of some) {
      const written = await writeDigest(digest, names, publishing)
      files += written.files
      editions.push(...written.editions)
      await breathe()
    }
    await syncFiles(publishing)
    await store.digests.editionsWritten(editions)
    await store.digests.written(some)
  }
  return files
}

interface Written {
  readonly files: number
  readonly editions: readonly WrittenEdition[]
}

/** With it go the feeds at addresses that its category had before, where there was such a digest. */
async function writeDigest(digest: StaleDigest, names: ReadonlySet<string>, publishing: Publishing): Promise<Written> {
  const { every } = digest
  const slug = digest.slug === '' ? null : digest.slug
  const category = slug === null ? null : (publishing.categoryOf.get(slug) ?? null)
  if (digest.isEnded || (slug !== null && category === null)) return removeDigest(digest, publishing)
  const shown: Shown = { every, category }
  const pages = await writeEditions(digest, shown, publishing)
  const editions = await newestEditions(digest, shown, publishing)
  const slugs =
    slug === null ? [null] : withFormer([slug], publishing).filter((one) => one === slug || names.has(nameOf({ slug: one, every })))
  let files = pages.files
  for (const one of slugs) files += await writeFeeds({ slug: one, editions, ...shown }, publishing)
  const page = digestPage({ site: publishing.settings.site, ...shown, editions })
  files += countWritten([await publishing.outlet.writeWithVariants(digestPath(slug, every, 'html'), page)])
  return { files, editions: pages.editions }
}

interface Shown extends Pick<DigestName, 'every'> {
  /** Null: of everything. */
  readonly category: Category | null
}

/** Pages of editions in which something changed, however old they are. */
async function writeEditions(digest: DigestName, shown: Shown, publishing: Publishing): Promise<Written> {
  const { store, outlet, settings, categoryOf } = publishing
  const { every, category } = shown
  const leadsTo = settings.publish.pages === 'all' ? 'pages' : 'originals'
  const editions: WrittenEdition[] = []
  let files = 0
  for (let after = ''; ; ) {
    const stale = await store.digests.staleEditions(digest, { after, limit: editionsAtOnce })
    for (const one of stale) {
      const path = editionPath(category?.slug ?? null, every, one.day)
      if (one.members.length === 0) await outlet.remove(path)
      else {
        const edition = await groupedEdition(one, shown, publishing)
        const categories = category === null ? categoryOf : new Map<string, Category>()
        const page = editionPage({ site: settings.site, ...shown, edition, leadsTo, categories })
        files += countWritten([await outlet.write(path, page)])
      }
      editions.push({ row: one.row, wanted: one.wanted })
    }
    const last = stale.at(-1)
    if (last === undefined || stale.length < editionsAtOnce) return { files, editions }
    after = last.day
  }
}

/** As many as a feed takes. */
async function newestEditions(digest: DigestName, shown: Shown, publishing: Publishing): Promise<readonly GroupedEdition[]> {
  const { store } = publishing
  const editions: GroupedEdition[] = []
  let entries = 0
  for (const one of await store.digests.newest(digest, editionsKept[digest.every])) {
    if (entries > mostEntries) break
    const edition = await groupedEdition(one, shown, publishing)
    entries += one.members.length
    editions.push(edition)
    await breathe()
  }
  return editions
}

async function groupedEdition(standing: StandingEdition, { every, category }: Shown, publishing: Publishing): Promise<GroupedEdition> {
  const { store, settings, termsOf, catalogue } = publishing
  const { entries, ...edition } = await store.digests.fill(standing)
  const credited = entries.map((kept) => {
    const terms = termsOf(kept.source)
    const entry = asPermitted(kept, terms)
    return { entry, credit: attributionOf(entry, terms)?.text ?? entry.publisher ?? terms.title }
  })
  // An output feed is nobody's category.
  const isMixed = category === null || !entries.some(({ categories }) => categories.includes(category.slug))
  const by = isMixed ? 'category' : every === 'weekly' ? 'day' : null
  return { ...edition, groups: grouped(credited, { by, site: settings.site, catalogue }) }
}

interface FeedWriting extends Shown {
  readonly slug: string | null
  readonly editions: readonly GroupedEdition[]
}

async function writeFeeds({ slug, every, ...shown }: FeedWriting, { outlet, settings, store }: Publishing): Promise<number> {
  const id = digestId(store.authority, slug, every)
  const publication = digestPublication({ id, slug, every, ...shown }, settings.site, hubsOf(settings))
  return countWritten(
    await Promise.all(formats.map((format) => outlet.writeWithVariants(digestPath(slug, every, format), publication.bytes(format)))),
  )
}

/** The feeds at an address of before stay as long as the category has such a digest: that one writes them. */
async function removeDigest({ slug, every }: DigestName, { outlet, former, categoryOf }: Publishing): Promise<Written> {
  const own = slug === '' ? null : slug
  const to = categoryOf.get(former.find((one) => one.slug === slug)?.to ?? '')
  const goesOn = to?.digests?.some((digest) => digest.every === every) === true
  const start = digestStart(own, every)
  await outlet.removeUnder(`${start}/`)
  await (goesOn ? outlet.remove(digestPath(own, every, 'html')) : outlet.removeUnder(`${start}.`))
  return { files: 0, editions: [] }
}

function nameOf({ slug, every }: DigestName): string {
  return `${every} ${slug}`
}
