// Statuses that are no good answer, and a control that is.
import { expect } from 'vitest'
import { blurts, endless, head, says } from './behaviour.ts'
import { feed } from './documents.ts'
import type { Row, Seen } from './row.ts'

const minute = 60_000
const hour = 60 * minute

/** The next visit is planned between so many milliseconds after the last. */
function waits(least: number, most: number): (seen: Seen) => void {
  return ({ source }) => {
    const wait = Date.parse(source.next_poll ?? '') - Date.parse(source.last_poll ?? '')
    // Both are shown in whole seconds.
    expect(wait).toBeGreaterThanOrEqual(least - 1000)
    expect(wait).toBeLessThanOrEqual(most + 1000)
  }
}

export const status: readonly Row[] = [
  { id: 'ok-feed', origin: says({ body: feed('ok-feed', 3) }), polls: ['changed', 'unchanged'], rows: 3 },
  {
    id: 'host-header',
    origin: says({ body: feed('host-header', 1) }),
    polls: ['changed'],
    rows: 1,
    check: ({ requests }) => {
      const [asked] = requests
      const headers = new Map(Object.entries(asked?.headers ?? {}))
      expect(headers.get('host')).toBe(asked?.host)
      expect(headers.get('user-agent')).toMatch(/^Newsstand\/\S+ \(.*https:\/\/news\.example\/.*\)$/)
      expect(headers.get('accept-encoding')).toMatch(/^gzip, deflate, br(, zstd)?$/)
      expect([...headers.keys()].sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
    },
  },
  {
    id: 'gone-410',
    origin: says({ status: 410, body: 'gone' }),
    polls: ['gone'],
    rows: 0,
    check: ({ source }) => expect(source.next_poll).toBeNull(),
  },
  {
    id: 'gone-later',
    origin: (socket, asked) => says(asked.visit === 1 ? { body: feed('gone-later', 3) } : { status: 410 })(socket, asked),
    polls: ['changed', 'gone'],
    rows: 3,
  },
  {
    id: 'not-found-404',
    origin: endless(head(404, ['Content-Type: text/html']), '<p>Nothing here.</p>'.repeat(1000)),
    polls: ['failed http-status'],
    rows: 0,
  },
  {
    id: 'unauthorized-401',
    origin: says({ status: 401, headers: ['WWW-Authenticate: Basic realm="feed"'] }),
    polls: ['failed http-status'],
    rows: 0,
  },
  { id: 'forbidden-403', origin: says({ status: 403, body: feed('forbidden-403', 1) }), polls: ['failed http-status'], rows: 0 },
  { id: 'server-error-500', origin: says({ status: 500, body: feed('server-error-500', 1) }), polls: ['failed http-status'], rows: 0 },
  {
    id: 'ratelimit-seconds',
    origin: says({ status: 429, headers: ['Retry-After: 7200'] }),
    polls: ['throttled rate-limited'],
    rows: 0,
    check: waits(2 * hour, 2.2 * hour),
  },
  {
    id: 'ratelimit-date',
    origin: says(() => ({ status: 429, headers: [`Retry-After: ${new Date(Date.now() + 3 * hour).toUTCString()}`] })),
    polls: ['throttled rate-limited'],
    rows: 0,
    check: waits(3 * hour - minute, 3.3 * hour),
  },
  { id: 'ratelimit-endless', ...throttled('99999999999'), check: waits(24 * hour, 24 * hour) },
  { id: 'ratelimit-digits', ...throttled('9'.repeat(400)), check: waits(24 * hour, 24 * hour) },
  { id: 'ratelimit-negative', ...throttled('-5'), check: waits(minute, 24 * hour) },
  { id: 'ratelimit-text', ...throttled('soon'), check: waits(minute, 24 * hour) },
  { id: 'ratelimit-past', ...throttled('Thu, 01 Jan 1970 00:00:00 GMT'), check: waits(minute, 24 * hour) },
  {
    id: 'ratelimit-none',
    origin: says({ status: 429 }),
    polls: ['throttled rate-limited'],
    rows: 0,
    check: waits(minute, 24 * hour),
  },
  {
    id: 'unavailable-503',
    origin: says({ status: 503, headers: ['Retry-After: 7200'] }),
    polls: ['throttled rate-limited'],
    rows: 0,
    check: waits(2 * hour, 2.2 * hour),
  },
  { id: 'bare-304', origin: says({ status: 304 }), polls: ['failed http-status | unchanged'], rows: 0 },
  {
    id: 'body-304',
    origin: (socket, asked) => {
      const body = feed('body-304', 5)
      if (asked.visit === 1) says({ headers: ['ETag: "1"'], body: feed('body-304', 3) })(socket, asked)
      else blurts(head(304, [`Content-Length: ${body.length}`, 'Content-Type: application/rss+xml']), body)(socket, asked)
    },
    polls: ['changed', 'unchanged | failed protocol', 'unchanged | failed protocol'],
    rows: 3,
  },
  { id: 'empty-200', origin: says({}), polls: ['failed empty'], rows: 0 },
  { id: 'blank-200', origin: says({ body: ' \r\n\t \n' }), polls: ['failed empty | failed not-a-feed'], rows: 0 },
  { id: 'no-content-204', origin: says({ status: 204 }), polls: ['failed empty'], rows: 0 },
  {
    id: 'partial-206',
    origin: says({ status: 206, headers: ['Content-Range: bytes 0-99/1000'], body: feed('partial-206', 1) }),
    polls: ['failed http-status'],
    rows: 0,
  },
]

function throttled(retryAfter: string): Omit<Row, 'id' | 'check'> {
  return { origin: says({ status: 429, headers: [`Retry-After: ${retryAfter}`] }), polls: ['throttled rate-limited'], rows: 0 }
}
