// Entry pages and their Jekyll posts.
import { inTurns } from '../../base/turns.ts'
import type { Entry } from '../../model/entry.ts'
import { jekyllPath } from '../../model/paths.ts'
import type { RelatedLink } from '../../model/related.ts'
import type { Outlet } from '../../publish/outlet.ts'
import { webAddress } from '../../render/addresses.ts'
import { attributionOf, withAttribution } from '../../render/attribution.ts'
import { jekyllPost } from '../../render/jekyll.ts'
import { entryPage } from '../../render/pages/entry.tsx'
import { expiredPage } from '../../render/pages/expired.tsx'
import { movedPage } from '../../render/pages/moved.tsx'
import { retractedPage } from '../../render/pages/retracted.tsx'
import { asPermitted } from '../../render/rights.ts'
import type { Page } from '../../store/port/entries.ts'
import { countWritten, type Publishing, syncFiles } from './publishing.ts'

/** Read, and recorded as written, at a time. */
const pagesAtOnce = 200
/** Writing is mostly waiting for the disk: some at once share the wait. */
const writtenAtOnce = 8

/** How far it came. */
export interface PagesWritten {
  /** That changed. */
  readonly files: number
  /** Its time was over: some are stale still. */
  readonly isMore: boolean
}

export interface PageTurn {
  /** The catalogue is read again where an entry stands in a new category. */
  readonly readAgain: () => Promise<Publishing>
  /** Looked at between some hundred pages. */
  readonly isOver: () => boolean
}

/** Writes the pages that are stale. */
export async function writeStalePages(first: Publishing, { readAgain, isOver }: PageTurn): Promise<PagesWritten> {
  let files = 0
  let publishing = first
  for (;;) {
    const { store } = publishing
    const stale = await store.stalePages(pagesAtOnce)
    if (stale.length === 0) return { files, isMore: false }
    const pages = await store.pages(stale.map(({ entry }) => entry))
    const related = await store.related.links(pages.flatMap((page) => (page.kind === 'entry' ? [page.entry.path] : [])))
    if (pages.some((page) => isInNewCategory(page, publishing))) publishing = await readAgain()
    files += await writePages(pages, { ...publishing, related })
    await syncFiles(publishing)
    await store.pagesWritten(stale)
    if (isOver()) return { files, isMore: true }
  }
}

function isInNewCategory(page: Page, { categoryOf }: Publishing): boolean {
  return page.kind === 'entry' && page.entry.categories.some((slug) => !categoryOf.has(slug))
}

/** What others report, by path. */
interface PageWriting extends Publishing {
  readonly related: ReadonlyMap<string, readonly RelatedLink[]>
}

async function writePages(pages: readonly Page[], publishing: PageWriting): Promise<number> {
  const { outlet, jekyll } = publishing
  const wanted = await wantedPages(pages, publishing)
  await outlet.expect([...wanted].map(pathOf))
  await jekyll?.expect(pages.flatMap((page) => (page.kind === 'entry' ? (jekyllPath(pathOf(page)) ?? []) : [])))
  let files = 0
  await inTurns(pages, writtenAtOnce, async (page) => {
    const path = pathOf(page)
    const post = jekyllPath(path)
    const written = [
      await put(outlet, path, wanted.has(page) ? pageText(page, publishing) : null),
      ...(jekyll === null || post === null ? [] : [await put(jekyll, post, postText(page, publishing))]),
    ]
    files += countWritten(written)
  })
  return files
}

/**
 * Whose files are to lie at their paths (`publish.pages`). An entry that links to nothing can be read nowhere else; a notice stands where
 * readers found a page, and where the stub of a withdrawn entry leads.
 */
async function wantedPages(pages: readonly Page[], { store, settings }: Publishing): Promise<ReadonlySet<Page>> {
  const shown = pages.filter(({ kind }) => kind !== 'hidden')
  if (settings.publish.pages === 'all') return new Set(shown)
  const paths = shown.map(pathOf)
  const recent = settings.publish.pages === 'recent' ? await store.recentPages(paths) : new Set<string>()
  const known = await store.manifest.known('public', paths)
  const isLinked = (page: Page) =>
    page.kind === 'entry' ? recent.has(page.entry.path) || webAddress(page.entry.url) === null : page.kind === 'retracted' && page.isShown
  return new Set(shown.filter((page) => isLinked(page) || (page.kind !== 'entry' && known.has(pathOf(page)))))
}

function pathOf(page: Page): string {
  if (page.kind === 'hidden') return page.path
  return page.kind === 'moved' ? page.moved.from : page.entry.path
}

/** Null: nothing is to lie there. */
async function put(outlet: Outlet, path: string, text: string | null): Promise<'written' | 'unchanged'> {
  if (text !== null) return outlet.write(path, text)
  await outlet.remove(path)
  return 'unchanged'
}

function pageText(page: Page, publishing: PageWriting): string | null {
  const { site } = publishing.settings
  switch (page.kind) {
    case 'entry':
      return entryText(page.entry, publishing)
    case 'moved':
      return movedPage({ site, ...page.moved })
    case 'expired':
      return expiredPage({ site, ...page })
    case 'retracted':
      return retractedPage({ site, ...page })
    case 'hidden':
      return null
  }
}

function entryText(kept: Entry, { settings, categoryOf, termsOf, related }: PageWriting): string {
  const terms = termsOf(kept.source)
  const entry = asPermitted(kept, terms)
  const categories = entry.categories.flatMap((slug) => categoryOf.get(slug) ?? [])
  return entryPage({
    site: settings.site,
    entry,
    categories,
    rights: terms.rights,
    attribution: attributionOf(entry, terms),
    related: related.get(entry.path) ?? [],
    leadsTo: settings.publish.pages === 'all' ? 'pages' : 'originals',
  })
}

/** In a Jekyll site there is no page that is in no list, and a merged entry's would be a second copy. */
export function postText(page: Page, publishing: Publishing): string | null {
  if (page.kind !== 'entry') return null
  const { settings, termsOf } = publishing
  const terms = termsOf(page.entry.source)
  const entry = asPermitted(page.entry, terms)
  const context = { site: settings.site, home: homeOf(entry, publishing) }
  return jekyllPost(withAttribution(entry, attributionOf(entry, terms)), context).text
}

/** What the minted home has become. */
function homeOf({ path }: Entry, { categoryOf, former }: Publishing): { readonly slug: string; readonly name: string } {
  const [minted = ''] = path.split('/')
  const slug = former.find((one) => one.slug === minted)?.to ?? minted
  return { slug, name: categoryOf.get(slug)?.name ?? slug }
}
