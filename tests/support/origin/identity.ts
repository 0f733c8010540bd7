// Ids that repeat, change, collide or are hostile in themselves: no article may come twice, and none may vanish.
import { expect } from 'vitest'
import { says } from './behaviour.ts'
import { item, rss } from './documents.ts'
import type { Row } from './row.ts'

function times<T>(count: number, make: (number: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index + 1))
}

const changed = (count: number): readonly string[] => Array<string>(count).fill('changed')
const sameEachTime = (count: number): readonly string[] => ['changed', ...Array<string>(count - 1).fill('unchanged')]

export const identity: readonly Row[] = [
  {
    id: 'dup-guid-in-feed',
    origin: says({ body: rss(times(20, (number) => item('dup-guid-in-feed', number, { guid: 'the-same' })).join('')) }),
    polls: sameEachTime(3),
    rows: 20,
  },
  {
    id: 'dup-guid-reordered',
    // The same documents' bytes differ, their articles do not.
    origin: says(({ visit }) => {
      const all = times(20, (number) => item('dup-guid-reordered', number, { guid: 'the-same' }))
      return { body: rss((visit % 2 === 0 ? [...all].reverse() : all).join('')) }
    }),
    polls: changed(3),
    rows: 20,
  },
  {
    id: 'flap-content',
    origin: says(({ visit }) => ({ body: rss(item('flap-content', 1, { text: `Wholly other words at visit ${'abcd'[visit]}${visit}` })) })),
    polls: changed(3),
    rows: 1,
  },
  {
    id: 'flap-title-date',
    origin: says(({ visit }) => ({
      body: rss(item('flap-title-date', 1, { title: `Title ${'abcd'[visit]}`, date: `Fri, 0${visit} Jan 2026 00:00:00 GMT` })),
    })),
    polls: changed(3),
    rows: 1,
    check: ({ entries }) => expect(entries[0]?.date_published).toBe('2026-01-01T00:00:00Z'),
  },
  {
    id: 'guid-changes',
    origin: says(({ visit }) => ({ body: rss(item('guid-changes', 1, { guid: `guid-of-visit-${visit}` })) })),
    polls: changed(3),
    rows: 1,
  },
  {
    id: 'link-tracking',
    origin: says(({ visit }) => ({
      body: rss(
        item('link-tracking', 1, {
          guid: null,
          link: `https://link-tracking.example/1?utm_source=${visit}&amp;fbclid=${visit}#part-${visit}`,
        }),
      ),
    })),
    polls: changed(3),
    rows: 1,
  },
  {
    id: 'no-identity',
    origin: says(({ visit }) => ({
      body: rss(times(3, (number) => item('no-identity', number, { guid: null, link: null })).join(''), { channel: `<!-- ${visit} -->` }),
    })),
    polls: changed(3),
    rows: 3,
  },
  {
    id: 'case-guid',
    origin: says(({ visit }) => ({
      body: rss(
        ['Ab', 'aB', 'caf\u00e9', 'cafe\u0301', '<![CDATA[Ab ]]>']
          .map((guid, index) => item('case-guid', index, { guid, link: null }))
          .join(''),
        { channel: `<!-- ${visit} -->` },
      ),
    })),
    polls: changed(2),
    rows: [4, 5],
  },
  {
    id: 'huge-guid',
    origin: says(({ visit }) => ({
      body: rss(item('huge-guid', 1, { guid: 'g'.repeat(1_000_000), link: null }), { channel: `<!-- ${visit} -->` }),
    })),
    polls: changed(2),
    rows: 1,
    check: ({ entries }) => expect(JSON.stringify(entries).length).toBeLessThan(20_000),
  },
  {
    id: 'hostile-guids',
    origin: says(({ visit }) => ({
      body: rss(
        ['__proto__', 'constructor', 'toString', '', '   ', '🦆', "'; DROP TABLE entries; --", '%_%', 'two\nlines']
          .map((guid, index) => item('hostile-guids', index, { guid, link: null }))
          .join(''),
        { channel: `<!-- ${visit} -->` },
      ),
    })),
    polls: changed(2),
    rows: [7, 9],
  },
  {
    id: 'cross-source-victim',
    origin: says({ body: rss(item('cross-source-victim', 1, { title: 'The true title', text: 'The true text.' })) }),
    config: 'priority: 1',
    polls: ['changed'],
    rows: 1,
    check: ({ entries }) => expect(entries[0]).toMatchObject({ title: 'The true title', source: 'cross-source-victim' }),
  },
  {
    id: 'cross-source-steal',
    origin: says({
      body: rss(
        item('cross-source-steal', 1, {
          guid: 'cross-source-victim-1',
          link: 'https://cross-source-victim.example/1',
          title: 'A stolen title',
          text: 'A stolen text.',
        }),
      ),
    }),
    polls: ['changed'],
    rows: [0, 1],
    check: ({ entries }) => expect(entries.map((entry) => entry.title)).not.toContain('The true title'),
  },
  {
    id: 'feed-title-changes',
    origin: says(({ visit }) => ({
      body: rss(item('feed-title-changes', 1) + item('feed-title-changes', 2)).replace(
        '<title>Feed</title>',
        `<title>${['', 'One', 'Two', '&lt;script&gt;alert(9)&lt;/script&gt;'][visit]}</title>`,
      ),
    })),
    polls: changed(3),
    rows: 2,
    absent: [/<script>alert\(9/],
    isStill: true,
  },
]

const dates: Readonly<Record<string, string | null>> = {
  'date-1970': 'Thu, 01 Jan 1970 00:00:00 GMT',
  'date-2099': 'Thu, 31 Dec 2099 23:59:59 GMT',
  'date-none': null,
  'date-empty': '',
  'date-garbage': 'yesterday-ish',
  'date-year-99999': 'Sat, 01 Jan 99999 00:00:00 GMT',
  'date-negative': '-1',
  'date-huge': '9'.repeat(40),
  'date-long': `Fri, 02 Jan 2026 ${'0'.repeat(100_000)}`,
  'date-year-0': '0000-00-00T00:00:00Z',
  'date-leap': '2026-02-30T25:61:61Z',
  'date-tz': 'Fri, 02 Jan 2026 03:04:05 +9999',
  'date-chinese': '2026年1月2日 星期五',
  'date-max': '+275760-09-13T00:00:00.001Z',
}

/** Dates as given; the moment of publishing is one that a feed can carry, not in the future, and the same at each poll. */
export const oddDates: readonly Row[] = Object.entries(dates).map(([id, date]) => ({
  id,
  origin: says(({ visit }) => ({ body: rss(item(id, 1, { date }), { channel: `<!-- ${visit} -->` }) })),
  polls: changed(2),
  rows: 1,
  isStill: true,
}))
