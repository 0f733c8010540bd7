// What config says of sources and categories, as the store keeps it. Pure.
import { sha256Hex } from '../base/digest.ts'
import { AppError } from '../base/errors.ts'
import { registerConfigured } from '../classify/registry.ts'
import { foldName } from '../model/category.ts'
import type { CategorySettings, Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import type { RegistryRow, SourceRecord } from '../store/store.ts'
import { hostOf } from './lanes.ts'

export function sourceRecords({ sources }: Settings): readonly SourceRecord[] {
  return sources.map((source) => {
    const { id, kind, url, title, priority, position, joins, delayMs, enabled, article, formerly } = source
    const { rights, excerpt, attribution, expiresMs } = source
    const standing = { title, priority, position, joins, delayMs, rights, excerpt, attribution, expiresMs }
    const host = hostOf(url)
    return { id, kind, url, host, ...standing, enabled, hasArticle: article !== null, formerly, fingerprint: fingerprintOf(source) }
  })
}

/** What is not set plays no part: a setting that a later version adds must not make every source a changed one. */
function fingerprintOf({ headers, everyMs, schedule, timezone, recipe, category, article, ignoresDrift }: Source): string {
  const settings = { headers, everyMs, schedule, timezone, recipe, category, article, ignoresDrift }
  return sha256Hex(JSON.stringify(settings, (_, value: unknown) => (isUnset(value) ? undefined : value)))
}

function isUnset(value: unknown): boolean {
  return value === null || value === false || (typeof value === 'object' && Object.keys(value).length === 0)
}

/**
 * Rows that make the registry agree with config: new categories, names and aliases, and who is private. Slugs that readers know never
 * move: a category is found again by its name or by one of its aliases.
 * @throws AppError `config-invalid` when config gives a slug or a name to another category than the registry does.
 */
export function registryPlan({ categories, slugs }: Settings, registry: readonly RegistryRow[], now: number): readonly RegistryRow[] {
  const known = new Map(registry.map((row) => [row.folded, row]))
  const fresh = categories.filter((category) => knownAs(category, known, registry) === undefined)
  const made = new Map(registerConfigured(fresh, new Set(registry.map((row) => row.slug)), slugs.pinyin).map((row) => [row.folded, row]))
  return categories.flatMap((category) => {
    const { name, aliases, isPrivate } = category
    const slug = knownAs(category, known, registry)?.slug ?? made.get(foldName(name))?.slug
    if (slug === undefined) return []
    const common = { slug, name, state: 'active', isPrivate, isAutomatic: false, createdAt: now } as const
    return [name, ...aliases].map((spelling) => ({ ...common, folded: foldName(spelling) }))
  })
}

function knownAs(
  category: CategorySettings,
  known: ReadonlyMap<string, RegistryRow>,
  registry: readonly RegistryRow[],
): RegistryRow | undefined {
  const { name, slug, aliases } = category
  const rows = [name, ...aliases].flatMap((spelling) => known.get(foldName(spelling)) ?? [])
  const [row] = rows
  const stranger = rows.find((other) => other.slug !== row?.slug)
  if (row !== undefined && stranger !== undefined) {
    throw refusal(
      `"${row.name}" and "${stranger.name}" have been categories of their own, ${row.slug} and ${stranger.slug}`,
      `Take "${stranger.name}" out of the aliases of "${name}".`,
    )
  }
  if (row !== undefined && slug !== null && slug !== row.slug) {
    throw refusal(
      `the address of category "${name}" has been "${row.slug}" and stays, but config says slug "${slug}"`,
      `Write slug: ${row.slug}, or no slug.`,
    )
  }
  const holder = row === undefined && slug !== null ? registry.find((other) => other.slug === slug) : undefined
  if (holder !== undefined) {
    throw refusal(
      `slug "${slug}" of category "${name}" is the address of "${holder.name}"`,
      `Choose another slug; if it is the same category under a new name, write aliases: ["${holder.name}"].`,
    )
  }
  return row
}

function refusal(message: string, advice: string): AppError {
  return new AppError('config-invalid', message, advice)
}
