import { expect, test } from 'vitest'
import type { NextPoll } from '../../src/schedule/next-poll.ts'
import { reasonsOf } from '../../src/schedule/reasons.ts'

const minute = 60_000
const hour = 60 * minute
const hints = { ttlMs: null, maxAgeMs: null, skipHours: [] }
const usual: NextPoll = {
  everyMs: null,
  intervalMs: 15 * minute,
  schedule: null,
  timezone: 'UTC',
  failures: 0,
  hints,
  retryAfterMs: null,
  pushedMs: null,
  dueAt: 0,
  now: Date.parse('2026-03-02T10:02:00Z'),
  jitter: 0.5,
}

const rows: readonly { name: string; given: Partial<NextPoll>; want: readonly string[] }[] = [
  { name: 'how often it changes', given: {}, want: ['pace'] },
  { name: 'its schedule', given: { schedule: '*/5 * * * *', hints: { ...hints, ttlMs: hour } }, want: ['schedule'] },
  {
    name: 'what the operator wrote, whatever it says itself',
    given: { everyMs: minute, hints: { ...hints, ttlMs: hour } },
    want: ['every'],
  },
  { name: 'a longer ttl', given: { hints: { ...hints, ttlMs: hour, maxAgeMs: minute } }, want: ['ttl'] },
  { name: 'a longer max-age', given: { hints: { ...hints, ttlMs: minute, maxAgeMs: hour } }, want: ['max-age'] },
  { name: 'a shorter ttl does not count', given: { hints: { ...hints, ttlMs: minute } }, want: ['pace'] },
  { name: 'failures', given: { failures: 2 }, want: ['pace', 'failures'] },
  { name: 'failures do not move what the operator wrote', given: { everyMs: minute, failures: 9 }, want: ['every'] },
  { name: 'failures that make no difference any more', given: { intervalMs: 48 * hour, failures: 3 }, want: ['pace'] },
  { name: 'hours to skip', given: { failures: 1, hints: { ...hints, skipHours: [10, 11] } }, want: ['pace', 'failures', 'skip-hours'] },
  { name: 'hours to skip at another time of the day', given: { hints: { ...hints, skipHours: [22] } }, want: ['pace'] },
  { name: 'Retry-After, and then nothing else', given: { schedule: '* * * * *', retryAfterMs: hour }, want: ['retry-after'] },
  { name: 'a Retry-After that is shorter', given: { retryAfterMs: minute }, want: ['pace'] },
]
for (const { name, given, want } of rows) test(name, () => expect(reasonsOf({ ...usual, ...given })).toEqual(want))
