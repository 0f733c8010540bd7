// What a trial shows, step by step. No address in it carries a secret.
import type { Fetched, FetchStep } from '../../fetch/fetcher.ts'
import type { BetterText } from '../../identify/better-text.ts'
import type { Expectations } from '../../model/expectations.ts'
import type { MergePlan, Veto } from '../../model/merge.ts'
import type { PollReport, PollState } from '../../model/poll.ts'
import type { PushOffer } from '../../model/push.ts'
import type { Source } from '../../model/source.ts'
import type { DocumentFacts, Reading } from '../../read/reader.ts'
import type { NextPoll } from '../../schedule/next-poll.ts'
import type { NextPollReason } from '../../schedule/reasons.ts'
import type { ArticleFound } from '../poll/visit-article.ts'
import type { Declined } from '../push/push-offer.ts'
import type { Looks } from './looks.ts'
import type { TextStart, TriedEntry } from './tried-entries.ts'
import type { TriedFeeds } from './tried-feeds.ts'

export interface Trial {
  readonly source: Pick<Source, 'id' | 'kind' | 'url' | 'enabled'>
  readonly request: TriedRequest
  /** Requests over HTTP, in order; none for a file, or for an address that may not be asked. */
  readonly steps: readonly FetchStep[]
  /** Null: nothing was fetched. */
  readonly answer: TriedAnswer | null
  readonly report: Pick<PollReport, 'outcome' | 'code' | 'message' | 'ms'>
  /** Null: it could not be read. */
  readonly document: TriedDocument | null
  /** Feeds that a page names instead. */
  readonly announced: readonly string[]
  /** What the answer looks like where it could not be read as wanted; null: it could, or there is none. */
  readonly looks: Looks | null
  /** What a list names; null: it is none, or could not be read. */
  readonly feeds: TriedFeeds | null
  /** Who tells of it; null: nobody. */
  readonly push: TriedPush | null
  readonly entries: readonly TriedEntry[]
  /** Null: there is no article step, or no entry to show it with. */
  readonly article: TriedArticle | null
  /** Null: nothing was read. */
  readonly changes: TriedChanges | null
  /** Null: it is gone, or switched off, and would not be visited again. */
  readonly next: TriedNext | null
}

/** `declined`: why its hubs are not asked to push; null: they are. */
export interface TriedPush extends Pick<PushOffer, 'hubs' | 'topic'> {
  readonly declined: Declined | null
}

export interface TriedRequest {
  /** The adopted address where config's has moved for good. */
  readonly url: string
  readonly isAdopted: boolean
  /** With which a poll would ask; a trial asks without, for there is nothing to be seen in a 304. */
  readonly validators: Pick<PollState, 'etag' | 'lastModified'>
  /** The operator's proxy, where the requests went through it. */
  readonly proxy: string | null
}

export interface TriedAnswer extends Pick<Fetched, 'url' | 'contentType' | 'etag' | 'lastModified' | 'maxAgeMs' | 'movedTo' | 'bytes'> {
  readonly decodedBytes: number
  /** Those of the last document: a poll would not read them again. */
  readonly isKnown: boolean
}

/** `uses`: what became of the rules of the source's fields. */
export type TriedDocument = DocumentFacts & Pick<Reading, 'title' | 'warnings' | 'isCut' | 'ttlMs' | 'skipHours' | 'uses'>

export interface TriedArticle {
  /** How many entries a poll would fetch the text of. */
  readonly wanted: number
  /** Of the entry that it was fetched for here: the first that is new, else the first. */
  readonly title: string
  readonly steps: readonly FetchStep[]
  readonly found: ArticleFound
  /** Null: it could not be had. */
  readonly text: TextStart | null
  /** Which text readers would see; null: there is none to choose. */
  readonly better: BetterText | null
}

export interface TriedChanges {
  /** There is a store to compare with; else everything is new. */
  readonly isCompared: boolean
  readonly counts: MergePlan['counts'] & { readonly unchanged: number }
  /** Published entries that would become one, by id. */
  readonly merges: readonly { readonly from: string; readonly into: string }[]
  readonly vetoes: readonly Veto[]
  readonly isGap: boolean
  /** What is not as usual. */
  readonly drift: Pick<Expectations, 'breaks' | 'isHeldBack' | 'fallbacks'>
}

export interface TriedNext {
  readonly at: number
  readonly reasons: readonly NextPollReason[]
  readonly poll: NextPoll
}
