// What we serve per category: plain data that `render/` turns into bytes.
import type { Entry } from './entry.ts'

/** A category as pages and feeds show it. */
export interface Category {
  readonly slug: string
  readonly name: string
  /** What readers see as the feed's title; the name when config gives none. */
  readonly title: string
  readonly description: string | null
  readonly group: string | null
  readonly order: number | null
  readonly entries: number
  /** Newest `listed` in it, or null while it is empty. */
  readonly updated: number | null
}

/** A feed's title, addresses and the entries of its window, newest first (design §6). */
export interface FeedWindow {
  /** The feed's own id; it stays when the site moves. */
  readonly id: string
  /** Null: the feed of all categories. */
  readonly category: Category | null
  readonly entries: readonly Entry[]
}
