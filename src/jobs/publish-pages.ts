// Entry pages and their Jekyll posts.
import type { Entry } from '../model/entry.ts'
import { jekyllPath } from '../model/paths.ts'
import type { Outlet } from '../publish/outlet.ts'
import { attributionOf, withAttribution } from '../render/attribution.ts'
import { jekyllPost } from '../render/jekyll.ts'
import { entryPage } from '../render/pages/entry.tsx'
import { expiredPage } from '../render/pages/expired.tsx'
import { movedPage } from '../render/pages/moved.tsx'
import { retractedPage } from '../render/pages/retracted.tsx'
import { asPermitted } from '../render/rights.ts'
import type { Moved, StalePage } from '../store/store.ts'
import { countWritten, type Publishing } from './publishing.ts'

/** Writes these pages; the number of files that changed. */
export async function writePages(stale: readonly StalePage[], publishing: Publishing): Promise<number> {
  const { site } = publishing.settings
  let files = 0
  for (const { entry: id } of stale) {
    const page = await publishing.store.page(id)
    if (page?.kind === 'entry') files += await writeEntry(page.entry, publishing)
    else if (page?.kind === 'moved') files += await writeMoved(page.moved, publishing)
    else if (page?.kind === 'expired') files += await writeNotice(page.entry, expiredPage({ site, ...page }), publishing)
    else if (page?.kind === 'retracted') files += await writeNotice(page.entry, retractedPage({ site, ...page }), publishing)
    else if (page?.kind === 'hidden') await removePage(page.path, publishing)
  }
  return files
}

async function writeEntry(kept: Entry, publishing: Publishing): Promise<number> {
  const { outlet, jekyll, settings, categoryOf, termsOf } = publishing
  const { site } = settings
  const terms = termsOf(kept.source)
  const entry = asPermitted(kept, terms)
  const attribution = attributionOf(entry, terms)
  const categories = entry.categories.flatMap((slug) => categoryOf.get(slug) ?? [])
  const written = [await outlet.write(entry.path, entryPage({ site, entry, categories, rights: terms.rights, attribution }))]
  if (jekyll !== null) {
    const post = jekyllPost(withAttribution(entry, attribution), { site, home: homeOf(entry, publishing) })
    written.push(await jekyll.write(post.path, post.text))
  }
  return countWritten(written)
}

/** A merged entry's page leads to the one that stays; its post would be a second copy. */
async function writeMoved(moved: Moved, { outlet, jekyll, settings }: Publishing): Promise<number> {
  await removePost(moved.from, jekyll)
  return countWritten([await outlet.write(moved.from, movedPage({ site: settings.site, ...moved }))])
}

/** In a Jekyll site there is no page that is in no list. */
async function writeNotice({ path }: Entry, notice: string, { outlet, jekyll }: Publishing): Promise<number> {
  await removePost(path, jekyll)
  return countWritten([await outlet.write(path, notice)])
}

async function removePage(path: string, { outlet, jekyll }: Publishing): Promise<void> {
  await outlet.remove(path)
  await removePost(path, jekyll)
}

async function removePost(path: string, jekyll: Outlet | null): Promise<void> {
  const post = jekyllPath(path)
  if (post !== null) await jekyll?.remove(post)
}

/** The category that the minted home has become. */
function homeOf({ path }: Entry, { categoryOf, former }: Publishing): { slug: string; name: string } {
  const [minted = ''] = path.split('/')
  const slug = former.find((one) => one.slug === minted)?.to ?? minted
  return { slug, name: categoryOf.get(slug)?.name ?? slug }
}
