// Lists that are good, whose articles are not: the entry stands all the same, without its text.
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { type Behaviour, blurts, endless, head, redirects, says } from './behaviour.ts'
import { page, secret, secretFile } from './documents.ts'
import type { Row } from './row.ts'

const type = 'application/json'
const config = 'kind: json, items: "$.items", fields: { title: $.title, link: $.link }, article: { content: $.text }'
const json = 'Content-Type: application/json'

/** A list of one item, whose link leads to the article. */
function withArticle(id: string, article: Behaviour): Row {
  return {
    id,
    origin: (socket, asked) => {
      const list = JSON.stringify({ items: [{ title: id, link: `http://${asked.host}/article` }] })
      if (asked.path === '/article') article(socket, asked)
      else says({ type, body: list })(socket, asked)
    },
    config,
    polls: ['changed'],
    rows: 1,
    requests: 3,
    absent: [secret],
    check: ({ entries: [entry], requests }) => {
      expect(requests.map(({ path }) => path)).toEqual([`/${id}`, '/robots.txt', '/article'])
      expect(entry).toMatchObject({ title: id, content_html: null })
    },
  }
}

export const article: readonly Row[] = [
  withArticle('article-500', says({ status: 500 })),
  withArticle('article-410', says({ status: 410 })),
  withArticle('article-429', says({ status: 429, headers: ['Retry-After: 99999999999'] })),
  withArticle('article-304', says({ status: 304 })),
  withArticle('article-html', says({ type: 'text/html', body: page('Sign in') })),
  withArticle('article-other-shape', says({ type, body: '{"error":"quota"}' })),
  withArticle('article-no-text', says({ type, body: '{"text":{"a":[1]}}' })),
  withArticle('article-empty', says({ type })),
  withArticle('article-cut', blurts(head(200, [json, 'Content-Length: 9000']), '{"text":"half')),
  withArticle('article-reset', (socket) => socket.resetAndDestroy()),
  withArticle('article-endless', endless(`${head(200, [json])}{"text":"`, 'endless '.repeat(10_000))),
  withArticle('article-bomb', says({ type, headers: ['Content-Encoding: gzip'], body: gzipSync(Buffer.alloc(20_000_000, ' ')) })),
  withArticle('article-loop', redirects('/article')),
  withArticle('article-file', redirects(`file://${secretFile}`)),
  withArticle(
    'article-canary',
    redirects(({ canaryPort }) => `http://127.0.0.2:${canaryPort}/article`),
  ),
  {
    ...withArticle('article-good', says({ type, body: JSON.stringify({ text: '<p>The text.</p><script>alert(1)</script>' }) })),
    check: ({ entries }) => expect(entries[0]?.content_html).toBe('<p>The text.</p>'),
  },
]
