import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDate } from '../../src/parse/date.ts'

const shanghai = { timezone: 'Asia/Shanghai', format: null, now: Date.UTC(2026, 0, 15, 4) }

/** `want` in UTC; null: no date. */
const dates: readonly { raw: string; want: string | null; timezone?: string; format?: string }[] = [
  // a zone in the text is kept
  { raw: 'Sun, 23 Jan 2022 20:41:04 GMT', want: '2022-01-23T20:41:04Z' },
  { raw: 'Sun, 23 Jan 2022 20:41:04 +0800', want: '2022-01-23T12:41:04Z' },
  { raw: 'Mon, 23 Jan 2022 20:41:04 UT', want: '2022-01-23T20:41:04Z' }, // a wrong weekday
  { raw: '23 January 2022 20:41 -05:00', want: '2022-01-24T01:41:00Z' },
  { raw: 'Sun, 23 Jan 22 20:41:04 EST', want: '2022-01-24T01:41:04Z' },
  { raw: 'Sun, 3 Jul 99 20:41:04 Z', want: '1999-07-03T20:41:04Z' },
  { raw: 'Sat, 23 Jul 2022 20:41:04 CEST', want: '2022-07-23T18:41:04Z' },
  { raw: 'Sat, 23 Jul 2022 20:41:04 BST', want: '2022-07-23T19:41:04Z' },
  { raw: 'Sun, 23-Jan-2022 20:41:04 GMT', want: '2022-01-23T20:41:04Z' },
  { raw: 'вс, 23 Jan 2022 20:41:04 +0300', want: '2022-01-23T17:41:04Z' },
  { raw: 'Sun Jan 23 2022 20:41:04 GMT+0800 (China Standard Time)', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23T20:41:04Z', want: '2022-01-23T20:41:04Z' },
  { raw: '2022-01-23T20:41:04.567+08:00', want: '2022-01-23T12:41:04.567Z' },
  { raw: '2022-01-23t20:41z', want: '2022-01-23T20:41:00Z' },
  { raw: '2022-01-23 20:41:04 +0800', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23 20:41:04 UTC+8', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23 20:41:04 Europe/Paris', want: '2022-01-23T19:41:04Z' },
  { raw: '20220123T204104Z', want: '2022-01-23T20:41:04Z' },
  { raw: '2016-12-31T23:59:60Z', want: '2016-12-31T23:59:59Z' }, // a leap second
  { raw: '1642941664', want: '2022-01-23T12:41:04Z' },
  { raw: '1642941664123', want: '2022-01-23T12:41:04.123Z' },
  // without one it is the source's
  { raw: '2022-01-23 20:41:04', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23T20:41:04', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23', want: '2022-01-22T16:00:00Z' },
  { raw: '2022-1-3 8:05', want: '2022-01-03T00:05:00Z' },
  { raw: '2022/01/23 20:41', want: '2022-01-23T12:41:00Z' },
  { raw: '2022.01.23', want: '2022-01-22T16:00:00Z' },
  { raw: '20220123', want: '2022-01-22T16:00:00Z' },
  { raw: '20220123204104', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01', want: '2021-12-31T16:00:00Z' },
  { raw: '2022', want: '2021-12-31T16:00:00Z' },
  { raw: 'Sun, 23 Jan 2022 20:41:04', want: '2022-01-23T12:41:04Z' },
  { raw: 'January 23, 2022 8:41 PM', want: '2022-01-23T12:41:00Z' },
  { raw: 'Jan 23rd, 2022', want: '2022-01-22T16:00:00Z' },
  { raw: '12:30 am', want: null },
  { raw: '2022-01-23 12:30 am', want: '2022-01-22T16:30:00Z' },
  { raw: '2022-01-23 24:00', want: '2022-01-23T16:00:00Z' },
  { raw: '2022-01-23 20:41:04', want: '2022-01-24T01:41:04Z', timezone: 'America/New_York' },
  { raw: '2022-07-23 20:41:04', want: '2022-07-24T00:41:04Z', timezone: 'America/New_York' },
  // CST is China's time in China, Chicago's elsewhere
  { raw: 'Sun Jan 23 20:41:04 CST 2022', want: '2022-01-23T12:41:04Z' },
  { raw: 'Sun Jan 23 20:41:04 CST 2022', want: '2022-01-24T02:41:04Z', timezone: 'America/Chicago' },
  // Chinese
  { raw: '2022年01月23日 20:41', want: '2022-01-23T12:41:00Z' },
  { raw: '2022年1月23日20时41分04秒', want: '2022-01-23T12:41:04Z' },
  { raw: '2022年1月23日 下午8:41', want: '2022-01-23T12:41:00Z' },
  { raw: '2022年1月23日 星期日', want: '2022-01-22T16:00:00Z' },
  { raw: '2022年1月23日（周日） 08:05', want: '2022-01-23T00:05:00Z' },
  { raw: '2022年1月', want: '2021-12-31T16:00:00Z' },
  { raw: '２０２２－０１－２３　２０：４１', want: '2022-01-23T12:41:00Z' },
  // the operator's format
  { raw: '23/01/2022 20h41', want: '2022-01-23T12:41:00Z', format: "dd/MM/yyyy HH'h'mm" },
  { raw: '2022-01-23T00:00:00Z', want: '2022-01-23T00:00:00Z', format: 'dd/MM/yyyy' },
  // what never was
  { raw: 'Wed, 30 Feb 2022 10:00:00 GMT', want: null },
  { raw: '2026-02-30T25:61:61Z', want: null },
  { raw: '2022-01-23T25:00:00Z', want: null },
  { raw: '2022-13-01', want: null },
  { raw: '0000-00-00T00:00:00Z', want: null },
  { raw: '0000-00-00 00:00:00', want: null },
  { raw: '1969-12-31T23:59:59Z', want: null },
  { raw: 'Thu, 01 Jan 1970 00:00:00 GMT', want: null }, // a clock never set
  { raw: '2201-01-01T00:00:00Z', want: null },
  { raw: 'Sat, 01 Jan 99999 00:00:00 GMT', want: null },
  { raw: 'Fri, 02 Jan 2026 03:04:05 +9999', want: null },
  { raw: '23 Foo 2022', want: null },
  { raw: '05/06/2022', want: null }, // May or June: only the operator knows
  { raw: '-1', want: null },
  { raw: '9999999999999999999999999999999999999999', want: null },
  { raw: 'yesterday-ish', want: null },
  { raw: '2022-01-23 or so', want: null },
  { raw: '', want: null },
  { raw: '2022-01-23'.padEnd(5000, ' x'), want: null },
]
for (const { raw, want, timezone, format } of dates) {
  test(`${raw.slice(0, 60)} (${format ?? timezone ?? 'Shanghai'}) is ${want ?? 'no date'}`, () => {
    const at = readDate(raw, { ...shanghai, timezone: timezone ?? shanghai.timezone, format: format ?? null })
    expect(at === null ? null : new Date(at).toISOString()).toBe(want === null ? null : new Date(want).toISOString())
  })
}

test('any instant is read back from the ways machines write it', () => {
  const instants = fc.integer({ min: Date.UTC(1971, 0, 1) / 1000, max: Date.UTC(2199, 0, 1) / 1000 })
  fc.assert(
    fc.property(instants, (seconds) => {
      const date = new Date(seconds * 1000)
      for (const text of [date.toISOString(), date.toUTCString(), date.toString()]) expect(readDate(text, shanghai)).toBe(seconds * 1000)
    }),
  )
})

test('any text is a date of our times or none', () => {
  const pieces = fc.constantFrom(
    '2022',
    '-',
    '/',
    ':',
    ' ',
    '23',
    'Jan',
    'Feb 31',
    '年',
    '月',
    '日',
    '下午',
    '+08:00',
    'Z',
    'T',
    '24',
    '99',
    '.',
    ',',
  )
  const texts = fc.oneof(
    fc.string(),
    fc.array(pieces).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const at = readDate(text, shanghai)
      expect(at === null || (at > 0 && at < Date.UTC(2201, 0, 1))).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
