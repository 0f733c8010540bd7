import { describe, expect, test } from 'vitest'
import { holding, isFlood, nextLook, pageVerdict } from '../../src/identify/gone.ts'
import type { PageAnswer } from '../../src/model/deletion.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 0, 15)
const alone = { looked: 1, gone: 1 }

describe('what an answer of a page means', () => {
  const rows: readonly [string, PageAnswer, { since?: number; looked?: number; gone?: number }, string][] = [
    ['a page that is there is there, whatever others do', 'there', { looked: 9, gone: 9 }, 'there'],
    ['410 counts at once', 410, {}, 'gone'],
    ['404 for the first time may be a mistake', 404, {}, 'missing'],
    ['404 again after less than a day says nothing new', 404, { since: now - day + 1 }, 'missing'],
    ['404 again after a day counts', 404, { since: now - day }, 'gone'],
    ['most pages gone within a day: a redesign', 404, { since: now - day, looked: 5, gone: 3 }, 'redesign'],
    ['also where they say 410', 410, { looked: 5, gone: 3 }, 'redesign'],
    ['half of them is not most', 404, { since: now - day, looked: 6, gone: 3 }, 'gone'],
    ['two pages are too few to tell', 404, { since: now - day, looked: 2, gone: 2 }, 'gone'],
    ['three of three are enough', 404, { since: now - day, looked: 3, gone: 3 }, 'redesign'],
  ]
  for (const [name, answer, { since = now, ...counts }, want] of rows)
    test(name, () => expect(pageVerdict(answer, { since, now, neighbours: { ...alone, ...counts } })).toBe(want))
})

test('a page that is gone is looked at again after one, two, nine and 39 days, then no more', () => {
  const looks = [0, day - 1, day, 2 * day, 9 * day, 39 * day].map((after) => nextLook(now, now + after))
  expect(looks.map((at) => (at === null ? null : (at - now) / day))).toEqual([1, 1, 2, 9, 39, null])
})

describe('what a document names as deleted', () => {
  const named = (at: number | null) => [{ guid: 'urn:1', at, by: null, comment: null }]
  const shown = (dates: { published?: number | null; updated?: number | null }, guid: string | null = 'urn:1') => [
    { guid, published: null, updated: null, ...dates },
  ]
  const rows: readonly [string, ReturnType<typeof named>, ReturnType<typeof shown>, boolean][] = [
    ['holds when it is not shown', named(now), shown({ updated: now + 1 }, 'urn:2'), true],
    ['holds when what is shown is older', named(now), shown({ updated: now - 1 }), true],
    ['holds when both are of one moment', named(now), shown({ updated: now }), true],
    ['is none when it was written again since', named(now), shown({ updated: now + 1 }), false],
    ['goes by updated before published', named(now), shown({ published: now - 1, updated: now + 1 }), false],
    ['goes by published where nothing else is said', named(now), shown({ published: now - 1 }), true],
    ['is none when it is shown without a date', named(now), shown({}), false],
    ['is none without a moment, when it is shown', named(null), shown({ updated: now - day }), false],
    ['holds without a moment, when it is not', named(null), shown({}, null), true],
    ['is compared without spaces around', named(now), shown({ updated: now + 1 }, ' urn:1\n'), false],
  ]
  for (const [name, deletions, drafts, holds] of rows) test(name, () => expect(holding(deletions, drafts)).toEqual(holds ? deletions : []))
})

test.each([
  [1, 2, false],
  [2, 3, true],
  [1, 1, true],
  [0, 0, false],
  [200, 1_000, false],
  [201, 100_000, true],
])('%d named of %d known is a flood: %s', (deleted, known, want) => {
  expect(isFlood(deleted, known)).toBe(want)
})
