// What is asked often and costs something is kept for a while.
import type { Clock } from '../base/clock.ts'

/** What `work` gave last, if it is no older than `maxAgeMs`; those who ask at once share an answer. An error is not kept. */
export function remembering<T>(clock: Clock, work: () => Promise<T>): (maxAgeMs: number) => Promise<T> {
  let last: { readonly at: number; readonly found: Promise<T> } | null = null
  return (maxAgeMs) => {
    const now = clock.now()
    if (last !== null && Math.abs(now - last.at) < maxAgeMs) return last.found
    const asked = { at: now, found: work() }
    last = asked
    asked.found.catch(() => {
      if (last === asked) last = null
    })
    return asked.found
  }
}
