// When an entry's page is visited again. Pure.
import type { ArticleTurn } from '../../store/port/articles.ts'

/** After these many failures the entry stays with what there is. */
const mostAttempts = 6
const firstRetryMs = 10 * 60_000

/** Four times as long after each failure; null: it is given up. `attempts`: failures before this one. */
export function nextRetry(attempts: number, retryAfterMs: number, now: number): ArticleTurn | null {
  if (attempts + 1 >= mostAttempts) return null
  return { kind: 'retry', at: now + Math.max(firstRetryMs * 4 ** attempts, retryAfterMs) }
}

/** The first of the source's `recheck` that lies ahead, counted from the entry's first publication. */
export function nextRecheck(recheckMs: readonly number[], publishedAt: number, now: number): ArticleTurn | null {
  const ahead = recheckMs.map((ms) => publishedAt + ms).find((at) => at > now)
  return ahead === undefined ? null : { kind: 'recheck', at: ahead }
}
