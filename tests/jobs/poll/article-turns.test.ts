import { expect, test } from 'vitest'
import { nextRecheck, nextRetry } from '../../../src/jobs/poll/article-turns.ts'

const minute = 60_000
const now = Date.UTC(2026, 0, 10, 12)

test('waits four times as long after each failure, and gives up after the sixth', () => {
  const waits = [0, 1, 2, 3, 4, 5].map((attempts) => nextRetry(attempts, 0, now))
  expect(waits.map((turn) => (turn === null ? null : (turn.at - now) / minute))).toEqual([10, 40, 160, 640, 2560, null])
})

test('waits as long as the server asks', () => {
  expect(nextRetry(0, 60 * minute, now)).toEqual({ kind: 'retry', at: now + 60 * minute })
  expect(nextRetry(0, minute, now)).toEqual({ kind: 'retry', at: now + 10 * minute })
})

const rechecks: readonly { name: string; times: readonly number[]; publishedAt: number; want: number | null }[] = [
  { name: 'the first time', times: [60, 1440], publishedAt: now, want: 60 },
  { name: 'the next that lies ahead', times: [60, 1440], publishedAt: now - 60 * minute, want: 1380 },
  { name: 'none after the last', times: [60], publishedAt: now - 60 * minute, want: null },
  { name: 'none where none is wanted', times: [], publishedAt: now, want: null },
]

for (const { name, times, publishedAt, want } of rechecks) {
  test(`a page is looked at again: ${name}`, () => {
    const turn = nextRecheck(
      times.map((time) => time * minute),
      publishedAt,
      now,
    )
    expect(turn).toEqual(want === null ? null : { kind: 'recheck', at: now + want * minute })
  })
}
