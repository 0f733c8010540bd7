import { expect, test } from 'vitest'
import { intervalOf, learned, type Pace } from '../../src/schedule/pace.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const startMs = 15 * minute
const unknown: Pace = { changeMs: null, lastChangeAt: null }

/** Numbers that look like chance and are the same each time. */
function chance(): () => number {
  let state = 7
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return (state + 0.5) / 2 ** 32
  }
}

interface Played {
  readonly visits: readonly number[]
  /** From each change to the visit that saw it. */
  readonly delays: readonly number[]
}

/** Visits a source that changes at these instants for so long, as often as the pace says. */
function play(changes: readonly number[], untilMs: number): Played {
  const visits: number[] = []
  const delays: number[] = []
  let [pace, at, seen] = [unknown, 0, 0]
  while (at < untilMs) {
    visits.push(at)
    const before = seen
    for (; (changes[seen] ?? Number.POSITIVE_INFINITY) <= at; seen++) delays.push(at - (changes[seen] ?? 0))
    pace = learned(pace, { isChange: seen > before, isGap: false, now: at, dueAt: at, startMs })
    at += intervalOf(pace, startMs, at)
  }
  return { visits, delays }
}

function regular(everyMs: number, untilMs: number, fromMs = everyMs / 3): number[] {
  return Array.from({ length: Math.floor((untilMs - fromMs) / everyMs) }, (_, at) => fromMs + at * everyMs)
}

function atRandom(meanMs: number, untilMs: number): number[] {
  const [random, changes] = [chance(), [] as number[]]
  for (let at = 0; at < untilMs; at += -meanMs * Math.log(random())) changes.push(at)
  return changes
}

const between = (visits: readonly number[], from: number, to: number) => visits.filter((at) => at >= from && at < to).length
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length

test('starts from the interval that the operator wrote, and goes on with it until it knows better', () => {
  const first = learned(unknown, { isChange: true, isGap: false, now: day, dueAt: 0, startMs })
  expect(first).toEqual({ changeMs: null, lastChangeAt: day })
  expect(intervalOf(unknown, startMs, day)).toBe(startMs)
  expect(intervalOf(first, startMs, day)).toBe(startMs)
  expect(intervalOf(first, 2 * startMs, day)).toBe(2 * startMs)
  expect(intervalOf(first, startMs, day + 4 * startMs)).toBe(startMs)
})

for (const { name, everyMs } of [
  { name: 'twenty minutes', everyMs: 20 * minute },
  { name: 'six hours', everyMs: 6 * hour },
  { name: 'two days', everyMs: 2 * day },
]) {
  test(`settles at about four visits a change where something new comes every ${name}`, () => {
    const until = 200 * everyMs
    const { visits, delays } = play(regular(everyMs, until), until)
    const settled = between(visits, until / 2, until) / 100
    expect(settled).toBeGreaterThan(3.3)
    expect(settled).toBeLessThan(4.7)
    expect(mean(delays.slice(100))).toBeLessThan(everyMs / 3)
  })
}

test('and where changes come at random, with the same mean', () => {
  const until = 4_000 * hour
  const changes = atRandom(hour, until)
  const { visits, delays } = play(changes, until)
  expect(visits.length / changes.length).toBeGreaterThan(3.6)
  expect(visits.length / changes.length).toBeLessThan(4.4)
  expect(mean(delays)).toBeLessThan(hour / 4)
})

test('a source that wakes up is visited like one that was never asleep, soon after its first word', () => {
  const asleep = 60 * day
  const until = asleep + 20 * day
  const { visits } = play(
    regular(hour, until - asleep, minute).map((at) => asleep + at),
    until,
  )
  const first = visits.findIndex((at) => at > asleep)
  const gaps = intervalsOf(visits)
  expect(gaps[first - 1]).toBe(day)
  expect(gaps[first]).toBeLessThan(2 * hour)
  expect(gaps[first + 10]).toBeLessThan(hour / 2)
})

test('a night does not make it forget: in the morning it is as quick as the evening before', () => {
  const hours = regular(20 * minute, 40 * day).filter((at) => at % day > 8 * hour && at % day < 18 * hour)
  const { visits } = play(hours, 40 * day)
  const gaps = intervalsOf(visits)
  const morning = visits.findIndex((at) => at > 39 * day + 8 * hour + 20 * minute)
  expect(between(visits, 39 * day, 39 * day + 8 * hour)).toBeLessThan(12)
  expect(gaps[morning + 2]).toBeLessThan(25 * minute)
})

test('a source that dies is visited ever less, once a day in the end', () => {
  const { visits } = play(regular(hour, 10 * day), 40 * day)
  expect(between(visits, 10 * day, 11 * day)).toBeLessThan(20)
  expect(between(visits, 11 * day, 14 * day)).toBeLessThan(12)
  expect(between(visits, 20 * day, 40 * day)).toBe(20)
})

test('never sooner than a minute, nor later than a day', () => {
  const busy = play(regular(minute, 2 * day), 2 * day)
  expect(Math.min(...intervalsOf(busy.visits))).toBe(minute)
  const dead = play([], 40 * day)
  expect(Math.max(...intervalsOf(dead.visits))).toBe(day)
})

test('a gap halves the interval', () => {
  const pace: Pace = { changeMs: 4 * hour, lastChangeAt: 0 }
  const seen = { isChange: true, now: 4 * hour, dueAt: 4 * hour, startMs }
  const plain = intervalOf(learned(pace, { ...seen, isGap: false }), startMs, seen.now)
  expect(plain).toBe(hour)
  expect(intervalOf(learned(pace, { ...seen, isGap: true }), startMs, seen.now)).toBe(plain / 2)
})

test('a week without us is not a week without news', () => {
  const pace: Pace = { changeMs: hour, lastChangeAt: 0 }
  const late = learned(pace, { isChange: true, isGap: false, now: 7 * day, dueAt: hour, startMs })
  expect(late).toEqual({ changeMs: hour, lastChangeAt: 7 * day })
})

test('a visit ahead of its time counts as what it was', () => {
  const pace: Pace = { changeMs: hour, lastChangeAt: 0 }
  const early = learned(pace, { isChange: true, isGap: false, now: minute, dueAt: hour, startMs })
  expect(early.changeMs).toBe(Math.round(hour ** 0.75 * minute ** 0.25))
})

test('a visit that finds nothing teaches nothing but silence', () => {
  const pace: Pace = { changeMs: hour, lastChangeAt: 0 }
  expect(learned(pace, { isChange: false, isGap: false, now: day, dueAt: day, startMs })).toBe(pace)
  expect(intervalOf(pace, startMs, day)).toBe(6 * hour)
})

function intervalsOf(visits: readonly number[]): number[] {
  return visits.slice(1).map((at, n) => at - (visits[n] ?? 0))
}
