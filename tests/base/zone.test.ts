import { expect, test } from 'vitest'
import { dayIn, formatIn, isZone, parseIn, parseIsoIn, rfc822, rfc3339 } from '../../src/base/zone.ts'

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

test('reads ISO 8601 with its own offset, else in the given zone', () => {
  expect(parseIsoIn(shanghai, '2026-01-10T12:00:00Z')).toBe(noon)
  expect(parseIsoIn(shanghai, '2026-01-10T13:00:00+01:00')).toBe(noon)
  expect(parseIsoIn(shanghai, '2026-01-10T20:00:00')).toBe(noon)
  expect(parseIsoIn(shanghai, 'yesterday')).toBeNull()
})

test('writes instants in a zone, and as the feed formats want them', () => {
  expect(formatIn(shanghai, noon, 'yyyy-MM-dd HH:mm:ss ZZZ')).toBe('2026-01-10 20:00:00 +0800')
  expect(formatIn(shanghai, noon, 'LLLL', 'zh-CN')).toBe('一月')
  expect(rfc3339(noon)).toBe('2026-01-10T12:00:00Z')
  expect(rfc3339(noon + 7)).toBe('2026-01-10T12:00:00.007Z')
  expect(rfc822(noon)).toBe('Sat, 10 Jan 2026 12:00:00 GMT')
})
