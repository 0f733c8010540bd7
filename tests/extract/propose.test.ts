// What is proposed for documents that are no feeds, before the reader has tried it.
import { describe, expect, test } from 'vitest'
import { type ProposeContext, proposalsFor } from '../../src/extract/propose.ts'
import type { ProposedField } from '../../src/model/proposal.ts'
import { listPages } from './list-pages.ts'

const context: ProposeContext = {
  url: 'https://news.example/finance/',
  announced: [],
  timezone: 'Asia/Shanghai',
  now: Date.UTC(2025, 10, 22),
}
const proposed = (text: string, changes: Partial<ProposeContext> = {}) => proposalsFor(text, { ...context, ...changes }).proposals

function selectorsOf(field: ProposedField): readonly string[] {
  if (typeof field === 'string') return [field]
  return 'select' in field ? [field.select] : Array.isArray(field) ? field.flatMap(selectorsOf) : []
}

describe('list pages', () => {
  for (const { name, html, want, items, next } of listPages)
    test(name, () => {
      const [best] = proposed(html)
      if (want.length === 0) expect(best).toBeUndefined()
      else expect(best).toMatchObject({ kind: 'page', url: context.url, fields: { title: expect.anything(), link: expect.anything() } })
      if (items !== undefined) expect(best?.items).toBe(items)
      if (next !== undefined) expect(best?.next).toBe(next)
    })

  test('no selector counts positions or leans on names made by tools', () => {
    for (const { html } of listPages)
      for (const { items = '', fields = {}, next = '' } of proposed(html))
        for (const selector of [items, next, ...Object.values(fields).flatMap(selectorsOf)])
          expect(selector).not.toMatch(/nth|css-|sc-|__|bdVaJa|gap-|mx-|p-4|post-12/)
  })

  test('outlet and author stand where the list names them', () => {
    const page = listPages.find(({ name }) => name.startsWith('outlet'))
    expect(proposed(page?.html ?? '')[0]?.fields).toMatchObject({ author: '.author', publisher: '.source', published: '.time' })
  })

  test('the best of a page with two lists comes first, and both are proposed', () => {
    const page = listPages.find(({ name }) => name.includes('two lists'))
    expect(proposed(page?.html ?? '').map(({ items }) => items)).toEqual(['#news li', '#notices li'])
  })

  test('three at most', () => {
    const lists = ['a', 'b', 'c', 'd'].map(
      (id) =>
        `<ul id="list-${id}">${[1, 2, 3, 4].map((n) => `<li><a href="/${id}/2025${n}.html">Some story ${id} number ${n}</a></li>`).join('')}</ul>`,
    )
    expect(proposed(`<body>${lists.join('')}`)).toHaveLength(3)
  })

  test('a list may be long', () => {
    const list = Array.from({ length: 1_000 }, (_, n) => `<li><a href="/2025/${n}.html">Some story with the number ${n}</a></li>`)
    expect(proposed(`<ul class="all">${list.join('')}</ul>`)[0]?.items).toBe('ul.all > li')
  })

  test('takes the name of the list from the title of the page', () => {
    expect(proposalsFor('<title>滚动新闻_财经_某某网</title>', context)).toEqual({ title: '滚动新闻_财经_某某网', proposals: [] })
    const list = [1, 2, 3].map((n) => `<li><a href="/2025/${n}0.html">Some story with the number ${n}</a></li>`).join('')
    expect(proposed(`<title>News - Some Site</title><ul>${list}</ul>`)[0]?.title).toBe('News')
  })
})

test('feeds that are announced go before all lists, under their titles', () => {
  const html = `<base href="/x/"><link rel="alternate" type="application/rss+xml" title="All news" href="feed.xml">${listPages[0]?.html}`
  expect(proposed(html, { announced: ['https://news.example/x/feed.xml', 'https://news.example/other'] })).toEqual([
    { kind: 'feed', url: 'https://news.example/x/feed.xml', title: 'All news' },
    { kind: 'feed', url: 'https://news.example/other', title: null },
  ])
})

const stories = [1, 2, 3, 4].map((n) => ({
  '@type': 'NewsArticle',
  headline: `A headline with the number ${n}`,
  url: `https://news.example/2025/11/${n}`,
  datePublished: `2025-11-0${n}T08:00:00Z`,
  author: { '@type': 'Person', name: 'Ann Walker' },
}))
const crumbs = {
  '@type': 'BreadcrumbList',
  itemListElement: [1, 2, 3].map((n) => ({ name: `Some crumb ${n}`, item: `https://news.example/${n}` })),
}

describe('scripts', () => {
  const script = (value: unknown, attributes = 'type="application/ld+json"') => `<script ${attributes}>${JSON.stringify(value)}</script>`

  test('a list for search engines goes first', () => {
    const graph = { '@context': 'https://schema.org', '@graph': [crumbs, { '@type': 'CollectionPage', hasPart: stories }] }
    const [best] = proposed(`<title>P</title>${script(graph)}`)
    expect(best).toEqual({
      kind: 'page',
      url: context.url,
      title: 'P',
      script: 'script[type="application/ld+json"]',
      items: "$['@graph'][*].hasPart[*]",
      fields: { title: '$.headline', link: '$.url', published: '$.datePublished', author: '$.author.name' },
    })
  })

  test('an ItemList with its entries inside is one', () => {
    const list = { '@type': 'ItemList', itemListElement: stories.map((item, at) => ({ '@type': 'ListItem', position: at + 1, item })) }
    expect(proposed(script(list))[0]).toMatchObject({
      items: '$.itemListElement[*]',
      fields: { title: '$.item.headline', link: '$.item.url', published: '$.item.datePublished' },
    })
  })

  test('a page’s own data goes after its lists of links', () => {
    const data = script({ props: { posts: stories } }, 'id="__NEXT_DATA__" type="application/json"')
    expect(proposed(`${listPages[0]?.html}${data}`).map(({ items, script: of }) => [of, items])).toEqual([
      [undefined, 'ul.news_list > li'],
      ['script#__NEXT_DATA__', '$.props.posts[*]'],
    ])
  })

  test('crumbs and programs are no lists', () => {
    expect(proposed(`${script(crumbs)}<script>var posts = ${JSON.stringify(stories)}</script>`)).toEqual([])
  })
})

