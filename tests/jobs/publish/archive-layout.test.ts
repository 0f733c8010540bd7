import { expect, test } from 'vitest'
import { type Laid, layOut, type Stretch } from '../../../src/jobs/publish/archive-layout.ts'
import { linked } from '../../../src/jobs/publish/archive-links.ts'
import { isClosed, monthsIn } from '../../../src/jobs/publish/archive-months.ts'
import { stretchesOf } from '../../../src/jobs/publish/archive-stretches.ts'
import { heldAtLeast } from '../../../src/jobs/publish/window-room.ts'
import type { ArchivePage, Spot } from '../../../src/model/archive.ts'

const day = 86_400_000
const hour = 3_600_000

/** The n-th day of 2026; January has 31. */
const spot = (n: number): Spot => ({ listed: Date.UTC(2026, 0, n, 12), published: 0, id: `e${n}` })
const spots = (...days: readonly number[]) => days.map(spot)
const page = (month: string, number: number, [first, last]: readonly [number, number]): Laid => ({
  month,
  page: number,
  first: spot(first),
  last: spot(last),
})

/** With three entries a page; new numbers begin at 7. */
function laid(stretch: Omit<Stretch, 'next'>, { next = null, kept = [] }: { next?: Laid | null; kept?: readonly number[] } = {}) {
  let free = 7
  const numbering = {
    pageSize: 3,
    monthOf: monthsIn('UTC'),
    freeNumber: () => free++,
    isKept: ({ page: number }: Laid) => kept.includes(number),
  }
  return layOut({ ...stretch, next }, numbering).map(({ month, page: number, first, last }) => `${month}/${number} ${first.id}-${last.id}`)
}

const january = [page('2026-01', 1, [1, 5]), page('2026-01', 2, [6, 9])]
const layouts: readonly { name: string; stretch: Omit<Stretch, 'next'>; options?: Parameters<typeof laid>[1]; want: readonly string[] }[] =
  [
    {
      name: 'a new archive is filled oldest first, month by month',
      stretch: { pages: [], spots: spots(1, 2, 3, 4, 40, 41) },
      want: ['2026-01/7 e1-e3', '2026-01/8 e4-e4', '2026-02/9 e40-e41'],
    },
    {
      name: 'new entries join the newest page',
      stretch: { pages: [page('2026-01', 1, [1, 2])], spots: spots(1, 2, 3) },
      want: ['2026-01/1 e1-e3'],
    },
    {
      name: 'a full page is followed by another one',
      stretch: { pages: [page('2026-01', 1, [1, 3])], spots: spots(1, 2, 3, 4) },
      want: ['2026-01/1 e1-e3', '2026-01/7 e4-e4'],
    },
    {
      name: 'a new month begins a page',
      stretch: { pages: [page('2026-01', 1, [1, 2])], spots: spots(1, 2, 32) },
      want: ['2026-01/1 e1-e2', '2026-02/7 e32-e32'],
    },
    {
      name: 'what comes into a page stands there',
      stretch: { pages: january, spots: spots(1, 3, 5, 6, 9) },
      want: ['2026-01/1 e1-e5', '2026-01/2 e6-e9'],
    },
    {
      name: 'what comes between two pages of a month joins the older one',
      stretch: { pages: [page('2026-01', 1, [1, 3]), page('2026-01', 2, [6, 9])], spots: spots(1, 4, 6, 9) },
      want: ['2026-01/1 e1-e4', '2026-01/2 e6-e9'],
    },
    {
      name: 'what comes before the first page joins it',
      stretch: { pages: [page('2026-01', 1, [6, 9])], spots: spots(2, 6, 9) },
      want: ['2026-01/1 e2-e9'],
    },
    {
      name: 'a month between two others gets a page of its own',
      stretch: { pages: [page('2026-01', 1, [1, 2]), page('2026-03', 1, [70, 71])], spots: spots(1, 2, 40, 41, 70, 71) },
      want: ['2026-01/1 e1-e2', '2026-02/7 e40-e41', '2026-03/1 e70-e71'],
    },
    {
      name: 'what does not fit pushes the rest of its month on, in order',
      stretch: { pages: january, spots: spots(1, 2, 3, 5, 6, 7, 9) },
      want: ['2026-01/1 e1-e3', '2026-01/2 e5-e7', '2026-01/7 e9-e9'],
    },
    {
      name: 'but no other month',
      stretch: { pages: [...january, page('2026-02', 1, [40, 44])], spots: spots(1, 2, 3, 5, 6, 7, 9, 40, 41, 44) },
      want: ['2026-01/1 e1-e3', '2026-01/2 e5-e7', '2026-01/7 e9-e9', '2026-02/1 e40-e44'],
    },
    {
      name: 'in a month of many more pages a full one is divided instead',
      stretch: { pages: [page('2026-01', 1, [1, 5])], spots: spots(1, 2, 3, 5) },
      options: { next: page('2026-01', 2, [6, 9]) },
      want: ['2026-01/1 e1-e2', '2026-01/7 e3-e5'],
    },
    { name: 'a page that holds nothing any more goes', stretch: { pages: january, spots: spots(1, 5) }, want: ['2026-01/1 e1-e5'] },
    {
      name: 'unless it is closed, and what it shows has only moved on',
      stretch: { pages: january, spots: spots(1, 5) },
      options: { kept: [2] },
      want: ['2026-01/1 e1-e5', '2026-01/2 e6-e9'],
    },
    {
      name: 'what goes from the edge of a page leaves the edge',
      stretch: { pages: january, spots: spots(3, 6) },
      want: ['2026-01/1 e1-e5', '2026-01/2 e6-e9'],
    },
  ]
