import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, parseDuration, parseSize } from '../../src/base/units.ts'

const durations: readonly { text: string; want: number | null }[] = [
  { text: '250ms', want: 250 },
  { text: '30s', want: 30_000 },
  { text: '15m', want: 900_000 },
  { text: '2h', want: 7_200_000 },
  { text: '7d', want: 604_800_000 },
  { text: '1w', want: 604_800_000 },
  { text: '1.5h', want: 5_400_000 },
  { text: ' 0s ', want: 0 },
  { text: '5 mins', want: null },
  { text: '5', want: null },
  { text: '-5m', want: null },
  { text: '5M', want: null },
  { text: '.5h', want: null },
  { text: '1h30m', want: null },
  { text: '', want: null },
]

for (const { text, want } of durations) {
  test(`reads the duration "${text}" as ${want}`, () => {
    expect(parseDuration(text)).toBe(want)
  })
}

const sizes: readonly { text: string; want: number | null }[] = [
  { text: '15MB', want: 15 * 1024 * 1024 },
  { text: '500 kb', want: 500 * 1024 },
  { text: '1GB', want: 1024 ** 3 },
  { text: '12B', want: 12 },
  { text: '0.5KB', want: 512 },
  { text: '15', want: null },
  { text: '15MiB', want: null },
  { text: '-1MB', want: null },
]

for (const { text, want } of sizes) {
  test(`reads the size "${text}" as ${want}`, () => {
    expect(parseSize(text)).toBe(want)
  })
}

const written: readonly { ms: number; want: string }[] = [
  { ms: 86_400_000, want: '1d' },
  { ms: 90 * 60_000, want: '90m' },
  { ms: 1_500, want: '1500ms' },
  { ms: 0, want: '0ms' },
]

for (const { ms, want } of written) {
  test(`writes ${ms} ms as ${want}`, () => {
    expect(formatDuration(ms)).toBe(want)
  })
}

test('reads back what it writes', () => {
  fc.assert(fc.property(fc.nat(), (ms) => parseDuration(formatDuration(ms)) === ms))
})
