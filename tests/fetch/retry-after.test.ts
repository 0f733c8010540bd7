import { expect, test } from 'vitest'
import { parseHttpDate } from '../../src/fetch/http-date.ts'
import { retryAfterMs } from '../../src/fetch/retry-after.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const minute = 60_000

const waits = [
  { name: 'seconds', value: '120', want: 2 * minute },
  { name: 'an HTTP-date', value: 'Fri, 02 Jan 2026 03:14:05 GMT', want: 10 * minute },
  { name: 'less than a minute', value: '1', want: minute },
  { name: 'zero', value: '0', want: minute },
  { name: 'a date gone by', value: 'Fri, 02 Jan 2025 03:14:05 GMT', want: minute },
  { name: 'more than a day', value: '99999999999', want: 24 * 60 * minute },
  { name: 'more digits than a number holds', value: '9'.repeat(400), want: 24 * 60 * minute },
  { name: 'a date years ahead', value: 'Thu, 31 Dec 2099 23:59:59 GMT', want: 24 * 60 * minute },
  { name: 'a negative number', value: '-5', want: 15 * minute },
  { name: 'text', value: 'soon', want: 15 * minute },
  { name: 'a fraction', value: '1.5', want: 15 * minute },
  { name: 'two values', value: '120, 240', want: 15 * minute },
  { name: 'nothing', value: '', want: 15 * minute },
  { name: 'no header', value: null, want: 15 * minute },
]

for (const { name, value, want } of waits) test(`Retry-After with ${name}`, () => expect(retryAfterMs(value, now)).toBe(want))

const dates = [
  { name: 'IMF-fixdate', text: 'Sun, 06 Nov 1994 08:49:37 GMT', want: Date.UTC(1994, 10, 6, 8, 49, 37) },
  { name: 'RFC 850', text: 'Sunday, 06-Nov-94 08:49:37 GMT', want: Date.UTC(1994, 10, 6, 8, 49, 37) },
  { name: 'asctime, which means GMT', text: 'Sun Nov  6 08:49:37 1994', want: Date.UTC(1994, 10, 6, 8, 49, 37) },
  { name: 'another zone', text: 'Sun, 06 Nov 1994 08:49:37 +0800', want: null },
  { name: 'ISO 8601', text: '1994-11-06T08:49:37Z', want: null },
  { name: 'a bare number', text: '0', want: null },
  { name: 'an impossible hour', text: 'Sun, 06 Nov 1994 25:49:37 GMT', want: null },
]

for (const { name, text, want } of dates) test(`HTTP date: ${name}`, () => expect(parseHttpDate(text)).toBe(want))
