// How a source is, in one word.
import { type PollState, proposedUrl } from './poll.ts'

/**
 * The worst that holds, worst first. `throttled`: its server wants to be left alone; `gap`: entries were missed; `drifting`: its pages
 * may have changed; `moved`: config should name another address; `paused`: the operator has it left alone, whatever else holds.
 */
export const healths = ['gone', 'failing', 'throttled', 'gap', 'drifting', 'moved', 'paused', 'never-polled', 'ok'] as const
export type Health = (typeof healths)[number]

export interface Watched {
  readonly state: PollState
  /** Null: it is visited. */
  readonly pausedAt: number | null
}

export function healthOf({ state, pausedAt }: Watched): Health {
  if (pausedAt !== null) return 'paused'
  if (state.outcome === 'gone') return 'gone'
  if (state.outcome === 'failed') return 'failing'
  if (state.outcome === 'throttled') return 'throttled'
  if (state.isGap) return 'gap'
  if (state.isDrifting) return 'drifting'
  if (state.adoptedUrl !== null || proposedUrl(state) !== null) return 'moved'
  return state.outcome === null ? 'never-polled' : 'ok'
}

/** For the exit code of `status`. */
export function isFailing(source: Watched): boolean {
  return failingHealths.includes(healthOf(source))
}

export const failingHealths: readonly Health[] = ['gone', 'failing']
