// Much of everything: what never ends, what decodes to too much, and what just fits. Each is visited alone.
import { constants, createBrotliCompress, createDeflate, createGzip } from 'node:zlib'
import { type Behaviour, chunk, endless, head, pour, says } from './behaviour.ts'
import { item, items, jsonFeed, page, rss } from './documents.ts'
import { linkTo, listsPages } from './pages.ts'
import type { HeavyRow } from './row.ts'

const headOfFeed = head(200, ['Content-Type: application/rss+xml'])
const openFeed = rss('').replace('</channel></rss>\n', '')
const list = 'kind: json, items: "$.items", fields: { key: $.id, title: $.title }'

/** As much as is taken, as fast as it is taken: stopped by its size. */
const neverEnding: readonly HeavyRow[] = [
  { id: 'endless-body', origin: endless(headOfFeed + openFeed, items('endless-body', 100)), ...stopped('too-large', 256) },
  { id: 'endless-whitespace', origin: endless(headOfFeed, ' \n'.repeat(10_000)), ...stopped('too-large', 256) },
  {
    id: 'endless-chunks',
    origin: endless(head(200, ['Content-Type: application/rss+xml', 'Transfer-Encoding: chunked']), chunk(items('endless-chunks', 100))),
    ...stopped('too-large', 256),
  },
  {
    id: 'endless-gzip',
    // Stored, not compressed: the bytes on the wire are too many before the decoded ones are.
    origin: packed('gzip', () => createGzip({ level: 0 })),
    ...stopped('too-large', 256),
  },
  {
    id: 'million-items',
    origin: endless(headOfFeed + openFeed, '<item><title>tiny</title><guid>1</guid></item>\n'.repeat(1000)),
    ...stopped('too-large', 256),
  },
]

/** Small on the wire, ten gigabytes when decoded: stopped by what they decode to. */
const bombs: readonly HeavyRow[] = [
  { id: 'gzip-bomb', origin: packed('gzip', createGzip), ...stopped('bomb', 300) },
  { id: 'deflate-bomb', origin: packed('deflate', createDeflate), ...stopped('bomb', 300) },
  {
    id: 'br-bomb',
    origin: packed('br', () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 2 } })),
    ...stopped('bomb', 300),
  },
]

const documents: readonly HeavyRow[] = [
  {
    id: 'numeric-entities',
    origin: says(() => ({ body: rss(item('numeric-entities', 1, { text: '&#65;'.repeat(6_000_000) })) })),
    ...stopped('too-large', 256),
  },
  {
    id: 'huge-item',
    origin: says(() => ({ body: rss(item('huge-item', 1, { text: 'huge '.repeat(10_000_000) })) })),
    ...stopped('too-large', 256),
  },
  { id: 'numeric-entities-that-fit', ...oneItem('&#65;'.repeat(1_900_000), 500) },
  { id: 'huge-item-that-fits', ...oneItem('&lt;p&gt;huge&lt;/p&gt; '.repeat(400_000), 500) },
  { id: 'many-links', ...oneItem('&lt;a href=&quot;/x&quot;&gt;x&lt;/a&gt;'.repeat(200_000), 500) },
  { id: 'adoption-agency', ...oneItem('&lt;a&gt;&lt;b&gt;&lt;table&gt;'.repeat(20_000), 500) },
  {
    id: 'deep-html',
    origin: says(() => ({
      body: rss(['div', 'b', 'table'].map((tag, index) => item('deep-html', index, { text: `&lt;${tag}&gt;`.repeat(100_000) })).join('')),
    })),
    polls: ['changed'],
    rows: [1, 3],
    extraMb: 400,
  },
  {
    id: 'cap-items',
    origin: says(() => ({ body: rss(Array.from({ length: 20_000 }, (_, index) => tinyItem(index)).join('')) })),
    polls: ['changed', 'unchanged | changed'],
    rows: 1000,
    extraMb: 400,
  },
  {
    id: 'many-items-that-fit',
    origin: says(() => ({ body: rss(items('many-items-that-fit', 35_000)) })),
    polls: ['changed'],
    rows: 100,
    limits: '{ entries: 100 }',
    extraMb: 500,
  },
  {
    id: 'one-link-for-all',
    // An address that five hundred articles share, and other texts at each visit: nothing is to be compared with everything.
    origin: says(({ visit }) => ({ body: rss(Array.from({ length: 500 }, (_, index) => sharing(index, visit)).join('')) })),
    polls: ['changed', 'changed'],
    rows: 500,
    extraMb: 400,
  },
  {
    id: 'second-reader',
    // Nothing for our own reader, so that the other one is asked, with nearly as much as it is ever given.
    origin: says(() => ({ body: `<rss><channel>${'<story><x>y</x></story>'.repeat(160_000)}</channel></rss>` })),
    polls: ['changed | failed not-a-feed | failed shape | failed xml'],
    rows: 0,
    extraMb: 500,
  },
]

