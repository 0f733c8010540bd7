import { expect, test } from 'vitest'
import { sitemapParts } from '../../../src/jobs/publish/sitemap-parts.ts'
import type { SitemapDay } from '../../../src/model/output.ts'

const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000
const day = (date: string, addresses: number, changes: Partial<SitemapDay> = {}): SitemapDay => ({
  day: dayOf(date),
  addresses,
  modified: Date.parse(`${date}T12:00:00Z`),
  wanted: 1,
  isStale: false,
  ...changes,
})

test('a part is a month, from its first to its last day', () => {
  const parts = sitemapParts([day('2025-12-31', 1), day('2026-01-01', 2), day('2026-01-09', 3)], 10)
  expect(parts).toMatchObject([
    { name: '2025-12', fromDay: dayOf('2025-12-31'), toDay: dayOf('2025-12-31'), addresses: 1 },
    { name: '2026-01', fromDay: dayOf('2026-01-01'), toDay: dayOf('2026-01-09'), addresses: 5, modified: Date.UTC(2026, 0, 9, 12) },
  ])
})

test('a month of more addresses than a file may hold is divided by day', () => {
  const parts = sitemapParts([day('2026-01-01', 6), day('2026-01-02', 5), day('2026-02-01', 10)], 10)
  expect(parts.map(({ name, addresses }) => [name, addresses])).toEqual([
    ['2026-01-01', 6],
    ['2026-01-02', 5],
    ['2026-02', 10],
  ])
})

test('a part changes with any of its days, and only with these', () => {
  const before = sitemapParts([day('2026-01-01', 1), day('2026-01-02', 1), day('2026-02-01', 1)], 10)
  const after = sitemapParts([day('2026-01-01', 1), day('2026-01-02', 1, { wanted: 2, isStale: true }), day('2026-02-01', 1)], 10)
  expect(after.map(({ isStale }) => isStale)).toEqual([true, false])
  expect(after.map(({ version }, at) => version === before[at]?.version)).toEqual([false, true])
})

test('a day that holds nothing any more makes its month stale; a month of nothing is no part', () => {
  const gone = { modified: null, isStale: true }
  expect(sitemapParts([day('2026-01-01', 0, gone), day('2026-01-02', 1)], 10)).toMatchObject([{ isStale: true, addresses: 1 }])
  expect(sitemapParts([day('2026-01-01', 0, gone)], 10)).toEqual([])
})
