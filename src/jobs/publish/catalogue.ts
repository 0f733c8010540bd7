// The site's categories as readers see them: the registry with what config says of each. Pure.
import { byCodePoint } from '../../base/text.ts'
import { foldName } from '../../model/category.ts'
import type { Category } from '../../model/publication.ts'
import type { CategorySettings, Settings } from '../../model/settings.ts'
import type { LooksOf, StoredCategory } from '../../store/port/categories.ts'

/** Public categories, ordered by config's `order`, then by slug. */
export function catalogueOf(stored: readonly StoredCategory[], settings: Settings): readonly Category[] {
  return inOrder(
    stored.filter((category) => !category.isPrivate),
    settings,
  )
}

/** Private ones, in the same order. */
export function hiddenCatalogueOf(stored: readonly StoredCategory[], settings: Settings): readonly Category[] {
  return inOrder(
    stored.filter((category) => category.isPrivate),
    settings,
  )
}

function inOrder(stored: readonly StoredCategory[], settings: Settings): readonly Category[] {
  const configured = configuredIn(settings)
  return stored
    .map((category) => described(category, configured(category)))
    .sort((a, b) => (a.order ?? Number.POSITIVE_INFINITY) - (b.order ?? Number.POSITIVE_INFINITY) || byCodePoint(a.slug, b.slug))
}

type Named = Pick<StoredCategory, 'slug' | 'kind' | 'name' | 'names'>

/** What config may say of a category or an output feed. */
type Saying = Pick<CategorySettings, 'title' | 'description' | 'group' | 'order' | 'icon' | 'digests' | 'keep'>

/** What config says of a category, under whichever of its names: it may have been renamed by command. */
export function configuredIn({ categories, feeds }: Pick<Settings, 'categories' | 'feeds'>): (category: Named) => Saying | undefined {
  const bySlug = new Map(feeds.map((feed) => [feed.slug, feed]))
  const byName = new Map(categories.map((category) => [foldName(category.name), category]))
  return ({ slug, kind, name, names }) => {
    if (kind === 'feed') return bySlug.get(slug)
    const listed = names.flatMap((folded) => byName.get(folded) ?? [])
    return listed.find((category) => foldName(category.name) === foldName(name)) ?? listed[0]
  }
}

/** Texts that change when what readers see of a category does. */
export function looksIn(settings: Pick<Settings, 'categories' | 'feeds'>): LooksOf {
  const configured = configuredIn(settings)
  return (category) => {
    const { name, title, description, icon, group, order } = described({ ...category, entries: 0, updated: null }, configured(category))
    return { onPages: JSON.stringify([name, title]), own: JSON.stringify([description, icon, group]), inLists: JSON.stringify([order]) }
  }
}

function described(
  { slug, name, entries, updated }: Pick<StoredCategory, 'slug' | 'name' | 'entries' | 'updated'>,
  config: Saying | undefined,
): Category {
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
    ...(config !== undefined && config.digests.length > 0 && { digests: config.digests }),
  }
}
