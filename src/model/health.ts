// How a source is, in one word.
import { type PollState, proposedUrl } from './poll.ts'

/**
 * The worst that holds, worst first. `throttled`: its server wants to be left alone; `gap`: entries were missed; `drifting`: its pages
 * may have changed; `moved`: config should name another address.
 */
export const healths = ['gone', 'failing', 'throttled', 'gap', 'drifting', 'moved', 'never-polled', 'ok'] as const
export type Health = (typeof healths)[number]

export function healthOf(state: PollState): Health {
  if (state.outcome === 'gone') return 'gone'
  if (state.outcome === 'failed') return 'failing'
  if (state.outcome === 'throttled') return 'throttled'
  if (state.isGap) return 'gap'
  if (state.isDrifting) return 'drifting'
  if (state.adoptedUrl !== null || proposedUrl(state) !== null) return 'moved'
  return state.outcome === null ? 'never-polled' : 'ok'
}

/** For the exit code of `status`. */
export function isFailing(state: Pick<PollState, 'outcome'>): boolean {
  return state.outcome === 'gone' || state.outcome === 'failed'
}
