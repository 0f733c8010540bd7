// What config says of sources and categories, as the store keeps it. Pure.

import { registerConfigured } from '../classify/registry.ts'
import { foldName } from '../model/category.ts'
import type { Settings } from '../model/settings.ts'
import type { RegistryRow, SourceRecord } from '../store/store.ts'
import { hostOf } from './lanes.ts'

export function sourceRecords({ sources }: Settings): readonly SourceRecord[] {
  return sources.map(({ id, kind, url, priority, position, joins, rights, enabled, article }) => ({
    id,
    kind,
    url,
    host: hostOf(url),
    priority,
    position,
    joins,
    rights,
    enabled,
    hasArticle: article !== null,
  }))
}

/** Rows that make the registry agree with config: new categories, their aliases, and who is private. Slugs that readers know never move. */
export function registryPlan({ categories, slugs }: Settings, registry: readonly RegistryRow[], now: number): readonly RegistryRow[] {
  const known = new Map(registry.map((row) => [row.folded, row]))
  const fresh = categories.filter((category) => !known.has(foldName(category.name)))
  const made = new Map(registerConfigured(fresh, new Set(registry.map((row) => row.slug)), slugs.pinyin).map((row) => [row.folded, row]))
  return categories.flatMap(({ name, aliases, isPrivate }) => {
    const row = known.get(foldName(name)) ?? made.get(foldName(name))
    if (row === undefined) return []
    const common = { slug: row.slug, name: row.name, state: 'active', isPrivate, isAutomatic: false, createdAt: now } as const
    return [name, ...aliases].map((spelling) => ({ ...common, folded: foldName(spelling) }))
  })
}
