// Digests: one item for all that came to a feed in a day or a week.
import type { Entry } from './entry.ts'

export const digestPeriods = ['daily', 'weekly'] as const

export type DigestPeriod = (typeof digestPeriods)[number]

/** Editions that a feed holds. */
export const editionsKept: Readonly<Record<DigestPeriod, number>> = { daily: 30, weekly: 26 }

/** When editions are issued, on the clocks of the site's zone. */
export interface DigestSettings {
  readonly every: DigestPeriod
  /** Minutes after midnight. */
  readonly at: number
  /** Of weekly ones, 1 (Monday) to 7. */
  readonly on: number | null
}

/** An edition's day, `yyyy-mm-dd`, and its instant. */
export interface EditionDate {
  readonly day: string
  readonly at: number
}

/** Slug empty: of everything. */
export interface DigestName {
  readonly slug: string
  readonly every: DigestPeriod
}

/** What readers were given once: it keeps its id, its place and what it was made of. */
export interface Edition {
  readonly row: number
  readonly every: DigestPeriod
  readonly day: string
  /** Its date: it holds what came before. */
  readonly until: number
  readonly id: string
  /** Entries of its period that it does not list. */
  readonly more: number
}

/** An edition with what still stands in it, in its order. */
export interface FilledEdition extends Edition {
  readonly entries: readonly Entry[]
  /** When the last of its entries was withdrawn after it was issued; null: none was. */
  readonly modifiedAt: number | null
}
