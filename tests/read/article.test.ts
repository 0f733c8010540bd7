// Pages of entries, as a visit reads them: bytes → clean text and what the page says of itself.
import { describe, expect, test } from 'vitest'
import { joinPages } from '../../src/extract/join-pages.ts'
import type { ArticleStep, Recipe } from '../../src/model/source.ts'
import { plainText } from '../../src/normalize/text.ts'
import { readArticlePage } from '../../src/read/article.ts'
import type { ArticlePage } from '../../src/read/reader.ts'
import { articleFixtures, articleRecipe, fullText, pageBody } from '../support/articles-read.ts'
import { tokenF1 } from '../support/token-f1.ts'

async function read(html: Uint8Array | string, step: Partial<ArticleStep> = {}, recipe: Partial<Recipe> = {}): Promise<ArticlePage> {
  const page = await readArticlePage(pageBody(html), { ...fullText, ...step }, { ...articleRecipe, ...recipe })
  if (page.kind === 'unreadable') throw new Error(page.message)
  return page
}

const refused = async (html: string, step: Partial<ArticleStep> = {}) =>
  readArticlePage(pageBody(html), { ...fullText, ...step }, articleRecipe)

describe('fixtures', () => {
  const fixtures = articleFixtures()

  test('there are enough of them to mean something', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(20)
  })

  for (const { name, step, pages, expected } of fixtures) {
    test(`${name}: the text of the article and nothing else`, async () => {
      const texts: string[] = []
      for (const page of pages) texts.push((await read(page, step)).content)
      expect(tokenF1(plainText(joinPages(texts)), expected)).toBeGreaterThanOrEqual(0.95)
    })
  }
})

