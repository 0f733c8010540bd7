// `export jekyll`: every public entry as a post, and the pages of categories, as publishing writes them beside the site.
import { breathe } from '../../base/breathe.ts'
import { inTurns } from '../../base/turns.ts'
import { categoryPath, jekyllPath } from '../../model/paths.ts'
import type { Outlet } from '../../publish/outlet.ts'
import type { Deps } from '../deps.ts'
import { publishingNow } from './publish.ts'
import { writeJekyllCategory } from './publish-jekyll.ts'
import { postText } from './publish-pages.ts'

export interface PostExport {
  /** Paths of what now belongs into the folder. */
  readonly paths: ReadonlySet<string>
  readonly posts: number
  readonly categories: number
  /** That were not there before, or were others. */
  readonly changed: number
}

export interface ExportWish {
  readonly outlet: Outlet
  readonly onProgress: (progress: { readonly done: number }) => void
}

const atOnce = 200
/** Writing is mostly waiting for the disk. */
const writtenAtOnce = 8

export async function exportPosts({ outlet, onProgress }: ExportWish, deps: Deps): Promise<PostExport> {
  const { store } = deps
  // As it is published: nothing is noted in the manifest, for the folder is none of publishing's.
  const kept = { ...outlet, expect: async () => {}, removeUnder: async () => {} }
  const publishing = { ...(await publishingNow(deps)), jekyll: kept }
  const paths = new Set<string>()
  let changed = 0
  let posts = 0
  const count = (written: 'written' | 'unchanged') => {
    if (written === 'written') changed++
  }
  for (let after = 0; ; ) {
    const rows = await store.copies.publishedAfter(after, atOnce)
    const last = rows.at(-1)
    if (last === undefined) break
    after = last
    await inTurns(await store.pages(rows), writtenAtOnce, async (page) => {
      await breathe()
      const path = page.kind === 'entry' ? jekyllPath(page.entry.path) : null
      const text = postText(page, publishing)
      if (path === null || text === null) return
      paths.add(path)
      posts++
      count(await outlet.write(path, text))
    })
    onProgress({ done: posts })
  }
  for (const category of publishing.catalogue) {
    paths.add(categoryPath(category.slug, 'html'))
    changed += await writeJekyllCategory(category, publishing)
  }
  await outlet.sync()
  return { paths, posts, categories: publishing.catalogue.length, changed }
}
