// HTTP that is slow, endless, cut, contradictory or no HTTP at all.
import { expect } from 'vitest'
import { type Behaviour, blurts, chunk, drips, head, says, stalls } from './behaviour.ts'
import { feed, item, rss } from './documents.ts'
import type { Row } from './row.ts'

const type = 'Content-Type: application/rss+xml'
const good = (id: string) => feed(id, 2)
const half = (text: string) => text.slice(0, text.length / 2)
const lengthOf = (text: string) => `Content-Length: ${Buffer.byteLength(text)}`

/** Good headers, with these lines among them, and a good body. */
function headed(id: string, ...lines: readonly string[]): Behaviour {
  return blurts(head(200, [type, ...lines]), good(id))
}

/** Answers with good content by `chunked`, in whatever way the chunks are written. */
function chunked(...chunks: readonly string[]): Behaviour {
  return blurts(head(200, [type, 'Transfer-Encoding: chunked']), ...chunks)
}

/** Stopped by what is wrong with them. */
export const transport: readonly Row[] = [
  {
    id: 'huge-content-length',
    origin: stalls(head(200, [type, 'Content-Length: 1000000000000']), half(good('huge-content-length'))),
    polls: ['failed too-large'],
    rows: 0,
    // By the header alone: the body would be waited for 15 s.
    check: ({ reports }) => expect(reports[0]?.ms).toBeLessThan(10_000),
  },
  {
    id: 'short-content-length',
    origin: headed('short-content-length', 'Content-Length: 120'),
    polls: ['failed xml | failed protocol | failed truncated | changed'],
    rows: 0,
  },
  {
    id: 'long-content-length',
    origin: headed('long-content-length', 'Content-Length: 9000'),
    polls: ['failed truncated'],
    rows: 0,
  },
  { id: 'negative-content-length', origin: headed('negative-content-length', 'Content-Length: -5'), polls: ['failed protocol'], rows: 0 },
  {
    id: 'cl-and-te',
    origin: blurts(head(200, [type, lengthOf(good('cl-and-te')), 'Transfer-Encoding: chunked']), chunk(good('cl-and-te')), chunk('')),
    polls: ['failed protocol'],
    rows: 0,
  },
  {
    id: 'two-content-lengths',
    origin: headed('two-content-lengths', lengthOf(good('two-content-lengths')), 'Content-Length: 100'),
    polls: ['failed protocol'],
    rows: 0,
  },
  {
    id: 'bad-chunk',
    origin: chunked(chunk(half(good('bad-chunk'))), 'banana\r\n', good('bad-chunk')),
    polls: ['failed protocol'],
    rows: 0,
  },
  { id: 'huge-chunk', origin: chunked('fffffffffffffffff\r\n', good('huge-chunk')), polls: ['failed protocol'], rows: 0 },
  {
    id: 'close-chunked-early',
    origin: chunked(chunk(good('close-chunked-early'))),
    polls: ['failed truncated'],
    rows: 0,
  },
  {
    id: 'reset-mid-body',
    origin: (socket) => {
      const body = good('reset-mid-body')
      socket.write(`${head(200, [type, lengthOf(body)])}${half(body)}`, () => socket.resetAndDestroy())
    },
    polls: ['failed truncated | failed protocol'],
    rows: 0,
  },
  { id: 'reset-first', origin: (socket) => socket.resetAndDestroy(), polls: ['failed protocol'], rows: 0 },
  { id: 'close-first', origin: (socket) => socket.end(), polls: ['failed protocol'], rows: 0 },
  { id: 'close-mid-headers', origin: blurts('HTTP/1.1 200 OK\r\nContent-Ty'), polls: ['failed protocol'], rows: 0 },
  {
    id: 'invalid-status-line',
    origin: blurts('HTTP/9.9 banana\r\n\r\n', good('invalid-status-line')),
    polls: ['failed protocol'],
    rows: 0,
  },
  { id: 'not-http', origin: blurts('SSH-2.0-OpenSSH_9.6\r\n'), polls: ['failed protocol'], rows: 0 },
  { id: 'bare-document', origin: blurts(good('bare-document')), polls: ['failed protocol'], rows: 0 },
  { id: 'status-999', origin: says({ status: 999, body: good('status-999') }), polls: ['failed http-status'], rows: 0 },
  { id: 'giant-header', origin: headed('giant-header', `X-Giant: ${'g'.repeat(1_000_000)}`), polls: ['failed limits'], rows: 0 },
  {
    id: 'many-headers',
    origin: headed('many-headers', ...Array.from({ length: 10_000 }, (_, index) => `X-Header-${index}: many`)),
    polls: ['failed limits'],
    rows: 0,
  },
  {
    id: 'cookie-flood',
    origin: says({
      headers: Array.from({ length: 300 }, (_, index) => `Set-Cookie: flood${index}=cookie-worth-nothing; Path=/`),
      body: good('cookie-flood'),
    }),
    polls: ['changed', 'unchanged'],
    rows: 2,
    check: ({ requests, said }) => {
      expect(requests.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined])
      expect(said).not.toContain('cookie-worth-nothing')
    },
  },
  {
    id: 'header-nul',
    origin: headed('header-nul', 'X-Odd: a\0b', 'ETag: "a\0b"'),
    polls: ['failed protocol | changed', 'failed protocol | changed | unchanged'],
    rows: [0, 2],
  },
  {
    id: 'header-bare-cr',
    origin: headed('header-bare-cr', 'X-Odd: a\rSet-Cookie: injected=1', 'ETag: "a"'),
    polls: ['failed protocol | changed', 'failed protocol | changed | unchanged'],
    rows: [0, 2],
    check: ({ requests }) => expect(requests.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]),
  },
  {
    id: 'header-folded',
    origin: headed('header-folded', 'X-Odd: one\r\n two'),
    polls: ['failed protocol | changed'],
    rows: [0, 2],
  },
  {
    id: 'early-103',
    origin: blurts(
      'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n'.repeat(5),
      head(200, [type, lengthOf(feed('early-103', 1))]),
      feed('early-103', 1),
    ),
    polls: ['changed'],
    rows: 1,
  },
  {
    id: 'unasked-upgrade',
    origin: blurts('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n', good('unasked-upgrade')),
    polls: ['failed protocol | failed http-status'],
    rows: 0,
  },
  { id: 'http-1.0', origin: blurts(`HTTP/1.0 200 OK\r\n${type}\r\n\r\n`, good('http-1.0')), polls: ['changed'], rows: 2 },
  {
    id: 'second-answer',
    origin: headed('second-answer', lengthOf(good('second-answer')), `X-Nothing: \r\n`),
    polls: ['changed | failed protocol'],
    rows: [0, 2],
  },
  { id: 'tls-self-signed', origin: says({ body: good('tls-self-signed') }), polls: ['failed tls'], rows: 0, requests: 0 },
  {
    id: 'poisoned-connection',
    // Behind the redirect stands an answer to a question that was not yet asked.
    origin: (socket, asked) => {
      const [good, poison] = [feed('poisoned-connection', 1), feed('poisoned-connection', 1).replaceAll('poisoned-connection', 'poison')]
      if (asked.visit > 1) blurts(head(200, [type, lengthOf(good)]), good)(socket, asked)
      else
        stalls(
          'HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n',
          head(200, [type, lengthOf(poison)]),
          poison,
        )(socket, asked)
    },
    polls: ['changed | failed protocol'],
    rows: [0, 1],
    requests: 2,
    check: ({ entries }) => expect(entries.map(({ title }) => title)).not.toContain('poison 1'),
  },
  {
    id: 'chunked-trailers',
    origin: chunked(chunk(good('chunked-trailers')), '0\r\nSet-Cookie: late=1\r\nETag: "late"\r\n\r\n'),
    polls: ['changed', 'unchanged'],
    rows: 2,
    check: ({ requests: [, second] }) => expect([second?.headers.cookie, second?.headers['if-none-match']]).toEqual([undefined, undefined]),
  },
  {
    id: 'truncated-keeps-validators',
    // The second answer would be cut; what is remembered is still the first.
    origin: (socket, asked) => {
      const body = feed('truncated-keeps-validators', 3)
      if (asked.headers['if-none-match'] === '"first"' && asked.visit === 3) return says({ status: 304 })(socket, asked)
      const length = asked.visit === 1 ? Buffer.byteLength(body) : 100_000
      blurts(head(200, [type, `ETag: ${asked.visit === 1 ? '"first"' : '"second"'}`, `Content-Length: ${length}`]), body)(socket, asked)
    },
    polls: ['changed', 'failed truncated', 'unchanged'],
    rows: 3,
    check: ({ requests }) => expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"first"', '"first"']),
  },
]

