// Feeds and list pages of each category, then what stands for the whole site.
import type { StaleOutput } from '../store/store.ts'
import { removeCategory, writeCategory } from './publish-category.ts'
import { withFormer, writeMovedCategory } from './publish-moved.ts'
import { writeSite } from './publish-site.ts'
import type { Publishing } from './publishing.ts'

/** Writes these outputs and what stands for the whole site; the numbers of categories and files that changed. */
export async function writeOutputs(
  stale: readonly StaleOutput[],
  publishing: Publishing,
): Promise<{ readonly categories: number; readonly files: number }> {
  let files = 0
  let categories = 0
  const slugs = stale.map((output) => output.slug).filter((slug) => slug !== '')
  for (const slug of withFormer(slugs, publishing)) {
    const written = await writeOutput(slug, publishing)
    files += written
    if (written > 0) categories++
  }
  return { categories, files: stale.length > 0 ? files + (await writeSite(publishing)) : files }
}

async function writeOutput(slug: string, publishing: Publishing): Promise<number> {
  const category = publishing.categoryOf.get(slug)
  if (category !== undefined) return writeCategory(category, publishing)
  const moved = await writeMovedCategory(slug, publishing)
  if (moved !== null) return moved
  await removeCategory(slug, publishing)
  return 0
}
