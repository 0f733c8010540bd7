import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pageDrafts } from '../../src/extract/page.ts'
import type { CssRule, FieldMap, FieldName, PageMapping } from '../../src/model/source.ts'

const url = 'https://news.example/list/'
const now = Date.UTC(2026, 0, 15)

function css(select: string, changes: Partial<CssRule> = {}): CssRule {
  return { kind: 'css', select, attribute: null, html: false, pattern: null, ...changes }
}

interface Changes extends Partial<PageMapping> {
  readonly maxEntries?: number
  readonly at?: string
}

function read(html: string, { maxEntries = 1000, at = url, ...mapping }: Changes = {}) {
  const whole: PageMapping = { items: 'li', fields: {}, next: null, script: null, ...mapping }
  return pageDrafts(html, { mapping: whole, url: at, timezone: 'Asia/Shanghai', dateFormat: null, maxEntries, now })
}

function drafts(html: string, changes: Changes = {}) {
  const page = read(html, changes)
  if (page.kind === 'unreadable') throw new Error(page.message)
  return page.drafts
}

function message(html: string, changes: Changes = {}): string {
  const page = read(html, changes)
  return page.kind === 'unreadable' ? `${page.code}: ${page.message}` : 'drafts'
}

const item = `<li id=i1 data-code=NW7><a class=pic href=/p?a=1&amp;b=2><img src=x.jpg></a><h3><a href="/p?a=1&amp;b=2">标题
  &amp; more</a></h3><time datetime="2026-01-02T03:04:05Z">昨天</time><i class=d>01月02日 08:30</i><i class=d>x</i>
  <p class=s>一 &lt;b&gt;<br>二<script>三</script></p><div class=c><p>正<b>文</b></p></div><b class=t>甲</b><b class=t> </b><b class=t>乙</b><meta content=元></li>`

const rules: readonly { name: string; field: FieldName; rules: FieldMap[FieldName]; want: unknown }[] = [
  { name: 'text on one line, references decoded', field: 'title', rules: [css('h3')], want: '标题 & more' },
  { name: 'an attribute', field: 'title', rules: [css('a', { attribute: 'class' })], want: 'pic' },
  { name: 'an attribute that is not there', field: 'title', rules: [css('h3', { attribute: 'class' })], want: '' },
  { name: 'an attribute of the item itself', field: 'title', rules: [css('', { attribute: 'data-code' })], want: 'NW7' },
  { name: 'the item by its name', field: 'title', rules: [css(':scope', { attribute: 'id' })], want: 'i1' },
  { name: 'the first group of a pattern', field: 'title', rules: [css('.d', { pattern: '(\\d+)日' })], want: '02' },
  { name: 'of several elements the first that has a text', field: 'title', rules: [css('a, .t')], want: '标题 & more' },
  { name: 'of several elements the first where the pattern is', field: 'title', rules: [css('.d', { pattern: 'x' })], want: 'x' },
  { name: 'of several rules the first that yields', field: 'title', rules: [css('.none'), css('a.pic'), css('time')], want: '昨天' },
  { name: 'fixed text', field: 'publisher', rules: [{ kind: 'text', template: '财经日报' }], want: '财经日报' },
  { name: "a template over the item's data", field: 'publisher', rules: [{ kind: 'text', template: '{data-code}报' }], want: 'NW7报' },
  {
    name: "a URI template over the item's data",
    field: 'link',
    rules: [{ kind: 'uri', template: 'https://a.example/{data-code}' }],
    want: 'https://a.example/NW7',
  },
  { name: 'the address of a link', field: 'link', rules: [css('h3 a')], want: 'https://news.example/p?a=1&b=2' },
  { name: 'no address that is none of the web', field: 'link', rules: [{ kind: 'text', template: 'javascript:alert(1)' }], want: null },
  { name: "a time's own date", field: 'published', rules: [css('time')], want: Date.UTC(2026, 0, 2, 3, 4, 5) },
  { name: 'a date in the source’s zone', field: 'published', rules: [css('.d')], want: Date.UTC(2026, 0, 2, 0, 30) },
  {
    name: 'a date in a format of its own',
    field: 'published',
    rules: [css('.none', { dateFormat: 'yyyy' }), css('.d', { dateFormat: "dd月MM日' 'HH:mm" })],
    want: Date.UTC(2025, 1, 1, 0, 30),
  },
  { name: 'a summary as text, to be read as HTML', field: 'summary', rules: [css('.s')], want: '一 &lt;b> 二' },
  { name: 'content as HTML', field: 'content', rules: [css('.c', { html: true })], want: '<p>正<b>文</b></p>' },
  { name: 'content as text', field: 'content', rules: [css('.c')], want: '正文' },
  { name: 'what a meta holds', field: 'publisher', rules: [css('meta')], want: '元' },
  {
    name: 'tags, several',
    field: 'tags',
    rules: [css('.t')],
    want: [
      { name: '甲', scheme: null },
      { name: '乙', scheme: null },
    ],
  },
  { name: 'a key', field: 'key', rules: [css('', { attribute: 'id' })], want: 'i1' },
]
for (const { name, field, rules: ways, want } of rules)
  test(`takes ${name}`, () => {
    const [draft] = drafts(`<ul>${item}</ul>`, { fields: { title: [css('h3')], [field]: ways } })
    expect(draft?.[field === 'key' ? 'guid' : field === 'author' ? 'authors' : field]).toEqual(want)
  })

