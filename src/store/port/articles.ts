// Article steps: which are due, who is at them, what became of them.
import type { NewArticleAnswer } from '../../model/kept-answer.ts'
import type { MergePlan, Sighting } from '../../model/merge.ts'
import type { AnswerSettings } from '../../model/settings.ts'
import type { PageLook } from './deletions.ts'
import type { KnownRows } from './polls.ts'

export interface DueArticle {
  readonly entry: number
  /** It has its text, and is looked at once more. */
  readonly isRecheck: boolean
  /** When it was first published; null: not yet. */
  readonly publishedAt: number | null
  /** Start of the run or tick that found the entry. */
  readonly touchedAt: number
  readonly attempts: number
  readonly sightings: readonly Sighting[]
}

export interface ArticleClaim {
  readonly now: number
  /** Names this claim. */
  readonly lease: string
  readonly leaseMs: number
}

export interface ArticleRecord {
  readonly entry: number
  /** Of the claim it was visited under. */
  readonly lease: string
  readonly at: number
  /** Start of the run or tick. */
  readonly runAt: number
  /** Null: what is known of the text stays as it is. */
  readonly plan: ((rows: KnownRows) => Promise<MergePlan>) | null
  /** Why it failed; null: it did not. */
  readonly message: string | null
  /** Null: it is not visited again. */
  readonly next: ArticleTurn | null
  /** What was seen of a page that was read before; absent: nothing that tells. */
  readonly look?: PageLook
  /** What was read, to be kept within these settings. */
  readonly answer?: { readonly settings: AnswerSettings; readonly kept: NewArticleAnswer }
}

/** `retry`: it still wants a text; `recheck`: it has one. */
export interface ArticleTurn {
  readonly kind: 'retry' | 'recheck'
  readonly at: number
}

export interface ArticleStore {
  /** Article steps of entries whose run's polls have ended: by then their owner is known. */
  dueArticles(now: number, limit: number): Promise<readonly DueArticle[]>
  /** Leases the step of one entry; null when it is not due any more, or somebody else is at it. */
  claimArticle(entry: number, claim: ArticleClaim): Promise<DueArticle | null>
  /** Nothing happens where the lease is another's by then. */
  recordArticle(record: ArticleRecord): Promise<void>
}
