import { expect, test } from 'vitest'
import { cronProblem, nextCronInstant } from '../../src/schedule/cron.ts'

const instants = [
  { name: 'the next five minutes', cron: '*/5 * * * *', zone: 'UTC', now: '2026-03-02T10:02:00Z', want: '2026-03-02T10:05:00.000Z' },
  { name: 'strictly after now', cron: '*/5 * * * *', zone: 'UTC', now: '2026-03-02T10:05:00Z', want: '2026-03-02T10:10:00.000Z' },
  {
    name: 'trading hours in Shanghai',
    cron: '*/5 9-15 * * 1-5',
    zone: 'Asia/Shanghai',
    now: '2026-03-06T08:00:00Z',
    want: '2026-03-09T01:00:00.000Z',
  },
  { name: 'a nickname', cron: '@daily', zone: 'Asia/Shanghai', now: '2026-03-06T08:00:00Z', want: '2026-03-06T16:00:00.000Z' },
  {
    name: 'an hour that the clocks skip',
    cron: '30 2 * * *',
    zone: 'Europe/Berlin',
    now: '2026-03-28T12:00:00Z',
    want: '2026-03-29T01:30:00.000Z',
  },
  {
    name: 'an hour that the clocks repeat',
    cron: '30 2 * * *',
    zone: 'Europe/Berlin',
    now: '2026-10-25T00:30:00Z',
    want: '2026-10-26T01:30:00.000Z',
  },
  { name: 'a leap day', cron: '0 0 29 2 *', zone: 'UTC', now: '2026-03-01T00:00:00Z', want: '2028-02-29T00:00:00.000Z' },
]
for (const { name, cron, zone, now, want } of instants)
  test(`finds ${name}`, () => expect(new Date(nextCronInstant(cron, zone, Date.parse(now))).toISOString()).toBe(want))

for (const cron of ['*/5 9-15 * * 1-5', '0 0 * * MON-FRI', '@hourly', '0 12 L * *', ' 0 12 * * * '])
  test(`accepts ${cron}`, () => expect(cronProblem(cron)).toBeNull())

const wrong = [
  { cron: '5m', problem: 'it has 1 field instead of five: minute hour day month weekday' },
  { cron: '* * * * * *', problem: 'it has 6 fields instead of five: minute hour day month weekday' },
  { cron: '', problem: 'it has 1 field instead of five: minute hour day month weekday' },
  { cron: '60 * * * *', problem: 'Constraint error, got value 60 expected range 0-59' },
  { cron: '0 0 30 2 *', problem: 'Invalid explicit day of month definition' },
  { cron: 'H * * * *', problem: '"H" is not supported' },
  { cron: '@often', problem: 'it has 1 field instead of five: minute hour day month weekday' },
]
for (const { cron, problem } of wrong) test(`refuses "${cron}"`, () => expect(cronProblem(cron)).toBe(problem))
