import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EditionCalendar, editionAfter, editionBefore, latestEdition } from '../../src/schedule/editions.ts'

const daily = (zone: string, at = 7 * 60): EditionCalendar => ({ every: 'daily', at, on: null, zone })
const weekly = (zone: string, on = 1): EditionCalendar => ({ every: 'weekly', at: 7 * 60, on, zone })
const said = ({ day, at }: { readonly day: string; readonly at: number }) => `${day} ${new Date(at).toISOString().slice(0, 16)}`

const latest = [
  { name: 'this morning', calendar: daily('Asia/Shanghai'), now: '2026-11-22T23:00:00Z', want: '2026-11-23 2026-11-22T23:00' },
  { name: 'yesterday, a moment earlier', calendar: daily('Asia/Shanghai'), now: '2026-11-22T22:59:59Z', want: '2026-11-22 2026-11-21T23:00' },
  { name: 'in a zone that is a day ahead', calendar: daily('Pacific/Kiritimati'), now: '2026-11-22T17:00:00Z', want: '2026-11-23 2026-11-22T17:00' },
  { name: 'last Monday', calendar: weekly('UTC'), now: '2026-11-22T12:00:00Z', want: '2026-11-16 2026-11-16T07:00' },
  { name: 'this Sunday', calendar: weekly('UTC', 7), now: '2026-11-22T12:00:00Z', want: '2026-11-22 2026-11-22T07:00' },
] // biome-ignore format: one row each
for (const { name, calendar, now, want } of latest)
  test(`the latest edition: ${name}`, () => expect(said(latestEdition(calendar, Date.parse(now)))).toBe(want))

const berlin = daily('Europe/Berlin', 2 * 60 + 30)

test('an hour that the clocks skip comes after the skip, and only once', () => {
  const before = latestEdition(berlin, Date.parse('2026-03-28T12:00:00Z'))
  const skipped = editionAfter(berlin, before)
  expect([said(skipped), said(editionAfter(berlin, skipped))]).toEqual(['2026-03-29 2026-03-29T01:30', '2026-03-30 2026-03-30T00:30'])
})

test('an hour that the clocks repeat is the first of the two', () => {
  const first = latestEdition(berlin, Date.parse('2026-10-25T00:30:00Z'))
  expect(said(first)).toBe('2026-10-25 2026-10-25T00:30')
  expect(latestEdition(berlin, Date.parse('2026-10-25T01:30:00Z'))).toEqual(first)
  expect(said(editionAfter(berlin, first))).toBe('2026-10-26 2026-10-26T01:30')
})

test('a day that a zone left out has no edition of its own', () => {
  const samoa = daily('Pacific/Apia')
  const last = latestEdition(samoa, Date.parse('2011-12-30T12:00:00Z'))
  const next = editionAfter(samoa, last)
  expect(next.at - last.at).toBe(86_400_000)
})

test('another time of day gives no day a second edition', () => {
  const last = latestEdition(daily('UTC'), Date.parse('2026-11-22T12:00:00Z'))
  expect(said(editionAfter(daily('UTC', 18 * 60), last))).toBe('2026-11-23 2026-11-23T18:00')
  expect(said(editionAfter(weekly('UTC'), last))).toBe('2026-11-23 2026-11-23T07:00')
})

const zones = ['UTC', 'Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Chatham']
const calendars = fc.record({
  zone: fc.constantFrom(...zones),
  at: fc.integer({ min: 0, max: 1439 }),
  on: fc.option(fc.integer({ min: 1, max: 7 })),
})

test('editions follow each other without a gap: each instant belongs to one', () => {
  fc.assert(
    fc.property(calendars, fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }), ({ zone, at, on }, now) => {
      const calendar: EditionCalendar = { zone, at, on, every: on === null ? 'daily' : 'weekly' }
      const last = latestEdition(calendar, now)
      const next = editionAfter(calendar, last)
      expect(last.at <= now && now < next.at).toBe(true)
      expect(editionBefore(calendar, next.day)).toEqual(last)
    }),
  )
})
