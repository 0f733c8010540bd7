// How often a source really changes, learned from its visits, and how often it is visited for that.
//
//   estimate ← estimate^(3/4) × gap^(1/4)     at each change; gap: time since the change before
//   interval = max(estimate, silence) / 4     silence: time since the last change
//
// The estimate is a decayed geometric mean: one long night or one burst moves it by its fourth root, ten changes replace it, and a
// source whose every visit finds something draws nearer by a third each time. Silence counts by itself, so a source that dies is left
// alone at once and ever more (each visit a quarter later than the one before, once a day after four days), and as soon as it speaks
// again the estimate is there. A quarter makes about four visits a change, and a change is seen after a sixth of the usual gap.
import { longest, shortest, within } from './bounds.ts'

const share = 1 / 4
const weight = 1 / 4

/** What is remembered of a source's changes. Instants and spans in milliseconds. */
export interface Pace {
  /** The estimate; null before the first change. */
  readonly changeMs: number | null
  /** The last change, or the first document; null before that. */
  readonly lastChangeAt: number | null
}

/** What a visit that reached the source has found. */
export interface Seen {
  /** It shows something that it did not show before. Corrections do not count: a page with a counter would be visited every minute. */
  readonly isChange: boolean
  /** It shows nothing that it showed before: some of it was missed. */
  readonly isGap: boolean
  readonly now: number
  /** When this visit was due; what it was late by, because nobody was there to visit, is not the source's doing. */
  readonly dueAt: number
  /** The interval to start from. */
  readonly startMs: number
}

export function learned(pace: Pace, { isChange, isGap, now, dueAt, startMs }: Seen): Pace {
  if (pace.lastChangeAt === null) return { changeMs: null, lastChangeAt: now }
  if (!isChange) return pace
  const noticedAt = dueAt > pace.lastChangeAt ? Math.min(now, dueAt) : now
  const gap = Math.max(noticedAt - pace.lastChangeAt, shortest)
  const estimate = usual(pace, startMs) ** (1 - weight) * gap ** weight
  return { changeMs: Math.round(bounded(isGap ? estimate / 2 : estimate)), lastChangeAt: now }
}

/** The interval after a visit, before hints, failures and chance have their say. */
export function intervalOf(pace: Pace, startMs: number, now: number): number {
  const silence = pace.lastChangeAt === null ? 0 : now - pace.lastChangeAt
  return within(Math.max(usual(pace, startMs), silence) * share)
}

function usual({ changeMs }: Pace, startMs: number): number {
  return bounded(changeMs ?? startMs / share)
}

/** Estimates beyond what an interval can follow would only take long to forget. */
function bounded(estimate: number): number {
  return Math.min(Math.max(estimate, shortest / share), longest / share)
}
