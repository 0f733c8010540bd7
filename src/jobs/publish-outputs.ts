// Feeds and list pages of each category, and what stands for the whole site.
import type { Entry } from '../model/entry.ts'
import { categoryPath, feedId } from '../model/paths.ts'
import type { Category, FeedWindow } from '../model/publication.ts'
import type { Settings } from '../model/settings.ts'
import { attributionOf, withAttribution } from '../render/attribution.ts'
import { feedsOpml } from '../render/opml.ts'
import { categoryPage } from '../render/pages/category.tsx'
import { homePage } from '../render/pages/home.tsx'
import { stylesheet } from '../render/pages/stylesheet.ts'
import { type Publication, publicationOf } from '../render/publication.ts'
import { asPermitted } from '../render/rights.ts'
import { sitemapFiles } from '../render/sitemap.ts'
import type { StaleOutput, WindowSize } from '../store/store.ts'
import { removeJekyllCategory, writeJekyllCategory } from './publish-jekyll.ts'
import { countWritten, type Publishing } from './publish-pages.ts'

/** A feed also holds all that was listed in this span before its newest entry, so that no reader who comes daily misses one. */
const windowSpanMs = 48 * 3_600_000
const windowMost = 500

/** Writes these outputs and what stands for the whole site; the numbers of categories and files that changed. */
export async function writeOutputs(
  stale: readonly StaleOutput[],
  publishing: Publishing,
): Promise<{ readonly categories: number; readonly files: number }> {
  let files = 0
  let categories = 0
  for (const { slug } of stale.filter((output) => output.slug !== '')) {
    const category = publishing.categoryOf.get(slug)
    const written = category === undefined ? await removeCategory(slug, publishing) : await writeCategory(category, publishing)
    files += written
    if (written > 0) categories++
  }
  return { categories, files: stale.length > 0 ? files + (await writeSite(publishing)) : files }
}

/** A category that became private leaves nothing behind. */
async function removeCategory(slug: string, { outlet, jekyll }: Publishing): Promise<number> {
  for (const format of ['html', 'rss', 'atom', 'json'] as const) await outlet.remove(categoryPath(slug, format))
  await removeJekyllCategory(slug, { jekyll })
  return 0
}

async function writeCategory(category: Category, publishing: Publishing): Promise<number> {
  const { outlet, settings, store } = publishing
  const entries = await permittedWindow(category.slug, publishing)
  const page = await outlet.write(categoryPath(category.slug, 'html'), categoryPage({ site: settings.site, category, entries }))
  const files = countWritten([page]) + (await writeJekyllCategory(category, publishing))
  return files + (await writeFeeds({ id: feedId(store.authority, category.slug), category, entries }, publishing))
}

async function writeSite(publishing: Publishing): Promise<number> {
  const { store, outlet, settings, catalogue } = publishing
  const { site } = settings
  const categories = catalogue.filter((category) => category.entries > 0)
  const entries = await permittedWindow(null, publishing)
  const files = [
    { path: stylesheet.path, text: stylesheet.text },
    ...sitemapFiles({ site, categories, pages: await store.publishedPages() }),
    { path: 'feeds.opml', text: feedsOpml(categories, site) },
    { path: categoryPath(null, 'html'), text: homePage({ site, categories, entries }) },
  ]
  let written = 0
  for (const { path, text } of files) written += countWritten([await outlet.write(path, text)])
  return written + (await writeFeeds({ id: feedId(store.authority, null), category: null, entries }, publishing))
}

async function writeFeeds(window: FeedWindow, publishing: Publishing): Promise<number> {
  const publication = publicationWith(window, publishing)
  const slug = window.category?.slug ?? null
  return countWritten([
    await publishing.outlet.write(categoryPath(slug, 'json'), publication.json1()),
    await publishing.outlet.write(categoryPath(slug, 'rss'), publication.rss2()),
    await publishing.outlet.write(categoryPath(slug, 'atom'), publication.atom1()),
  ])
}

/** A feed of entries that are permitted as they are, each with the line that its source's terms ask for. */
export function publicationWith(window: FeedWindow, { settings, termsOf }: Pick<Publishing, 'settings' | 'termsOf'>): Publication {
  const entries = window.entries.map((entry) => withAttribution(entry, attributionOf(entry, termsOf(entry.source))))
  return publicationOf({ ...window, entries }, settings.site)
}

async function permittedWindow(slug: string | null, { store, settings, termsOf }: Publishing): Promise<readonly Entry[]> {
  const entries = await store.window(slug, windowSize(settings))
  return entries.map((entry) => asPermitted(entry, termsOf(entry.source)))
}

export function windowSize({ publish }: Pick<Settings, 'publish'>): WindowSize {
  return { entries: publish.entries, spanMs: windowSpanMs, most: Math.max(windowMost, publish.entries) }
}
