// The article step from end to end: pages on loopback, fetched, read in the reader's own process, joined and published.
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../../src/base/log.ts'
import { plainText } from '../../../src/normalize/text.ts'
import { poolReader } from '../../../src/read/pool.ts'
import { type NewspaperOptions, pageOf, startNewspaper, story, teaser } from '../../support/newspaper.ts'

const minute = 60_000
const hour = 60 * minute

async function opened(options: NewspaperOptions = {}) {
  const paper = await startNewspaper(options)
  onTestFinished(() => paper.close())
  return paper
}

async function opened1(text: string, options: NewspaperOptions = {}) {
  const paper = await opened(options)
  paper.items.push({ path: '/one', text })
  return paper
}

test('a new entry is published with the text of its page, fetched once', async () => {
  const paper = await opened1(teaser)
  paper.pages.set('/one', pageOf(story('ships')))
  await paper.poll()
  expect(await paper.text()).toBe(story('ships'))
  paper.clock.at += hour
  await paper.poll()
  expect(paper.asked()).toEqual(['/one'])
  expect(await paper.entries()).toMatchObject([{ revision: 1, dateModified: null }])
})

test('the better text is kept: a login page does not take the place of what the feed has', async () => {
  const paper = await opened1(story('ships'))
  paper.pages.set(
    '/one',
    pageOf('<p>Please sign in to read on. Our subscribers read this story, and all the others, for the price of one coffee a month.</p>'),
  )
  await paper.poll()
  expect(await paper.text()).toBe(story('ships'))
})

test('when its source says that it changed, it is fetched again', async () => {
  const paper = await opened1(teaser)
  paper.pages.set('/one', pageOf(story('ships')))
  await paper.poll()
  paper.clock.at += hour
  paper.items.splice(0, 1, { path: '/one', text: teaser, title: 'One, corrected' })
  paper.pages.set('/one', pageOf(story('boats')))
  await paper.poll()
  expect(paper.asked()).toEqual(['/one', '/one'])
  expect(await paper.entries()).toMatchObject([{ title: 'One, corrected', contentHtml: story('boats'), revision: 2 }])
})

test('a page that breaks loses nothing: the entry is published, its text fetched later', async () => {
  const paper = await opened1(teaser)
  paper.pages.set('/one', (_, response) => response.writeHead(500).end())
  await paper.poll()
  expect(await paper.text()).toBe(teaser)
  paper.pages.set('/one', pageOf(story('ships')))
  paper.clock.at += 9 * minute
  await paper.poll()
  expect(await paper.text()).toBe(teaser)
  paper.clock.at += minute
  await paper.poll()
  expect(await paper.text()).toBe(story('ships'))
})

test('two processes never fetch one page at the same time', async () => {
  const paper = await opened1(teaser)
  let release = () => {}
  const waiting = new Promise<void>((asked) => {
    paper.pages.set('/one', (_, response) => {
      release = () => void response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf(story('ships')))
      asked()
    })
  })
  const first = paper.poll()
  await waiting
  await paper.pollBeside()
  release()
  await first
  expect(paper.asked()).toEqual(['/one'])
  expect(await paper.text()).toBe(story('ships'))
})

test('robots.txt is obeyed', async () => {
  const paper = await opened1(teaser)
  paper.pages.set('/robots.txt', (_, response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end('User-agent: *\nDisallow: /one'),
  )
  paper.pages.set('/one', pageOf(story('ships')))
  await paper.poll()
  expect(paper.asked()).toEqual([])
  expect(await paper.text()).toBe(teaser)
})

test('the operator’s headers go to the origins of config, not to wherever a link leads', async () => {
  const paper = await opened({ source: 'fullText: true\nheaders: { x-key: secret }' })
  const seen = new Map<string, unknown>()
  for (const path of ['/one', '/two']) {
    paper.pages.set(path, ({ 'x-key': key }, response) => {
      seen.set(path, key)
      response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf(story(path)))
    })
  }
  const elsewhere = `${paper.url.replace('127.0.0.1', 'localhost')}/two`
  paper.items.push({ path: '/one', text: teaser }, { path: elsewhere, title: 'Two', text: teaser })
  await paper.poll()
  expect(Object.fromEntries(seen)).toEqual({ '/one': 'secret', '/two': undefined })
  expect(await paper.entries()).toHaveLength(2)
})

