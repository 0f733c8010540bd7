import { expect, test } from 'vitest'
import { isWholeAnswerDue } from '../../src/schedule/whole-answer.ts'

const hour = 3_600_000
const day = 24 * hour
const now = 100 * day

const rows: readonly { name: string; wholeAgo: number | null; pollAgo: number | null; want: boolean }[] = [
  { name: 'never before the first whole answer', wholeAgo: null, pollAgo: hour, want: false },
  { name: 'not within a day', wholeAgo: day - 1, pollAgo: hour, want: false },
  { name: 'after a day of nothing but 304', wholeAgo: day, pollAgo: hour, want: true },
  { name: 'not where two visits are a day', wholeAgo: day, pollAgo: day / 2, want: false },
  { name: 'after a week where one visit is a day', wholeAgo: 7 * day, pollAgo: day, want: true },
  { name: 'not just because we were away', wholeAgo: 7 * day, pollAgo: 7 * day, want: false },
]
for (const { name, wholeAgo, pollAgo, want } of rows) {
  test(name, () => {
    const ago = (span: number | null) => (span === null ? null : now - span)
    expect(isWholeAnswerDue({ lastWholeAt: ago(wholeAgo), lastPollAt: ago(pollAgo) }, now)).toBe(want)
  })
}
