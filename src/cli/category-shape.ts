// Categories as `category` shows them: the registry with what config says of each.
import type { CategoryRecord } from '../app.ts'
import { rfc3339 } from '../base/zone.ts'
import { foldName } from '../model/category.ts'
import type { Settings } from '../model/settings.ts'

export interface Shelved extends CategoryRecord {
  /** Config lists it, under any of its names. */
  readonly isListed: boolean
  readonly group: string | null
}

export function shelvedBy({ categories, feeds }: Pick<Settings, 'categories' | 'feeds'>): (record: CategoryRecord) => Shelved {
  const byName = new Map(categories.map((category) => [foldName(category.name), category]))
  const bySlug = new Map(feeds.map((feed) => [feed.slug, feed]))
  return (record) => {
    const listed = record.kind === 'feed' ? bySlug.get(record.slug) : record.names.flatMap((name) => byName.get(name) ?? [])[0]
    return { ...record, isListed: listed !== undefined, group: listed?.group ?? null }
  }
}

/** Scripts outside the project may rely on it. */
export function recordShape({ slug, name, kind, aliases, state, movedTo, isPrivate, isListed, group, entries, updated }: Shelved) {
  return {
    slug,
    name,
    kind,
    aliases,
    state,
    moved_to: movedTo,
    private: isPrivate,
    listed: isListed,
    group,
    entries,
    updated: updated === null ? null : rfc3339(updated),
  }
}
