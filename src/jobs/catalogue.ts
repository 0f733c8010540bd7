// The site's categories as readers see them: the registry with what config says of each. Pure.
import { byCodePoint } from '../base/text.ts'
import { foldName } from '../model/category.ts'
import type { Category } from '../model/publication.ts'
import type { CategorySettings, Settings } from '../model/settings.ts'
import type { StoredCategory } from '../store/store.ts'

/** Public categories, ordered by config's `order`, then by slug. */
export function catalogueOf(stored: readonly StoredCategory[], settings: Settings): readonly Category[] {
  const configured = new Map(settings.categories.map((category) => [foldName(category.name), category]))
  return stored
    .filter((category) => !category.isPrivate)
    .map((category) => described(category, configured.get(foldName(category.name))))
    .sort((a, b) => (a.order ?? Number.POSITIVE_INFINITY) - (b.order ?? Number.POSITIVE_INFINITY) || byCodePoint(a.slug, b.slug))
}

function described({ slug, name, entries, updated }: StoredCategory, config: CategorySettings | undefined): Category {
  return {
    slug,
    name,
    title: config?.title ?? name,
    description: config?.description ?? null,
    group: config?.group ?? null,
    order: config?.order ?? null,
    icon: config?.icon ?? null,
    entries,
    updated,
  }
}
