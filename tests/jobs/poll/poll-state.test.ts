import { expect, test } from 'vitest'
import type { Fetched } from '../../../src/fetch/fetcher.ts'
import { expectedOf } from '../../../src/jobs/poll/drift.ts'
import { afterVisit, type Found, memoryFor, type VisitContext, wordsOf } from '../../../src/jobs/poll/poll-state.ts'
import type { Visited } from '../../../src/jobs/poll/visit.ts'
import { nothingLearnt } from '../../../src/model/expectations.ts'
import { neverPolled, type PollState } from '../../../src/model/poll.ts'
import type { Reading } from '../../../src/read/reader.ts'
import { configOf, settingsOf } from '../../support/site.ts'

const now = Date.UTC(2026, 0, 10, 12)
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const settings = settingsOf(configOf([{ id: 'a' }]))
const every = settings.poll.everyMs
const [written] = settings.sources
if (written === undefined) throw new Error('the config has no source')
const source = written

const before: PollState = {
  ...neverPolled,
  etag: '"1"',
  lastModified: 'Sat, 10 Jan 2026 12:00:00 GMT',
  bodyHash: 'old',
  sentHash: 'sent old',
  failures: 2,
  lastPollAt: now - minute,
  nextPollAt: now,
  firstSuccessAt: now - 100 * minute,
  lastChangeAt: now - minute,
  lastWholeAt: now - hour,
  outcome: 'failed',
  code: 'timeout',
  message: 'no answer',
}

const fetched: Fetched = {
  kind: 'fetched',
  url: source.url,
  body: new Uint8Array(),
  contentType: null,
  etag: '"2"',
  lastModified: null,
  maxAgeMs: null,
  bytes: 7,
  sentHash: 'sent new',
  movedTo: null,
}
const about = {
  charset: { charset: 'utf-8', by: 'bytes' },
  format: 'rss',
  isSecondOpinion: false,
  homeUrl: null,
  selfUrl: null,
  nextUrl: null,
  hubs: [],
} as const
const reading: Reading = {
  kind: 'read',
  title: null,
  drafts: [],
  warnings: [],
  ttlMs: null,
  skipHours: [],
  isCut: false,
  next: null,
  uses: [],
  about,
}
const changed: Visited = { kind: 'changed', fetched, bodyHash: 'new', reading }
const sameBytes: Visited = { kind: 'same-bytes', fetched }
const unchanged: Visited = { kind: 'unchanged', maxAgeMs: null, movedTo: null }
const failed: Visited = { kind: 'failed', code: 'http-status', message: 'HTTP 500', bytes: 0 }
const gone: Visited = { kind: 'gone', message: 'HTTP 410' }
const throttled: Visited = { kind: 'throttled', retryAfterMs: 5 * minute, message: 'HTTP 429' }
const fine = { failures: 0, code: null, message: null, lastPollAt: now }
const kept = { etag: before.etag, lastModified: before.lastModified, bodyHash: 'old', lastPollAt: now }

const visits: readonly { name: string; visited: Visited; want: Partial<PollState> }[] = [
  {
    name: 'a new document',
    visited: changed,
    want: { ...fine, outcome: 'changed', etag: '"2"', lastModified: null, bodyHash: 'new', sentHash: 'sent new' },
  },
  {
    name: 'a document that is cut off, which says nothing about the next',
    visited: { ...changed, reading: { ...reading, isCut: true } },
    want: { ...fine, outcome: 'changed', bodyHash: null, sentHash: null },
  },
  {
    name: 'the same bytes',
    visited: sameBytes,
    want: { ...fine, outcome: 'unchanged', etag: '"2"', bodyHash: 'old', sentHash: 'sent new' },
  },
  { name: '304', visited: unchanged, want: { ...fine, ...kept, outcome: 'unchanged' } },
  { name: 'a failure', visited: failed, want: { ...kept, failures: 3, outcome: 'failed', code: 'http-status', message: 'HTTP 500' } },
  { name: '410', visited: gone, want: { ...kept, failures: 3, outcome: 'gone', code: 'gone' } },
  {
    name: 'a server that is busy, which is no failure and no success',
    visited: throttled,
    want: { ...kept, failures: 2, outcome: 'throttled', code: 'rate-limited', message: 'HTTP 429' },
  },
]

const old: Found = { isFresh: false, isGap: false, isDrifting: false }
const after = (visited: Visited, from: PollState = before, context: Partial<VisitContext> = {}) =>
  afterVisit(from, visited, {
    source,
    settings,
    now,
    jitter: 0,
    asked: from,
    found: visited.kind === 'changed' ? old : null,
    expectations: expectedOf(from.expectations, visited, { source, now }),
    ...context,
  })

for (const { name, visited, want } of visits) {
  test(`remembers ${name}`, () => {
    expect(after(visited)).toMatchObject({ ...want, firstSuccessAt: before.firstSuccessAt })
  })
}

test('the first success is the first document that was read', () => {
  expect(after(changed, neverPolled).firstSuccessAt).toBe(now)
  for (const { visited } of visits.slice(2)) expect(after(visited, neverPolled).firstSuccessAt).toBeNull()
})

