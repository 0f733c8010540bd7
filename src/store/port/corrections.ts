// What the operator says of entries (`merge`, `split`).
import type { Correction } from '../../model/correction.ts'
import type { EntryReference } from '../../model/dossier.ts'
import type { Known, MergePlan } from '../../model/merge.ts'

/** An entry that something is said of, as it is today. */
export interface CorrectedEntry extends EntryReference {
  readonly state: 'pending' | 'published' | 'expired' | 'retracted' | 'pruned'
}

export interface Corrected {
  /** Those that were asked for; of a merged one what it became. Each once, in their order. */
  readonly entries: readonly CorrectedEntry[]
  readonly known: Known
  /** When it is said. */
  readonly at: number
}

export interface Ruled {
  readonly said: Correction
  readonly plan: MergePlan
  /** A sighting of each side. */
  readonly ofSides: readonly [number, number]
  /** Sightings that are news from now on, whenever they came. */
  readonly news: readonly number[]
}

/** Rows of the entries to which the sides belong now. */
export type Sides = readonly [number, number]

export interface CorrectionStore {
  readonly corrections: {
    /** Decides by what is known around these entries, and writes that, in one transaction. Null: nothing was to be said. @throws what `decide` throws */
    make(rows: readonly number[], now: number, decide: (corrected: Corrected) => Ruled | null): Promise<Sides | null>
    /** Those of these rows that there are. */
    references(rows: readonly number[]): Promise<readonly EntryReference[]>
  }
}