for (const { name, stretch, options, want } of layouts) test(`pages: ${name}`, () => expect(laid(stretch, options)).toEqual(want))

const pages = [...january, page('2026-02', 1, [40, 44]), page('2026-02', 2, [45, 50])].map((one): ArchivePage => ({ ...one, next: null }))
const ranges: readonly {
  name: string
  at: readonly number[]
  forced?: boolean
  most?: number
  want: readonly (readonly [number, number])[]
}[] = [
  { name: 'an edit within a page', at: [7], want: [[1, 1]] },
  { name: 'an edit of a page’s first entry may be one of the page before', at: [6], want: [[0, 1]] },
  { name: 'an arrival concerns the rest of its month', at: [2], forced: true, want: [[0, 1]] },
  { name: 'if that is not too much', at: [2], forced: true, most: 0, want: [[0, 0]] },
  { name: 'an arrival between two months concerns both', at: [35], forced: true, want: [[1, 3]] },
  { name: 'an arrival at the instant of a page’s last entry may stand behind it', at: [9], forced: true, want: [[1, 2]] },
  { name: 'there is no page behind the last one', at: [50], forced: true, want: [[3, 3]] },
  { name: 'an arrival before everything', at: [0], forced: true, want: [[0, 1]] },
  {
    name: 'several at once',
    at: [2, 3, 47],
    forced: true,
    want: [
      [0, 1],
      [3, 3],
    ],
  },
  { name: 'stretches that meet are one', at: [2, 35], forced: true, want: [[0, 3]] },
]
for (const { name, at, forced = false, most = 9, want } of ranges) {
  test(`stretches: ${name}`, () => {
    const changes = at.map((n) => ({ listed: spot(n).listed, isForced: forced, times: 1 }))
    expect(stretchesOf(pages, changes, most).map(({ start, end }) => [start, end])).toEqual(want)
  })
}