describe('without rules', () => {
  const [draft] = drafts(`<ul>${item}</ul>`)
  test('the link is the first one, the title its text or that of another link there', () => {
    expect(draft).toMatchObject({ link: 'https://news.example/p?a=1&b=2', title: '标题 & more', content: null, guid: null })
  })
  test("the item's own data is kept for identities", () => expect({ ...draft?.fields }).toEqual({ id: 'i1', 'data-code': 'NW7' }))
  test('an item may be a link', () => {
    expect(drafts('<a class=x href=1 title=一></a>', { items: 'a' })).toMatchObject([{ link: 'https://news.example/list/1', title: '一' }])
  })
  test('links within the page and to no page are none', () => {
    const html = '<li><a href="#top">top</a><a href="javascript:x()">js</a><a href="mailto:a@b.example">m</a><a href=/a>A</a>'
    expect(drafts(html)).toMatchObject([{ link: 'https://news.example/a', title: 'A' }])
  })
  test('rules that find nothing are no reason to guess', () => {
    expect(drafts('<li><a href=/a>A</a>', { fields: { title: [css('h3')] } })).toMatchObject([
      { link: 'https://news.example/a', title: '' },
    ])
  })
})

const bases: readonly { name: string; base: string; want: string; warns: boolean }[] = [
  { name: 'relative', base: '/other/', want: 'https://news.example/other/a', warns: false },
  { name: 'another host of the site', base: '//m.news.example/', want: 'https://m.news.example/a', warns: false },
  { name: 'another site', base: '//canary.example/', want: 'https://news.example/list/a', warns: true },
  { name: 'an address by number', base: 'http://127.0.0.2/', want: 'https://news.example/list/a', warns: true },
  { name: 'a script', base: 'javascript:alert(1)//', want: 'https://news.example/list/a', warns: true },
  { name: 'nothing', base: '', want: 'https://news.example/list/a', warns: false },
]
for (const { name, base, want, warns } of bases)
  test(`a base that is ${name}`, () => {
    const page = read(`<base href="${base}"><base href="/second/"><li><a href=a>A</a>`)
    expect(page).toMatchObject({
      kind: 'drafts',
      drafts: [{ link: want }],
      warnings: warns ? [expect.stringContaining('<base href=')] : [],
    })
  })

const nexts: readonly { name: string; next: string; html: string; want: string | null }[] = [
  { name: 'the address of a link', next: 'a.next', html: '<a class=next href="?p=2">', want: 'https://news.example/list/?p=2' },
  { name: 'of the link in it', next: '.pager', html: '<p class=pager><a href=/l/2>', want: 'https://news.example/l/2' },
  { name: 'of a link in the head', next: 'link[rel=next]', html: '<link rel=next href=/l/2>', want: 'https://news.example/l/2' },
  { name: 'nothing', next: 'a.next', html: '', want: null },
  { name: 'a link without an address', next: 'a.next', html: '<a class=next>', want: null },
  { name: 'a script', next: 'a.next', html: '<a class=next href="javascript:void(0)">', want: null },
  { name: 'the page itself', next: 'a.next', html: '<a class=next href="/list/#top">', want: null },
]
for (const { name, next, html, want } of nexts)
  test(`the next page is ${name}`, () => expect(read(`<li><a href=a>A</a></li>${html}`, { next })).toMatchObject({ next: want }))