const words = 'The board of the harbour company met on Friday and approved the plan for a new quay. '
const page = (body: string, head = '') => `<!doctype html><html><head><title>Quay</title>${head}</head><body>${body}</body></html>`
const ld = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`

describe('the text', () => {
  const rows: readonly { name: string; html: string; content: readonly string[]; want: string }[] = [
    {
      name: 'of an element',
      html: page('<div class="b"><p>One</p><p>Two</p></div><p>Else</p>'),
      content: ['.b'],
      want: '<p>One</p><p>Two</p>',
    },
    {
      name: 'of several elements',
      html: page('<p class="b">One</p><p>Else</p><p class="b">Two</p>'),
      content: ['.b'],
      want: '<p>One</p>\n<p>Two</p>',
    },
    {
      name: 'of elements that hold each other once',
      html: page('<div><div>One <div>Two</div></div></div>'),
      content: ['body div'],
      want: '<div>One <div>Two</div></div>',
    },
    {
      name: 'by the second rule where the first finds none',
      html: page('<div class="b"> </div><p>Two</p>'),
      content: ['.b', 'p'],
      want: '<p>Two</p>',
    },
    {
      name: 'that is a picture',
      html: page('<div class="b"><img src="/1.jpg"></div>'),
      content: ['.b', 'p'],
      want: '<img src="https://news.example/1.jpg">',
    },
    {
      name: 'in JSON-LD',
      html: page('', ld({ articleBody: 'One < two\n\nThree' })),
      content: ['$.articleBody'],
      want: '<p>One &lt; two</p><p>Three</p>',
    },
    {
      name: 'in JSON-LD that is a graph',
      html: page('', ld({ '@graph': [{ '@type': 'X' }, { articleBody: 'One' }] })),
      content: ['.b', '$.articleBody'],
      want: '<p>One</p>',
    },
    { name: 'in a page that is JSON', html: '{"text":"<p>One</p>"}', content: ['.b', '$.text'], want: '<p>One</p>' },
    {
      name: 'without its scripts and styles',
      html: page('<div class="b">One<script>x()</script><style>b{}</style></div>'),
      content: ['.b'],
      want: 'One',
    },
    {
      name: 'relative to base',
      html: page('<div class="b"><a href="x">One</a></div>', '<base href="/deep/">'),
      content: ['.b'],
      want: '<a href="https://news.example/deep/x">One</a>',
    },
    {
      name: 'whatever base says',
      html: page('<div class="b"><a href="x">One</a></div>', '<base href="javascript:alert(1)">'),
      content: ['.b'],
      want: '<a href="https://news.example/2026/x">One</a>',
    },
  ]

  for (const { name, html, content, want } of rows) {
    test(name, async () => {
      expect((await read(html, { content })).content).toBe(want)
    })
  }

  test('is that of JSON-LD where the page shows next to none of it', async () => {
    const html = page('<div id="root">Loading, please wait …</div>', ld({ '@type': 'NewsArticle', articleBody: words.repeat(10) }))
    expect(plainText((await read(html)).content)).toBe(words.repeat(10).trim())
  })

  test('is sanitised, however it was found', async () => {
    const evil = `<p onclick="x()">${words.repeat(9)}</p><iframe src="//e.example"></iframe><p><a href="javascript:x()">x</a><img src=x onerror=x()></p>`
    for (const step of [{}, { content: ['article'] }]) {
      const { content } = await read(page(`<article>${evil}</article>`), step)
      expect(content).toContain('harbour company')
      expect(content).not.toMatch(/onclick|onerror|iframe|javascript/)
    }
  })
})

describe('beside the text', () => {
  const rule = (select: string, more: object = {}) =>
    ({ kind: 'css', select, attribute: null, html: false, pattern: null, ...more }) as const
  const share = articleFixtures().find(({ name }) => name === 'share-zh')

  test('a share page: its title, time and outlet', async () => {
    const fields = { title: [rule('h1.news-title')], published: [rule('.time')], publisher: [rule('.media')] }
    const { facts } = await read(share?.pages[0] ?? '', { ...share?.step, fields })
    expect(facts).toMatchObject({
      title: '多地出台措施支持中小企业稳岗',
      published: Date.UTC(2022, 0, 23, 23, 35, 10),
      publisher: '国际商报',
    })
  })

  const html = page(
    `<h1> Quay
    approved</h1><time datetime="2026-01-13T20:15:00+01:00">yesterday</time><p class="by">By <b>Ada Falk</b></p><i>13/01/2026 20.15</i><article>${words}</article>`,
    ld({ headline: 'Headline', author: [{ name: 'Bo' }, { name: 'Cy' }] }),
  )
  const rows: readonly { name: string; fields: ArticleStep['fields']; want: object }[] = [
    { name: 'on one line', fields: { title: [rule('h1')] }, want: { title: 'Quay approved' } },
    {
      name: 'by the first rule that finds something',
      fields: { title: [rule('.none'), { kind: 'path', path: '$.headline', pattern: null }] },
      want: { title: 'Headline' },
    },
    {
      name: 'in an attribute',
      fields: { published: [rule('time', { attribute: 'datetime' })] },
      want: { published: Date.UTC(2026, 0, 13, 19, 15) },
    },
    {
      name: 'in a format of its own',
      fields: { updated: [rule('i', { dateFormat: 'dd/MM/yyyy HH.mm' })] },
      want: { updated: Date.UTC(2026, 0, 13, 12, 15) },
    },
    {
      name: 'what a pattern takes',
      fields: { author: [rule('.by', { pattern: 'By (.*)' })] },
      want: { authors: [{ name: 'Ada Falk', url: null, email: null }] },
    },
    {
      name: 'several people',
      fields: { author: [{ kind: 'path', path: '$.author[*].name', pattern: null }] },
      want: { authors: [{ name: 'Bo' }, { name: 'Cy' }] },
    },
    { name: 'a fixed text', fields: { publisher: [{ kind: 'text', template: '财经日报' }] }, want: { publisher: '财经日报' } },
    { name: 'nothing', fields: { title: [rule('.none')] }, want: { title: null, published: null, authors: [], publisher: null } },
  ]
  for (const { name, fields, want } of rows) {
    test(name, async () => {
      expect((await read(html, { content: ['article'], fields })).facts).toMatchObject(want)
    })
  }

  test('the source’s replacing rules act on it', async () => {
    const rules = [{ kind: 'replace', field: 'title', pattern: '^Quay ', with: '' } as const]
    expect((await read(html, { content: ['article'], fields: { title: [rule('h1')] } }, { rules })).facts.title).toBe('approved')
  })

  const canonical = '<link rel="canonical" href="/quay"><meta property="og:url" content="https://news.example/og">'
  const heads: readonly { name: string; html: string; want: object }[] = [
    { name: 'its own address', html: page('<p>x</p>', canonical), want: { canonicalUrl: 'https://news.example/quay' } },
    {
      name: 'its address for others',
      html: page('<p>x</p>', canonical.slice(canonical.indexOf('<meta'))),
      want: { canonicalUrl: 'https://news.example/og' },
    },
    {
      name: 'no address that leads nowhere',
      html: page('<p>x</p>', '<link rel=canonical href="javascript:x()">'),
      want: { canonicalUrl: null },
    },
    {
      name: 'its picture',
      html: page('<p>x</p>', '<meta property="og:image" content="/a.jpg"><meta name="twitter:image" content="/b.jpg">'),
      want: { image: 'https://news.example/a.jpg' },
    },
    {
      name: 'the picture of its JSON-LD',
      html: page('<p>x</p>', ld({ '@type': 'NewsArticle', image: [{ url: '/c.jpg' }] })),
      want: { image: 'https://news.example/c.jpg' },
    },
    {
      name: 'its first large picture',
      html: page('<p>x</p><img src="/i.png" width=16 height=16><img src="/d.jpg" width="800" height="600">'),
      want: { image: 'https://news.example/d.jpg' },
    },
  ]
  for (const { name, html, want } of heads) {
    test(name, async () => {
      expect((await read(html, { content: ['p'] })).facts).toMatchObject(want)
    })
  }
})

describe('where the text goes on', () => {
  const html = page('<p>One</p><a class="more" href="?part=b">more</a><a rel="next" href="article_2.html">2</a>')

  test('as the operator says', async () => {
    expect((await read(html, { content: ['p'], paging: { next: '.more', most: 10 } })).next).toEqual([
      'https://news.example/2026/article.html?part=b',
    ])
  })

  test('as links say', async () => {
    expect((await read(html, { content: ['p'] })).next).toEqual(['https://news.example/2026/article_2.html'])
  })

  test('nowhere for a text of one page', async () => {
    expect((await read(html, { content: ['p'], paging: { next: null, most: 1 } })).next).toEqual([])
    expect((await read(html, { content: ['p'], paging: null })).next).toEqual([])
  })
})

describe('no article', () => {
  const rows: readonly { name: string; html: string; content?: readonly string[]; want: object }[] = [
    {
      name: 'nothing where it should stand',
      html: page('<p>x</p>'),
      content: ['.b', '#c'],
      want: { code: 'shape', message: 'no text at .b or #c' },
    },
    {
      name: 'a text that is not what it was',
      html: page(`<div class="b">央行\ufffd\ufffd今日\ufffd\ufffd逆回\ufffd操作，\ufffd中标\ufffd\ufffd。</div>`),
      content: ['.b'],
      want: { code: 'charset', message: expect.stringContaining('garbled') },
    },
    { name: 'an empty page', html: '', want: { code: 'shape' } },
    { name: 'a page without words', html: page('<nav></nav>'), want: { code: 'shape' } },
    { name: 'a text that shows nothing', html: page('<div class="b"><svg>x</svg></div>'), content: ['.b'], want: { code: 'shape' } },
    {
      name: '100,000 elements in each other',
      html: '<div>'.repeat(100_000),
      want: { code: 'limits', message: expect.stringContaining('nested') },
    },
    {
      name: '100,000 elements of any kind in each other',
      html: '<li><x-y>'.repeat(50_000),
      want: { code: 'limits', message: expect.stringContaining('nested') },
    },
    {
      name: '10 MB of elements',
      html: '<p>x</p>'.repeat(1_300_000),
      want: { code: 'limits', message: expect.stringContaining('50000 elements') },
    },
    {
      name: 'a selector that costs too much',
      html: page('<i>x</i>'.repeat(20_000)),
      content: ['b ~ i'],
      want: { code: 'limits', message: expect.stringContaining('b ~ i') },
    },
  ]
  for (const { name, html, content = [], want } of rows) {
    test(name, async () => {
      expect(await refused(html, { content })).toMatchObject({ kind: 'unreadable', announced: [], ...want })
    })
  }
})

test('what is no text at all is not read as one', async () => {
  const pdf = pageBody('%PDF-1.7 and so on', { contentType: 'application/pdf' })
  expect(await readArticlePage(pdf, fullText, articleRecipe)).toMatchObject({
    code: 'shape',
    message: 'the page is no text but application/pdf',
  })
  for (const contentType of [null, 'text/html; charset=utf-8', 'application/xhtml+xml', 'application/octet-stream']) {
    const body = pageBody(page(`<p>${words}</p>`), { contentType })
    expect(await readArticlePage(body, { ...fullText, content: ['p'] }, articleRecipe)).toMatchObject({ kind: 'read' })
  }
})

test('entities of entities stay text', async () => {
  const bomb = `<!DOCTYPE html [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "&a;&a;&a;">]>${page(`<article><p>${words.repeat(9)} &b; &lt;script></p></article>`)}`
  const { content } = await read(bomb)
  expect(content).toContain('&lt;script&gt;')
  expect(content.length).toBeLessThan(2000)
})
