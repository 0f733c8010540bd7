// Brings the published files in step with the store: entry pages first, index and feeds last, only what is stale.
import { sha256Hex } from '../base/digest.ts'
import type { Entry } from '../model/entry.ts'
import { categoryPath, feedId, jekyllPath } from '../model/paths.ts'
import type { Category, FeedWindow } from '../model/publication.ts'
import type { Settings } from '../model/settings.ts'
import { jekyllPost } from '../render/jekyll.ts'
import { feedsOpml } from '../render/opml.ts'
import { categoryPage } from '../render/pages/category.tsx'
import { entryPage } from '../render/pages/entry.tsx'
import { homePage } from '../render/pages/home.tsx'
import { movedPage } from '../render/pages/moved.tsx'
import { stylesheet } from '../render/pages/stylesheet.ts'
import { publicationOf } from '../render/publication.ts'
import { sitemapFiles } from '../render/sitemap.ts'
import type { StalePage, WindowSize } from '../store/store.ts'
import { catalogueOf } from './catalogue.ts'
import type { Deps } from './deps.ts'

/** Changes when the same entries give other bytes: then everything is written again. */
const rendering = 1

const pagesAtOnce = 500
/** A feed also holds all that was listed in this span before its newest entry, so that no reader who comes daily misses one. */
const windowSpanMs = 48 * 3_600_000
const windowMost = 500

export interface Published {
  readonly categories: number
  readonly files: number
}

/** Writes what is stale. Interrupted or repeated it ends in the same bytes: what was not recorded as written is written again. */
export async function publish(deps: Deps): Promise<Published> {
  await staleWhenRenderedOtherwise(deps)
  const { store } = deps
  if ((await store.staleOutputs()).length === 0 && (await store.stalePages(1)).length === 0) return { categories: 0, files: 0 }
  return deps.withWriterLock(async () => {
    const categories = catalogueOf(await store.categories(), deps.settings)
    const pages = await writePages(categories, deps)
    const outputs = await writeOutputs(categories, deps)
    return { categories: outputs.categories, files: pages + outputs.files }
  })
}

async function writePages(categories: readonly Category[], deps: Deps): Promise<number> {
  const bySlug = new Map(categories.map((category) => [category.slug, category]))
  let files = 0
  for (;;) {
    const stale = await deps.store.stalePages(pagesAtOnce)
    if (stale.length === 0) return files
    for (const page of stale) files += await writePage(page, bySlug, deps)
    await deps.store.pagesWritten(stale)
  }
}

async function writePage({ entry: id }: StalePage, bySlug: ReadonlyMap<string, Category>, deps: Deps): Promise<number> {
  const { store, outlet, jekyll, settings } = deps
  const page = await store.page(id)
  if (page === null) return 0
  if (page.kind === 'moved') {
    const post = jekyllPath(page.moved.from)
    if (post !== null) await jekyll?.remove(post)
    return countWritten([await outlet.write(page.moved.from, movedPage({ site: settings.site, ...page.moved }))])
  }
  const { entry } = page
  const categories = entry.categories.flatMap((slug) => bySlug.get(slug) ?? [])
  const rights = settings.sources.find((source) => source.id === entry.source)?.rights ?? 'full'
  const written = [await outlet.write(entry.path, entryPage({ site: settings.site, entry, categories, rights }))]
  if (jekyll !== null) {
    const post = jekyllPost(entry, { site: settings.site, home: homeOf(entry, bySlug) })
    written.push(await jekyll.write(post.path, post.text))
  }
  return countWritten(written)
}

/** The minted home slug, by the name its category has now. */
function homeOf(entry: Entry, bySlug: ReadonlyMap<string, Category>): { slug: string; name: string } {
  const [slug = ''] = entry.path.split('/')
  return { slug, name: bySlug.get(slug)?.name ?? slug }
}

async function writeOutputs(categories: readonly Category[], deps: Deps): Promise<Published> {
  const { store } = deps
  const stale = await store.staleOutputs()
  const bySlug = new Map(categories.map((category) => [category.slug, category]))
  let files = 0
  let changed = 0
  for (const { slug } of stale.filter((output) => output.slug !== '')) {
    const category = bySlug.get(slug)
    const written = category === undefined ? 0 : await writeCategory(category, deps)
    files += written
    if (written > 0) changed++
  }
  if (stale.length > 0) files += await writeSite(categories, deps)
  await store.outputsWritten(stale)
  return { categories: changed, files }
}

async function writeCategory(category: Category, deps: Deps): Promise<number> {
  const { store, outlet, settings } = deps
  const entries = await store.window(category.slug, windowSize(settings))
  const page = await outlet.write(categoryPath(category.slug, 'html'), categoryPage({ site: settings.site, category, entries }))
  return countWritten([page]) + (await writeFeeds({ id: feedId(store.origin, category.slug), category, entries }, deps))
}

/** What stands for the whole site. */
async function writeSite(categories: readonly Category[], deps: Deps): Promise<number> {
  const { store, outlet, settings } = deps
  const { site } = settings
  const entries = await store.window(null, windowSize(settings))
  const files = [
    { path: stylesheet.path, text: stylesheet.text },
    ...sitemapFiles({ site, categories, pages: await store.publishedPages() }),
    { path: 'feeds.opml', text: feedsOpml(categories, site) },
    { path: categoryPath(null, 'html'), text: homePage({ site, categories, entries }) },
  ]
  const written: Awaited<ReturnType<typeof outlet.write>>[] = []
  for (const { path, text } of files) written.push(await outlet.write(path, text))
  return countWritten(written) + (await writeFeeds({ id: feedId(store.origin, null), category: null, entries }, deps))
}

async function writeFeeds(window: FeedWindow, { outlet, settings }: Deps): Promise<number> {
  const publication = publicationOf(window, settings.site)
  const slug = window.category?.slug ?? null
  return countWritten([
    await outlet.write(categoryPath(slug, 'json'), publication.json1()),
    await outlet.write(categoryPath(slug, 'rss'), publication.rss2()),
    await outlet.write(categoryPath(slug, 'atom'), publication.atom1()),
  ])
}

/** Titles, language and the like come from config: when they change, every page does. */
async function staleWhenRenderedOtherwise({ store, settings: { site, categories, publish, sources } }: Deps): Promise<void> {
  const rights = sources.map((source) => [source.id, source.rights])
  const hash = sha256Hex(JSON.stringify({ rendering, site, categories, publish, rights }))
  if ((await store.fact('rendered')) === hash) return
  await store.markAllStale()
  await store.setFact('rendered', hash)
}

function windowSize({ publish }: Settings): WindowSize {
  return { entries: publish.entries, spanMs: windowSpanMs, most: Math.max(windowMost, publish.entries) }
}

function countWritten(written: readonly ('written' | 'unchanged')[]): number {
  return written.filter((one) => one === 'written').length
}
