import { expect, test } from 'vitest'
import { about, count, fromNow, size } from '../../src/cli/amounts.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const spans = [
  { ms: 400, want: '0 s' },
  { ms: 34 * second, want: '34 s' },
  { ms: 59_999, want: '60 s' },
  { ms: 5 * minute + 20 * second, want: '5 min' },
  { ms: 119 * minute, want: '119 min' },
  { ms: 3 * hour, want: '3 h' },
  { ms: 47 * hour, want: '47 h' },
  { ms: 12 * day, want: '12 d' },
  { ms: -3 * hour, want: '3 h' },
]
for (const { ms, want } of spans) test(`${ms} ms is ${want}`, () => expect(about(ms)).toBe(want))

const instants = [
  { at: 5 * minute, want: 'in 5 min' },
  { at: -2 * hour, want: '2 h ago' },
  { at: 999, want: 'now' },
  { at: -999, want: 'now' },
]
for (const { at, want } of instants) test(`${at} ms from now is ${want}`, () => expect(fromNow(1e12 + at, 1e12)).toBe(want))

const sizes = [
  { bytes: 0, want: '0 B' },
  { bytes: 999, want: '999 B' },
  { bytes: 1000, want: '1 KB' },
  { bytes: 1234, want: '1.2 KB' },
  { bytes: 15 * 1024 ** 2, want: '15 MB' },
  { bytes: 2.5 * 1024 ** 3, want: '2.5 GB' },
  { bytes: 5000 * 1024 ** 4, want: '5000 TB' },
]
for (const { bytes, want } of sizes) test(`${bytes} bytes are ${want}`, () => expect(size(bytes)).toBe(want))

test('counts have marks at thousands', () => expect(count(1234567)).toBe('1,234,567'))
