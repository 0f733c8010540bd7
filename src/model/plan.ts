// What another config would make of what is stored.
import type { RereadReport } from './reread.ts'

/** An entry as a plan names it. */
export interface PlannedEntry {
  /** Null: never published. */
  readonly id: string | null
  readonly title: string
  readonly url: string | null
}

/** Why readers would see an entry no more. */
export type LossReason = 'dropped' | 'hidden' | 'expired' | 'waits'

export interface Plan {
  readonly sources: {
    /** Of the new config, not stored so far; nothing is known of what they give. */
    readonly added: readonly string[]
    /** They would not be visited any more; their entries stay. */
    readonly removed: readonly string[]
    readonly renamed: readonly { readonly from: string; readonly to: string }[]
    /** Read anew for this plan, for the new config reads them by other rules than their entries were read by. */
    readonly reread: readonly RereadReport[]
  }
  /** In order of id, those that were never published last. */
  readonly entries: {
    readonly new: readonly PlannedEntry[]
    readonly lost: readonly (PlannedEntry & { readonly why: LossReason })[]
    readonly changed: readonly (PlannedEntry & { readonly fields: readonly string[] })[]
    readonly merged: readonly (PlannedEntry & { readonly into: PlannedEntry })[]
    /** New ones that were part of another. */
    readonly split: readonly (PlannedEntry & { readonly from: PlannedEntry })[]
    /** In order of its categories, home first. */
    readonly moved: readonly (PlannedEntry & { readonly from: readonly string[]; readonly to: readonly string[] })[]
  }
  readonly categories: {
    readonly new: readonly PlannedCategory[]
    readonly renamed: readonly (PlannedCategory & { readonly before: string })[]
    /** They become private, or public. */
    readonly hidden: readonly PlannedCategory[]
    readonly shown: readonly PlannedCategory[]
    /** They would have no entry any more. */
    readonly emptied: readonly PlannedCategory[]
  }
  /** Whose window would be another; slug null: that of everything. In order. */
  readonly feeds: readonly PlannedFeed[]
}

export interface PlannedCategory {
  readonly slug: string
  readonly name: string
}

/** Entries that would come into it, leave it, or look otherwise in it. */
export interface PlannedFeed {
  readonly slug: string | null
  readonly came: number
  readonly left: number
  readonly changed: number
}
