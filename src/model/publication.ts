// What we serve per category: plain data that `render/` turns into bytes.
import type { DigestSettings } from './digest.ts'
import type { Entry } from './entry.ts'
import type { QueryOf } from './paths.ts'

/** A category as pages and feeds show it. */
export interface Category {
  readonly slug: string
  readonly name: string
  /** What readers see as the feed's title; the name when config gives none. */
  readonly title: string
  readonly description: string | null
  readonly group: string | null
  readonly order: number | null
  /** A sign, or a picture's address. */
  readonly icon: string | null
  readonly entries: number
  /** Newest `listed` in it, or null while it is empty. */
  readonly updated: number | null
  /** Left out: it has none. */
  readonly digests?: readonly DigestSettings[]
}

/** A feed's title, addresses and the entries of its window, newest first (design §6). */
export interface FeedWindow {
  /** The feed's own id; it stays when the site moves. */
  readonly id: string
  /** Null: the feed of all categories. */
  readonly category: Category | null
  readonly entries: readonly Entry[]
  /** Where this document stands in the feed's history; left out: nothing is archived. */
  readonly archive?: FeedHistory
  /** Where this document is found if it is not the feed itself but a page of its archive; absolute. */
  readonly self?: FeedAddresses & { readonly html?: string }
  /** Left out: the feed is public. */
  readonly queryOf?: QueryOf
  /** Withdrawn entries that ever stood in the feed, also outside the window. */
  readonly deleted?: readonly Deleted[]
}

/** A document of a feed in more than one format; absolute. RSS has no archives of its own. */
export interface FeedAddresses {
  readonly atom?: string
  readonly json?: string
}

/** RFC 5005 §4: from the feed one walks by `previous` to its first entry. */
export interface FeedHistory {
  /** This document is a page of the archive, not the feed that readers poll. */
  readonly isArchive?: boolean
  /** The Atom feed that readers poll. */
  readonly current?: string
  /** The next older page. */
  readonly previous?: FeedAddresses
  /** The next newer page; of the newest page nothing, or the feed itself. */
  readonly next?: FeedAddresses
}

/** An entry that is withdrawn (RFC 6721). */
export interface Deleted {
  readonly id: string
  readonly at: number
  readonly why?: string
}
