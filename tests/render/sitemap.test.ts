import { expect, test } from 'vitest'
import { listPages, sitemap, sitemapIndex, sitemapLines } from '../../src/render/sitemap.ts'
import { childrenOf, parseXml, textOf } from '../support/xml.ts'
import { sampleCategory, site } from './samples.ts'

const said = (text: string, name: string) =>
  childrenOf(parseXml(text), name).map((one) => one.children.flatMap((child) => (typeof child === 'string' ? [] : [textOf(child)])))

test('it names the index, the categories and the entries, with the instants of their last changes', () => {
  const entries = [{ path: 'guojishangbao/2022/01/23/a.html', modified: null }]
  const text = sitemap(sitemapLines(listPages([sampleCategory()]), site) + sitemapLines(entries, site))
  expect(said(text, 'url')).toEqual([
    ['https://news.example/', '2022-01-23T13:00:00Z'],
    ['https://news.example/category/guojishangbao.html', '2022-01-23T13:00:00Z'],
    ['https://news.example/guojishangbao/2022/01/23/a.html'],
  ])
})

test('the home page changed when any category did last', () => {
  const categories = [sampleCategory({ updated: 3_000 }), sampleCategory({ updated: null }), sampleCategory({ updated: 5_000 })]
  expect(listPages(categories)[0]).toEqual({ path: 'index.html', modified: 5_000 })
  expect(listPages([])).toEqual([{ path: 'index.html', modified: null }])
})

test('an index leads to parts', () => {
  const text = sitemapIndex([{ path: 'sitemap/2022-01.xml', modified: Date.UTC(2022, 0, 23) }], site)
  expect(parseXml(text).name).toBe('sitemapindex')
  expect(said(text, 'sitemap')).toEqual([['https://news.example/sitemap/2022-01.xml', '2022-01-23T00:00:00Z']])
})