const lists: readonly HeavyRow[] = [
  {
    id: 'json-many',
    origin: says(() => ({
      body: JSON.stringify({ items: Array.from({ length: 200_000 }, (_, index) => ({ id: index, title: `json ${index}` })) }),
    })),
    config: list,
    polls: ['changed'],
    rows: 100,
    limits: '{ entries: 100 }',
    extraMb: 400,
  },
  {
    id: 'json-wide',
    origin: says(() => ({
      body: `{"items":[{"id":1,"title":"json-wide"}],${Array.from({ length: 400_000 }, (_, index) => `"key${index}":{}`).join(',')}}`,
    })),
    config: list,
    polls: ['changed'],
    rows: 1,
    extraMb: 500,
  },
  {
    id: 'json-feed-many',
    origin: says(() => ({
      body: jsonFeed(Array.from({ length: 60_000 }, (_, index) => ({ id: `many-${index}`, title: `many ${index}`, content_text: 'text' }))),
    })),
    polls: ['changed'],
    rows: 100,
    limits: '{ entries: 100 }',
    extraMb: 400,
  },
]

const siblings = listsPages(() =>
  page(`<ul>${Array.from({ length: 100_000 }, (_, index) => linkTo(`/a/${index}`, `number ${index}`)).join('')}</ul>`),
)
const selected = (selector: string) => `kind: page, items: "${selector}"`

const manyLinks: Behaviour = (socket, asked) => {
  const links = () => Array.from({ length: 10_000 }, (_, index) => linkTo(`/a/${index}`, `number ${index}`)).join('')
  if (asked.path.startsWith('/a/')) says({ type: 'text/html', body: page('<p>text</p>') })(socket, asked)
  else listsPages(() => page(`<ul>${links()}</ul>`))(socket, asked)
}

const manyOnPages: readonly HeavyRow[] = [
  { id: 'html-10k-links', origin: manyLinks, config: selected('li'), polls: ['changed'], rows: 1000, requests: 2, extraMb: 256 },
  // Each would be fetched for its text.
  {
    id: 'html-10k-articles',
    origin: manyLinks,
    config: `${selected('li')}, fullText: true`,
    polls: ['changed'],
    rows: [1, 1000],
    requests: 200,
    extraMb: 256,
  },
  { id: 'html-selector-bomb', origin: siblings, config: selected('li:nth-child(n+60000)'), ...givenUp() },
  { id: 'html-selector-bomb-has', origin: siblings, config: selected('ul:has(li:has(~ li > b))'), ...givenUp() },
  {
    id: 'html-selector-that-fits',
    origin: siblings,
    config: selected('li:nth-child(odd)'),
    polls: ['changed'],
    rows: 1000,
    requests: 2,
    extraMb: 600,
  },
  {
    id: 'html-nested',
    origin: listsPages(() => page(`${'<div>'.repeat(50_000)}${linkTo('/a', 'one')}`)),
    config: 'kind: page, items: "div:has(li) li", fields: { title: a, content: { select: "", html: true } }',
    polls: ['changed | failed limits'],
    rows: [0, 1],
    requests: 2,
    extraMb: 400,
  },
]

export const heavy: readonly HeavyRow[] = [...neverEnding, ...bombs, ...documents, ...lists, ...manyOnPages]

function givenUp(): Pick<HeavyRow, 'polls' | 'rows' | 'requests' | 'extraMb'> {
  return { polls: ['failed limits'], rows: 0, requests: 2, extraMb: 600 }
}

function stopped(code: string, extraMb: number): Pick<HeavyRow, 'polls' | 'rows' | 'extraMb'> {
  return { polls: [`failed ${code}`], rows: 0, extraMb }
}

function oneItem(text: string, extraMb: number): Omit<HeavyRow, 'id'> {
  return { origin: says(() => ({ body: rss(item('one-item', 1, { text })) })), polls: ['changed'], rows: 1, extraMb }
}

/** Up to ten gigabytes of blanks, or of what the encoder makes of them. */
function packed(coding: string, encoder: () => ReturnType<typeof createGzip>): Behaviour {
  return (socket) => {
    const encoded = encoder()
    socket.write(head(200, ['Content-Type: application/rss+xml', `Content-Encoding: ${coding}`]))
    encoded.pipe(socket)
    socket.once('close', () => encoded.destroy())
    encoded.write(openFeed)
    pour(encoded, Buffer.alloc(1_000_000, ' '), 10_000_000_000)
  }
}

function tinyItem(number: number): string {
  return `<item><title>${number}</title><guid>tiny-${number}</guid></item>`
}

function sharing(number: number, visit: number): string {
  const text = Array.from({ length: 200 }, (_, index) => `word${(number * 7919 + visit * 104_729 + index * 31) % 5000}`).join(' ')
  return item('one-link-for-all', number, { guid: null, link: 'https://one-link-for-all.example/', text })
}