/** Stopped by the limits on headers and on silence, long before the visit would have to end. */
export const silent: readonly Row[] = [
  { id: 'slow-headers', origin: stalls(), polls: ['failed timeout'], rows: 0 },
  { id: 'slow-header-drip', origin: drips('HTTP/1.1 200 OK\r\n', 'X-Drip: drop\r\n', 200), polls: ['failed timeout'], rows: 0 },
  {
    id: 'stall-mid-body',
    origin: stalls(head(200, [type, lengthOf(good('stall-mid-body'))]), half(good('stall-mid-body'))),
    polls: ['failed timeout'],
    rows: 0,
  },
  {
    id: 'stall-mid-gzip',
    origin: stalls(head(200, [type, 'Content-Encoding: gzip', 'Content-Length: 5000']), Buffer.from('1f8b0800000000000003', 'hex')),
    polls: ['failed timeout'],
    rows: 0,
  },
]

/** Never silent, never done: only the limit on the whole visit stops them. */
export const unending: readonly Row[] = [
  {
    id: 'slow-drip',
    origin: drips(`${head(200, [type])}${rss(item('slow-drip', 1)).replace('</channel></rss>', '')}`, ' ', 100),
    polls: ['failed timeout'],
    rows: 0,
  },
  { id: 'endless-1xx', origin: drips('', 'HTTP/1.1 100 Continue\r\n\r\n', 50), polls: ['failed timeout | failed protocol'], rows: 0 },
  {
    id: 'endless-redirect-drip',
    // Each hop takes its time: the visit's limit is over all of them.
    origin: (socket, asked) => {
      const timer = setTimeout(() => says({ status: 302, headers: [`Location: /hop-${asked.visit}`] })(socket, asked), 600)
      socket.once('close', () => clearTimeout(timer))
    },
    polls: ['failed timeout'],
    rows: 0,
    requests: 6,
  },
]
