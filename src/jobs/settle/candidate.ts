import type { Composed } from '../../identify/compose.ts'
import type { DueEntry, Membership } from '../../store/port/settling.ts'

/** An entry that could be public: put together, with what decides its place. */
export interface Candidate {
  readonly due: DueEntry
  readonly composed: Composed
}

/** An entry that becomes public, with where it will stand. */
export type First = Candidate & { readonly places: readonly Membership[] }
