import { expect, test } from 'vitest'
import type { Fetched } from '../../src/fetch/fetcher.ts'
import { afterVisit, wordsOf } from '../../src/jobs/poll-state.ts'
import type { Visited } from '../../src/jobs/visit.ts'
import { neverPolled, type PollState } from '../../src/model/poll.ts'
import type { Reading } from '../../src/read/reader.ts'
import { configOf, settingsOf } from '../support/site.ts'

const now = Date.UTC(2026, 0, 10, 12)
const minute = 60_000
const settings = settingsOf(configOf([{ id: 'a' }]))
const [written] = settings.sources
if (written === undefined) throw new Error('the config has no source')
const source = written

const before: PollState = {
  ...neverPolled,
  etag: '"1"',
  lastModified: 'Sat, 10 Jan 2026 12:00:00 GMT',
  bodyHash: 'old',
  failures: 2,
  lastPollAt: now - minute,
  firstSuccessAt: now - 100 * minute,
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
  movedTo: null,
}
const reading: Reading = { kind: 'read', title: null, drafts: [], warnings: [], ttlMs: null, skipHours: [], isCut: false }
const changed: Visited = { kind: 'changed', fetched, bodyHash: 'new', reading }
const fine = { failures: 0, code: null, message: null, lastPollAt: now }
const kept = { etag: before.etag, lastModified: before.lastModified, bodyHash: 'old', lastPollAt: now }

const visits: readonly { name: string; visited: Visited; want: Partial<PollState> }[] = [
  { name: 'a new document', visited: changed, want: { ...fine, outcome: 'changed', etag: '"2"', lastModified: null, bodyHash: 'new' } },
  {
    name: 'a document that is cut off, which says nothing about the next',
    visited: { ...changed, reading: { ...reading, isCut: true } },
    want: { ...fine, outcome: 'changed', bodyHash: null },
  },
  {
    name: 'the same bytes',
    visited: { kind: 'same-bytes', fetched },
    want: { ...fine, outcome: 'unchanged', etag: '"2"', bodyHash: 'old' },
  },
  { name: '304', visited: { kind: 'unchanged', maxAgeMs: null, movedTo: null }, want: { ...fine, ...kept, outcome: 'unchanged' } },
  {
    name: 'a failure',
    visited: { kind: 'failed', code: 'http-status', message: 'HTTP 500', bytes: 0 },
    want: { ...kept, failures: 3, outcome: 'failed', code: 'http-status', message: 'HTTP 500' },
  },
  { name: '410', visited: { kind: 'gone', message: 'HTTP 410' }, want: { ...kept, failures: 3, outcome: 'gone', code: 'gone' } },
  {
    name: 'a server that is busy, which is no failure and no success',
    visited: { kind: 'throttled', retryAfterMs: 5 * minute, message: 'HTTP 429' },
    want: { ...kept, failures: 2, outcome: 'throttled', code: 'rate-limited', message: 'HTTP 429' },
  },
]

const after = (visited: Visited, from: PollState = before) => afterVisit(from, visited, { source, settings, now, jitter: 0 })

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
  const every = settings.poll.everyMs
  expect(after(changed).nextPollAt).toBe(now + every)
  expect(after({ ...changed, reading: { ...reading, ttlMs: 3 * every } }).nextPollAt).toBe(now + 3 * every)
  expect(after({ ...changed, fetched: { ...fetched, maxAgeMs: 2 * every } }).nextPollAt).toBe(now + 2 * every)
  expect(after({ kind: 'unchanged', maxAgeMs: 2 * every, movedTo: null }).nextPollAt).toBe(now + 2 * every)
  expect(after({ kind: 'throttled', retryAfterMs: 10 * every, message: '' }).nextPollAt).toBe(now + 10 * every)
  expect(after({ kind: 'failed', code: 'dns', message: '', bytes: 0 }).nextPollAt).toBe(now + 8 * every)
})

test('the same bytes are called unchanged', () => {
  expect(wordsOf({ kind: 'same-bytes', fetched })).toEqual({ outcome: 'unchanged', code: null, message: null })
})
