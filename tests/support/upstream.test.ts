import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeArticle, sampleArticles, seedArticle } from './articles.ts'
import { startUpstream, type Upstream } from './upstream.ts'

let upstream: Upstream
beforeEach(async () => {
  upstream = await startUpstream(sampleArticles(), { validators: true })
})
afterEach(() => upstream.close())

const get = async (path: string): Promise<string> => (await fetch(upstream.origin + path)).text()

const lists: readonly { name: string; path: string; array: string; item: RegExp }[] = [
  {
    name: '102',
    path: '/web/webapi?type=102&count=100',
    array: 'records',
    item: /"infoCode":"NW202201232257818698","id":202201232257818698,"title":/,
  },
  { name: '45', path: '/web/webapi?type=45&count=100', array: 'nodeList', item: /"infocode":"NW202201232257818698","from":"国际商报"/ },
  {
    name: '37',
    path: '/information/newmarket/web/webapi?marketType=37&count=100',
    array: 'record',
    item: /"infoCode":"NW202201232257818698","medianame":"国际商报"/,
  },
]
for (const { name, path, array, item } of lists) {
  test(`list ${name} answers its own shape`, async () => {
    const body = await get(path)
    expect(body).toMatch(item)
    expect(JSON.parse(body)[array]).toHaveLength(sampleArticles().filter(({ lists }) => lists.some((list) => list === name)).length)
  })
}

test('articles are told apart by infoCode and some stand in list 102 alone', () => {
  const articles = sampleArticles()
  expect(new Set(articles.map(({ infoCode }) => infoCode)).size).toBe(articles.length)
  expect(articles.filter(({ lists }) => lists.join() === '102').length).toBeGreaterThan(3)
})

test('texts answer as text or as content, pages as HTML', async () => {
  expect(JSON.parse(await get(`/NewsData/GetNewsText.do?id=${seedArticle.infoCode}`)).text).toMatch(/^<p>\u3000\u30001月13日/)
  expect(JSON.parse(await get(`/NewsData/GetNewsText.do?id=${makeArticle(9).infoCode}`)).content).toContain('第 9 篇')
  expect(await get(`/html_News/NewsShare.html?infoCode=${seedArticle.infoCode}`)).toContain('<h1>黑龙江商务聚焦主线谋发展</h1>')
})

test('every second page is in GBK, and the list links each as it is passed on', async () => {
  const page = await fetch(`${upstream.origin}/html_News/NewsShare.html?infoCode=${makeArticle(1).infoCode}`)
  expect(page.headers.get('content-type')).toBe('text/html')
  expect(new TextDecoder('gbk').decode(await page.arrayBuffer())).toContain('来源：')
  const list = await get('/html_News/NewsList.html')
  for (const link of ['"/html_News/', '"http://m.finews.example/', '"NewsShare.html?InfoCode=', '"//share.finews.example:8080/'])
    expect(list).toContain(link)
})

test('what is published anew stands in the lists, and changes their validator', async () => {
  const path = '/web/webapi?type=45&count=1'
  const first = await fetch(upstream.origin + path)
  const etag = first.headers.get('etag') ?? ''
  expect((await fetch(upstream.origin + path, { headers: { 'if-none-match': etag } })).status).toBe(304)
  upstream.set([makeArticle(70), ...sampleArticles()])
  expect((await fetch(upstream.origin + path, { headers: { 'if-none-match': etag } })).status).toBe(200)
  expect(upstream.requests.map((request) => request.path)).toEqual([path, path, path])
})

test('paths fail as told and heal', async () => {
  upstream.fail('/web/webapi?type=45', { status: 503, headers: { 'retry-after': '60' } })
  upstream.fail('/web/webapi?type=102', 'cut')
  upstream.fail('/NewsData', 'reset')
  const failed = await fetch(`${upstream.origin}/web/webapi?type=45&count=5`)
  expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '60'])
  await expect(get('/web/webapi?type=102&count=100')).rejects.toThrow()
  await expect(get('/NewsData/GetNewsText.do?id=x')).rejects.toThrow()
  upstream.fail('/web/webapi?type=45', null)
  expect(await get('/web/webapi?type=45&count=5')).toContain('nodeList')
})
