// What stands for a category, or for the whole site, as files.

/** Where files go: the published folder, or the Jekyll site. */
export type Folder = 'public' | 'jekyll'

/** Which entries have a page: all, those that stand in a feed's window, none. */
export type PagesPolicy = 'all' | 'recent' | 'none'

/** A feed's window as far as it tells whether the feed must be written again. */
export interface WindowSurvey {
  /** Empty: of everything. */
  readonly slug: string
  /** Names the window's entries, their order and their revisions. */
  readonly version: string
  /** `listed` of its last entry; null: it is empty. */
  readonly edge: number | null
  /** Of the last time that it was written; null: it must be written, whatever it holds. */
  readonly signature: string | null
}

/** Days of publication, counted from 1970, both included. */
export interface PageSpan {
  readonly fromDay: number
  readonly toDay: number
  readonly policy: PagesPolicy
}

/** An entry's page with its last change. */
export interface IndexedPage {
  readonly path: string
  readonly modified: number
}

/** The days of entries' publication, in GMT, are what a sitemap is divided by: an old day's part seldom changes. */
export interface SitemapDay {
  /** Days since 1970. */
  readonly day: number
  readonly addresses: number
  /** The last change of one of its pages; null: it has none. */
  readonly modified: number | null
  /** How often something changed. */
  readonly wanted: number
  readonly isStale: boolean
}
