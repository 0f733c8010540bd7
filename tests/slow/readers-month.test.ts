import { beforeAll, expect, test } from 'vitest'
import { type MonthOfReading, type ReaderReport, readForDays } from '../support/readers-month.ts'

let month: MonthOfReading
beforeAll(async () => {
  month = await readForDays(30)
  process.stdout.write(shown(month))
}, 1_800_000)

test('thousands of articles came in a month, and some publishings were broken off', () => {
  expect(month.articles).toBeGreaterThan(3_500)
  expect(month.interrupted).toBeGreaterThan(10)
})

for (const habit of ['every 10 minutes', 'daily', 'monthly'] as const) {
  const readers = () => month.readers.filter((reader) => reader.habit === habit)

  // A title that changes together with the guid, before the guid was known to change, is such a one.
  test(`who reads ${habit} is told of an article twice at most once per 1,000 entries`, () => {
    for (const feeds of [
      readers().filter(({ path }) => path.startsWith('feed.')),
      readers().filter(({ path }) => path.startsWith('category/')),
    ]) {
      const twice = feeds.flatMap((reader) => reader.twice)
      expect(twice.length, twice.join()).toBeLessThanOrEqual(feeds.reduce((sum, { told }) => sum + told, 0) / 1_000)
    }
  })

  test(`who reads ${habit} misses none`, () => {
    for (const { path, missed } of readers()) expect(missed, path).toEqual([])
  })

  test(`who reads ${habit} sees no change where none is`, () => {
    for (const { path, falseChanges } of readers()) expect(falseChanges, path).toEqual([])
  })
}

function shown({ articles, runs, interrupted, readers, wallMs }: MonthOfReading): string {
  const line = ({ path, habit, told, twice, missed, fetched }: ReaderReport) =>
    `${path} ${habit}: told of ${told}, ${twice.length} twice, ${missed.length} missed; ${fetched.changed} fetches of ${fetched.changed + fetched.unchanged} brought something`
  return `${[`${articles} articles, ${runs} runs, ${interrupted} publishings broken off, in ${Math.round(wallMs / 1_000)} s`, ...readers.map(line)].join('\n')}\n`
}
