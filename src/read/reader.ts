// PORT: a fetched body → clean drafts.
import type { Code } from '../base/errors.ts'
import type { PageFacts } from '../model/article.ts'
import type { NamedDeletion } from '../model/deletion.ts'
import type { EntryDraft } from '../model/entry.ts'
import type { ListedFeed } from '../model/followed.ts'
import type { RulePlaces, RuleUse } from '../model/rule-use.ts'
import type { ArticleStep, Recipe } from '../model/source.ts'
import type { CharsetFound } from '../parse/charset.ts'
import type { FeedFormat } from '../parse/document.ts'
import type { SitemapFormat } from '../parse/sitemap.ts'

export interface Body {
  readonly bytes: Uint8Array
  readonly contentType: string | null
  /** The base of relative links: the address the bytes came from, or the page they are shown on. */
  readonly url: string
  /** When it was fetched: what relative dates are relative to. */
  readonly fetchedAt: number
  /** Which page of a list it is; 1, the first, where nothing is said. */
  readonly page?: number
}

/** Where a list goes on. `body`: what is posted there; null: it is asked for by GET. */
export interface NextPage {
  readonly url: string
  readonly body: string | null
}

/** How a document was read, and what it says of itself; for people. */
export interface DocumentFacts {
  readonly charset: CharsetFound
  /** `json` and `page`: by the source's mapping. */
  readonly format: FeedFormat | SitemapFormat | 'json' | 'opml' | 'page'
  /** Our own reader found no feed or no entries. */
  readonly isSecondOpinion: boolean
  readonly homeUrl: string | null
  readonly selfUrl: string | null
  readonly nextUrl: string | null
  /** WebSub hubs. */
  readonly hubs: readonly string[]
}

/** Sitemaps that hold what a sitemap index only lists, the newest first. */
export interface SitemapIndex {
  readonly addresses: readonly string[]
  /** It says of each when it changed: while it stays the same, so do they. */
  readonly isTelling: boolean
}

export interface Reading {
  readonly kind: 'read'
  /** The feed's own title, or null. */
  readonly title: string | null
  /** In document order, at most `recipe.maxEntries`; clean (see EntryDraft). */
  readonly drafts: readonly EntryDraft[]
  /** One bad entry is a warning, not the end of the poll. */
  readonly warnings: readonly string[]
  readonly ttlMs: number | null
  /** Hours of the day in GMT, 0–23, in which nothing new comes. */
  readonly skipHours: readonly number[]
  /** The document ends in the middle: what it lacks says nothing. */
  readonly isCut: boolean
  /** Null: it does not go on, or does not say where. */
  readonly next: NextPage | null
  /** Of a sitemap index only. */
  readonly index?: SitemapIndex
  /** Of an OPML list only: what it would have us follow. */
  readonly feeds?: readonly ListedFeed[]
  /** Of a feed that names any: entries that it says are deleted, each once. */
  readonly deletions?: readonly NamedDeletion[]
  /** The rules of the source's mapping, field by field in the order they are tried; none where there is no mapping. */
  readonly uses: readonly RuleUse[]
  /** Of each draft, where the recipe tells; null: no mapping made it. */
  readonly ruled?: readonly (RulePlaces | null)[]
  readonly about: DocumentFacts
}

/** `announced`: feeds that an HTML page names instead. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly code: Code
  readonly message: string
  readonly announced: readonly string[]
}

/** One page of an article. */
export interface ArticlePage {
  readonly kind: 'read'
  /** Its text, clean HTML. */
  readonly content: string
  readonly facts: PageFacts
  /** Addresses where the text may go on. */
  readonly next: readonly string[]
}

/** What a document holds is always a value. Both reject only when the reader is closed, with its AbortError. */
export interface Reader {
  read(body: Body, recipe: Recipe): Promise<Reading | Unreadable>
  readArticle(body: Body, step: ArticleStep, recipe: Recipe): Promise<ArticlePage | Unreadable>
  /** Resolves when few bytes wait to be read: what is fetched sooner fills the memory. */
  room(): Promise<void>
  /** Ends at once; what is being read is given up. */
  close(): Promise<void>
}
