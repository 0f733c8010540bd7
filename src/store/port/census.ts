// What the store holds, as numbers that are had at once: /metrics and /readyz ask every few seconds.
import type { Health } from '../../model/health.ts'

export interface Census {
  /** Of those that are watched. */
  readonly sources: readonly { readonly health: Health; readonly count: number }[]
  /** Their poll is due, and nobody is at it. */
  readonly due: number
  /** Since when the longest of them has been due; null: none is, or only such as never were polled. */
  readonly dueSince: number | null
  readonly lastPollAt: number | null
  /** Ever taken in. */
  readonly entries: number
  /** Of those pruned. */
  readonly tombstones: number
  /** That kept answers take, packed. */
  readonly answerBytes: number
  /** On disk. */
  readonly bytes: number
}

export interface CensusStore {
  census(now: number): Promise<Census>
}