describe('items that show an entry again', () => {
  const titled = { fields: { title: [css('a')], summary: [css('p')] } }
  const titles = (html: string) => drafts(html, titled).map(({ title, summary }) => [title, summary])
  test('a picture and a text make one, in the place of the first', () => {
    expect(titles('<li><a href=/1><img></a><li><a href=/2>二</a><li><a href=/1>一</a><p>s</p>')).toEqual([
      ['一', 's'],
      ['二', null],
    ])
  })
  test('the same title twice makes one', () => expect(titles('<li><a href=/1>一</a><li><a href=/1>一</a>')).toEqual([['一', null]]))
  test('two titles for one address are two', () => expect(titles('<li><a href=/1>一</a><li><a href=/1>二</a>')).toHaveLength(2))
  test('two keys for one address are two', () => {
    const fields = { key: [css('', { attribute: 'id' })] }
    expect(drafts('<li id=a><a href=/1>一</a><li id=b><a href=/1>一</a>', { fields })).toHaveLength(2)
  })
})

describe('what is left out', () => {
  test('items without title and link, with a warning', () => {
    expect(read('<li><a href=/1>一</a><li>ad<li>ad')).toMatchObject({
      drafts: [{ title: '一' }],
      warnings: ['2 of 3 items have no title or link'],
    })
  })
  test('what is past the limit, with a warning', () => {
    const page = read('<li><a href=/1>1</a><li><a href=/2>2</a><li><a href=/3>3</a>', { maxEntries: 2 })
    expect(page).toMatchObject({ drafts: [{ title: '1' }, { title: '2' }], warnings: ['only the first 2 items were read'] })
  })
  test('dates that cannot be read, with a warning', () => {
    expect(read('<li><a href=/1>1</a><i>soon</i>', { fields: { published: [css('i')] } })).toMatchObject({
      drafts: [{ published: null, dateGiven: 'soon' }],
      warnings: ['1 of 1 items have dates that cannot be read, such as "soon"'],
    })
  })
})

test('counts what each rule filled', () => {
  const page = read('<li><a href=/1>1</a><h3>x</h3><li><a href=/2>2</a>', {
    fields: { title: [css('h3'), css('a', { attribute: 'href' })] },
  })
  expect(page).toMatchObject({
    uses: [
      { field: 'title', rule: 'h3', filled: 1, of: 2 },
      { field: 'title', rule: 'a attribute: href', filled: 1, of: 2 },
    ],
  })
})

