import type { Composed } from '../identify/compose.ts'
import type { DueEntry } from '../store/store.ts'

/** An entry that could be public: put together, with what decides its place. */
export interface Candidate {
  readonly due: DueEntry
  readonly composed: Composed
}
