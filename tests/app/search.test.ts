import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedSite, serveTestSite } from '../support/served-site.ts'
import { configOf, firstRunAt, type Item } from '../support/site.ts'

const day = 86_400_000
let site: ServedSite

const item = (n: number, about: Item): Item => ({
  guid: `g${n}`,
  url: `https://a.example/${n}`,
  date: new Date(firstRunAt - n * day).toISOString(),
  ...about,
})

beforeAll(async () => {
  const yaml = configOf([{ id: 'a' }, { id: 'b' }], 'categories:\n  - { name: 内部, private: true }\n')
  site = await serveTestSite(yaml.replace('title: Test', 'title: 金融消息, language: zh-CN').replace('id: b,', 'id: b, rights: link,'))
  await site.run([
    {
      source: 'a',
      items: [
        item(1, { title: '银行利率上调', text: '<p>多家商业银行 &lt;script&gt; 今日宣布 AT&amp;T</p>', publisher: '国际商报' }),
        item(2, { title: '证券市场', text: '<p>中国银行参与其中</p>', publisher: '金融时报' }),
        item(3, { title: 'Apple <b>raises</b> prices', text: '<p>Nothing else</p>', publisher: '金融时报' }),
        item(4, { title: '银行内部通报', text: '<p>不公开</p>', publisher: '内部' }),
      ],
    },
    {
      source: 'b',
      items: [item(5, { url: 'https://b.example/5', title: '只有标题', text: '<p>银行的全文不在这里</p>', publisher: '金融时报' })],
    },
  ])
})
afterAll(() => site.close())

