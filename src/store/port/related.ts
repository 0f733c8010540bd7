// Related coverage: which public entries tell the same story, and which of them stand in feeds that fold.
import type { EntryReference } from '../../model/dossier.ts'
import type { Content } from '../../model/entry.ts'
import type { RelatedBy, RelatedLink } from '../../model/related.ts'

/** A public entry, as all may see it. */
export interface ToldEntry {
  readonly content: Content
  readonly owner: string
  readonly datePublished: number
  readonly listed: number
  readonly path: string
  /** Keys of addresses under which public sightings know it, none of them burnt. */
  readonly addresses: readonly string[]
}

/** An entry that changed since related coverage was looked for. */
export interface Unrelated {
  readonly entry: number
  readonly wanted: number
  /** Null: it is not public. */
  readonly told: ToldEntry | null
}

/** What an entry is compared by, as it was kept. */
export interface RelatedRow {
  readonly entry: number
  readonly at: number
  readonly outlet: string
  readonly marks: readonly number[]
  readonly fingerprint: string
}

/** How many entries have a mark in the three weeks around the week before, its own and the next; counted to `mostHolders`. */
export interface MarkCounts {
  readonly mark: number
  readonly counts: readonly [number, number, number]
}

export interface MarkHolder {
  readonly mark: number
  readonly week: number
  readonly entry: number
}

export interface KeptPair {
  readonly entry: number
  readonly other: number
  readonly kind: RelatedBy
  readonly share: number
}

/** What `explain` looks at. */
export interface CoverageRecord {
  readonly told: ToldEntry
  /** The others of its group. */
  readonly members: readonly CoveredEntry[]
  /** What shares marks with it and is not of its group: those first that share most. */
  readonly near: readonly (CoveredEntry & {
    /** Marks that both have, each with how many have it in those weeks. */
    readonly marks: readonly { readonly mark: number; readonly holders: number }[]
  })[]
}

export interface CoveredEntry {
  readonly entry: EntryReference
  readonly told: ToldEntry
  /** As it is a pair with the entry itself; empty: by way of others. */
  readonly pairs: readonly Pick<KeptPair, 'kind' | 'share'>[]
}

/** Of an entry its group, by the smallest row in it, and what its page shows of that; null: it stands alone. */
export interface RelatedLooks {
  readonly group: number | null
  readonly links: readonly RelatedLink[]
}

/** One step of looking for related coverage, in one transaction. */
export interface Relating {
  /** `isKnown`: only those that were looked at before, and have changed or gone. */
  waiting(options: { readonly limit: number; readonly isKnown: boolean }): Promise<readonly Unrelated[]>
  rows(entries: readonly number[]): Promise<readonly RelatedRow[]>
  /** In the place of what was kept of it, whose marks are gone. */
  keep(row: RelatedRow): Promise<void>
  /** It is found by these no more. */
  unmark(row: RelatedRow): Promise<void>
  /** With its pairs. */
  drop(entry: number): Promise<void>
  counts(marks: readonly number[], week: number): Promise<readonly MarkCounts[]>
  holders(marks: readonly number[], weeks: readonly number[]): Promise<readonly MarkHolder[]>
  told(entries: readonly number[]): Promise<ReadonlyMap<number, ToldEntry>>
  pairs(entries: readonly number[]): Promise<readonly KeptPair[]>
  /** All pairs of an entry: both ways. */
  pair(entry: number, pairs: readonly Omit<KeptPair, 'entry'>[]): Promise<void>
  /** All of the groups that these were in, themselves included. */
  groupmates(entries: readonly number[]): Promise<readonly number[]>
  looks(entries: readonly number[]): Promise<readonly (RelatedLooks & { readonly entry: number })[]>
  /** What its page shows from now on: that is written again where it is something else than before. */
  show(entry: number, before: RelatedLooks, now: RelatedLooks): Promise<void>
  done(entries: readonly Unrelated[]): Promise<void>
}

/** Where an entry is listed in a feed that folds; slug empty: in that of everything. */
export interface FoldPlace {
  readonly slug: string
  readonly entry: number
  readonly listed: number
  /** Null: it stands there itself, or nothing is decided yet. */
  readonly under: number | null
  readonly isWithdrawn: boolean
}

/** Deciding what stands in feeds that fold, in one transaction. */
export interface Folding {
  /** Of these entries those that are listed in the feed now. */
  places(slug: string, entries: readonly number[]): Promise<readonly FoldPlace[]>
  /** The first of these that readers see in the feed; null: none of them stands there. */
  standing(slug: string, entries: readonly number[]): Promise<number | null>
  stand(place: FoldPlace): Promise<void>
  fold(place: FoldPlace, under: number): Promise<void>
  /** It is listed there no more. */
  drop(slug: string, entry: number): Promise<void>
}

export interface RelatedStore {
  /** Feeds that fold. */
  foldSlugs(): Promise<readonly string[]>
  /** These fold from now on, and no others; what stands in a feed that readers may have seen stays. */
  syncFolds(slugs: readonly string[]): Promise<void>
  /** What is to be decided on, by feed, first what is listed first. */
  openFolds(): Promise<readonly Pick<FoldPlace, 'slug' | 'entry'>[]>
  decideFolds(work: (at: { readonly folding: Folding; readonly relating: Relating }) => Promise<void>): Promise<void>
  /** Something waits. */
  isBehind(): Promise<boolean>
  relate<T>(work: (relating: Relating) => Promise<T>): Promise<T>
  /** Nothing is related any more; true when nothing is left to forget. */
  forget(limit: number): Promise<boolean>
  /** The others of its group by an entry's path, as its page shows them. */
  links(paths: readonly string[]): Promise<ReadonlyMap<string, readonly RelatedLink[]>>
}
