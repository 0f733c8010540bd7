// A feed to be written, with every choice made: what the three writers have in common. They only know how to say it.

import type { FeedFormat } from '../model/paths.ts'

export interface FeedDocument {
  readonly id: string
  readonly title: string
  readonly description: string | null
  /** The page that the feed belongs to. */
  readonly link: string | null
  /** The feed's own address in each format. */
  readonly self: { readonly rss: string | null; readonly atom: string | null; readonly json: string | null }
  readonly hubs: readonly string[]
  readonly language: string | null
  /** Milliseconds; null only when neither the feed nor any of its items is dated. */
  readonly updated: number | null
  readonly generator: string | null
  readonly ttlMinutes: number | null
  readonly docs: string | null
  readonly stylesheet: string | null
  readonly image: string | null
  readonly favicon: string | null
  readonly rights: string | null
  readonly authors: readonly Author[]
  readonly contributors: readonly Author[]
  readonly categories: readonly string[]
  readonly podcast: Podcast | null
  readonly extensions: readonly Extension[]
  readonly hasItemExtensions: boolean
  readonly archive: ArchiveLinks
  readonly deleted: readonly DeletedItem[]
  /** Each item as a writer has it, newest first; what a cache holds is not written again. */
  readonly itemsIn: (format: FeedFormat, write: (item: FeedItem) => string) => readonly string[]
  /** What all items together may take; the last ones are left out. */
  readonly maxBytes: number
}

/** RFC 5005 §4. */
export interface ArchiveLinks {
  readonly isArchive: boolean
  readonly current: string | null
  readonly previous: ArchivePage
  readonly next: ArchivePage
}

export interface ArchivePage {
  readonly atom: string | null
  readonly json: string | null
}

/** RFC 6721. */
export interface DeletedItem {
  readonly id: string
  readonly at: number
  readonly why: string | null
}

export interface FeedItem {
  /** The same in all formats. */
  readonly id: string
  readonly title: string
  readonly link: string | null
  readonly updated: number | null
  readonly published: number | null
  readonly summary: Summary | null
  /** HTML. */
  readonly content: string | null
  readonly authors: readonly Author[]
  readonly contributors: readonly Author[]
  readonly publisher: string | null
  /** Addresses of what tells the same. */
  readonly related: readonly string[]
  readonly labels: readonly Label[]
  readonly attachments: readonly Attachment[]
  readonly image: Attachment | null
  readonly language: string | null
  readonly origin: { readonly title: string | null; readonly url: string | null } | null
  readonly rights: string | null
  readonly extensions: readonly Extension[]
}

export interface Summary {
  readonly kind: 'text' | 'html'
  readonly value: string
}

export interface Author {
  readonly name: string
  readonly email: string | null
  readonly url: string | null
  readonly avatar: string | null
}

export interface Label {
  readonly term: string
  readonly label: string | null
  readonly scheme: string | null
}

export interface Attachment {
  readonly url: string
  /** A media type, guessed when none was given. */
  readonly type: string
  readonly bytes: number | null
  readonly title: string | null
  readonly seconds: number | null
}

export interface Podcast {
  readonly category: string | null
}

/** An element that this model does not know, as `feed` takes it: `objects` is xml-js's compact form. */
export interface Extension {
  readonly name: string
  readonly objects: unknown
}

/** All media of an item, for formats that have no place of its own for the main image. */
export function mediaOf({ attachments, image }: FeedItem): readonly Attachment[] {
  return image === null ? attachments : [...attachments, image]
}