test('comes again by what the server and the document ask for', () => {
  expect(after(changed).nextPollAt).toBe(now + every)
  expect(after({ ...changed, reading: { ...reading, ttlMs: 3 * every } }).nextPollAt).toBe(now + 3 * every)
  expect(after({ ...changed, reading: { ...reading, skipHours: [12] } }).nextPollAt).toBe(now + hour)
  expect(after({ ...changed, fetched: { ...fetched, maxAgeMs: 2 * every } }).nextPollAt).toBe(now + 2 * every)
  expect(after({ ...unchanged, maxAgeMs: 2 * every }).nextPollAt).toBe(now + 2 * every)
  expect(after({ ...throttled, retryAfterMs: 10 * every }).nextPollAt).toBe(now + 10 * every)
  expect(after(failed).nextPollAt).toBe(now + 8 * every)
})

test('an explicit interval is counted from when the visit was due', () => {
  const often = { source: { ...source, everyMs: 30_000 } }
  expect(after(failed, { ...before, nextPollAt: now - 4_000 }, often).nextPollAt).toBe(now + 26_000)
})

test('what was said of its age holds until something else is said', () => {
  const hinted = after({
    ...changed,
    reading: { ...reading, ttlMs: 3 * every, skipHours: [3, 4] },
    fetched: { ...fetched, maxAgeMs: 2 * every },
  })
  const hints = { ttlMs: 3 * every, skipHours: [3, 4], maxAgeMs: 2 * every }
  expect(hinted).toMatchObject(hints)
  for (const visited of [unchanged, failed, throttled]) expect(after(visited, hinted)).toMatchObject(hints)
  expect(after(sameBytes, hinted)).toMatchObject({ ...hints, maxAgeMs: null })
  expect(after({ ...unchanged, maxAgeMs: every }, hinted)).toMatchObject({ ...hints, maxAgeMs: every })
  expect(after(changed, hinted)).toMatchObject({ ttlMs: null, skipHours: [], maxAgeMs: null })
})

test('learns how often something new comes, and no one else’s pace', () => {
  const known = { ...before, changeMs: hour, lastChangeAt: now - hour }
  expect(after(changed, known, { found: { ...old, isFresh: true } })).toMatchObject({ changeMs: hour, lastChangeAt: now })
  expect(after(changed, known, { found: { ...old, isFresh: true } }).nextPollAt).toBe(now + hour / 4)
  for (const { visited } of visits) expect(after(visited, known)).toMatchObject({ changeMs: hour, lastChangeAt: now - hour })
  expect(after(unchanged, { ...known, lastChangeAt: now - 40 * hour }).nextPollAt).toBe(now + 10 * hour)
})

test('a gap halves the interval, and is over with the next document that is known', () => {
  const known = { ...before, changeMs: hour, lastChangeAt: now - hour }
  const gap = after(changed, known, { found: { isFresh: true, isGap: true, isDrifting: false } })
  expect(gap).toMatchObject({ isGap: true, nextPollAt: now + hour / 8 })
  expect(after(failed, gap).isGap).toBe(true)
  for (const visited of [unchanged, sameBytes, changed]) expect(after(visited, gap).isGap).toBe(false)
})

test('a source drifts until a document of it does not', () => {
  const drifting = after(changed, before, { found: { ...old, isDrifting: true } })
  for (const visited of [unchanged, sameBytes, failed]) expect(after(visited, drifting).isDrifting).toBe(true)
  expect(after(changed, drifting).isDrifting).toBe(false)
  expect(drifting).toMatchObject({ message: expect.stringContaining('identity: '), expectations: { breaks: [{ name: 'identity' }] } })
})

test('a document that is held back is asked for again, and says what it lacks', () => {
  const breaks = [{ name: 'field:title', message: 'filled in 0 % of items, 100 % as a rule' }]
  const state = after(changed, before, { found: null, expectations: { ...nothingLearnt, breaks, isHeldBack: true } })
  const { etag, lastModified, bodyHash } = before
  expect(state).toMatchObject({ etag, lastModified, bodyHash, outcome: 'changed', failures: 0, code: null, isDrifting: true })
  expect(state.message).toContain('field:title: filled in 0 % of items')
  expect(after(unchanged, state)).toMatchObject({ isDrifting: false, message: null })
})

test('remembers when it was last asked for a whole document', () => {
  const whole = { asked: { etag: null, lastModified: null } }
  for (const visited of [changed, sameBytes]) expect(after(visited).lastWholeAt).toBe(now)
  for (const visited of [unchanged, failed, gone, throttled]) {
    expect(after(visited).lastWholeAt).toBe(now - hour)
    expect(after(visited, before, whole).lastWholeAt).toBe(now)
  }
})

test('asks with what it remembers; as if for the first time after a day of nothing but 304; by force as if it knew nothing', () => {
  const state = { ...before, lastWholeAt: now - day }
  expect(memoryFor(state, now - 1, { isForced: false })).toBe(state)
  expect(memoryFor(state, now, { isForced: false })).toEqual({ ...state, etag: null, lastModified: null })
  expect(memoryFor(state, now - 1, { isForced: true })).toEqual({
    ...state,
    etag: null,
    lastModified: null,
    bodyHash: null,
    sentHash: null,
  })
})

test('the same bytes are called unchanged', () => {
  expect(wordsOf(sameBytes)).toEqual({ outcome: 'unchanged', code: null, message: null })
})
