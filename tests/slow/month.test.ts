import { beforeAll, expect, test } from 'vitest'
import { mostUnderWay } from '../../src/jobs/tickets.ts'
import { type KindReport, type MonthReport, percentile, simulateMonth } from './month.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let month: MonthReport
beforeAll(async () => {
  month = await simulateMonth()
  process.stdout.write(shown(month))
}, 600_000)

const sum = (of: (kind: KindReport) => number) => month.kinds.reduce((total, kind) => total + of(kind), 0)

function kind(name: string): KindReport {
  const found = month.kinds.find((one) => one.kind === name)
  if (found === undefined) throw new RangeError(`no sources are ${name}`)
  return found
}

test('ten thousand sources are visited as often as the formulas of the schedule say, within 5 %', () => {
  expect(sum(({ sources }) => sources)).toBe(10_000)
  const ratio = sum(({ visits }) => visits) / sum(({ predicted }) => predicted)
  expect(ratio).toBeGreaterThan(0.95)
  expect(ratio).toBeLessThan(1.05)
})

test('and so is each kind of them, within 10 %', () => {
  for (const { kind: name, visits, predicted } of month.kinds) {
    expect(visits / predicted, name).toBeGreaterThan(0.9)
    expect(visits / predicted, name).toBeLessThan(1.1)
  }
})

test('what the operator wrote is kept to the visit', () => {
  const written = kind('every hour, as written')
  expect(written.visits).toBe(written.sources * 30 * 24)
  // June of 2026 has 22 working days; the first visit of all is at once.
  const office = kind('office hours, as written')
  expect(office.visits).toBe(office.sources * (1 + 22 * 8))
})

test('sources that do not change, or fail, cost about a visit a day', () => {
  for (const name of ['dead', 'failing']) expect(kind(name).visits / kind(name).sources, name).toBeLessThan(30 + 25)
})

test('a host is asked one thing at a time, and no more than 512 are', () => {
  expect(month.mostOfHost).toBe(1)
  expect(month.mostAtOnce).toBeLessThanOrEqual(mostUnderWay)
})

test('no source is starved', () => {
  expect(month.overdue).toEqual([])
  expect(month.longestWaitMs).toBeLessThan(5 * minute)
})

test('what is new is seen within a day, and usually much sooner', () => {
  for (const name of [
    'every twenty days',
    'weekly',
    'daily',
    'hourly by day',
    'every twenty minutes',
    'in bursts',
    'with a ttl',
    'asleep at night',
  ])
    expect(kind(name).delays.at(-1), name).toBeLessThan(day + 2 * minute)
  expect(percentile(kind('daily').delays, 50)).toBeLessThan(day / 6)
  expect(percentile(kind('hourly by day').delays, 50)).toBeLessThan(hour / 2)
  expect(percentile(kind('every twenty minutes').delays, 50)).toBeLessThan(6 * minute)
})

test('after a week of absence all are visited in minutes, some hundreds at a time', () => {
  expect(month.catchUpMs).toBeLessThanOrEqual(15 * minute)
  expect(month.catchUpPerMinute).toBeLessThanOrEqual(mostUnderWay * 12)
})

function shown({ kinds, wallMs, catchUpMs, longestWaitMs }: MonthReport): string {
  const inMinutes = (ms: number | null) => (ms === null ? '-' : `${Math.round(ms / minute)} min`)
  const lines = kinds.map(({ kind: name, sources, visits, predicted, delays }) => {
    const seen = `new entries seen after ${inMinutes(percentile(delays, 50))} (p99 ${inMinutes(percentile(delays, 99))})`
    return `${name}: ${sources} sources, ${visits} visits (${predicted} predicted), ${seen}`
  })
  const all = kinds.flatMap(({ delays }) => delays).sort((a, b) => a - b)
  return `${[
    ...lines,
    `all: ${sum(({ visits }) => visits)} visits (${sum(({ predicted }) => predicted)} predicted), seen after ${inMinutes(percentile(all, 50))} (p99 ${inMinutes(percentile(all, 99))})`,
    `longest wait ${inMinutes(longestWaitMs)}, back from a week of absence in ${inMinutes(catchUpMs)}, simulated in ${Math.round(wallMs / 1000)} s`,
  ].join('\n')}\n`
}
