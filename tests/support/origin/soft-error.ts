// Answers that call themselves good and are not: nothing that was read before may go.
import { says } from './behaviour.ts'
import { feed, item, items, page, rss } from './documents.ts'
import type { Row } from './row.ts'

const list = 'kind: json, items: "$.items", fields: { title: $.title, link: $.link }'

/** A good feed at the first visit, something else from the second on. */
function thenSays(id: string, count: number, later: string, type = 'application/rss+xml'): Pick<Row, 'id' | 'origin' | 'rows'> {
  return { id, rows: count, origin: says(({ visit }) => (visit === 1 ? { body: feed(id, count) } : { body: later, type })) }
}

export const softError: readonly Row[] = [
  {
    id: 'html-autodiscovery',
    origin: says(({ neighbour }) => ({
      type: 'text/html',
      body: page('', `<link rel="alternate" type="application/rss+xml" href="http://${neighbour}/html-autodiscovery">`),
    })),
    polls: ['failed not-a-feed | changed'],
    rows: [0, 2],
  },
  {
    id: 'html-soft-error',
    origin: says({ type: 'text/html', body: page('<h1>Service unavailable</h1>') }),
    polls: ['failed not-a-feed'],
    rows: 0,
  },
  {
    id: 'challenge-page',
    origin: says({ body: page('Checking your browser', '<script>location.reload()</script><noscript>Enable JavaScript</noscript>') }),
    polls: ['failed not-a-feed'],
    rows: 0,
  },
  {
    id: 'plain-error',
    origin: says({ type: 'text/plain', body: 'Error establishing a database connection' }),
    polls: ['failed not-a-feed'],
    rows: 0,
  },
  {
    id: 'json-error-200',
    origin: says({ type: 'application/json', body: '{"error":"quota"}' }),
    config: list,
    polls: ['failed shape'],
    rows: 0,
  },
  { id: 'json-feed-error-200', origin: says({ type: 'application/json', body: '{"error":"quota"}' }), polls: ['failed shape'], rows: 0 },
  {
    id: 'json-html-200',
    origin: says({ type: 'application/json', body: page('Sign in') }),
    config: list,
    polls: ['failed json'],
    rows: 0,
  },
  {
    ...thenSays('good-then-html', 10, page('<form>Sign in</form>'), 'text/html'),
    polls: ['changed', 'failed not-a-feed', 'failed not-a-feed'],
    isStill: true,
  },
  { ...thenSays('good-then-empty', 10, rss('')), polls: ['changed', 'changed', 'unchanged'], isStill: true },
  { ...thenSays('good-then-nothing', 10, ''), polls: ['changed', 'failed empty', 'failed empty'], isStill: true },
  { ...thenSays('shrink', 30, rss(items('shrink', 2))), polls: ['changed', 'changed'], isStill: true },
  {
    ...thenSays('truncated-xml', 10, feed('truncated-xml', 10).split('truncated-xml 5')[0] ?? ''),
    polls: ['changed', 'changed | failed xml | failed truncated'],
    isStill: true,
  },
  {
    ...thenSays('blanked', 5, rss([1, 2, 3, 4, 5].map((number) => item('blanked', number, { title: '', text: '' })).join(''))),
    polls: ['changed', 'changed | failed shape'],
    isStill: true,
  },
]
