import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NextPoll, nextPollAt } from '../../src/schedule/next-poll.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const now = Date.parse('2026-03-02T10:02:00Z')
const quiet = { ttlMs: null, maxAgeMs: null, skipHours: [] }
const usual: NextPoll = {
  everyMs: null,
  intervalMs: 15 * minute,
  schedule: null,
  timezone: 'UTC',
  failures: 0,
  hints: quiet,
  retryAfterMs: null,
  pushedMs: null,
  dueAt: 0,
  now,
  jitter: 0,
}
const explicit = { everyMs: 30 * second }

const rows: readonly { name: string; given: Partial<NextPoll>; want: number }[] = [
  { name: 'the interval', given: {}, want: 15 * minute },
  { name: 'jitter adds up to a tenth', given: { jitter: 1 }, want: 16.5 * minute },
  { name: 'a ttl makes it longer', given: { hints: { ...quiet, ttlMs: hour } }, want: hour },
  { name: 'so does max-age', given: { hints: { ...quiet, ttlMs: minute, maxAgeMs: 2 * hour } }, want: 2 * hour },
  { name: 'a short ttl does not make it shorter', given: { hints: { ...quiet, ttlMs: second, maxAgeMs: 0 } }, want: 15 * minute },
  { name: 'it is at least a minute', given: { intervalMs: second }, want: minute },
  { name: 'it is at most a day', given: { hints: { ...quiet, ttlMs: 400 * hour }, jitter: 1 }, want: 24 * hour },
  { name: 'the longest ones are spread too, below a day', given: { intervalMs: 24 * hour }, want: Math.round((24 * hour) / 1.1) },
  { name: 'a failure doubles it', given: { failures: 1 }, want: 30 * minute },
  { name: 'three failures make it eightfold', given: { failures: 3 }, want: 2 * hour },
  { name: 'failures never take it past a day', given: { failures: 2000, jitter: 1 }, want: 24 * hour },
  { name: 'what the operator wrote is kept', given: { ...explicit, jitter: 1, hints: { ...quiet, ttlMs: hour } }, want: 30 * second },
  { name: 'it is kept after failures', given: { ...explicit, failures: 9 }, want: 30 * second },
  { name: 'it is kept in hours to skip', given: { ...explicit, hints: { ...quiet, skipHours: [10, 11] } }, want: 30 * second },
  { name: 'a long one is kept too', given: { everyMs: 72 * hour, failures: 1 }, want: 72 * hour },
  { name: 'it counts from when the visit was due', given: { ...explicit, dueAt: now - 7 * second }, want: 23 * second },
  { name: 'visits that were missed are not made up for', given: { ...explicit, dueAt: now - 30 * second }, want: 30 * second },
  { name: 'a visit ahead of its time moves the beat', given: { ...explicit, dueAt: now + 9 * second }, want: 30 * second },
  { name: 'a schedule is kept', given: { schedule: '*/5 * * * *', failures: 3, jitter: 1 }, want: 3 * minute },
  { name: 'Retry-After puts off what the operator wrote', given: { ...explicit, retryAfterMs: 5 * minute }, want: 5 * minute },
  { name: 'Retry-After puts off a schedule', given: { schedule: '*/5 * * * *', retryAfterMs: 5 * minute }, want: 5 * minute },
  { name: 'Retry-After is spread, never before', given: { retryAfterMs: hour, jitter: 1 }, want: 66 * minute },
  { name: 'Retry-After never calls sooner', given: { retryAfterMs: minute }, want: 15 * minute },
  { name: 'Retry-After is at least a minute', given: { ...explicit, retryAfterMs: 0 }, want: minute },
  { name: 'Retry-After is at most a day', given: { retryAfterMs: 1000 * hour, jitter: 1 }, want: 24 * hour },
  { name: 'hours to skip are waited out', given: { hints: { ...quiet, skipHours: [9, 10, 11] } }, want: 118 * minute },
  { name: 'and left one after another', given: { hints: { ...quiet, skipHours: [10] }, jitter: 1 }, want: 59.5 * minute },
  { name: 'hours that do not matter do not', given: { hints: { ...quiet, skipHours: [9, 11] } }, want: 15 * minute },
  { name: 'they end at midnight, too', given: { intervalMs: 13 * hour, hints: { ...quiet, skipHours: [23, 0] } }, want: 898 * minute },
  {
    name: 'who skips all hours skips none',
    given: { hints: { ...quiet, skipHours: Array.from({ length: 24 }, (_, at) => at) } },
    want: 15 * minute,
  },
  {
    name: 'where the next free hour is more than a day ahead, the last one before is taken',
    given: { intervalMs: 20 * hour, hints: { ...quiet, skipHours: Array.from({ length: 24 }, (_, at) => at).filter((at) => at !== 12) } },
    want: 178 * minute - 1,
  },
]
for (const { name, given, want } of rows) test(name, () => expect(nextPollAt({ ...usual, ...given }) - now).toBe(want))

test('without anything written the next poll lies within a day, in no hour to skip, and failures never bring it nearer', () => {
  const span = fc.option(fc.nat(10 ** 10))
  fc.assert(
    fc.property(
      fc.record({
        intervalMs: fc.nat(10 ** 10),
        ttlMs: span,
        maxAgeMs: span,
        skipHours: fc.uniqueArray(fc.nat(23), { maxLength: 23 }),
        failures: fc.nat(3000),
        jitter: fc.double({ min: 0, max: 1, noNaN: true }),
        at: fc.nat(10 ** 8),
      }),
      ({ intervalMs, ttlMs, maxAgeMs, skipHours, failures, jitter, at }) => {
        const poll = { ...usual, now: now + at, intervalMs, jitter }
        const inHours = nextPollAt({ ...poll, failures, hints: { ttlMs, maxAgeMs, skipHours } })
        expect(inHours).toBeLessThanOrEqual(poll.now + 24 * hour)
        if (inHours > poll.now) expect(skipHours).not.toContain(new Date(inHours).getUTCHours())
        const wait = (failures: number) => nextPollAt({ ...poll, failures, hints: { ttlMs, maxAgeMs, skipHours: [] } }) - poll.now
        expect(wait(failures)).toBeGreaterThanOrEqual(Math.max(minute, wait(0)))
      },
    ),
  )
})
