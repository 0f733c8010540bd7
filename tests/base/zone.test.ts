import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayIn, formatIn, instantIn, isZone, parseIn, rfc822, rfc3339 } from '../../src/base/zone.ts'

const noon = Date.UTC(2026, 0, 10, 12)
const shanghai = 'Asia/Shanghai'

const days: readonly { name: string; zone: string; at: number; want: string }[] = [
  { name: 'the day of UTC', zone: 'UTC', at: noon, want: '2026-01-10' },
  { name: 'the next day east of it', zone: shanghai, at: Date.UTC(2025, 11, 31, 16), want: '2026-01-01' },
  { name: 'one millisecond before that', zone: shanghai, at: Date.UTC(2025, 11, 31, 16) - 1, want: '2025-12-31' },
  { name: 'the day before west of it', zone: 'America/New_York', at: Date.UTC(2026, 0, 10, 4, 59), want: '2026-01-09' },
  { name: 'years before 1000 with four digits', zone: 'UTC', at: Date.UTC(900, 0, 1), want: '0900-01-01' },
]

for (const { name, zone, at, want } of days) {
  test(`gives ${name}`, () => {
    const { yyyy, mm, dd } = dayIn(zone, at)
    expect(`${yyyy}-${mm}-${dd}`).toBe(want)
  })
}

test('knows IANA names and nothing else', () => {
  expect([shanghai, 'UTC', 'Europe/Berlin'].every(isZone)).toBe(true)
  expect(['Mars/Olympus', 'Asia/Peking', 'CST8'].some(isZone)).toBe(false)
})

test('reads a text without a zone on the clocks of the given one', () => {
  expect(parseIn(shanghai, '2022-01-23 20:41:04', 'yyyy-MM-dd HH:mm:ss')).toBe(Date.UTC(2022, 0, 23, 12, 41, 4))
  expect(parseIn('Europe/Berlin', '2026-07-01 12:00', 'yyyy-MM-dd HH:mm')).toBe(Date.UTC(2026, 6, 1, 10))
})

test('does not read what does not fit the format, or is no date', () => {
  expect(parseIn(shanghai, '2022/01/23', 'yyyy-MM-dd')).toBeNull()
  expect(parseIn(shanghai, '2022-02-30', 'yyyy-MM-dd')).toBeNull()
})

const walls: readonly { name: string; zone: string; wall: number; want: number | null }[] = [
  { name: 'a zone that never changes', zone: shanghai, wall: Date.UTC(2026, 0, 10, 20), want: noon },
  { name: 'winter', zone: 'America/New_York', wall: Date.UTC(2022, 0, 23, 12), want: Date.UTC(2022, 0, 23, 17) },
  { name: 'summer', zone: 'America/New_York', wall: Date.UTC(2022, 6, 23, 12), want: Date.UTC(2022, 6, 23, 16) },
  {
    name: 'an hour before the clocks go forward',
    zone: 'America/New_York',
    wall: Date.UTC(2022, 2, 13, 1),
    want: Date.UTC(2022, 2, 13, 6),
  },
  { name: 'the hour they skip', zone: 'America/New_York', wall: Date.UTC(2022, 2, 13, 2, 30), want: Date.UTC(2022, 2, 13, 7, 30) },
  { name: 'the hour after it', zone: 'America/New_York', wall: Date.UTC(2022, 2, 13, 3), want: Date.UTC(2022, 2, 13, 7) },
  { name: 'the hour that comes twice', zone: 'America/New_York', wall: Date.UTC(2022, 10, 6, 1, 30), want: Date.UTC(2022, 10, 6, 5, 30) },
  { name: 'the hour after that', zone: 'America/New_York', wall: Date.UTC(2022, 10, 6, 2), want: Date.UTC(2022, 10, 6, 7) },
  { name: 'the southern summer', zone: 'Australia/Sydney', wall: Date.UTC(2022, 0, 1), want: Date.UTC(2021, 11, 31, 13) },
  { name: 'an odd offset', zone: 'Asia/Kathmandu', wall: Date.UTC(2022, 0, 1, 5, 45), want: Date.UTC(2022, 0, 1) },
  { name: 'UTC', zone: 'UTC', wall: noon, want: noon },
  { name: 'no zone', zone: 'Mars/Olympus', wall: noon, want: null },
]
for (const { name, zone, wall, want } of walls)
  test(`finds the moment of a clock time: ${name}`, () => expect(instantIn(zone, wall)).toBe(want))

test('writes instants in a zone, and as the feed formats want them', () => {
  expect(formatIn(shanghai, noon, 'yyyy-MM-dd HH:mm:ss ZZZ')).toBe('2026-01-10 20:00:00 +0800')
  expect(formatIn(shanghai, noon, 'LLLL', 'zh-CN')).toBe('一月')
  expect(rfc3339(noon)).toBe('2026-01-10T12:00:00Z')
  expect(rfc3339(noon + 7)).toBe('2026-01-10T12:00:00.007Z')
  expect(rfc822(noon)).toBe('Sat, 10 Jan 2026 12:00:00 GMT')
})

test('instants are written as the engine writes them, whatever the year', () => {
  const instant = fc.integer({ min: -8.64e15, max: 8.64e15 })
  const second = fc.integer({ min: -4e10, max: 2.6e11 }).map((seconds) => seconds * 1000)
  fc.assert(
    fc.property(fc.oneof(instant, second), (at) => {
      expect(rfc822(at)).toBe(new Date(at).toUTCString())
      expect(rfc3339(at)).toBe(new Date(at).toISOString().replace('.000Z', 'Z'))
    }),
  )
  expect(() => rfc3339(Number.NaN)).toThrow(RangeError)
})
