// What users of the `feed` package say, made into a document whose every choice is made.
import type { Category, Enclosure, Author as FeedAuthor, FeedOptions, Item } from 'feed'
import { sha256Hex } from '../base/digest.ts'
import type { FeedFormat } from '../model/paths.ts'
import type { FeedAddresses, FeedHistory } from '../model/publication.ts'
import { asciiUri } from './addresses.ts'
import type {
  ArchiveLinks,
  ArchivePage,
  Attachment,
  Author,
  DeletedItem,
  Extension,
  FeedDocument,
  FeedItem,
  Label,
  Summary,
} from './document.ts'
import { mediaTypeOf } from './media-types.ts'

/** `feed`'s options, and what it cannot say. */
export interface PublicationOptions extends FeedOptions {
  /** Besides `hub`. */
  hubs?: readonly string[]
  /** Where this document stands in the feed's history (RFC 5005). RSS, which has no archives, links to Atom's. */
  archive?: FeedHistory
  /** What was withdrawn (RFC 6721). */
  deleted?: readonly { id: string; at: Date; why?: string }[]
  /** What the items of one document may take together, in bytes; the last ones are left out. */
  maxBytes?: number
  fragments?: Fragments
}

/** Written items, kept from one document to the next. One cache serves feeds of one language. */
export interface Fragments {
  /** What is kept for the item's `version` in this format; else what `make` gives, to be kept or not. */
  of(item: PublicationItem, format: FeedFormat, make: () => string): string
}

/** `feed`'s item, and what it cannot say. */
export interface PublicationItem extends Item {
  /** Names what the item says, its bytes: two items of one version are written alike. Without one it is not kept in `fragments`. */
  version?: string
  /** Plain text; `description` is HTML. */
  summary?: string
  /** Any number of attached media, besides `enclosure`, `audio`, `video` and `image`. */
  enclosures?: readonly Enclosure[]
  publisher?: string
  language?: string
  /** The feed that the item was taken from. */
  origin?: { readonly title: string | null; readonly url: string | null }
}

export interface Contents {
  readonly items: readonly PublicationItem[]
  readonly categories: readonly string[]
  readonly contributors: readonly FeedAuthor[]
  readonly extensions: readonly Extension[]
}

export function documentOf(options: PublicationOptions, contents: Contents): FeedDocument {
  const { feedLinks } = options
  return {
    id: options.id || feedLinks?.atom || options.link || urnOf(options.title),
    title: options.title,
    description: known(options.description),
    link: address(options.link),
    self: {
      rss: address(options.feed ?? feedLinks?.rss),
      atom: address(options.feed ?? feedLinks?.atom),
      json: address(feedLinks?.json),
    },
    hubs: [...(options.hub ? [options.hub] : []), ...(options.hubs ?? [])].map(asciiUri),
    language: languageTag(options.language),
    updated: instant(options.updated) ?? newest(contents.items),
    generator: options.generator === false ? null : (options.generator ?? 'Newsstand'),
    ttlMinutes: options.ttl || null,
    docs: known(options.docs),
    stylesheet: known(options.stylesheet),
    image: address(options.image),
    favicon: address(options.favicon),
    rights: known(options.copyright),
    authors: options.author === undefined ? [] : authorsOf([options.author]),
    contributors: authorsOf(contents.contributors),
    categories: contents.categories,
    podcast: options.podcast ? { category: known(options.category) } : null,
    extensions: contents.extensions,
    hasItemExtensions: contents.items.some(({ extensions = [] }) => extensions.length > 0),
    archive: archiveOf(options.archive ?? {}),
    deleted: (options.deleted ?? []).flatMap(deletedOf),
    itemsIn: (format, write) => contents.items.map((item) => writtenItem(item, { format, write, fragments: options.fragments })),
    maxBytes: options.maxBytes ?? Number.POSITIVE_INFINITY,
  }
}

interface Writing {
  readonly format: FeedFormat
  readonly write: (item: FeedItem) => string
  readonly fragments: Fragments | undefined
}

function writtenItem(item: PublicationItem, { format, write, fragments }: Writing): string {
  const make = () => write(itemOf(item))
  return fragments === undefined || item.version === undefined ? make() : fragments.of(item, format, make)
}

