// An entry's life as `explain` tells it: plain data, instants in milliseconds, reasons as sentences.
import type { Correction } from './correction.ts'
import type { Deletion } from './deletion.ts'
import type { DigestPeriod } from './digest.ts'
import type { EntryReference, NamedEntry, RetractionRecord } from './dossier.ts'
import type { EntryAnswers } from './kept-answer.ts'
import type { BurntKey, Veto } from './merge.ts'
import type { PruningRecord } from './pruning.ts'
import type { Terms } from './source.ts'

export interface Explanation {
  readonly found: Found
  readonly entry: ExplainedEntry
  readonly dates: ExplainedDates
  readonly text: ExplainedText
  readonly article: ExplainedArticle
  /** The owner first. */
  readonly sightings: readonly ExplainedSighting[]
  /** Why they are one entry; empty where there is only one. */
  readonly joins: readonly Join[]
  /** What the operator said of it (`merge`, `split`), the latest last. */
  readonly corrections: readonly ExplainedCorrection[]
  /** Entries that became this one. */
  readonly merged: readonly EntryReference[]
  /** Other entries under one of its keys, and why they are others. */
  readonly related: readonly (EntryReference & { readonly key: string })[]
  /** Others that tell the same story, and what only looks so; null: nobody looked yet, or it is not public. */
  readonly coverage: ExplainedCoverage | null
  /** Keys that no longer join, as far as they concern it. */
  readonly vetoes: readonly (Veto & { readonly at: number })[]
  readonly burnt: readonly BurntKey[]
  readonly categories: readonly ExplainedCategory[]
  readonly feeds: readonly ExplainedFeed[]
  /** Kept answers from which it can be read anew. */
  readonly answers: EntryAnswers
  /** Editions of digests in which it stands, the newest first. */
  readonly digests: readonly ExplainedEdition[]
  readonly revisions: readonly ExplainedRevision[]
  /** Its owner's; null: it has none. */
  readonly terms: Terms | null
  /** Null: no post of it was imported. */
  readonly imported: ExplainedImport | null
  /** Null: it is not withdrawn. */
  readonly retraction: ExplainedRetraction | null
  /** Null: it was not pruned. */
  readonly pruning: ExplainedPruning | null
  /** What its origins have deleted. */
  readonly deletions: readonly ExplainedDeletion[]
}

export interface ExplainedImport {
  /** Under which the post is kept. */
  readonly source: string
  /** Where it was read before; null: where no entry can stand. */
  readonly path: string | null
  readonly at: number
}

export interface ExplainedDeletion extends Deletion {
  readonly source: string
  /** It counts no more. */
  readonly isFollowed: boolean
  /** What follows, as a sentence. */
  readonly outcome: string
}

export interface ExplainedCoverage {
  readonly group: readonly CoveredStory[]
  /** Why each is not of the group. */
  readonly near: readonly CoveredStory[]
}

export interface CoveredStory extends Omit<EntryReference, 'row'> {
  /** Null: not known. */
  readonly outlet: string | null
  readonly published: number
  /** How much of the shorter text stands in both, 0 to 1; null: it was not compared. */
  readonly textShare: number | null
  readonly why: string
}

export interface ExplainedPruning extends PruningRecord {
  /** What is left of it in the store, as a sentence. */
  readonly remains: string
}

export interface ExplainedRetraction extends RetractionRecord {
  /** Until when its id stands in feeds. */
  readonly shownUntil: number
  /** What is left of it in the store, as a sentence. */
  readonly remains: string
}

export interface Found extends Pick<NamedEntry, 'by' | 'value'> {
  /** The entry that was asked for, where it has become another one. */
  readonly merged: EntryReference | null
  /** More entries that the same words name. */
  readonly others: readonly EntryReference[]
}

export type ExplainedState = 'pending' | 'published' | 'hidden' | 'expired' | 'retracted' | 'pruned'

