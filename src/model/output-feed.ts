// Output feeds: what `feeds:` of config makes of categories and sources, published as categories are.
import type { FieldName } from './source.ts'

/** `feed`: an output feed of config; a category of kind `feed` is never chosen by rules, and never a home. */
export type CategoryKind = 'category' | 'feed'

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
  /** Names, aliases and slugs of categories, and ids of sources; an entry of any of them is in the feed. */
  readonly from: readonly string[]
  /** In order: the first that an entry does not pass keeps it out. */
  readonly rules: readonly FeedRule[]
}
