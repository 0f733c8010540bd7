// Which output feeds an entry stands in, and why. Pure.
import { sha256Hex } from '../../base/digest.ts'
import { byCodePoint } from '../../base/text.ts'
import { foldName } from '../../model/category.ts'
import { type Content, emptyDraft } from '../../model/entry.ts'
import { type FeedRule, type FeedSettings, type FeedView, feedPlace } from '../../model/output-feed.ts'
import type { RegistryRow } from '../../model/registry.ts'
import type { Settings } from '../../model/settings.ts'
import { applyRules } from '../../normalize/rules.ts'
import type { DueEntry, Membership } from '../../store/port/settling.ts'
import { byName } from './category-places.ts'

/** `because`: what it is in for, or what keeps it out, in words. */
export type Verdict = { readonly isIn: true; readonly because: readonly string[] } | { readonly isIn: false; readonly because: string }

export interface OutputFeed {
  readonly slug: string
  readonly isPrivate: boolean
  /** Changes with what it is made of and by which rules. */
  readonly fingerprint: string
  /** Names in `from` that lead nowhere. */
  readonly unknown: readonly string[]
  /** Of the categories that it is made of. */
  readonly slugs: ReadonlySet<string>
  isFrom(source: string): boolean
  judge(entry: FeedView): Verdict
}

export function outputFeeds(
  { feeds, sources }: Pick<Settings, 'feeds' | 'sources'>,
  registry: readonly RegistryRow[],
): readonly OutputFeed[] {
  const categories = registry.filter(({ kind }) => kind === 'category')
  const book = { names: byName(categories), slugs: new Map(categories.map((row) => [row.slug, row])), registry: categories, sources }
  return feeds.map((feed) => outputFeed(feed, book))
}

interface Book extends Pick<Settings, 'sources'> {
  readonly names: ReadonlyMap<string, RegistryRow>
  readonly slugs: ReadonlyMap<string, RegistryRow>
  readonly registry: readonly RegistryRow[]
}

/** What a name in `from` means; a category and a source of one name are both meant. */
interface Origin {
  readonly written: string
  readonly slugs: ReadonlySet<string>
  isFrom(source: string): boolean
}

function outputFeed(feed: FeedSettings, book: Book): OutputFeed {
  const origins = feed.from.map((name) => originOf(name, book))
  const rules = feed.rules.map((rule) => ({ rule, alone: [rule] }))
  const slugOf = (name: string) => book.names.get(foldName(name))?.slug
  return {
    slug: feed.slug,
    isPrivate: feed.isPrivate,
    fingerprint: fingerprintOf(feed, book),
    slugs: new Set(origins.flatMap(({ slugs }) => [...slugs])),
    isFrom: (source) => origins.some((origin) => origin.isFrom(source)),
    unknown: origins.filter(({ written, slugs }) => slugs.size === 0 && !isSource(written, book)).map(({ written }) => written),
    judge: (entry) => {
      const seen = shownTo(feed, entry, slugOf)
      const because = origins.filter(({ slugs, isFrom }) => seen.slugs.some((slug) => slugs.has(slug)) || seen.sources.some(isFrom))
      if (because.length === 0) return { isIn: false, because: `it is of none of ${feed.from.join(', ')}` }
      const draft = { ...emptyDraft, ...entry.content, link: entry.content.url, content: entry.content.contentHtml }
      const broken = rules.find(({ alone }) => applyRules(draft, alone) === null)
      if (broken !== undefined) return { isIn: false, because: `the rule ${inWords(broken.rule)} keeps it out` }
      return { isIn: true, because: because.map(({ written }) => `from ${written}`) }
    },
  }
}

/** Nothing private plays a part in a public feed. */
function shownTo({ isPrivate }: FeedSettings, { categories, sightings }: FeedView, slugOf: (name: string) => string | undefined) {
  const shown = sightings.filter(({ isPublic }) => isPublic || isPrivate)
  const hidden = isPrivate ? shown.flatMap((sighting) => sighting.categories.flatMap(({ name }) => slugOf(name) ?? [])) : []
  return { slugs: [...categories, ...hidden], sources: shown.map(({ source }) => source) }
}

