// List pages from config to stored entries, by the built program over loopback.
import iconv from 'iconv-lite'
import { afterEach, expect, test } from 'vitest'
import { serve } from '../fetch/web.ts'
import type { ShownEntry } from '../support/shown.ts'
import { configOf, openSite, type SmallSite } from './site.ts'

let site: SmallSite
afterEach(() => site.close())

interface Document {
  readonly type?: string
  readonly body: string | Uint8Array
}

/** A site of these documents by path, and one source that reads them. */
async function pageSite(documents: Readonly<Record<string, Document>>, source: string) {
  const web = await serve(({ url = '' }, response) => {
    const found = documents[url]
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': found?.type ?? 'text/html' }).end(found?.body)
  })
  site = await openSite({ allow: web.host })
  const more = `  - { id: page, kind: page, url: "${web.url}/list", category: 新闻, ${source} }\n`
  await site.put('config/newsstand.yaml', configOf({ allow: web.host, more }))
  return web
}

async function entries(): Promise<readonly Pick<ShownEntry, 'title' | 'url'>[]> {
  const { code, stdout, stderr } = await site.run('poll', 'page')
  expect({ code, stdout, stderr }).toMatchObject({ code: 0 })
  const listed: readonly ShownEntry[] = JSON.parse((await site.run('list', 'entries', '--source', 'page', '--json')).stdout)
  return listed
}

const item = (number: number) => `<li><h3><a href="a/${number}.html">第 ${number} 条</a></h3><time>2026-01-0${number} 08:30</time></li>`

test('a list of two pages', async () => {
  const web = await pageSite(
    {
      '/list': { body: `<title>要闻</title><ul class=news>${item(4)}${item(3)}</ul><a class=next href="/list?p=2">下一页</a>` },
      '/list?p=2': { body: `<ul class=news>${item(2)}${item(1)}</ul><a class=next href="/list">回首页</a>` },
    },
    'items: ul.news > li, fields: { title: h3, published: { select: time, dateFormat: "yyyy-MM-dd HH:mm" } }, next: a.next, pages: 5',
  )
  expect(await entries()).toMatchObject(
    [4, 3, 2, 1].map((number) => ({
      title: `第 ${number} 条`,
      url: `${web.url}/a/${number}.html`,
      categories: ['xinwen'],
      date_published: `2026-01-0${number}T00:30:00Z`,
    })),
  )
  expect(web.hits).toEqual(['/robots.txt', '/list', '/list?p=2'])
})

test('robots.txt is obeyed', async () => {
  const web = await pageSite(
    { '/robots.txt': { type: 'text/plain', body: 'User-agent: *\nDisallow: /list' }, '/list': { body: `<ul>${item(1)}</ul>` } },
    'items: li',
  )
  const { code, stdout } = await site.run('poll', 'page', '--json')
  expect({ code, source: JSON.parse(stdout).sources[0] }).toMatchObject({ code: 1, source: { outcome: 'failed' } })
  expect(web.hits).toEqual(['/robots.txt'])
})

test('a page in GB18030 that only says so itself', async () => {
  const body = iconv.encode(
    `<!doctype html><head><meta charset=gb2312><title>财经</title></head><ul>${item(1)}<li><a href=/b>朱镕基</a></ul>`,
    'gb18030',
  )
  await pageSite({ '/list': { body } }, 'items: li')
  expect((await entries()).map(({ title }) => title).sort()).toEqual(['朱镕基', '第 1 条'])
})

test('JSON-LD in a page with a base', async () => {
  const articles = [1, 2].map((number) => ({
    '@type': 'NewsArticle',
    headline: `H${number}`,
    url: `${number}`,
    datePublished: `2026-01-0${number}T00:00:00Z`,
    author: { name: '记者' },
  }))
  const web = await pageSite(
    {
      '/list': { body: `<base href="/deep/"><script type="application/ld+json">${JSON.stringify({ '@graph': articles })}</script>` },
    },
    `script: 'script[type="application/ld+json"]', items: "$['@graph'][?@['@type']=='NewsArticle']", fields: { title: $.headline, link: $.url, published: $.datePublished, author: $.author.name }`,
  )
  expect(await entries()).toMatchObject(
    [2, 1].map((number) => ({ title: `H${number}`, url: `${web.url}/deep/${number}`, authors: [{ name: '记者' }] })),
  )
})

test('a redesigned page keeps what there was, and says what it shows now', async () => {
  const documents = { '/list': { body: `<ul class=news>${item(1)}</ul>` } }
  await pageSite(documents, 'items: ul.news > li')
  expect(await entries()).toHaveLength(1)
  documents['/list'] = {
    body: `<title>新版</title><div class=feed>${[1, 2, 3].map((n) => `<div class=card><a href=/${n}>新 ${n}</a></div>`).join('')}</div>`,
  }
  const { code, stdout } = await site.run('poll', 'page', '--force', '--json')
  expect({ code, source: JSON.parse(stdout).sources[0] }).toMatchObject({
    code: 1,
    source: {
      outcome: 'failed',
      code: 'shape',
      message: 'nothing on the page is ul.news > li; the page is titled "新版" and has 3 links, most of them in div.feed > div.card (3)',
    },
  })
  expect(JSON.parse((await site.run('list', 'entries', '--source', 'page', '--json')).stdout)).toHaveLength(1)
})

test('try shows the entries of a page, check the place of a wrong selector', async () => {
  await pageSite({ '/list': { body: `<ul>${item(1)}</ul>` } }, 'items: li')
  const tried = await site.run('try', 'page', '--json')
  expect(JSON.parse(tried.stdout)).toMatchObject({ document: { format: 'page' }, entries: [{ title: '第 1 条' }] })

  await site.put('config/newsstand.yaml', configOf({ more: '  - { id: page, kind: page, url: "http://a.example/", items: "ul[" }\n' }))
  const { code, stderr } = await site.run('check')
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: expect.stringMatching(/^config-invalid: config\/newsstand\.yaml:9:62 sources\[1\]\.items: "ul\[" is no CSS selector: /),
  })
})
