// Whatever bytes an answer is made of, a visit ends with an outcome.
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fetcherFor, requestFor, serveRaw } from './web.ts'

const compressed = gzipSync('<rss>'.repeat(100))
const chunked = '5\r\n<rss>\r\n6\r\n</rss>\r\n0\r\nX: y\r\n\r\n'
const answers = [
  Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: "1"\r\nCache-Control: max-age=60\r\n\r\n<rss>'),
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${compressed.length}\r\n\r\n`), compressed]),
  Buffer.from(`HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n${chunked}`),
  Buffer.from('HTTP/1.1 302 Found\r\nLocation: /feed\r\nContent-Length: 0\r\n\r\n'),
  Buffer.from('HTTP/1.1 429 Too Many\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n'),
]

/** Cut out, put in, or written over. */
const mangled = fc
  .record({
    answer: fc.constantFrom(...answers),
    at: fc.nat(),
    cut: fc.nat({ max: 6 }),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.constantFrom('\r\n', '\0', ': ', 'HTTP/1.1 200 OK\r\n\r\n', '\r\n\r\n').map((text) => Buffer.from(text)),
    ),
  })
  .map(({ answer, at, cut, put }) => {
    const place = at % answer.length
    return Buffer.concat([answer.subarray(0, place), put, answer.subarray(place + cut)])
  })

for (const [name, end] of [
  ['closed', (socket: Socket) => void socket.end()],
  ['reset', (socket: Socket) => void socket.resetAndDestroy()],
] as const)
  test(`an answer with a few bytes wrong, then ${name}, is an outcome`, async () => {
    let answer = Buffer.alloc(0)
    const site = await serveRaw((socket) => void socket.write(answer, () => end(socket)))
    const property = fc.asyncProperty(mangled, async (bytes) => {
      answer = bytes
      // A fetcher of its own: what one answer says of the host is not for the next.
      const fetcher = fetcherFor([site.host], { limits: { visitMs: 5000 } })
      const outcome = await fetcher.fetch(requestFor(site.url, { etag: '"1"' }))
      await fetcher.close()
      expect(['fetched', 'unchanged', 'throttled', 'gone', 'failed']).toContain(outcome.kind)
      if (outcome.kind === 'failed') expect(outcome.message).not.toMatch(/undefined|\[object|\n/)
    })
    await fc.assert(property, { numRuns: 150 })
  })
