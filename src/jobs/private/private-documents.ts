// What stands at the addresses of private categories and private output feeds: made when somebody asks who may.
import { sha256Hex } from '../../base/digest.ts'
import type { Entry } from '../../model/entry.ts'
import { type ArchivePlace, archivePath, categoryPath, feedId, publicUrl, type QueryOf } from '../../model/paths.ts'
import type { Category, FeedAddresses, FeedWindow } from '../../model/publication.ts'
import type { Settings, SiteSettings } from '../../model/settings.ts'
import { attributionOf } from '../../render/attribution.ts'
import { feedsOpml } from '../../render/opml.ts'
import { archivePage } from '../../render/pages/archive.tsx'
import { categoryPage } from '../../render/pages/category.tsx'
import { entryPage } from '../../render/pages/entry.tsx'
import { asPermitted } from '../../render/rights.ts'
import type { PrivateEntry, PrivatePlace } from '../../store/port/private.ts'
import type { Deps } from '../deps.ts'
import { hiddenCatalogueOf } from '../publish/catalogue.ts'
import { publicationWith } from '../publish/publish-feeds.ts'
import { windowSize } from '../publish/publish-window.ts'
import { shownTerms, termsIn } from '../publish/shown-terms.ts'
import { heldAtLeast } from '../publish/window-room.ts'
import { type PrivateArchive, privateArchivePage, privatePageOf } from './private-archive.ts'
import { type Asked, askedBy, pathUnder, queryFor } from './private-paths.ts'

/** What somebody may read, and what their addresses end with, such as `?token=…`. */
export interface PrivateReader {
  /** Newest slug of a category or output feed; null: everything private. */
  readonly slug: string | null
  readonly query: string
}

export type PrivateFound =
  /** `signature` names all that the document is made of, but the reader's query. */
  | { readonly kind: 'document'; readonly signature: string; readonly make: () => Promise<Uint8Array | string> }
  /** `to`: with what opens it. */
  | { readonly kind: 'moved'; readonly to: string }

type Making = Pick<Deps, 'store' | 'settings' | 'clock'>

/** `path` is decoded, without a leading slash. Null: nothing private is there, or nothing that this reader may read. */
export async function privateDocument(path: string, reader: PrivateReader, deps: Making): Promise<PrivateFound | null> {
  const asked = askedBy(path)
  if (asked === null) return null
  if (asked.kind === 'feeds') return feeds(reader, deps)
  if (asked.kind === 'entry') return entryDocument(asked.path, reader, deps)
  const slug = await deps.store.hidden.slugOf(asked.slug)
  if (slug === null || (reader.slug !== null && reader.slug !== slug)) return null
  const to = pathUnder(slug, asked)
  if (to !== path) return { kind: 'moved', to: to + reader.query }
  return asked.kind === 'window' ? windowDocument({ ...asked, slug }, reader, deps) : archiveDocument({ ...asked, slug }, reader, deps)
}

async function windowDocument(
  { slug, format }: Extract<Asked, { kind: 'window' }>,
  { query }: PrivateReader,
  deps: Making,
): Promise<PrivateFound> {
  const { store, settings, clock } = deps
  const now = clock.now()
  const size = windowSize(settings)
  const newest = await store.hidden.places(slug, { now, order: 'newest first', limit: size.most + 1 })
  const since = (newest[0]?.listed ?? 0) - size.spanMs
  const places = newest.slice(0, size.most).filter(({ listed }, at) => at < size.entries || listed >= since)
  const outside = newest[places.length] ?? null
  const make = async () => {
    const shown = await shownIn(places, slug, deps)
    const queryOf = queryFor(query, { slugs: new Set([slug]), paths: hiddenPaths(shown.entries) })
    const first = outsideOf(shown.entries, { places, outside, size })
    const previous = first === null ? null : await privatePageOf(first, { store, slug, zone: settings.site.timezone, now })
    if (format === 'html') return categoryPage({ ...shown, site: settings.site, archive: previous, leadsTo: leadsTo(settings), queryOf })
    const archive = previous && { previous: addressesOf(slug, previous, { site: settings.site, queryOf }) }
    const window = {
      id: feedId(store.authority, slug),
      ...shown,
      queryOf,
      deleted: await store.deletedFrom(slug),
      ...(archive && { archive }),
    }
    return publicationWith(window, { settings, termsOf: shown.termsOf }).bytes(format)
  }
  return { kind: 'document', signature: await signed([places, outside], deps), make }
}

interface Windowed {
  readonly places: readonly PrivatePlace[]
  readonly outside: PrivatePlace | null
  readonly size: ReturnType<typeof windowSize>
}

/** The newest entry that the feed may not hold: a feed over its limit of bytes drops its oldest. */
function outsideOf(entries: readonly Entry[], { places, outside, size }: Windowed): PrivatePlace | null {
  const spots = entries.map(({ id, listed, datePublished, contentHtml, title, summary }) => ({
    id,
    listed,
    published: datePublished,
    htmlBytes: Buffer.byteLength(contentHtml ?? ''),
    textBytes: Buffer.byteLength(title + (summary ?? '')),
  }))
  return places[heldAtLeast(spots, size)] ?? outside
}

