// The page for addresses where nothing is, with the categories that may have been meant; at those of pruned entries, where they were from.
import { nearSlugs } from '../classify/near-slugs.ts'
import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import type { Category } from '../model/publication.ts'
import { notFoundPage } from '../render/pages/not-found.tsx'
import { prunedPage } from '../render/pages/pruned.tsx'
import { fromCategories } from './known-categories.ts'

type Near = (path: string) => readonly Category[]

const mostNear = 5

export function notFoundIn(lent: Pick<Lending<Deps>, 'current'>): (path: string) => Promise<string> {
  const known = fromCategories(lent, nearIn)
  return async (path) => {
    const { store, settings } = lent.current
    const tombstone = isEntryPath(path) ? await store.pruning.tombstone(path).catch(() => null) : null
    if (tombstone !== null) return prunedPage({ site: settings.site, tombstone })
    const near = await known().catch(() => nothingNear)
    return notFoundPage({ site: settings.site, near: near(path) })
  }
}

function isEntryPath(path: string): boolean {
  return /^[^/]+\/\d{4}\/\d\d\/\d\d\/[^/]+\.html$/.test(path)
}

/** The page is there while the store is not. */
const nothingNear: Near = () => []

function nearIn(categories: readonly Category[]): Near {
  const bySlug = new Map(categories.filter(({ entries }) => entries > 0).map((category) => [category.slug, category]))
  const near = nearSlugs([...bySlug.keys()])
  return (path) => near(wordIn(path), mostNear).flatMap((slug) => bySlug.get(slug) ?? [])
}

/** What may be meant for a slug: a category's, or that which an entry's path begins with. */
function wordIn(path: string): string {
  return /^(?:category\/)?([^/.]*)/i.exec(path)?.[1] ?? ''
}
