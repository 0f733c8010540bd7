// What users of the `feed` package say, made into a document whose every choice is made.
import type { Author as FeedAuthor, FeedOptions } from 'feed'
import type { FeedFormat } from '../model/paths.ts'
import type { FeedAddresses, FeedHistory } from '../model/publication.ts'
import { asciiUri } from './addresses.ts'
import type { ArchiveLinks, ArchivePage, DeletedItem, Extension, FeedDocument, FeedItem } from './document.ts'
import { authorsOf, itemOf, type PublicationItem, updatedOf } from './feed-item.ts'
import { address, instant, known, languageTag, urnOf } from './writable.ts'

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

function newest(items: readonly PublicationItem[]): number | null {
  const dated = items.flatMap((item) => updatedOf(item) ?? [])
  return dated.length === 0 ? null : dated.reduce((a, b) => Math.max(a, b))
}
