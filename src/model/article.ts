// What an entry's own page says: its text, and what an article step reads beside it.
import type { Person } from './entry.ts'

/** What the rules of an article step found on a page, and what the page's head says of itself. Clean, as a draft is. */
export interface PageFacts {
  readonly title: string | null
  readonly published: number | null
  readonly updated: number | null
  readonly authors: readonly Person[]
  readonly publisher: string | null
  /** Address of its lead image. */
  readonly image: string | null
  /** What it calls its own address (`link rel=canonical`, `og:url`): shown, never a key, for many sites name one address on all pages. */
  readonly canonicalUrl: string | null
}

/** The text of an entry's own page. */
export interface ArticleText extends PageFacts {
  readonly contentHtml: string
  /** When it was last read, or found unchanged. */
  readonly fetchedAt: number
  /** After redirects. */
  readonly url: string
  /** How many pages it was joined from. */
  readonly pages: number
  /** Validators of its answer; null where it has several pages. */
  readonly etag: string | null
  readonly lastModified: string | null
  /** Its source has said since that it changed: it is fetched once more. */
  readonly isOutdated: boolean
  /** Since when the page answers that it is gone; what was read stays. */
  readonly missingSince: number | null
}

export const noFacts: PageFacts = {
  title: null,
  published: null,
  updated: null,
  authors: [],
  publisher: null,
  image: null,
  canonicalUrl: null,
}

/** What is known of a text of which nothing else is. */
export const bareArticle: Omit<ArticleText, 'contentHtml' | 'fetchedAt' | 'url'> = {
  ...noFacts,
  pages: 1,
  etag: null,
  lastModified: null,
  isOutdated: false,
  missingSince: null,
}