async function archiveDocument(
  { slug, place, format }: Extract<Asked, { kind: 'archive' }>,
  { query }: PrivateReader,
  deps: Making,
): Promise<PrivateFound | null> {
  const { store, settings, clock } = deps
  const { site } = settings
  const archive: PrivateArchive = { store, slug, zone: site.timezone, now: clock.now() }
  const page = await privateArchivePage(place, archive)
  if (page === null) return null
  const { places, previous, next } = page
  const make = async () => {
    const shown = await shownIn(places, slug, deps)
    const queryOf = queryFor(query, { slugs: new Set([slug]), paths: hiddenPaths(shown.entries) })
    if (format === 'html') return archivePage({ ...shown, ...place, site, previous, next, leadsTo: leadsTo(settings), queryOf })
    const at = (other: ArchivePlace) => addressesOf(slug, other, { site, queryOf })
    const window: FeedWindow = {
      id: feedId(store.authority, slug),
      ...shown,
      queryOf,
      self: { ...at(place), html: addressOf(archivePath(slug, place, 'html'), { site, queryOf }) },
      archive: {
        isArchive: true,
        current: addressOf(categoryPath(slug, 'atom'), { site, queryOf }),
        ...(previous && { previous: at(previous) }),
        ...(next && { next: at(next) }),
      },
    }
    return publicationWith(window, { settings, termsOf: shown.termsOf }).bytes(format)
  }
  return { kind: 'document', signature: await signed([places, previous, next], deps), make }
}

async function entryDocument(path: string, { slug, query }: PrivateReader, deps: Making): Promise<PrivateFound | null> {
  const { store, settings, clock } = deps
  const page = await store.hidden.page(path, clock.now())
  if (page === null) return null
  if (page.kind === 'published') return { kind: 'moved', to: page.to }
  const slugs = new Set(page.slugs.filter((one) => slug === null || one === slug))
  if (slugs.size === 0) return null
  const make = async () => {
    const terms = (await termsFor(deps))(page.entry.source)
    const entry = asPermitted(page.entry, terms)
    const categories = (await hiddenCatalogue(deps)).filter((category) => slugs.has(category.slug))
    const queryOf = queryFor(query, { slugs, paths: new Set([path]) })
    return entryPage({ site: settings.site, entry, categories, rights: terms.rights, attribution: attributionOf(entry, terms), queryOf })
  }
  return { kind: 'document', signature: await signed([page.entry, [...slugs]], deps), make }
}

/** What a reader can take over all at once. */
async function feeds({ slug, query }: PrivateReader, deps: Making): Promise<PrivateFound> {
  const categories = (await hiddenCatalogue(deps)).filter((category) => slug === null || category.slug === slug)
  const queryOf = queryFor(query, { slugs: new Set(categories.map((category) => category.slug)), paths: new Set() })
  const text = feedsOpml(categories, deps.settings.site, { queryOf })
  return { kind: 'document', signature: sha256Hex(feedsOpml(categories, deps.settings.site)), make: async () => text }
}

interface Shown {
  readonly category: Category
  readonly entries: readonly PrivateEntry[]
  readonly termsOf: Awaited<ReturnType<typeof termsFor>>
}

async function shownIn(places: readonly PrivatePlace[], slug: string, deps: Making): Promise<Shown> {
  const termsOf = await termsFor(deps)
  const kept = await deps.store.hidden.entries(places)
  const category = (await hiddenCatalogue(deps)).find((one) => one.slug === slug)
  if (category === undefined) throw new RangeError(`the private category ${slug} has just gone`)
  return { category, entries: kept.map((entry) => asPermitted(entry, termsOf(entry.source))), termsOf }
}

async function hiddenCatalogue({ store, settings, clock }: Making): Promise<readonly Category[]> {
  return hiddenCatalogueOf(await store.hidden.categories(clock.now()), settings)
}

async function termsFor({ store }: Making) {
  return termsIn(shownTerms(await store.standings()))
}

function hiddenPaths(entries: readonly PrivateEntry[]): ReadonlySet<string> {
  return new Set(entries.filter(({ isPublic }) => !isPublic).map(({ path }) => path))
}

/** An entry of a private list that is public may have no page, and one that is not has none but on demand. */
function leadsTo({ publish }: Settings): 'pages' | 'originals' {
  return publish.pages === 'all' ? 'pages' : 'originals'
}

interface Addressing {
  readonly site: SiteSettings
  readonly queryOf: QueryOf
}

function addressesOf(slug: string, place: ArchivePlace, addressing: Addressing): FeedAddresses {
  return { atom: addressOf(archivePath(slug, place, 'atom'), addressing), json: addressOf(archivePath(slug, place, 'json'), addressing) }
}

function addressOf(path: string, { site, queryOf }: Addressing): string {
  return publicUrl(site.url, path) + queryOf(path)
}

const looks = new WeakMap<Settings, string>()

/** With all that config says of how things look, and the terms of sources, which publishing notes. */
async function signed(parts: readonly unknown[], { store, settings }: Making): Promise<string> {
  const { site, publish, categories, feeds: outputs } = settings
  const look = looks.get(settings) ?? sha256Hex(JSON.stringify([site, publish, categories, outputs]))
  looks.set(settings, look)
  return sha256Hex(JSON.stringify([look, await store.fact('rendered'), parts]))
}