/** Pages with a link to the next, as after a writing. */
const chained = pages.map(
  (one, at): ArchivePage => ({
    ...one,
    next: pages[at + 1] === undefined ? null : { month: pages[at + 1]?.month ?? '', page: pages[at + 1]?.page ?? 0 },
  }),
)
const silent = chained.map((one, at) => (at === 1 ? { ...one, next: null } : one))
const march = page('2026-03', 1, [70, 71])
const extra = page('2026-01', 7, [10, 12])
const links: readonly {
  name: string
  before?: readonly ArchivePage[]
  after: readonly Laid[]
  edited?: readonly number[]
  forced?: readonly number[]
  want: readonly string[]
}[] = [
  { name: 'nothing is written when nothing is otherwise', after: chained, want: [] },
  { name: 'a page in which something came or went', after: chained, forced: [2], want: ['2026-01/1 > 2'] },
  { name: 'an edited page of an open month', after: chained, edited: [42], want: ['2026-02/1 > 2'] },
  { name: 'but none of a closed month', after: chained, edited: [2], want: [] },
  { name: 'a page that holds more, and no other', after: [...chained.slice(0, 3), page('2026-02', 2, [45, 52])], want: ['2026-02/2 >'] },
  { name: 'a new page, and the open one that now leads to it', after: [...chained, march], want: ['2026-02/2 > 1', '2026-03/1 >'] },
  {
    name: 'a closed page does not name what came after it was closed',
    before: silent.slice(0, 2),
    after: [...silent.slice(0, 2), march],
    want: ['2026-03/1 >'],
  },
  {
    name: 'a page that comes between two, and both of them',
    after: [...chained.slice(0, 2), extra, ...chained.slice(2)],
    want: ['2026-01/2 > 7', '2026-01/7 > 1', '2026-02/1 > 2'],
  },
  {
    name: 'the pages beside one that went',
    after: [chained[0], ...chained.slice(2)].flatMap((one) => one ?? []),
    want: ['2026-01/1 > 1', '2026-02/1 > 2'],
  },
]
for (const { name, before = chained, after, edited = [], forced = [], want } of links) {
  test(`what is written: ${name}`, () => {
    const all = [...edited, ...forced].map((n) => spot(n).listed)
    const known = {
      pages: before,
      changes: [],
      all,
      forced: forced.map((n) => spot(n).listed),
      isClosed: (month: string) => month < '2026-02',
    }
    const written = linked(after, known).filter(({ isStale }) => isStale)
    expect(written.map(({ month, page: number, next }) => `${month}/${number} >${next === null ? '' : ` ${next.page}`}`)).toEqual(want)
  })
}

const months = [
  { name: 'the site’s zone decides', zone: 'Asia/Shanghai', at: '2026-01-31T16:00:00Z', want: '2026-02' },
  { name: 'to the millisecond', zone: 'Asia/Shanghai', at: '2026-01-31T15:59:59.999Z', want: '2026-01' },
  { name: 'west of Greenwich, too', zone: 'America/New_York', at: '2026-03-01T04:59:59Z', want: '2026-02' },
  { name: 'years end', zone: 'UTC', at: '2025-12-31T23:59:59Z', want: '2025-12' },
]
for (const { name, zone, at, want } of months) {
  test(`months: ${name}`, () => {
    const monthOf = monthsIn(zone)
    for (const before of ['2026-01-15T00:00:00Z', '2026-02-15T00:00:00Z', '2025-12-15T00:00:00Z']) {
      monthOf(Date.parse(before))
      expect(monthOf(Date.parse(at))).toBe(want)
    }
  })
}

test('a month is closed 48 hours after its end in the site’s zone', () => {
  const end = Date.UTC(2026, 0, 31, 16)
  expect(isClosed('2026-01', 'Asia/Shanghai', end + 48 * hour - 1)).toBe(false)
  expect(isClosed('2026-01', 'Asia/Shanghai', end + 48 * hour)).toBe(true)
  expect(isClosed('2026-12', 'Asia/Shanghai', end)).toBe(false)
})

const rooms = [
  { name: 'the newest ones', days: [0, 5, 10, 15], bytes: 10, want: 2 },
  { name: 'all within the span before the newest', days: [0, 1, 2, 2.1], bytes: 10, want: 3 },
  { name: 'never more than most', days: [0, 0, 0, 0, 0, 0], bytes: 10, want: 5 },
  { name: 'only what surely fits', days: [0, 0, 0, 0], bytes: 240_000, want: 2 },
  { name: 'one at least', days: [0, 0], bytes: 5_000_000, want: 1 },
  { name: 'nothing where there is nothing', days: [], bytes: 0, want: 0 },
]
for (const { name, days, bytes, want } of rooms) {
  test(`a window holds ${name}`, () => {
    const newest = days.map((ago, n) => ({ listed: -ago * day, published: 0, id: `e${n}`, htmlBytes: bytes, textBytes: 0 }))
    expect(heldAtLeast(newest, { entries: 2, spanMs: 2 * day, most: 5 })).toBe(want)
  })
}
