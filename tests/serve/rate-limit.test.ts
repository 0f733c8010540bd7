import { expect, test } from 'vitest'
import { rateLimit } from '../../src/serve/rate-limit.ts'

const second = { atOnce: 2, perSecond: 1 }
const plenty = { atOnce: 1_000, perSecond: 1_000 }

test('so many calls at once, then as they come back', () => {
  const clock = { at: 0, now: () => clock.at }
  const rate = rateLimit(second, plenty, clock)
  expect([rate.take('a'), rate.take('a'), rate.take('a')]).toEqual([0, 0, 1])
  clock.at = 1_000
  expect([rate.take('a'), rate.take('a')]).toEqual([0, 1])
  clock.at = 3_600_000
  expect([rate.take('a'), rate.take('a'), rate.take('a')]).toEqual([0, 0, 1])
})

test('one client takes nothing from another, but all of them together have an end', () => {
  const rate = rateLimit(second, { atOnce: 3, perSecond: 0.1 }, { now: () => 0 })
  expect(['a', 'a', 'a', 'b', 'c'].map(rate.take)).toEqual([0, 0, 1, 0, 10])
})

test('a clock that goes back gives nothing', () => {
  const clock = { at: 10_000, now: () => clock.at }
  const rate = rateLimit(second, plenty, clock)
  for (let n = 0; n < 2; n += 1) rate.take('a')
  clock.at = 0
  expect(rate.take('a')).toBe(1)
})
