// Digests: when they are due, what their editions hold, and which files are behind.
import type { DigestName, Edition, EditionDate, FilledEdition } from '../../model/digest.ts'
import type { FormerSlug } from './categories.ts'

export interface PlannedDigest extends DigestName {
  /** When it is issued, in words that change when that does. */
  readonly schedule: string
}

export interface DueDigest extends DigestName {
  /** The newest edition that was due; null: none was yet. */
  readonly last: EditionDate | null
}

/** What is decided once of an edition. Without an entry there is none. */
export interface NewEdition extends EditionDate {
  readonly since: number
  readonly id: string
}

export interface Issue extends DigestName {
  /** The oldest first. */
  readonly editions: readonly NewEdition[]
  readonly last: EditionDate
  readonly nextAt: number
}

export interface StaleDigest extends DigestName {
  readonly wanted: number
  /** Config has it no more. */
  readonly isEnded: boolean
}

/** An edition and whose words stand in it now, in its order. */
export interface StandingEdition extends Edition {
  readonly members: readonly StandingMember[]
  readonly modifiedAt: number | null
}

export interface StandingMember extends ToldEntry {
  /** Folded under it when the edition was issued. */
  readonly also: readonly ToldEntry[]
}

export interface ToldEntry {
  readonly entry: number
  /** Whose words are shown. */
  readonly revision: number
}

export interface StaleEdition extends StandingEdition {
  readonly wanted: number
}

export interface EditionRange {
  /** Empty: from the first on. */
  readonly after: string
  readonly limit: number
}

export type WrittenEdition = Pick<StaleEdition, 'row' | 'wanted'>

export type WrittenDigest = Pick<StaleDigest, 'slug' | 'every' | 'wanted'>

export interface DigestStore {
  readonly digests: {
    /** Which digests there are now. Editions of a category that moved go with it, where it has such a digest. */
    plan(plans: readonly PlannedDigest[], former: readonly FormerSlug[]): Promise<void>
    /** Those with an edition of an instant up to `now`. */
    due(now: number, limit: number): Promise<readonly DueDigest[]>
    /** Records editions with their members. */
    issue(issues: readonly Issue[]): Promise<void>
    /** What must go first. */
    stale(limit: number): Promise<readonly StaleDigest[]>
    /** Every digest there ever was. */
    names(): Promise<readonly DigestName[]>
    /** Editions of days after one whose page may be behind, the oldest first. */
    staleEditions(digest: DigestName, range: EditionRange): Promise<readonly StaleEdition[]>
    /** The newest editions in which anything stands, newest first. */
    newest(digest: DigestName, limit: number): Promise<readonly StandingEdition[]>
    fill(edition: StandingEdition): Promise<FilledEdition>
    editionsWritten(editions: readonly WrittenEdition[]): Promise<void>
    written(digests: readonly WrittenDigest[]): Promise<void>
  }
}
