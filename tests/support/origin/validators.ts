// Validators and promises of freshness that are wrong, stuck, silly or too long.
import { expect } from 'vitest'
import { type Answer, type Asked, blurts, head, says } from './behaviour.ts'
import { feed, item, rss } from './documents.ts'
import type { Row, Seen } from './row.ts'

const day = 86_400_000

/** Says 304 to those who bring the validator, the rest to others. */
function unless(header: 'if-none-match' | 'if-modified-since', value: string, otherwise: (asked: Asked) => Answer) {
  return says((asked) => (asked.headers[header] === value ? { status: 304 } : otherwise(asked)))
}

/** One more entry at each visit. */
function growing(id: string): (asked: Asked) => string {
  return ({ visit }) => feed(id, visit)
}

function sent(header: string): (seen: Seen) => readonly (string | undefined)[] {
  return ({ requests }) => requests.map(({ headers }) => headers[header])
}

const matches = sent('if-none-match')
const since = sent('if-modified-since')

export const validators: readonly Row[] = [
  {
    id: 'etag-stuck',
    origin: says((asked) => ({ headers: ['ETag: "stuck"'], body: growing('etag-stuck')(asked) })),
    polls: ['changed', 'changed', 'changed'],
    rows: 3,
  },
  {
    id: 'etag-stuck-304',
    origin: unless('if-none-match', '"stuck"', (asked) => ({ headers: ['ETag: "stuck"'], body: growing('etag-stuck-304')(asked) })),
    polls: ['changed', 'unchanged', 'unchanged'],
    rows: [1, 3],
  },
  {
    id: 'etag-churn',
    origin: says(({ visit }) => ({
      headers: [`ETag: "churn-${visit}"`, `Last-Modified: Fri, 02 Jan 2026 03:04:0${visit} GMT`],
      body: feed('etag-churn', 3),
    })),
    polls: ['changed', 'unchanged', 'unchanged'],
    rows: 3,
    isStill: true,
    check: (seen) => expect(matches(seen)).toEqual([undefined, '"churn-1"', '"churn-2"']),
  },
  {
    id: 'build-date-churn',
    // Only what nobody reads differs.
    origin: says(({ visit }) => ({
      body: rss(item('build-date-churn', 1), {
        channel: `<lastBuildDate>Fri, 02 Jan 2026 03:04:0${visit} GMT</lastBuildDate><!-- ${visit} -->`,
      }),
    })),
    polls: ['changed', 'changed', 'changed'],
    rows: 1,
    isStill: true,
  },
  {
    id: 'etag-weak',
    origin: unless('if-none-match', 'W/"1"', () => ({ headers: ['ETag: W/"1"'], body: feed('etag-weak', 3) })),
    polls: ['changed', 'unchanged', 'unchanged'],
    rows: 3,
    check: (seen) => expect(matches(seen)).toEqual([undefined, 'W/"1"', 'W/"1"']),
  },
  {
    id: 'etag-unquoted',
    origin: unless('if-none-match', 'bare', () => ({ headers: ['ETag: bare'], body: feed('etag-unquoted', 1) })),
    polls: ['changed', 'unchanged'],
    rows: 1,
  },
  {
    id: 'etag-long',
    origin: says(({ visit }) => ({ headers: [`ETag: "${'e'.repeat(8000)}"`], body: feed('etag-long', visit) })),
    polls: ['changed', 'changed'],
    rows: 2,
    check: (seen) => expect(matches(seen)).toEqual([undefined, undefined]),
  },
  {
    id: 'etag-not-ascii',
    origin: says(({ visit }) => ({ headers: ['ETag: "标签\u00e9"', 'Last-Modified: 昨天'], body: feed('etag-not-ascii', visit) })),
    polls: ['changed', 'changed'],
    rows: 2,
    check: (seen) =>
      expect([matches(seen), since(seen)]).toEqual([
        [undefined, undefined],
        [undefined, undefined],
      ]),
  },
  {
    id: 'etag-taken-back',
    origin: says(({ visit }) => ({ headers: visit === 1 ? ['ETag: "once"'] : [], body: feed('etag-taken-back', visit) })),
    polls: ['changed', 'changed', 'changed'],
    rows: 3,
    check: (seen) => expect(matches(seen)).toEqual([undefined, '"once"', undefined]),
  },
  {
    id: 'etag-on-error',
    origin: says(({ visit, headers }) =>
      visit === 2
        ? { status: 500, headers: ['ETag: "of-the-error"'] }
        : headers['if-none-match'] === '"good"'
          ? { status: 304 }
          : { headers: ['ETag: "good"'], body: feed('etag-on-error', 3) },
    ),
    polls: ['changed', 'failed http-status', 'unchanged'],
    rows: 3,
    check: (seen) => expect(matches(seen)).toEqual([undefined, '"good"', '"good"']),
  },
  {
    id: 'etag-on-login-page',
    origin: says(({ visit, headers }) =>
      visit === 2
        ? { type: 'text/html', headers: ['ETag: "of-the-page"'], body: '<!doctype html><title>Sign in</title>' }
        : headers['if-none-match'] === '"good"'
          ? { status: 304 }
          : { headers: ['ETag: "good"'], body: feed('etag-on-login-page', 3) },
    ),
    polls: ['changed', 'failed not-a-feed', 'unchanged'],
    rows: 3,
  },
  {
    id: 'etag-on-304',
    origin: (socket, asked) => {
      if (asked.visit === 1) says({ headers: ['ETag: "1"'], body: feed('etag-on-304', 1) })(socket, asked)
      else blurts(head(304, [`ETag: "${asked.visit}"`]))(socket, asked)
    },
    polls: ['changed', 'unchanged', 'unchanged'],
    rows: 1,
  },
  {
    id: 'last-modified-future',
    origin: unless('if-modified-since', 'Thu, 01 Jan 2099 00:00:00 GMT', () => ({
      headers: ['Last-Modified: Thu, 01 Jan 2099 00:00:00 GMT'],
      body: feed('last-modified-future', 3),
    })),
    polls: ['changed', 'unchanged'],
    rows: 3,
  },
  {
    id: 'last-modified-odd',
    // Sent back as it was given: the origin compares letters, not dates.
    origin: unless('if-modified-since', '2026-01-02 03:04:05', () => ({
      headers: ['Last-Modified: 2026-01-02 03:04:05'],
      body: feed('last-modified-odd', 3),
    })),
    polls: ['changed', 'unchanged'],
    rows: 3,
  },
  {
    id: 'max-age-silly',
    origin: says({
      headers: ['Cache-Control: public, max-age=99999999999', 'Expires: Thu, 31 Dec 2099 23:59:59 GMT'],
      body: rss(item('max-age-silly', 1) + item('max-age-silly', 2), { channel: '<ttl>99999999</ttl>' }),
    }),
    polls: ['changed'],
    rows: 2,
    check: comesWithinADay,
  },
  {
    id: 'ttl-negative',
    origin: says({
      headers: ['Cache-Control: max-age=-1', 'Expires: 0', 'Age: 1e99'],
      body: rss(item('ttl-negative', 1), { channel: '<ttl>-5</ttl>' }),
    }),
    polls: ['changed'],
    rows: 1,
    check: comesWithinADay,
  },
  {
    id: 'never-an-hour',
    // All hours are to be skipped.
    origin: says({
      body: rss(item('never-an-hour', 1), {
        channel: `<skipHours>${Array.from({ length: 24 }, (_, hour) => `<hour>${hour}</hour>`).join('')}</skipHours><skipDays><day>Monday</day></skipDays>`,
      }),
    }),
    polls: ['changed'],
    rows: 1,
    check: comesWithinADay,
  },
]

/** Not later than a day on, and not in the past. */
function comesWithinADay({ source }: Seen): void {
  const wait = Date.parse(source.next_poll ?? '') - Date.parse(source.last_poll ?? '')
  expect(wait).toBeGreaterThanOrEqual(59_000)
  expect(wait).toBeLessThanOrEqual(day + 1000)
}
