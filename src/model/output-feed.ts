// Output feeds: what `feeds:` of config makes of categories and sources, published as categories are.
import type { DigestSettings } from './digest.ts'
import type { Content } from './entry.ts'
import type { Sighting } from './merge.ts'
import type { Keep } from './pruning.ts'
import type { FieldName } from './source.ts'

/** `feed`: an output feed of config; a category of kind `feed` is never chosen by rules, and never a home. */
export type CategoryKind = 'category' | 'feed'

/** Behind all categories of an entry. */
export const feedPlace = 10_000

/** What readers see of an entry, and rules of output feeds can look at. */
export const shownFields = ['title', 'link', 'summary', 'content', 'author', 'publisher', 'tags'] as const satisfies readonly FieldName[]

export interface FeedRule {
  readonly kind: 'keep' | 'drop'
  readonly field: (typeof shownFields)[number]
  /** RE2. */
  readonly pattern: string
}

export interface FeedSettings {
  readonly slug: string
  readonly title: string
  readonly description: string | null
  readonly group: string | null
  readonly order: number | null
  readonly icon: string | null
  /** Kept, but not published; only such a feed holds what private categories and sources show. */
  readonly isPrivate: boolean
  /** Null: as `publish.fold` says. */
  readonly fold: boolean | null
  readonly digests: readonly DigestSettings[]
  /** Null: everything. */
  readonly keep: Keep | null
  /** Names, aliases and slugs of categories, and ids of sources; an entry of any of them is in the feed. */
  readonly from: readonly string[]
  /** In order: the first that an entry does not pass keeps it out. */
  readonly rules: readonly FeedRule[]
}

/** What the store keeps of a feed in config. */
export interface FeedRecord extends Pick<FeedSettings, 'slug' | 'title' | 'isPrivate'> {
  readonly createdAt: number
}

/** A published entry as output feeds look at it. */
export interface FeedView {
  readonly content: Content
  /** Slugs of the public categories that it stands in. */
  readonly categories: readonly string[]
  readonly sightings: readonly Pick<Sighting, 'source' | 'isPublic' | 'categories'>[]
}

export interface FeedCandidate extends FeedView {
  readonly entry: number
}

/** How far a feed is filled from what is stored. */
export interface FeedFill {
  readonly slug: string
  /** Of what it is made of and by which rules; null: it was never filled. */
  readonly fingerprint: string | null
  readonly isFilled: boolean
}

/** One step of filling a feed: some entries, and why each is in it; null: it is not. */
export interface FillStep {
  readonly slug: string
  readonly fingerprint: string
  readonly limit: number
  readonly judge: (entry: FeedCandidate) => readonly string[] | null
}
