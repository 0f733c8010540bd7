import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NextPoll, nextPollAt } from '../../src/schedule/next-poll.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const now = Date.parse('2026-03-02T10:02:00Z')
const usual: NextPoll = {
  everyMs: null,
  defaultEveryMs: 15 * minute,
  schedule: null,
  timezone: 'UTC',
  failures: 0,
  hints: { ttlMs: null, maxAgeMs: null },
  retryAfterMs: null,
  now,
  jitter: 0,
}
const explicit = { everyMs: 30 * second }

const rows: readonly { name: string; given: Partial<NextPoll>; want: number }[] = [
  { name: 'the default interval', given: {}, want: 15 * minute },
  { name: 'jitter adds up to a tenth of the default', given: { jitter: 1 }, want: 16.5 * minute },
  { name: 'a ttl makes the default longer', given: { hints: { ttlMs: hour, maxAgeMs: null } }, want: hour },
  { name: 'so does max-age', given: { hints: { ttlMs: minute, maxAgeMs: 2 * hour } }, want: 2 * hour },
  { name: 'a short ttl does not make it shorter', given: { hints: { ttlMs: second, maxAgeMs: 0 } }, want: 15 * minute },
  { name: 'the default is at least a minute', given: { defaultEveryMs: second }, want: minute },
  { name: 'the default is at most a day', given: { hints: { ttlMs: 400 * hour, maxAgeMs: null }, jitter: 1 }, want: 24 * hour },
  { name: 'a failure doubles the default', given: { failures: 1 }, want: 30 * minute },
  { name: 'three failures make it eightfold', given: { failures: 3 }, want: 2 * hour },
  { name: 'failures never take it past a day', given: { failures: 2000 }, want: 24 * hour },
  { name: 'what the operator wrote is kept', given: { ...explicit, jitter: 1, hints: { ttlMs: hour, maxAgeMs: hour } }, want: 30 * second },
  { name: 'it is kept after failures', given: { ...explicit, failures: 9 }, want: 30 * second },
  { name: 'a long one is kept too', given: { everyMs: 72 * hour, failures: 1 }, want: 72 * hour },
  { name: 'a schedule is kept', given: { schedule: '*/5 * * * *', failures: 3, jitter: 1 }, want: 3 * minute },
  { name: 'Retry-After puts off what the operator wrote', given: { ...explicit, retryAfterMs: 5 * minute }, want: 5 * minute },
  { name: 'Retry-After puts off a schedule', given: { schedule: '*/5 * * * *', retryAfterMs: 5 * minute }, want: 5 * minute },
  { name: 'Retry-After never calls sooner', given: { retryAfterMs: minute }, want: 15 * minute },
  { name: 'Retry-After is at least a minute', given: { ...explicit, retryAfterMs: 0 }, want: minute },
  { name: 'Retry-After is at most a day', given: { retryAfterMs: 1000 * hour }, want: 24 * hour },
]
for (const { name, given, want } of rows) test(name, () => expect(nextPollAt({ ...usual, ...given }) - now).toBe(want))

test('without anything written the next poll lies between a minute and a day ahead, and failures never bring it nearer', () => {
  const span = fc.option(fc.nat(10 ** 10))
  fc.assert(
    fc.property(
      fc.nat(10 ** 10),
      span,
      span,
      fc.nat(3000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (defaultEveryMs, ttlMs, maxAgeMs, failures, jitter) => {
        const poll = { ...usual, defaultEveryMs, hints: { ttlMs, maxAgeMs }, jitter }
        const wait = nextPollAt({ ...poll, failures }) - now
        expect(wait).toBeGreaterThanOrEqual(Math.max(minute, nextPollAt(poll) - now))
        expect(wait).toBeLessThanOrEqual(24 * hour)
      },
    ),
  )
})
