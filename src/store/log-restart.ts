// When SQLite's log is to be begun anew, which lets nobody write meanwhile.

/** Pages. While others write all the time a part is left each time, and the log would grow: then they wait for a moment. */
const longestLog = 16_384
/**
 * Pages. What is left is carried over while nobody may write. More than this is left only where somebody reads for long, as a backup and the
 * look through a large store do: to begin anew has to wait for them, and whoever polls with it (30 s and more with 10 GB).
 */
const mostLeft = 2_000
/** The same reader may be at it still. */
const againAfterMs = 5_000

/** As `wal_checkpoint(passive)` says it. */
export interface Carried {
  readonly log: number
  readonly checkpointed: number
}

/** `sinceMs`: since it was tried last. */
export function isToBeginAnew({ log, checkpointed }: Carried, sinceMs: number): boolean {
  const left = log - checkpointed
  return log > longestLog && left > 0 && left <= mostLeft && sinceMs >= againAfterMs
}
