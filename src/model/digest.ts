// Digests: one item for all that came to a feed in a day or a week.
import type { Entry } from './entry.ts'

export const digestPeriods = ['daily', 'weekly'] as const

export type DigestPeriod = (typeof digestPeriods)[number]

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

/** A digest that config asks for. Slug empty: of everything. */
export interface DigestPlan extends DigestSettings {
  readonly slug: string
}

/** What readers were given once: it keeps its id and its place. */
export interface Edition {
  readonly row: number
  readonly every: DigestPeriod
  readonly day: string
  /** It holds what came from here on, … */
  readonly since: number
  /** … and before this, its date. */
  readonly until: number
  readonly id: string
  /** Entries of its period that it does not list. */
  readonly more: number
  /** Of what it was made when it was written last; null: not known. */
  readonly signature: string | null
}

/** An edition with what still stands in it, in its order. */
export interface FilledEdition extends Edition {
  readonly entries: readonly Entry[]
}
