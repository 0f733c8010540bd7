// One visit to one source: what is remembered between visits, and how a visit ends.
import type { Code } from '../base/errors.ts'

/** How a visit ended. `throttled`: 429 or 503; `gone`: 410, the source is not visited any more. */
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

/** What was asked of one host over a while; bytes of bodies on the wire. */
export interface HostTraffic {
  /** `host`, or `host:port` where the port is not the scheme's own; `*` for the rest when there are very many. */
  readonly host: string
  readonly requests: number
  readonly bytes: number
}
