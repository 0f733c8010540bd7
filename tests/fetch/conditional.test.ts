import { expect, test } from 'vitest'
import { conditionalHeaders, maxAgeOf, validatorsOf } from '../../src/fetch/conditional.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const year = 365 * 86_400_000

function headers(given: Readonly<Record<string, string>>): (name: string) => string | null {
  return (name) => given[name] ?? null
}

const etags = [
  { name: 'strong', etag: '"abc"', want: '"abc"' },
  { name: 'weak', etag: 'W/"1"', want: 'W/"1"' },
  { name: 'unquoted, kept as given', etag: 'abc', want: 'abc' },
  { name: '1,024 characters', etag: 'a'.repeat(1024), want: 'a'.repeat(1024) },
  { name: 'too long', etag: 'a'.repeat(1025), want: null },
  { name: 'with a line break', etag: '"a"\r\nX-Evil: 1', want: null },
  { name: 'with a byte beyond ASCII', etag: '"é"', want: null },
  { name: 'empty', etag: '', want: null },
]

for (const { name, etag, want } of etags)
  test(`ETag: ${name}`, () => {
    expect(validatorsOf(headers({ etag }), now).etag).toBe(want)
    expect(conditionalHeaders({ etag, lastModified: null })).toEqual(want === null ? {} : { 'if-none-match': want })
  })

test('sends back both validators exactly as they came', () => {
  const lastModified = 'Fri, 02 jan 2026 03:04:05 +0000'
  const kept = validatorsOf(headers({ etag: '"1"', 'last-modified': lastModified }), now)
  expect(conditionalHeaders(kept)).toEqual({ 'if-none-match': '"1"', 'if-modified-since': lastModified })
})

const modified = [
  { name: 'in the past', given: 'Fri, 02 Jan 2026 03:04:05 GMT', date: undefined, isKept: true },
  { name: 'a little ahead, as clocks go', given: 'Fri, 02 Jan 2026 03:05:00 GMT', date: undefined, isKept: true },
  { name: 'in 2099', given: 'Thu, 31 Dec 2099 23:59:59 GMT', date: undefined, isKept: false },
  { name: 'an hour ahead', given: 'Fri, 02 Jan 2026 04:04:05 GMT', date: undefined, isKept: false },
  {
    name: 'ahead of us, but not of the server’s own clock',
    given: 'Fri, 02 Jan 2026 04:04:05 GMT',
    date: 'Fri, 02 Jan 2026 04:04:05 GMT',
    isKept: true,
  },
  { name: 'ahead of both clocks', given: 'Sat, 03 Jan 2026 04:04:05 GMT', date: 'Fri, 02 Jan 2026 04:04:05 GMT', isKept: false },
  { name: 'no date, kept as given', given: 'yesterday', date: undefined, isKept: true },
]

for (const { name, given, date, isKept } of modified)
  test(`Last-Modified ${name} is ${isKept ? '' : 'not '}kept`, () => {
    const answer = headers({ 'last-modified': given, ...(date === undefined ? {} : { date }) })
    expect(validatorsOf(answer, now).lastModified).toBe(isKept ? given : null)
  })

const freshness = [
  { name: 'nothing said', given: {}, want: null },
  { name: 'max-age', given: { 'cache-control': 'public, Max-Age=300' }, want: 300_000 },
  { name: 'max-age before Expires', given: { 'cache-control': 'max-age=60', expires: 'Fri, 02 Jan 2026 04:04:05 GMT' }, want: 60_000 },
  { name: 's-maxage is for shared caches', given: { 'cache-control': 's-maxage=300' }, want: null },
  { name: 'no-cache', given: { 'cache-control': 'no-cache, max-age=300' }, want: 0 },
  { name: 'no-store', given: { 'cache-control': 'private,no-store' }, want: 0 },
  { name: 'a silly max-age', given: { 'cache-control': `max-age=${'9'.repeat(400)}` }, want: year },
  { name: 'max-age, half of it over in a cache', given: { 'cache-control': 'max-age=300', age: '120' }, want: 180_000 },
  { name: 'max-age, all of it over', given: { 'cache-control': 'max-age=300', age: '3000' }, want: 0 },
  { name: 'an Age that is no number', given: { 'cache-control': 'max-age=300', age: '-1' }, want: 300_000 },
  { name: 'a negative max-age', given: { 'cache-control': 'max-age=-1' }, want: null },
  { name: 'Expires, by our clock', given: { expires: 'Fri, 02 Jan 2026 03:14:05 GMT' }, want: 600_000 },
  {
    name: 'Expires, by the server’s clock',
    given: { expires: 'Fri, 02 Jan 2026 13:14:05 GMT', date: 'Fri, 02 Jan 2026 13:04:05 GMT' },
    want: 600_000,
  },
  { name: 'Expires in the past', given: { expires: 'Fri, 02 Jan 2025 03:14:05 GMT' }, want: 0 },
  { name: 'Expires that is no date', given: { expires: '-1' }, want: 0 },
  { name: 'Expires in 2099', given: { expires: 'Thu, 31 Dec 2099 23:59:59 GMT' }, want: year },
]

for (const { name, given, want } of freshness) test(`freshness: ${name}`, () => expect(maxAgeOf(headers(given), now)).toBe(want))
