// The registry of categories and output feeds.
import type { CategoryKind, FeedFill, FeedRecord, FillStep } from '../../model/output-feed.ts'
import type { CategoryChange, CategoryFate, CategoryRecord, NewName, RegistryRow } from '../../model/registry.ts'

export interface StoredCategory {
  readonly slug: string
  readonly kind: CategoryKind
  readonly name: string
  /** All its names, folded. */
  readonly names: readonly string[]
  readonly isPrivate: boolean
  readonly entries: number
  readonly updated: number | null
}

/** An address of before, and the slug of the public category that it is now. */
export interface FormerSlug {
  readonly slug: string
  readonly to: string
}

/** What readers see of a category: texts that change when that does. */
export interface CategoryLooks {
  /** On the pages of its entries. */
  readonly onPages: string
  /** Besides in its own feeds and page. */
  readonly own: string
  /** Besides in lists of categories. */
  readonly inLists: string
}

export type LooksOf = (category: Omit<StoredCategory, 'isPrivate' | 'entries' | 'updated'>) => CategoryLooks

export interface CategoryStore {
  /** Takes over what config says of categories; who became private or public, and their entries, are looked at again. */
  syncCategories(plan: (registry: readonly RegistryRow[]) => readonly NewName[], feeds?: readonly FeedRecord[]): Promise<void>
  /** How far config's output feeds are filled. */
  feedFills(): Promise<readonly FeedFill[]>
  /** Goes on with filling a feed, from the beginning where it is made otherwise than before; true when it is filled. */
  fillFeed(step: FillStep): Promise<boolean>
  registry(): Promise<readonly RegistryRow[]>
  /** What the operator changes, planned on the registry as it is by then; the steps that were taken. */
  changeCategories(plan: (registry: readonly RegistryRow[]) => readonly CategoryChange[], now: number): Promise<readonly CategoryChange[]>
  /** Every category there ever was, in order of slug. */
  categoryRecords(): Promise<readonly CategoryRecord[]>
  /** Names of categories that are not let in yet, in order of slug. */
  waitingNames(): Promise<readonly string[]>
  /** Addresses of before that go on being written, in order. */
  formerSlugs(): Promise<readonly FormerSlug[]>
  /** Null: it never was public, or is, or may not be known. */
  fateOf(slug: string): Promise<CategoryFate | null>
  /** Notes what readers see of public categories; what shows one that looks otherwise than before is stale. */
  showCategories(looksOf: LooksOf): Promise<void>
  categories(): Promise<readonly StoredCategory[]>
  /** Active categories as they were counted when they were surveyed last. */
  surveyedCategories(): Promise<readonly StoredCategory[]>
}