const answers: readonly { readonly name: string; readonly value: unknown; readonly want: object }[] = [
  {
    name: 'a list under a name, with Chinese outlets',
    value: {
      code: 0,
      data: {
        list: [1, 2, 3].map((n) => ({
          infoCode: `NW2025${n}`,
          title: `第${n}条新闻的标题`,
          showtime: `2025-11-0${n} 08:00:00`,
          medianame: '国际商报',
        })),
      },
    },
    want: { items: '$.data.list[*]', fields: { title: '$.title', published: '$.showtime', publisher: '$.medianame', key: '$.infoCode' } },
  },
  {
    name: 'a list at the top, values one step down',
    value: [1, 2].map((id) => ({
      id,
      date: '2025-01-02T03:04:05',
      link: `https://a.example/${id}`,
      title: { rendered: `Hello brave world ${id}` },
      excerpt: { rendered: `<p>Some words in here ${id}</p>` },
      author: 7,
    })),
    want: {
      items: '$[*]',
      fields: { title: '$.title.rendered', link: '$.link', published: '$.date', summary: '$.excerpt.rendered', key: '$.id' },
    },
  },
  {
    name: 'seconds since 1970, a picture, an author by name, tags and a next page',
    value: {
      items: [1, 2, 3].map((n) => ({
        img: `https://img.example/${n}.jpg`,
        name: `A story of number ${n}`,
        href: `/s/${n}`,
        created_at: 1763700000 + n,
        author: { id: n, name: 'Ann' },
        tags: ['a', 'b'],
      })),
      paging: { next: 'https://api.example/?page=2' },
    },
    want: {
      items: '$.items[*]',
      fields: { title: '$.name', link: '$.href', published: '$.created_at', author: '$.author.name', tags: '$.tags[*]' },
      next: '$.paging.next',
    },
  },
  {
    name: 'lists in lists are one, names with spaces are quoted',
    value: {
      'all groups': [1, 2].map((g) => ({
        label: `g${g}`,
        posts: [1, 2].map((n) => ({ headline: `The headline ${g} ${n}`, url: `https://a.example/${g}/${n}` })),
      })),
    },
    want: { items: "$['all groups'][*].posts[*]", fields: { title: '$.headline', link: '$.url' } },
  },
  {
    name: 'the longer list of stories goes before that of channels',
    value: {
      channels: [1, 2, 3].map((n) => ({ title: `Channel ${n}`, url: `https://a.example/c/${n}` })),
      news: [1, 2, 3, 4, 5].map((n) => ({
        title: `Story ${n}`,
        url: `https://a.example/${n}`,
        pubDate: '2025-11-01',
        body: 'word '.repeat(40),
      })),
    },
    want: { items: '$.news[*]', fields: { title: '$.title', link: '$.url', published: '$.pubDate', content: '$.body' } },
  },
]

describe('JSON answers', () => {
  for (const { name, value, want } of answers)
    test(name, () => expect(proposed(JSON.stringify(value))[0]).toEqual({ kind: 'json', url: context.url, title: null, ...want }))

  for (const { name, text } of [
    { name: 'no list', text: '{"error":"not found"}' },
    { name: 'a list of numbers', text: '[1,2,3]' },
    { name: 'objects without titles', text: '[{"a":1},{"a":2}]' },
    { name: 'broken JSON', text: '{"a":' },
  ])
    test(`${name} is no source`, () => expect(proposed(text)).toEqual([]))
})

const roots = [
  {
    name: 'a sitemap',
    text: '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>',
    kind: 'sitemap',
  },
  { name: 'an index of sitemaps', text: '<sitemapindex><sitemap/></sitemapindex>', kind: 'sitemap' },
  { name: 'OPML', text: '<?xml version="1.0"?>\n<!-- a list --><opml version="2.0"><body/></opml>', kind: 'opml' },
]
for (const { name, text, kind } of roots)
  test(`${name} is named as what it is`, () => expect(proposed(text)).toEqual([{ kind, url: context.url, title: null }]))

test('other XML, texts and nothing are no sources', () => {
  for (const text of ['<foo/>', 'Hello.', '']) expect(proposed(text)).toEqual([])
})

describe('hostile pages', () => {
  const hostile = [
    { name: 'nested without end', html: '<div><a href="/1">x</a>'.repeat(30_000) },
    { name: 'links without end', html: '<li><a href="/2025/1/x">Some title of a story</a>'.repeat(60_000) },
    { name: 'classes without end', html: `<li class="${'c '.repeat(50_000)}"><a href="/1">Some title of a story</a></li>`.repeat(20) },
    {
      name: 'a new class for each',
      html: Array.from({ length: 30_000 }, (_, n) => `<p class="c${n}"><a href="/${n}">A story with a title</a>`).join(''),
    },
    { name: 'one line of tags', html: '<'.repeat(1_000_000) },
    { name: 'deep JSON', html: `<script type="application/json">${'['.repeat(100_000)}</script>` },
  ]
  for (const { name, html } of hostile)
    test(`${name}: an answer, soon`, () => {
      const start = performance.now()
      proposed(html)
      expect(performance.now() - start).toBeLessThan(20_000)
    })
})