test('what rules find on the page goes before the list, and chooses the category', async () => {
  const source = `category: ["{publisher}", 滚动]
article: { content: "#newsContent", title: h1, publisher: .media, published: .time }
timezone: Asia/Shanghai`
  const paper = await opened({ source })
  paper.items.push({ path: '/share?infoCode=1', title: '多地出台措施…', text: '<p>新</p>' })
  paper.pages.set('/share?infoCode=1', readFileSync(new URL('../../fixtures/articles/share-zh.html', import.meta.url), 'utf8'))
  await paper.poll()
  const [entry] = await paper.entries()
  expect(entry).toMatchObject({
    title: '多地出台措施支持中小企业稳岗',
    publisher: '国际商报',
    datePublished: Date.UTC(2022, 0, 23, 23, 35, 10),
    categories: ['guojishangbao'],
  })
  expect(entry?.contentHtml).toContain('（文章来源：国际商报）')
  // A later word of the list, which knows no publisher, does not take it out again.
  paper.clock.at += hour
  paper.items.splice(0, 1, { path: '/share?infoCode=1', title: '多地出台措施…', text: '<div>新</div>' })
  await paper.poll()
  expect(await paper.entries()).toMatchObject([{ title: '多地出台措施支持中小企业稳岗', categories: ['guojishangbao'] }])
  expect(paper.asked()).toEqual(['/share?infoCode=1'])
})

test('the lead image is attached where the text shows none', async () => {
  const paper = await opened1(teaser)
  paper.pages.set('/one', pageOf(story('ships'), { head: '<meta property="og:image" content="/lead.jpg">' }))
  await paper.poll()
  expect(await paper.entries()).toMatchObject([{ enclosures: [{ url: `${paper.url}/lead.jpg` }] }])
})

test('one canonical address on all pages of a site makes no two articles one', async () => {
  const paper = await opened()
  const head = '<link rel="canonical" href="/one">'
  paper.items.push(
    { path: '/one', title: 'One', text: teaser },
    { path: '/two', title: 'Two', text: teaser },
    { path: '/three', title: 'One', text: teaser },
  )
  for (const path of ['/one', '/two', '/three']) paper.pages.set(path, pageOf(story(path), { head }))
  await paper.poll()
  expect((await paper.entries()).map(({ url }) => url).sort()).toEqual(['/one', '/three', '/two'].map((path) => paper.url + path))
})