function originOf(written: string, book: Book): Origin {
  const slugs = slugsOf(written, book)
  const list = book.sources.some(({ id, kind }) => id === written && kind === 'opml') ? `${written}.` : null
  return { written, slugs, isFrom: (source) => source === written || (list !== null && source.startsWith(list)) }
}

/** The newest slugs: what was merged or renamed is found by its former one. */
function slugsOf(written: string, { names, slugs }: Book): ReadonlySet<string> {
  const rows = [names.get(foldName(written)), slugs.get(written.toLowerCase())]
  return new Set(rows.flatMap((row) => (row === undefined ? [] : [row.movedTo ?? row.slug])))
}

function isSource(written: string, { sources }: Book): boolean {
  return sources.some(({ id }) => id === written)
}

/** With the names of its categories: when one takes another in, its entries are others than before. */
function fingerprintOf({ from, rules, isPrivate }: FeedSettings, book: Book): string {
  const origins = from.map((written) => {
    const slugs = slugsOf(written, book)
    const rows = book.registry.filter((row) => slugs.has(row.movedTo ?? row.slug))
    const isList = book.sources.some(({ id, kind }) => id === written && kind === 'opml')
    return { written, isList, rows: rows.map(({ slug, folded, isPrivate: isHidden }) => `${slug} ${isHidden} ${folded}`).sort(byCodePoint) }
  })
  return sha256Hex(JSON.stringify({ origins, rules, isPrivate }))
}

function inWords({ kind, field, pattern }: FeedRule): string {
  return `${kind} ${field} ${JSON.stringify(pattern)}`
}

interface Placed {
  readonly due: DueEntry
  readonly content: Content
  /** Its places in categories, as they are from now on. */
  readonly places: readonly Membership[]
  /** All that it had. */
  readonly before: readonly Membership[]
  /** Those that this process knows of; others were filled by one that knows them. */
  readonly feeds: readonly OutputFeed[]
}

/** The output feeds of an entry, in order of slug. */
export function feedPlacesOf({ feeds, ...entry }: Placed): readonly Membership[] {
  const known = new Set(feeds.map(({ slug }) => slug))
  const others = entry.before.filter(({ slug, place }) => place === feedPlace && !known.has(slug))
  const own = feeds.flatMap((feed) => {
    const verdict = feed.judge(viewOf(entry, entry.content))
    if (!verdict.isIn) return []
    const listed = entry.before.find(({ slug }) => slug === feed.slug)?.listed ?? listedFrom(feed, entry)
    return [{ slug: feed.slug, listed, place: feedPlace, because: JSON.stringify(verdict.because) }]
  })
  return [...own, ...others].sort((a, b) => byCodePoint(a.slug, b.slug))
}

function viewOf({ due, places }: Pick<Placed, 'due' | 'places'>, content: Content): FeedView {
  return { content, categories: places.map(({ slug }) => slug), sightings: due.sightings }
}

/** As in a category: what joins later is listed from joining, unless a first poll or a longer term brought it, which is no news. */
function listedFrom(feed: OutputFeed, { due, places }: Omit<Placed, 'feeds'>): number {
  const { published, touchedAt } = due
  if (published === null) return touchedAt
  if (due.state === 'expired') return published.listed
  if (!feed.judge(viewOf({ due, places }, published.content)).isIn) return touchedAt
  const byCategory = places.filter(({ slug }) => feed.slugs.has(slug)).map(({ listed }) => listed)
  const shown = due.sightings.filter(({ source, isPublic }) => feed.isFrom(source) && (isPublic || feed.isPrivate))
  const bySource = shown.map((one) => (one.isFirstPoll ? published.listed : touchedAt))
  return Math.min(touchedAt, ...byCategory, ...bySource)
}