function archiveOf({ isArchive = false, current, previous, next }: FeedHistory): ArchiveLinks {
  return { isArchive, current: address(current), previous: pageOf(previous), next: pageOf(next) }
}

function pageOf({ atom, json }: FeedAddresses = {}): ArchivePage {
  return { atom: address(atom), json: address(json) }
}

function deletedOf({ id, at, why }: { id: string; at: Date; why?: string }): readonly DeletedItem[] {
  const when = instant(at)
  return when === null ? [] : [{ id, at: when, why: known(why) }]
}

function itemOf(item: PublicationItem): FeedItem {
  const authors = authorsOf(item.author)
  const publisher = known(item.publisher)
  return {
    id: item.id || item.guid || item.link || urnOf(item.title),
    title: item.title,
    link: address(item.link),
    updated: updatedOf(item),
    published: instant(item.published),
    summary: summaryOf(item),
    content: known(item.content),
    // Who is to be thanked is never left open: the outlet stands for writers it does not name.
    authors: authors.length === 0 && publisher !== null ? authorsOf([{ name: publisher }]) : authors,
    contributors: authorsOf(item.contributor),
    publisher,
    labels: (item.category ?? []).flatMap(labelOf),
    attachments: attachmentsOf(item),
    image: item.image === undefined ? null : attachmentOf(item.image),
    language: languageTag(item.language),
    origin: item.origin === undefined ? null : { title: item.origin.title, url: address(item.origin.url ?? undefined) },
    rights: known(item.copyright),
    extensions: item.extensions ?? [],
  }
}

function summaryOf({ summary, description }: PublicationItem): Summary | null {
  if (summary) return { kind: 'text', value: summary }
  return description ? { kind: 'html', value: description } : null
}

function authorsOf(authors: readonly FeedAuthor[] = []): readonly Author[] {
  const named: Author[] = []
  for (const { name, email, link, avatar } of authors) {
    const called = name || email || link
    if (called) named.push({ name: called, email: known(email), url: address(link), avatar: address(avatar) })
  }
  return named
}

function labelOf({ name, term, scheme, domain }: Category): readonly Label[] {
  const value = term || name
  return value ? [{ term: value, label: name && name !== value ? name : null, scheme: known(scheme ?? domain) }] : []
}

function attachmentsOf({ enclosure, audio, video, enclosures = [] }: PublicationItem): readonly Attachment[] {
  const media = [enclosure, audio, video, ...enclosures].filter((one) => one !== undefined)
  const all = media.map(attachmentOf)
  return all.filter(({ url }, index) => url !== '' && all.findIndex((other) => other.url === url) === index)
}

function attachmentOf(media: string | Enclosure): Attachment {
  const { url, type, length, title, duration } = typeof media === 'string' ? { url: media } : media
  return { url: asciiUri(url), type: mediaTypeOf(type, url), bytes: count(length), title: known(title), seconds: count(duration) }
}

function newest(items: readonly PublicationItem[]): number | null {
  const dated = items.flatMap((item) => updatedOf(item) ?? [])
  return dated.length === 0 ? null : dated.reduce((a, b) => Math.max(a, b))
}

function known(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text
}

function address(url: string | undefined): string | null {
  return url === undefined || url.trim() === '' ? null : asciiUri(url)
}

function count(value: number | undefined): number | null {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : null
}

function updatedOf({ date, published }: PublicationItem): number | null {
  return instant(date) ?? instant(published)
}

/** Milliseconds of a date that the formats can write: a valid one, of a year of four digits. */
function instant(date: Date | undefined): number | null {
  const at = date?.getTime() ?? Number.NaN
  return at >= firstInstant && at <= lastInstant ? at : null
}

const firstInstant = Date.UTC(1000, 0)
const lastInstant = Date.UTC(10_000, 0) - 1

/** BCP 47; some write `en_US`. */
function languageTag(language: string | undefined): string | null {
  if (language === undefined) return null
  const tag = language.replaceAll('_', '-')
  return /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i.test(tag) ? tag : null
}

/** An id for what has neither id nor address; Atom must have one. */
function urnOf(title: string): string {
  return `urn:sha256:${sha256Hex(title)}`
}
