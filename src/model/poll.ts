// One visit to one source: what is remembered between visits, and how a visit ends.
import type { Code } from '../base/errors.ts'

/** Codes that an outcome may carry; the rest of the catalogue belongs to the operator's side. */
export type OutcomeKind = 'changed' | 'unchanged' | 'throttled' | 'gone' | 'failed'

/** What a source's next visit starts from. Instants in milliseconds. */
export interface PollState {
  readonly etag: string | null
  readonly lastModified: string | null
  /** SHA-256 of the last body that was read well: the same bytes again need no reading. */
  readonly bodyHash: string | null
  readonly failures: number
  readonly lastPollAt: number | null
  readonly nextPollAt: number
  readonly firstSuccessAt: number | null
  readonly outcome: OutcomeKind | null
  readonly code: Code | null
  readonly message: string | null
}

export const neverPolled: PollState = {
  etag: null,
  lastModified: null,
  bodyHash: null,
  failures: 0,
  lastPollAt: null,
  nextPollAt: 0,
  firstSuccessAt: null,
  outcome: null,
  code: null,
  message: null,
}

/** What an answer says about when to come again. */
export interface Hints {
  readonly ttlMs: number | null
  readonly maxAgeMs: number | null
  readonly retryAfterMs: number | null
}

/** A row of the poll ledger and of `poll --json`. */
export interface PollReport {
  readonly id: string
  readonly outcome: OutcomeKind
  readonly code: Code | null
  readonly message: string | null
  readonly read: number
  readonly new: number
  readonly updated: number
  readonly merged: number
  readonly bytes: number
  readonly ms: number
}
