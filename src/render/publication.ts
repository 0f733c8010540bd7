// Entries → feeds. The published type is one that users of the `feed` package know: its options, items and methods.
import { Feed, type Author as FeedAuthor } from 'feed'
import type { Entry, Person } from '../model/entry.ts'
import { assetPath, categoryPath, type FeedFormat, type PageFormat, publicUrl, type QueryOf } from '../model/paths.ts'
import type { Category, Deleted, FeedWindow } from '../model/publication.ts'
import type { SiteSettings } from '../model/settings.ts'
import { webAddress } from './addresses.ts'
import { addressOfLink, foldedUnder } from './also.ts'
import { writeAtom } from './atom.ts'
import type { FeedDocument } from './document.ts'
import type { PublicationItem } from './feed-item.ts'
import { documentOf, type Fragments, type PublicationOptions } from './from-feed.ts'
import { eager } from './images.ts'
import { writeJsonFeed } from './json-feed.ts'
import { asRetracted } from './retraction.ts'
import { writeRss } from './rss.ts'
import { bytesOf, textOf, type Written, within } from './written.ts'

/** A feed over this drops its oldest entries (design §8). */
export const maxFeedBytes = 1_000_000
/** Where more are withdrawn at once, entries need the room that their ids would take. */
const mostDeleted = 300
/** As often as sources are polled by default; readers need not come oftener. */
const ttlMinutes = 15

const writers: Readonly<Record<FeedFormat, (feed: FeedDocument) => Written>> = { rss: writeRss, atom: writeAtom, json: writeJsonFeed }

/**
 * `feed`'s Feed with writers that write what RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 ask for. The same options and items give the
 * same bytes: a feed that names no date of its own takes that of its newest item, never the present.
 */
export class Publication extends Feed {
  override items: PublicationItem[] = []
  override options: PublicationOptions

  constructor(options: PublicationOptions) {
    super(options)
    this.options = options
  }

  override addItem(item: PublicationItem): void {
    this.items.push(item)
  }

  override rss2(): string {
    return textOf(this.#written('rss'))
  }

  override atom1(): string {
    return textOf(this.#written('atom'))
  }

  override json1(): string {
    return textOf(this.#written('json'))
  }

  /** What `rss2`, `atom1` or `json1` gives, in UTF-8, in a fraction of the time that encoding their text takes. */
  bytes(format: FeedFormat): Uint8Array {
    return bytesOf(this.#written(format))
  }

  #written(format: FeedFormat): Written {
    const document = documentOf(this.options, this)
    return within(document.maxBytes, writers[format](document))
  }
}

/** What is the same for all feeds of one publishing. */
export interface Writing {
  readonly hubs?: readonly string[]
  readonly fragments?: Fragments
  /** Names all that an entry's bytes depend on: id, revision, terms. */
  readonly versionOf?: (entry: Entry) => string
}

/** A category's feed, or that of everything, ready to be written in each format. */
export function publicationOf(window: FeedWindow, site: SiteSettings, { hubs, fragments, versionOf }: Writing = {}): Publication {
  const publication = new Publication({ ...optionsOf(window, site), ...(hubs && { hubs }), ...(fragments && { fragments }) })
  if (window.category !== null) publication.addCategory(window.category.name)
  for (const entry of window.entries)
    publication.addItem({ ...itemOf(asRetracted(entry, site), site, window.queryOf), ...(versionOf && { version: versionOf(entry) }) })
  return publication
}

function optionsOf({ id, category, entries, archive, self, deleted, queryOf }: FeedWindow, site: SiteSettings): PublicationOptions {
  const slug = category?.slug ?? null
  const title = category?.title ?? site.title
  const addressOf = (format: PageFormat) => addressAt(categoryPath(slug, format), site, queryOf)
  return {
    id,
    title,
    description: category === null ? site.description || title : (category.description ?? title),
    link: self?.html ?? addressOf('html'),
    feedLinks: { rss: addressOf('rss'), atom: self?.atom ?? addressOf('atom'), json: self?.json ?? addressOf('json') },
    ...frameOf(category, site),
    updated: new Date(newestOf(entries) ?? category?.updated ?? 0),
    // What an archive leaves out is nowhere.
    ...(archive?.isArchive === true && { maxBytes: Number.POSITIVE_INFINITY }),
    ...(archive && { archive }),
    ...(deleted && { deleted: newestOfDeleted(deleted) }),
  }
}

/** What all our feeds say alike. */
export function frameOf(category: Category | null, site: SiteSettings) {
  return {
    ...picturesOf(category, site),
    language: site.language,
    author: { name: site.title, link: site.url },
    stylesheet: publicUrl(site.url, assetPath.feedStylesheet),
    ttl: ttlMinutes,
    maxBytes: maxFeedBytes,
  }
}

function newestOfDeleted(deleted: readonly Deleted[]): NonNullable<PublicationOptions['deleted']> {
  const newest = [...deleted].sort((a, b) => b.at - a.at).slice(0, mostDeleted)
  return newest.map(({ id, at, why }) => ({ id, at: new Date(at), ...(why && { why }) }))
}

/** The icon beside the feed's name; a larger picture only where it is one that RSS 2.0 allows (GIF, JPEG, PNG). */
function picturesOf(category: Category | null, site: SiteSettings): Pick<PublicationOptions, 'favicon' | 'image'> {
  const own = webAddress(category?.icon ?? null)
  const favicon = own ?? publicUrl(site.url, site.icon)
  return { favicon, ...(/\.(?:gif|jpe?g|png)(?:[?#]|$)/i.test(favicon) && { image: favicon }) }
}

/** The last moment at which anything in the window changed or came into it. */
function newestOf(entries: readonly Entry[]): number | null {
  if (entries.length === 0) return null
  return entries.reduce(
    (newest, entry) => Math.max(newest, entry.listed, entry.datePublished, entry.dateModified ?? entry.datePublished),
    -Infinity,
  )
}

function itemOf(entry: Entry, site: SiteSettings, queryOf: QueryOf | undefined): PublicationItem {
  const { publisher, summary, contentHtml, language, origin } = entry
  const related = foldedUnder(entry).map((link) => addressOfLink(link, site))
  return {
    id: entry.id,
    title: entry.title,
    // Links lead to the original; an entry that has none is read on our page.
    link: webAddress(entry.url) ?? addressAt(entry.path, site, queryOf),
    date: new Date(entry.dateModified ?? entry.datePublished),
    published: new Date(entry.datePublished),
    author: entry.authors.map(authorOf),
    category: entry.tags.map(({ name, scheme }) => ({ name, term: name, ...(scheme !== null && { scheme, domain: scheme }) })),
    enclosures: entry.enclosures.flatMap(({ url, type, bytes, title }) => {
      const address = webAddress(url)
      if (address === null) return []
      return [{ url: address, ...(type !== null && { type }), ...(bytes !== null && { length: bytes }), ...(title !== null && { title }) }]
    }),
    ...(summary !== null && { summary }),
    ...(contentHtml !== null && { content: eager(contentHtml) }),
    ...(publisher !== null && { publisher }),
    ...(language !== null && language !== site.language && { language }),
    ...(related.length > 0 && { related }),
    ...(origin !== null && { origin: { title: origin.title, url: webAddress(origin.url) } }),
  }
}

function addressAt(path: string, site: SiteSettings, queryOf: QueryOf | undefined): string {
  return publicUrl(site.url, path) + (queryOf?.(path) ?? '')
}

function authorOf({ name, url, email }: Person): FeedAuthor {
  const link = webAddress(url)
  return { name, ...(link !== null && { link }), ...(email !== null && { email }) }
}
