// Seven hours of what tests/slow/readers-month.test.ts does for a month.
import { beforeAll, expect, test } from 'vitest'
import { type MonthOfReading, readForDays } from '../../support/readers-month.ts'

let hours: MonthOfReading
beforeAll(async () => {
  hours = await readForDays(0.3, { seed: 2 })
}, 120_000)

test('readers of every habit and format are told of each article once, and of all', () => {
  expect(hours.articles).toBeGreaterThan(400)
  for (const { path, twice, missed, told } of hours.readers)
    expect({ path, twice, missed, told }).toEqual({ path, twice: [], missed: [], told })
})

test('no date of change moves without a change', () => {
  expect(hours.readers.flatMap(({ falseChanges }) => falseChanges)).toEqual([])
})
