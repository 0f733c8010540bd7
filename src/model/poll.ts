// One visit to one source: what is remembered between visits, and how a visit ends.
import type { Code } from '../base/errors.ts'
import { type Expectations, nothingLearnt } from './expectations.ts'
import type { PushOffer } from './push.ts'

/** How a visit ended. `throttled`: 429 or 503; `gone`: 410, the source is not visited any more. */
export type OutcomeKind = 'changed' | 'unchanged' | 'throttled' | 'gone' | 'failed'

/** What a source's next visit starts from. Instants in milliseconds. */
export interface PollState {
  readonly etag: string | null
  readonly lastModified: string | null
  /** SHA-256 of the last body that was read well: the same bytes again need no reading. */
  readonly bodyHash: string | null
  /** SHA-256 of what was sent for it, still encoded: the same again need not even be decoded. */
  readonly sentHash: string | null
  readonly failures: number
  readonly lastPollAt: number | null
  readonly nextPollAt: number
  readonly firstSuccessAt: number | null
  readonly outcome: OutcomeKind | null
  readonly code: Code | null
  readonly message: string | null
  /** When it last answered with a whole document, or was last asked for one without validators. */
  readonly lastWholeAt: number | null
  /** How often it changes (schedule/pace.ts). */
  readonly changeMs: number | null
  readonly lastChangeAt: number | null
  /** What its last document, and its last answer, said of their own age. */
  readonly ttlMs: number | null
  readonly skipHours: readonly number[]
  readonly maxAgeMs: number | null
  /** Visited instead of the configured address, which has moved there for good. */
  readonly adoptedUrl: string | null
  /** Where the last visits were sent for good, and how many in a row. */
  readonly movedTo: string | null
  readonly movedTimes: number
  /** The last document shared nothing with those before it: entries were missed. */
  readonly isGap: boolean
  /** The last document was not as its source's usually are: its pages may have changed. */
  readonly isDrifting: boolean
  /** What its documents usually show, and what the last one did not. */
  readonly expectations: Expectations
  /** Who tells of it, as its last document that was read had it; null: nobody. */
  readonly offer: PushOffer | null
  /** Its hub tells what is new until then, and has kept its word so far; null: nobody tells. */
  readonly pushedUntil: number | null
}

export const neverPolled: PollState = {
  etag: null,
  lastModified: null,
  bodyHash: null,
  sentHash: null,
  failures: 0,
  lastPollAt: null,
  nextPollAt: 0,
  firstSuccessAt: null,
  outcome: null,
  code: null,
  message: null,
  lastWholeAt: null,
  changeMs: null,
  lastChangeAt: null,
  ttlMs: null,
  skipHours: [],
  maxAgeMs: null,
  adoptedUrl: null,
  movedTo: null,
  movedTimes: 0,
  isGap: false,
  isDrifting: false,
  expectations: nothingLearnt,
  offer: null,
  pushedUntil: null,
}

/** Permanent redirects in a row to the same address, after which it is adopted, or proposed where only the operator may adopt it. */
export const movesBeforeAdoption = 3

/** An address that config should name instead; null: none. */
export function proposedUrl({ movedTo, movedTimes }: Pick<PollState, 'movedTo' | 'movedTimes'>): string | null {
  return movedTimes >= movesBeforeAdoption ? movedTo : null
}

/** A poll, as `poll --json` shows it. */
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

/** Days since 1970 in UTC. */
export function dayOf(at: number): number {
  return Math.floor(at / 86_400_000)
}

/** What was asked of one host over a while; bytes of bodies on the wire. */
export interface HostTraffic {
  /** `host`, or `host:port` where the port is not the scheme's own; `*` for the rest when there are very many. */
  readonly host: string
  readonly requests: number
  readonly bytes: number
}

/** The same of one day. */
export interface DayTraffic extends HostTraffic {
  /** `dayOf` it. */
  readonly day: number
}

/** A row of the poll ledger: one poll, or several in a row that said the same and brought nothing. */
export interface LedgerRow extends Omit<PollReport, 'id'> {
  readonly source: string
  readonly firstAt: number
  readonly lastAt: number
  /** `bytes` and `ms` are those of all of them. */
  readonly times: number
  readonly isGap: boolean
  readonly isDrifting: boolean
  /** Its hub sent it: nobody asked. */
  readonly isPush: boolean
}
