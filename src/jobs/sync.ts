// What config says of sources and categories, as the store keeps it. Pure.
import { sha256Hex } from '../base/digest.ts'
import { AppError } from '../base/errors.ts'
import { registerConfigured, registerNames } from '../classify/registry.ts'
import { foldName } from '../model/category.ts'
import type { FeedRecord, FeedSettings } from '../model/output-feed.ts'
import type { NewName, RegistryRow } from '../model/registry.ts'
import type { CategorySettings, Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import type { SourceRecord } from '../store/port/sources.ts'
import { hostOf } from './lanes.ts'
import { byName } from './settle/category-places.ts'

export function sourceRecords(settings: Settings): readonly SourceRecord[] {
  const common = commonRules(settings)
  return settings.sources.map((source) => {
    const { id, kind, url, title, priority, position, joins, delayMs, enabled, article, formerly } = source
    const { rights, excerpt, images, attribution, expiresMs, deletions } = source
    const standing = { title, priority, position, joins, delayMs, rights, excerpt, images, attribution, expiresMs }
    const host = hostOf(url)
    const prints = { fingerprint: fingerprintOf(source), rules: rulesOf(source, common) }
    return { id, kind, url, host, ...standing, deletions, enabled, hasArticle: article !== null, formerly, ...prints }
  })
}

/** What is not set plays no part: a setting that a later version adds must not make every source a changed one. */
function fingerprintOf({ headers, everyMs, schedule, timezone, recipe, category, article, ignoresDrift }: Source): string {
  const settings = { headers, everyMs, schedule, timezone, recipe, category, article, ignoresDrift }
  return sha256Hex(JSON.stringify(settings, (_, value: unknown) => (isUnset(value) ? undefined : value)))
}

/** By what entries of all sources are read: which are one, and which are hidden. */
function commonRules({ identity, tracking, categories }: Settings): string {
  const hidden = categories.filter(({ isPrivate }) => isPrivate).flatMap(({ name, aliases }) => [name, ...aliases].map(foldName))
  return JSON.stringify({ identity, tracking, hidden })
}

function rulesOf({ kind, title, timezone, recipe, category, article }: Source, common: string): string {
  const rules = { kind, title, timezone, recipe, category, article, common }
  return sha256Hex(JSON.stringify(rules, (_, value: unknown) => (isUnset(value) ? undefined : value)))
}

function isUnset(value: unknown): boolean {
  return value === null || value === false || (typeof value === 'object' && Object.keys(value).length === 0)
}

/**
 * Rows that make the registry agree with config: new categories, names and aliases, and who is private. Slugs that readers know never
 * move: a category is found again by its name or by one of its aliases. What waits gives way, nobody knows it yet.
 * @throws AppError `config-invalid` when config gives a slug or a name to another category than the registry does.
 */
export function registryPlan({ categories, slugs, feeds }: Settings, registry: readonly RegistryRow[], now: number): readonly NewName[] {
  const book = bookOf(registry)
  for (const feed of feeds) assertFree(feed, book)
  const found = new Map(categories.map((category) => [category, knownAs(category, book)]))
  const fresh = categories.filter((category) => found.get(category) === null)
  const taken = new Set([...registry.filter((row) => row.state !== 'waiting').map((row) => row.slug), ...feeds.map(({ slug }) => slug)])
  const made = new Map(registerConfigured(fresh, taken, slugs.pinyin).map((row) => [row.folded, row]))
  const speakers = speakersOf(found)
  const named = categories.flatMap((category): readonly NewName[] => {
    const { aliases, isPrivate } = category
    const known = found.get(category) ?? null
    const slug = known?.slug ?? made.get(foldName(category.name))?.slug
    if (slug === undefined) return []
    const speaker = speakers.get(slug) ?? category
    if (speaker.isPrivate !== isPrivate) throw divided(category, speaker)
    const common = { slug, ...calledBy(speaker, known), state: 'active', isPrivate, isAutomatic: false, createdAt: now } as const
    return [category.name, ...aliases].map((spelling) => ({ ...common, folded: foldName(spelling), spelling }))
  })
  const given = new Set([...named, ...feeds].map(({ slug }) => slug))
  const yielding = registry.filter((row) => row.state === 'waiting' && given.has(row.slug))
  return [...givingWay(yielding, { named, taken, overrides: slugs.pinyin }), ...named]
}

interface Book {
  readonly byName: ReadonlyMap<string, RegistryRow>
  readonly bySlug: ReadonlyMap<string, RegistryRow>
}

function bookOf(registry: readonly RegistryRow[]): Book {
  return { byName: byName(registry), bySlug: new Map(registry.map((row) => [row.slug, row])) }
}

/** Of several that were merged since, the one that stayed says what it is called. */
function speakersOf(found: ReadonlyMap<CategorySettings, RegistryRow | null>): ReadonlyMap<string, CategorySettings> {
  const speakers = new Map<string, CategorySettings>()
  for (const [category, known] of found) {
    if (known === null) continue
    const folded = foldName(category.name)
    const isOwn = folded === foldName(known.name) || folded === known.renamedFrom
    if (isOwn || !speakers.has(known.slug)) speakers.set(known.slug, category)
  }
  return speakers
}

function divided({ name }: CategorySettings, speaker: CategorySettings): AppError {
  return refusal(
    `"${name}" and "${speaker.name}" were merged, but config says that one is private and the other is not`,
    `Write the same of both, or take "${name}" out: it is a name of "${speaker.name}" now.`,
  )
}

/** What the operator's command called it stands until config says something new. */
function calledBy({ name }: CategorySettings, known: RegistryRow | null): Pick<NewName, 'name' | 'renamedFrom'> {
  const renamedFrom = known?.renamedFrom ?? null
  return known !== null && renamedFrom === foldName(name) ? { name: known.name, renamedFrom } : { name, renamedFrom: null }
}

interface Yielding {
  readonly named: readonly NewName[]
  readonly taken: ReadonlySet<string>
  readonly overrides: Readonly<Record<string, string>>
}

/** New slugs for waiting categories whose slug config gives to another one. */
function givingWay(rows: readonly RegistryRow[], { named, taken, overrides }: Yielding): readonly NewName[] {
  const kept = new Set(named.map(({ folded }) => folded))
  const left = rows.filter(({ folded }) => folded !== null && !kept.has(folded))
  const used = new Set([...taken, ...named.map(({ slug }) => slug)])
  const slugOf = new Map(
    registerNames(
      left.map(({ name }) => name),
      used,
      overrides,
    ).map((row) => [row.folded, row.slug]),
  )
  return left.flatMap(({ name, folded, isPrivate, isAutomatic, createdAt }) => {
    const slug = slugOf.get(foldName(name))
    return slug === undefined || folded === null ? [] : [{ slug, name, folded, state: 'waiting', isPrivate, isAutomatic, createdAt }]
  })
}

/** The category that config means, where readers may know it; null: it is to be made. */
function knownAs(category: CategorySettings, { byName: names, bySlug }: Book): RegistryRow | null {
  const { name, slug, aliases } = category
  const rows = [name, ...aliases].flatMap((spelling) => names.get(foldName(spelling)) ?? []).filter((row) => row.state !== 'waiting')
  const [row = null] = rows
  const stranger = rows.find((other) => other.slug !== row?.slug)
  if (row !== null && stranger !== undefined) {
    throw refusal(
      `"${row.name}" and "${stranger.name}" have been categories of their own, ${row.slug} and ${stranger.slug}`,
      `Take "${stranger.name}" out of the aliases of "${name}", or make them one: newsstand category merge ${stranger.slug} ${row.slug}`,
    )
  }
  const holder = slug === null ? undefined : bySlug.get(slug)
  if (row !== null && slug !== null && slug !== row.slug && holder?.movedTo !== row.slug) {
    throw refusal(
      `the address of category "${name}" has been "${row.slug}" and stays, but config says slug "${slug}"`,
      `Write slug: ${row.slug}, or no slug; or move it, old feeds go on: newsstand category rename ${row.slug} "${row.name}" --slug ${slug}`,
    )
  }
  if (row === null && slug !== null && holder !== undefined && holder.state !== 'waiting') throw taken(name, { slug, holder, bySlug })
  return row
}

/** Output feeds as the store keeps them. */
export function feedRecords({ feeds }: Settings, now: number): readonly FeedRecord[] {
  return feeds.map(({ slug, title, isPrivate }) => ({ slug, title, isPrivate, createdAt: now }))
}

/** A feed may come back to its slug; a category's is another thing to its readers. */
function assertFree({ slug, title }: FeedSettings, { bySlug }: Book): void {
  const holder = bySlug.get(slug)
  if (holder === undefined || holder.kind === 'feed' || holder.state === 'waiting') return
  const newest = bySlug.get(holder.movedTo ?? '') ?? holder
  throw refusal(
    `slug "${slug}" of feed "${title}" is ${holder.movedTo === null ? 'the' : 'an old'} address of category "${newest.name}"`,
    'Choose another slug for the feed.',
  )
}

interface Taken {
  readonly slug: string
  readonly holder: RegistryRow
  readonly bySlug: Book['bySlug']
}

function taken(name: string, { slug, holder, bySlug }: Taken): AppError {
  const newest = bySlug.get(holder.movedTo ?? '') ?? holder
  return refusal(
    `slug "${slug}" of category "${name}" is ${holder.movedTo === null ? 'the' : 'an old'} address of "${newest.name}"`,
    `Choose another slug; if it is the same category under a new name, write aliases: ["${newest.name}"], or: newsstand category rename ${newest.slug} "${name}"`,
  )
}

function refusal(message: string, advice: string): AppError {
  return new AppError('config-invalid', message, advice)
}
