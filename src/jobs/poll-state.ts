// What is remembered of a source after a visit. Pure.
import type { PollReport, PollState } from '../model/poll.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import { nextPollAt } from '../schedule/next-poll.ts'
import type { Visited } from './visit.ts'

export interface VisitContext {
  readonly source: Source
  readonly settings: Settings
  readonly now: number
  /** 0 ≤ x < 1 */
  readonly jitter: number
}

/** Validators, streak of failures, outcome and next poll time. An answer that could not be used keeps the old validators. */
export function afterVisit(before: PollState, visited: Visited, { source, settings, now, jitter }: VisitContext): PollState {
  const failures =
    visited.kind === 'failed' || visited.kind === 'gone' ? before.failures + 1 : visited.kind === 'throttled' ? before.failures : 0
  const next = nextPollAt({
    everyMs: source.everyMs,
    defaultEveryMs: settings.poll.everyMs,
    schedule: source.schedule,
    timezone: source.timezone,
    failures,
    hints: { ttlMs: visited.kind === 'changed' ? visited.reading.ttlMs : null, maxAgeMs: maxAgeOf(visited) },
    retryAfterMs: visited.kind === 'throttled' ? visited.retryAfterMs : null,
    now,
    jitter,
  })
  return {
    ...before,
    ...validatorsOf(visited),
    ...wordsOf(visited),
    failures,
    lastPollAt: now,
    nextPollAt: next,
    firstSuccessAt: firstSuccess(before, visited, now),
  }
}

function firstSuccess(before: PollState, visited: Visited, now: number): number | null {
  return before.firstSuccessAt ?? (visited.kind === 'changed' ? now : null)
}

function validatorsOf(visited: Visited): Partial<PollState> {
  if (visited.kind !== 'changed' && visited.kind !== 'same-bytes') return {}
  const { etag, lastModified } = visited.fetched
  return { etag, lastModified, ...(visited.kind === 'changed' ? { bodyHash: visited.reading.isCut ? null : visited.bodyHash } : {}) }
}

/** A visit's outcome as ledger, `status` and `poll --json` show it. */
export function wordsOf(visited: Visited): Pick<PollReport, 'outcome' | 'code' | 'message'> {
  switch (visited.kind) {
    case 'changed':
      return { outcome: 'changed', code: null, message: null }
    case 'same-bytes':
    case 'unchanged':
      return { outcome: 'unchanged', code: null, message: null }
    case 'throttled':
      return { outcome: 'throttled', code: 'rate-limited', message: visited.message }
    case 'gone':
      return { outcome: 'gone', code: 'gone', message: visited.message }
    case 'failed':
      return { outcome: 'failed', code: visited.code, message: visited.message }
  }
}

function maxAgeOf(visited: Visited): number | null {
  if (visited.kind === 'unchanged') return visited.maxAgeMs
  return visited.kind === 'changed' || visited.kind === 'same-bytes' ? visited.fetched.maxAgeMs : null
}