export interface ExplainedEntry extends Omit<EntryReference, 'row'> {
  /** Its page; null: never published. */
  readonly page: string | null
  /** The original. */
  readonly url: string | null
  readonly state: ExplainedState
  /** Why it is not published; empty when it is. */
  readonly because: readonly string[]
  readonly revision: number
  readonly owner: string | null
}

export interface ExplainedDates {
  /** As it was written, and where; null: no source gave one. */
  readonly given: { readonly text: string; readonly source: string } | null
  readonly published: number | null
  /** Where `published` is from, as a sentence. */
  readonly origin: string | null
  readonly modified: number | null
  readonly listed: number | null
  readonly firstSeen: number | null
  readonly firstPublished: number | null
  readonly embargoUntil: number | null
  readonly expires: number | null
}

export interface ExplainedText {
  /** Null: there is none. */
  readonly use: 'feed' | 'page' | null
  readonly source: string | null
  readonly why: string | null
  /** Visible ones. */
  readonly characters: number
}

export interface ExplainedArticle {
  readonly state: 'none' | 'due' | 'done' | 'failed' | 'recheck' | 'given-up'
  /** Failures in a row. */
  readonly attempts: number
  readonly nextAt: number | null
  /** Why the last one failed. */
  readonly message: string | null
  readonly pages: readonly {
    readonly source: string
    readonly url: string
    readonly fetchedAt: number
    readonly pages: number
    readonly missingSince: number | null
  }[]
}

export interface ExplainedSighting {
  readonly source: string
  readonly isOwner: boolean
  /** Why it is the owner, or is not. */
  readonly why: string
  readonly isPublic: boolean
  readonly isRetired: boolean
  readonly firstSeen: number
  readonly lastSeen: number
  /** Strongest first. */
  readonly keys: readonly string[]
  /** Every one it carried, oldest first. */
  readonly titles: readonly string[]
  readonly link: string | null
  readonly categories: readonly { readonly name: string; readonly rule: string }[]
}

export interface Join {
  readonly key: string
  readonly sources: readonly [string, string]
  readonly why: string
}

export interface ExplainedCorrection extends Omit<Correction, 'sides'> {
  /** Sightings by their strongest key; of what was parted, what was left comes first. */
  readonly sides: readonly [readonly CorrectedSighting[], readonly CorrectedSighting[]]
  /** Other entries to which they belong now. */
  readonly elsewhere: readonly EntryReference[]
  /** False: something that was said later goes before it. */
  readonly holds: boolean
}

export interface CorrectedSighting {
  readonly source: string
  readonly key: string
}

export interface ExplainedCategory {
  readonly name: string
  /** Null: the registry does not know it yet. */
  readonly slug: string | null
  readonly isHome: boolean
  readonly listed: number | null
  readonly by: readonly { readonly source: string; readonly rule: string }[]
  /** Why the entry does not stand in it; null: it does. */
  readonly why: string | null
}

export interface ExplainedFeed {
  /** Null: the feed of everything. */
  readonly slug: string | null
  readonly url: string
  readonly isIn: boolean
  /** From 1, newest first; null where it has none. */
  readonly place: number | null
  readonly of: number | null
  readonly why: string
  /** The page of its archive where it stands; null: none, or it is in no archive yet. */
  readonly archive: string | null
}

export interface ExplainedEdition {
  /** Null: of everything. */
  readonly slug: string | null
  readonly every: DigestPeriod
  /** `yyyy-mm-dd` */
  readonly day: string
  readonly url: string
}

export interface ExplainedRevision {
  readonly revision: number
  readonly at: number
  /** The kept one before it; null: it is the first. */
  readonly after: number | null
  readonly title: string
  readonly isRetitled: boolean
  /** How much of the visible text differs, 0 to 1. */
  readonly textShare: number
  /** What of the visible text, in its order; null: most of it. Empty: nothing, or it is the first. */
  readonly changes: readonly TextChange[] | null
  /** Names of fields besides title and text that differ. */
  readonly fields: readonly string[]
}

/** Words that were taken out and put in at one place, and a little of what stands before and behind it. */
export interface TextChange {
  readonly ahead: string
  readonly removed: string
  readonly added: string
  readonly behind: string
}
