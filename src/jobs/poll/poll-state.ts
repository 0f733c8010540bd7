// What is remembered of a source after a visit. Pure.
import { type Break, driftWords, type Expectations } from '../../model/expectations.ts'
import type { PollReport, PollState } from '../../model/poll.ts'
import type { Settings } from '../../model/settings.ts'
import type { Source } from '../../model/source.ts'
import { type NextPoll, nextPollAt } from '../../schedule/next-poll.ts'
import { intervalOf, learned, type Pace } from '../../schedule/pace.ts'
import { isWholeAnswerDue } from '../../schedule/whole-answer.ts'
import { offerOf } from '../push/push-offer.ts'
import { afterMove } from './moves.ts'
import type { Visited } from './visit.ts'

/** What a document showed, compared with what its source showed before. */
export interface Found {
  /** Something new. */
  readonly isFresh: boolean
  /** Nothing that was known. */
  readonly isGap: boolean
  /** A configured identity under too many titles. */
  readonly isDrifting: boolean
}

export interface VisitContext {
  readonly source: Source
  readonly settings: Settings
  readonly now: number
  /** 0 ≤ x < 1 */
  readonly jitter: number
  /** What the visit was made with: validators only where there were some to be trusted. */
  readonly asked: Pick<PollState, 'etag' | 'lastModified'>
  /** Null: no document was read, or nothing of it is stored. */
  readonly found: Found | null
  /** Of the source after this visit. */
  readonly expectations: Expectations
}

/** The memory to visit with: now and then a source is asked as if it had given no validators; forced, as if it were new. */
export function memoryFor(state: PollState, now: number, { isForced }: { readonly isForced: boolean }): PollState {
  if (isForced) return { ...state, etag: null, lastModified: null, bodyHash: null, sentHash: null }
  return isWholeAnswerDue(state, now) ? { ...state, etag: null, lastModified: null } : state
}

/** Validators, streak of failures, outcome, pace and next poll time. An answer that could not be used keeps the old validators. */
export function afterVisit(before: PollState, visited: Visited, context: VisitContext): PollState {
  const failures = failuresAfter(before, visited)
  const flags = flagsAfter(before, visited, context)
  const pushedUntil = isUntold(before, context) ? null : before.pushedUntil
  const learnt = { failures, pushedUntil, ...paceAfter(before, visited, context), ...hintsAfter(before, visited) }
  const moves = afterMove(before, movedBy(visited), { configured: context.source.url, failures })
  const occasion = { ...context, dueAt: before.nextPollAt, retryAfterMs: visited.kind === 'throttled' ? visited.retryAfterMs : null }
  return {
    ...before,
    ...(flags.expectations.isHeldBack ? {} : validatorsOf(visited)),
    ...(moves.adoptedUrl === before.adoptedUrl ? {} : { etag: null, lastModified: null }),
    ...saidOf(visited, flags.expectations),
    ...learnt,
    ...moves,
    ...flags,
    offer: visited.kind === 'changed' ? offerOf(visited) : before.offer,
    lastPollAt: context.now,
    nextPollAt: nextPollAt(nextPollOf(learnt, occasion)),
    firstSuccessAt: before.firstSuccessAt ?? (visited.kind === 'changed' ? context.now : null),
    lastWholeAt: isAnswered(visited) || isUnconditional(context.asked) ? context.now : before.lastWholeAt,
  }
}

/** A hub that is trusted to tell what is new has not told what this visit found. */
export function isUntold({ pushedUntil }: PollState, { found, now }: Pick<VisitContext, 'found' | 'now'>): boolean {
  return found?.isFresh === true && pushedUntil !== null && pushedUntil > now
}

/** What a document that a hub sent has done. */
export interface Told extends Pick<Found, 'isFresh'> {
  /** What was known looks otherwise now. */
  readonly isChange: boolean
}

/**
 * What remains of it after a document that its hub sent: nobody visited it, and the document may hold only what is new. One that changes
 * what was known may be older than the last visit: the next is made as if there had been none, which costs nothing where it was newer.
 */
export function afterPush(before: PollState, { isFresh, isChange }: Told, now: number): PollState {
  const doubted = isChange ? { etag: null, lastModified: null, bodyHash: null, sentHash: null } : {}
  return { ...before, ...doubted, lastChangeAt: isFresh ? now : before.lastChangeAt }
}