describe('another page than expected', () => {
  const list = `<title>登录 - Login</title><ul class="list big">${'<li><a href=/x>A</a>'.repeat(12)}</ul>`
  test('is told with what stands there instead', () => {
    expect(message(list, { items: 'tr.item' })).toBe(
      'shape: nothing on the page is tr.item; the page is titled "登录 - Login" and has 12 links, most of them in ul.list > li (12)',
    )
    expect(message('Hello', { items: 'tr.item' })).toBe('shape: nothing on the page is tr.item; the page has no title and has 0 links')
  })
  test('is one without a title or link in any item', () => {
    expect(message(`<ul>${'<li>x'.repeat(3)}</ul>`)).toBe(
      'shape: no title or link in any of the 3 li; the page has no title and has 0 links',
    )
  })
  test('is one without its scripts, or without JSON in them', () => {
    const script = 'script[type="application/ld+json"]'
    expect(message('<a href=/1>x</a>', { script, items: '$' })).toMatch(/^shape: nothing on the page is script\[type=/)
    expect(message('<script type="application/ld+json">{]</script>', { script, items: '$' })).toMatch(
      /^shape: there is no JSON in the 1 script/,
    )
    expect(message('<script type="application/ld+json">{"a":[]}</script>', { script, items: '$.b' })).toBe(
      'shape: no list at $.b; the answer has a',
    )
  })
})

describe('JSON in scripts', () => {
  const script = 'script[type="application/ld+json"]'
  const fields: FieldMap = {
    title: [
      { kind: 'path', path: '$.headline', pattern: null },
      { kind: 'path', path: '$.name', pattern: null },
    ],
    link: [{ kind: 'path', path: '$.url', pattern: null }],
    published: [{ kind: 'path', path: '$.datePublished', pattern: null, dateFormat: 'dd/MM/yyyy' }],
    author: [{ kind: 'path', path: '$.author[*].name', pattern: null }],
  }
  const block = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`
  const article = (number: number) => ({
    '@type': 'NewsArticle',
    headline: `H${number}`,
    url: `${number}.html`,
    datePublished: '02/01/2026',
    author: [{ name: '记者' }],
  })
  const whole = { link: 'H', published: Date.UTC(2026, 0, 1, 16), authors: [{ name: '记者', url: null, email: null }], contentBase: url }

  test('a graph of articles', () => {
    const html = block({ '@graph': [{ '@type': 'WebSite', name: 'S' }, article(1), article(2)] })
    const found = drafts(html, { script, items: "$['@graph'][?@['@type']=='NewsArticle']", fields })
    expect(found).toMatchObject([1, 2].map((number) => ({ ...whole, title: `H${number}`, link: `${number}.html` })))
  })
  test('a list of items', () => {
    const html = block({ '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', position: 1, item: { name: 'N', url: '/n' } }] })
    expect(drafts(html, { script, items: '$.itemListElement[*].item', fields })).toMatchObject([{ title: 'N', link: '/n' }])
  })
  test('several blocks are one list', () => {
    const html = block(article(1)) + block({ '@type': 'BreadcrumbList' }) + block([article(2)])
    const found = drafts(html, { script, items: "$..[?@['@type']=='NewsArticle']", fields })
    expect(found.map(({ title }) => title)).toEqual(['H2'])
    expect(drafts(html, { script, items: '$', fields }).map(({ title }) => title)).toEqual(['H1', 'H2'])
  })
  test('what is assigned in a script, with its next page', () => {
    const html = '<base href=/b/><script>var a = 1; window.__DATA__ = {"list":[{"name":"N","url":"n"}],"more":"/p/2"};</script>'
    expect(read(html, { script: 'script', items: '$.list', fields, next: '$.more' })).toMatchObject({
      drafts: [{ title: 'N', link: 'n' }],
      base: 'https://news.example/b/',
      next: 'https://news.example/p/2',
    })
  })
  test('its next page may stand in a link', () => {
    const html = `${block([article(1)])}<a class=next href=/p/3>`
    expect(read(html, { script, items: '$', fields, next: 'a.next' })).toMatchObject({ next: 'https://news.example/p/3' })
  })
})

describe('selectors that look at too much', () => {
  const many = `<ul>${'<li><a href=/x>x</a>'.repeat(100_000)}</ul>`
  test('of items are given up', () => {
    expect(message(many, { items: 'li:nth-child(n+60000)' })).toMatch(
      /^limits: finding li:nth-child\(n\+60000\) takes too long on this page of \d+ characters; select less of it: :has, :nth-child, ~ and items that hold each other look at the most$/,
    )
  })
  test('of fields are given up', () => {
    expect(message(many, { items: 'ul, body', fields: { title: [css('li:has(~ b)')] } })).toMatch(/^limits: finding li:has\(~ b\)/)
  })
  test('texts of items that hold each other are given up', () => {
    const nested = `${'<div><a href=/x>x</a>'.repeat(9000)}`
    expect(message(nested, { items: 'div', fields: { title: [css('', { html: true })] } })).toMatch(/^(?:limits|shape|drafts)/)
  })
})

test('markup nested deeper than people write it is no content', () => {
  const html = `<li><a href=/1>一</a><div class=c>${'<b>'.repeat(5000)}x`
  expect(drafts(html, { fields: { content: [css('.c', { html: true })], title: [css('a')] } })).toMatchObject([
    { content: null, title: '一' },
  ])
})

test('whatever the page holds, the answer is a value', () => {
  const pieces = fc.constantFrom(
    '<li>',
    '</li>',
    '<a href=',
    '"',
    '>',
    '<script>',
    '</script>',
    '{"a":',
    '[',
    ']',
    '}',
    'x=',
    '<base href=',
    '&#',
    '<!--',
  )
  const html = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 40 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(html, (text) => {
      const kinds = [read(text), read(text, { items: '*', next: '*' }), read(text, { script: 'script', items: '$..*' })].map(
        ({ kind }) => kind,
      )
      expect(kinds.every((kind) => kind === 'drafts' || kind === 'unreadable')).toBe(true)
    }),
    { numRuns: 300 },
  )
})