const searched = async (query: string, format = '') => {
  const response = await site.get(`search${format}?${query}`)
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const q = (query: string, more: Readonly<Record<string, string>> = {}) => new URLSearchParams({ q: query, ...more }).toString()
/** Titles of what is found. */
const titles = (html: string) => [...html.matchAll(/<h3[^>]*><a[^>]*>(.*?)<\/a>/g)].map(([, title = '']) => title.replace(/<\/?mark>/g, ''))

test('the page finds titles first, and marks the words', async () => {
  const { status, text } = await searched(q('银行'))
  expect(status).toBe(200)
  expect(titles(text)).toEqual(['银行利率上调', '证券市场'])
  expect(text).toContain('<mark>银行</mark>利率上调')
  expect(text).toContain('中国<mark>银行</mark>参与其中')
  expect(text).toContain('多家商业<mark>银行</mark> &lt;script&gt; 今日宣布 AT&amp;T')
  expect(text).toContain('<meta name="robots" content="noindex"/>')
})

const narrowings: readonly { readonly name: string; readonly more: Readonly<Record<string, string>>; readonly want: number }[] = [
  { name: 'its publisher', more: { publisher: ' 国际商报 ' }, want: 1 },
  { name: 'another publisher', more: { publisher: '没有' }, want: 0 },
  { name: 'its category', more: { category: 'jinrongshibao' }, want: 1 },
  { name: 'its category by name', more: { category: '金融时报' }, want: 1 },
  { name: 'a private category', more: { category: 'neibu' }, want: 0 },
  { name: 'the day on which it is dated', more: { from: '2026-01-09', to: '2026-01-09' }, want: 1 },
  { name: 'days before', more: { to: '2026-01-07' }, want: 0 },
]
for (const { name, more, want } of narrowings) {
  test(`narrowed to ${name} it finds ${want}`, async () => {
    const { status, text } = await searched(q('银行', more))
    expect([status, titles(text).length]).toEqual([200, want])
  })
}

test('what is not shown of an article is not searched', async () => {
  expect(titles((await searched(q('全文'))).text)).toEqual([])
  expect(titles((await searched(q('只有标题'))).text)).toEqual(['只有标题'])
})

test('nothing found says what to do, with a way out of the filters', async () => {
  const { status, text } = await searched(q('银行', { to: '2001-01-01' }))
  expect(status).toBe(200)
  expect(text).toContain('没有找到文章')
  expect(text).toContain('href="./search?q=%E9%93%B6%E8%A1%8C"')
})

test('pages lead on to the rest', async () => {
  const { text } = await searched(q('银行', { limit: '1' }))
  const next = /rel="next" href="\.\/([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
  expect(titles(text)).toEqual(['银行利率上调'])
  expect(titles(await (await site.get(`${next}&limit=1`)).text())).toEqual(['证券市场'])
})

const refused: readonly { readonly name: string; readonly query: string }[] = [
  { name: 'no word', query: 'q=+%22%22' },
  { name: 'too many characters', query: `q=${'x'.repeat(201)}` },
  { name: 'a date that is none', query: 'q=x&from=2026-02-30' },
  { name: 'a broken place', query: 'q=x&after=1' },
]
for (const { name, query } of refused) {
  test(`${name} is answered with 400 and words`, async () => {
    const page = await searched(query)
    expect([page.status, page.headers.get('cache-control')]).toEqual([400, 'no-store'])
    expect(page.text).toMatch(/role="alert"/)
    const feed = await searched(query, '.atom')
    expect([feed.status, feed.headers.get('access-control-allow-origin')]).toEqual([400, '*'])
  })
}

test('without a question the page has only its form', async () => {
  const { status, text } = await searched('')
  expect(status).toBe(200)
  expect(text).toContain('name="q"')
  expect(text).toContain('href="./search/opensearch.xml"')
  expect(text).not.toContain('role="alert"')
})

const hostile = ['"><script>alert(1)</script>', "' OR 1=1 --", 'a" AND b NEAR(', '*', '\u0000\ud800x', '%', '{searchTerms}', '银行\u202e']
for (const query of hostile) {
  test(`${JSON.stringify(query)} is plain text`, async () => {
    for (const format of ['', '.atom', '.rss']) {
      const { status, text } = await searched(`q=${encodeURIComponent(query.toWellFormed())}`, format)
      expect(status).toBe(200)
      expect(text).not.toContain('<script>alert')
    }
  })
}

test('the page announces the same search as a feed', async () => {
  const { text } = await searched(q('银行', { category: 'jinrongshibao' }))
  expect(text).toContain('<link rel="alternate" type="application/atom+xml"')
  expect(text).toContain('href="./search.atom?q=%E9%93%B6%E8%A1%8C&amp;category=jinrongshibao"')
})

for (const format of ['rss', 'atom', 'json'] as const) {
  test(`as ${format}: the newest first, with the ids they have everywhere`, async () => {
    const { status, text, headers } = await searched(q('银行'), `.${format}`)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('public, max-age=60')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    const idOf = new Map((await site.entries()).map((entry) => [entry.title, entry.id]))
    const places = ['银行利率上调', '证券市场'].map((title) => text.indexOf(idOf.get(title) ?? title))
    expect(places[0]).toBeGreaterThan(0)
    expect(places[1]).toBeGreaterThan(places[0] ?? 0)
    expect(text.match(/tag:news\.example,2026:[0-9a-f]{32}(?=["<])/g)).toHaveLength(2)
    expect(text).toContain(`https://news.example/search.${format}?q=%E9%93%B6%E8%A1%8C`)
    expect(text).toContain('“银行” - 金融消息')
  })
}

test('a feed keeps its id however the question is written, and another question has another', async () => {
  const idOf = async (query: string) => /<id>(.*?)<\/id>/.exec((await searched(query, '.atom')).text)?.[1]
  const id = await idOf(q('apple 银行'))
  expect(id).toMatch(/^tag:news\.example,2026:search\/[0-9a-f]{32}$/)
  expect(await idOf(q('  ＡＰＰＬＥ   银行 '))).toBe(id)
  expect(await idOf(q('apple 银行', { publisher: '', from: '' }))).toBe(id)
  expect(await idOf(q('apple 银行', { publisher: '国际商报' }))).not.toBe(id)
})

test('a feed that is held already is not sent again', async () => {
  const { headers } = await searched(q('银行'), '.atom')
  const [etag = '', date = ''] = [headers.get('etag') ?? '', headers.get('last-modified') ?? '']
  const conditions: readonly (readonly [Readonly<Record<string, string>>, number])[] = [
    [{ 'If-None-Match': etag }, 304],
    [{ 'If-Modified-Since': date }, 304],
    [{ 'If-None-Match': '"other"', 'If-Modified-Since': date }, 200],
    [{ 'Accept-Encoding': 'identity', 'If-None-Match': etag }, 304],
  ]
  for (const [asked, want] of conditions) {
    const response = await site.get(`search.atom?${q('银行')}`, asked)
    expect(response.status).toBe(want)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    await response.arrayBuffer()
  }
})

test('what is withdrawn is not found any more', async () => {
  expect(titles((await searched(q('raises'))).text)).toHaveLength(1)
  await site.deps.store.retract({ row: 3, at: firstRunAt, why: 'x', isSilent: false, by: null })
  expect(titles((await searched(q('raises'))).text)).toEqual([])
})

test('browsers learn how to search', async () => {
  const { status, headers, text } = await searched('', '/opensearch.xml')
  expect([status, headers.get('content-type')]).toEqual([200, 'application/opensearchdescription+xml; charset=utf-8'])
  expect(text).toContain('template="https://news.example/search?q={searchTerms}"')
})