test('GBK pages are read as what they are', async () => {
  const paper = await opened1('<p>记者昨日从市住建局获悉……</p>')
  const page = readFileSync(new URL('../../fixtures/articles/gbk-zh.html', import.meta.url))
  paper.pages.set('/one', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page))
  await paper.poll()
  expect(await paper.text()).toContain('平衡阀，解决了上热下冷的老问题')
})

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/articles/${name}.html`, import.meta.url), 'utf8')

test('a text of two pages is joined', async () => {
  const paper = await opened()
  paper.items.push({ path: '/content_5012.htm', text: '<p>从县城出发……</p>' })
  paper.pages.set('/content_5012.htm', fixture('two-page-zh-1'))
  paper.pages.set('/content_5012_2.htm', fixture('two-page-zh-2'))
  await paper.poll()
  expect(paper.asked()).toEqual(['/content_5012.htm', '/content_5012_2.htm'])
  const text = plainText((await paper.text()) ?? '')
  expect(text).toMatch(/^从县城出发.*由远而近，又由近而远，直到什么也听不见。$/)
})

const going: readonly { name: string; source: string; tail: (n: number) => string; want: readonly string[] }[] = [
  {
    name: 'an endless text ends after ten pages',
    source: 'fullText: true',
    tail: (n) => `<a rel="next" href="/one?page=${n + 1}">next</a>`,
    want: ['/one', ...Array.from({ length: 9 }, (_, n) => `/one?page=${n + 2}`)],
  },
  {
    name: 'or after as many as config says',
    source: 'article: { next: a.more, pages: 3 }',
    tail: (n) => `<a class="more" href="/one?page=${n + 1}">on</a>`,
    want: ['/one', '/one?page=2', '/one?page=3'],
  },
  {
    name: 'a page that leads to itself is not asked again',
    source: 'article: { next: a.more }',
    tail: () => '<a class="more" href="/one">on</a>',
    want: ['/one'],
  },
  {
    name: 'another article is not asked for',
    source: 'fullText: true',
    tail: () => '<a rel="next" href="/another">next</a>',
    want: ['/one'],
  },
  {
    name: 'nor another site',
    source: 'article: { next: a.more }',
    tail: () => '<a class="more" href="http://localhost:9/one?page=2">on</a>',
    want: ['/one'],
  },
]

for (const { name, source, tail, want } of going) {
  test(name, async () => {
    const paper = await opened1(teaser, { source })
    paper.pages.set('/one', pageOf(story('page 1'), { tail: tail(1) }))
    for (let n = 2; n <= 30; n++) paper.pages.set(`/one?page=${n}`, pageOf(story(`page ${n}`), { tail: tail(n) }))
    await paper.poll()
    expect(paper.asked()).toEqual(want)
    expect(await paper.text()).toContain(`page ${want.length}`)
  })
}

test('a further page that breaks: what there is is published, and the whole fetched later', async () => {
  const paper = await opened1(teaser)
  paper.pages.set('/one', pageOf(story('page 1'), { tail: '<a rel="next" href="/one/2">next</a>' }))
  await paper.poll()
  expect(await paper.text()).toBe(story('page 1'))
  paper.pages.set('/one/2', pageOf(story('page 2')))
  paper.clock.at += 10 * minute
  await paper.poll()
  expect(await paper.text()).toContain('page 2')
})

test('nor is the whole written over by its first page, when it is fetched again', async () => {
  const paper = await opened1(teaser)
  paper.pages.set('/one', pageOf(story('page 1'), { tail: '<a rel="next" href="/one/2">next</a>' }))
  paper.pages.set('/one/2', pageOf(story('page 2')))
  await paper.poll()
  const whole = await paper.text()
  paper.clock.at += hour
  paper.items.splice(0, 1, { path: '/one', text: teaser, title: 'One, corrected' })
  paper.pages.delete('/one/2')
  await paper.poll()
  expect(paper.asked()).toEqual(['/one', '/one/2', '/one', '/one/2'])
  expect(await paper.text()).toBe(whole)
})

const hostile: readonly { name: string; page: () => string }[] = [
  { name: '100,000 elements in each other', page: () => `<article>${'<div>'.repeat(100_000)}${story('ships')}` },
  { name: '10 MB of elements', page: () => '<p>x</p>'.repeat(1_200_000) },
  {
    name: 'entities of entities',
    page: () => `<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><p>${'&b;'.repeat(100_000)}</p>`,
  },
  { name: 'a script and nothing else', page: () => `<script>${'document.write("<p>x</p>");'.repeat(10_000)}</script>` },
  { name: 'tags that never end', page: () => '<p <p '.repeat(200_000) },
]

test('hostile pages cost one text each: their entries are published with what the feed has', async () => {
  const paper = await opened({ reader: poolReader({ log: silentLogger }) })
  paper.items.push(
    { path: '/good', text: teaser },
    ...hostile.map((_, n) => ({ path: `/${n}`, title: `Hostile ${n}`, text: story(`ships ${n}`) })),
  )
  for (const [n, { page }] of hostile.entries()) paper.pages.set(`/${n}`, page())
  paper.pages.set('/good', pageOf(story('boats')))
  await paper.poll()
  expect(new Set((await paper.entries()).map(({ contentHtml }) => contentHtml))).toEqual(
    new Set([story('boats'), ...hostile.map((_, n) => story(`ships ${n}`))]),
  )
})

test('of a host that has very many new pages some are asked for in one run, the rest in the next', async () => {
  const paper = await opened({ source: 'article: { content: article }' })
  for (let n = 0; n < 155; n++) {
    paper.items.push({ path: `/${n}`, title: `Story ${n}` })
    paper.pages.set(`/${n}`, pageOf(`<p>Story ${n}.</p>`))
  }
  await paper.poll()
  expect(paper.asked()).toHaveLength(150)
  expect(await paper.entries()).toHaveLength(150)
  await paper.poll()
  expect(paper.asked()).toHaveLength(5)
  expect(await paper.entries()).toHaveLength(155)
})

test('a page is looked at again after the times of recheck, and asked whether it changed', async () => {
  const paper = await opened1(teaser, { source: 'fullText: true\nrecheck: [1h, 24h]' })
  const conditions: unknown[] = []
  let text = story('ships')
  paper.pages.set('/one', ({ 'if-none-match': tag }, response) => {
    conditions.push(tag)
    const etag = `"${text.length}"`
    if (tag === etag) response.writeHead(304).end()
    else response.writeHead(200, { 'content-type': 'text/html', etag }).end(pageOf(text))
  })
  const startedAt = paper.clock.at
  for (const passed of [0, hour - 1, hour, 2 * hour, 24 * hour - 1]) {
    paper.clock.at = startedAt + passed
    await paper.poll()
  }
  expect(conditions).toEqual([undefined, `"${text.length}"`])
  expect(await paper.entries()).toMatchObject([{ revision: 1 }])
  text = story('ships, corrected')
  for (const passed of [24 * hour, 25 * hour, 100 * hour]) {
    paper.clock.at = startedAt + passed
    await paper.poll()
  }
  expect(conditions).toHaveLength(3)
  expect(await paper.entries()).toMatchObject([{ contentHtml: text, revision: 2 }])
})

const gone: readonly { name: string; answer: (headers: unknown, response: import('node:http').ServerResponse) => void }[] = [
  { name: '404', answer: (_, response) => response.writeHead(404).end() },
  { name: '410', answer: (_, response) => response.writeHead(410).end() },
  {
    name: 'a login page',
    answer: (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf('<p>Please sign in, dear reader.</p>')),
  },
]

for (const { name, answer } of gone) {
  test(`a page that answers ${name} when it is looked at again takes nothing away`, async () => {
    const paper = await opened1(teaser, { source: 'fullText: true\nrecheck: [1h]' })
    paper.pages.set('/one', pageOf(story('ships')))
    await paper.poll()
    paper.pages.set('/one', answer)
    paper.clock.at += hour
    await paper.poll()
    expect(paper.asked()).toEqual(['/one', '/one'])
    expect(await paper.entries()).toMatchObject([{ contentHtml: story('ships'), revision: 1 }])
  })
}