function toldFor({ pushedUntil }: Pick<PollState, 'pushedUntil'>, now: number): number | null {
  return pushedUntil === null ? null : Math.max(pushedUntil - now, 0)
}

/** What the last visits have shown of a source. */
type Learnt = Pick<PollState, 'failures' | 'changeMs' | 'lastChangeAt' | 'ttlMs' | 'maxAgeMs' | 'skipHours' | 'pushedUntil'>

/** When, and how, a visit ended. */
export type Occasion = Pick<VisitContext, 'source' | 'settings' | 'now' | 'jitter'> & Pick<NextPoll, 'dueAt' | 'retryAfterMs'>

/** What decides when a source is visited next. */
export function nextPollOf(learnt: Learnt, { source, settings, ...occasion }: Occasion): NextPoll {
  return {
    everyMs: source.everyMs,
    intervalMs: intervalOf(learnt, settings.poll.everyMs, occasion.now),
    schedule: source.schedule,
    timezone: source.timezone,
    failures: learnt.failures,
    hints: learnt,
    pushedMs: toldFor(learnt, occasion.now),
    ...occasion,
  }
}

function movedBy(visited: Visited): string | null | undefined {
  if (visited.kind === 'unchanged') return visited.movedTo
  return isAnswered(visited) ? visited.fetched.movedTo : undefined
}

function failuresAfter({ failures }: PollState, { kind }: Visited): number {
  if (kind === 'throttled') return failures
  return kind === 'failed' || kind === 'gone' ? failures + 1 : 0
}

function paceAfter(before: PollState, visited: Visited, { found, settings, now }: VisitContext): Pace {
  const pace = { changeMs: before.changeMs, lastChangeAt: before.lastChangeAt }
  if (visited.kind !== 'changed') return pace
  const { isFresh = false, isGap = false } = found ?? {}
  return learned(pace, { isChange: isFresh, isGap, now, dueAt: before.nextPollAt, startMs: settings.poll.everyMs })
}

/** A document that did not change says what it said before; so does an answer of 304 that says nothing else. */
function hintsAfter(before: PollState, visited: Visited): Pick<PollState, 'ttlMs' | 'skipHours' | 'maxAgeMs'> {
  const { ttlMs, skipHours } = visited.kind === 'changed' ? visited.reading : before
  if (isAnswered(visited)) return { ttlMs, skipHours, maxAgeMs: visited.fetched.maxAgeMs }
  return { ttlMs, skipHours, maxAgeMs: (visited.kind === 'unchanged' ? visited.maxAgeMs : null) ?? before.maxAgeMs }
}

type Flags = Pick<PollState, 'isGap' | 'isDrifting' | 'expectations'>

function flagsAfter(before: PollState, visited: Visited, { found, expectations: expected }: VisitContext): Flags {
  const isWell = visited.kind === 'unchanged' || visited.kind === 'same-bytes'
  const isGap = found?.isGap ?? (before.isGap && !isWell)
  const expectations = found?.isDrifting ? { ...expected, breaks: [...expected.breaks, doubtfulIdentity] } : expected
  return { isGap, isDrifting: expectations.breaks.length > 0, expectations }
}

const doubtfulIdentity: Break = {
  name: 'identity',
  message: 'a configured identity stands under too many titles: it is no key in this document',
}

function validatorsOf(visited: Visited): Partial<PollState> {
  if (!isAnswered(visited)) return {}
  const { etag, lastModified, sentHash } = visited.fetched
  if (visited.kind === 'same-bytes') return { etag, lastModified, sentHash }
  // What was missing this time is to be asked for, and read, the next time.
  if (visited.reading.isCut) return { etag: null, lastModified: null, bodyHash: null, sentHash: null }
  return { etag, lastModified, bodyHash: visited.bodyHash, sentHash: visited.bodyHash === null ? null : sentHash }
}

/** A visit's outcome as ledger, `status` and `poll --json` show it: of a document that is not as usual, also what is not. */
export function saidOf(visited: Visited, expectations: Expectations): ReturnType<typeof wordsOf> {
  const said = wordsOf(visited)
  return visited.kind === 'changed' && expectations.breaks.length > 0 ? { ...said, message: driftWords(expectations) } : said
}

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

function isAnswered(visited: Visited): visited is Extract<Visited, { kind: 'changed' | 'same-bytes' }> {
  return visited.kind === 'changed' || visited.kind === 'same-bytes'
}

function isUnconditional({ etag, lastModified }: VisitContext['asked']): boolean {
  return etag === null && lastModified === null
}
