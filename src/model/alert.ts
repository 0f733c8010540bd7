// What an operator is told of a source: that something is wrong with it, and that it is over.
import type { Code } from '../base/errors.ts'
import { driftWords } from './expectations.ts'
import type { PollState } from './poll.ts'

/** What may be wrong with a source for a while. */
export const conditions = ['failing', 'drifting', 'gap'] as const
export type Condition = (typeof conditions)[number]

/** What may be told of a source: also what only happens, and is not over some day. */
export const watchable = [...conditions, 'deleted'] as const
export type Watchable = (typeof watchable)[number]

/** So many failures in a row make a source failing, where config does not say. */
export const usualAfter = 3

/** From when on a source is failing, and who is told of what. */
export interface Watch {
  readonly on: readonly Watchable[]
  /** Failures in a row that make a source failing. */
  readonly after: number
  readonly recipients: readonly string[]
}

/** One change, from right to wrong or back. */
export interface Alert {
  readonly event: AlertEvent
  readonly source: string
  /** When what is wrong, or was, began. */
  readonly since: number
  readonly at: number
  readonly code: Code | null
  readonly message: string | null
  readonly failures: number
}

export type AlertEvent = Watchable | 'recovered' | 'drifting-over' | 'gap-over'

/** What is said of a source, in the middle of a sentence. */
export const alertWords: Readonly<Record<AlertEvent, string>> = {
  failing: 'is failing',
  recovered: 'is failing no more',
  drifting: 'is drifting',
  'drifting-over': 'is drifting no more',
  gap: 'has a gap',
  'gap-over': 'has a gap no more',
  deleted: 'has deletions',
}

const ends: Readonly<Record<Condition, AlertEvent>> = { failing: 'recovered', drifting: 'drifting-over', gap: 'gap-over' }

const words: Readonly<Record<Condition, (state: PollState) => string | null>> = {
  failing: ({ message }) => message,
  drifting: ({ expectations }) => driftWords(expectations),
  gap: () => 'nothing in its document was known: entries were missed',
}

/**
 * What holds of a source after a poll (true), and what does not (false). Only an answer that could be used ends anything: about what has
 * neither begun nor ended, nothing is said.
 */
export function conditionsOf(state: PollState, after: number): ReadonlyMap<Condition, boolean> {
  const holds: Readonly<Record<Condition, boolean>> = {
    failing: state.outcome === 'gone' || state.failures >= after,
    drifting: state.isDrifting,
    gap: state.isGap,
  }
  const isWell = state.outcome === 'changed' || state.outcome === 'unchanged'
  return new Map(conditions.filter((condition) => holds[condition] || isWell).map((condition) => [condition, holds[condition]]))
}

interface Turn {
  readonly source: string
  readonly condition: Condition
  readonly since: number
  readonly at: number
}

export function alertOfBegin({ condition, ...turn }: Turn, state: PollState): Alert {
  const { code, failures } = state
  return { event: condition, ...turn, code: condition === 'failing' ? code : null, message: words[condition](state), failures }
}

/** `message` says why, where it did not just end. */
export function alertOfEnd({ condition, ...turn }: Turn, message: string | null = null): Alert {
  return { event: ends[condition], ...turn, code: null, message, failures: 0 }
}
