import { expect, test } from 'vitest'
import { sitemapFiles } from '../../src/render/sitemap.ts'
import { childrenOf, parseXml, textOf } from '../support/xml.ts'
import { sampleCategory, site } from './samples.ts'

test('it names the index, the categories and the entries, with the instants of their last changes', () => {
  const pages = [{ path: 'guojishangbao/2022/01/23/a.html', modified: null }]
  const [file, second] = sitemapFiles({ site, categories: [sampleCategory()], pages })
  expect(second).toBeUndefined()
  expect(file?.path).toBe('sitemap.xml')
  const urls = childrenOf(parseXml(file?.text ?? ''), 'url')
  expect(
    urls.map((url) => url.children.map((child) => (typeof child === 'string' ? '' : textOf(child))).filter((text) => text !== '')),
  ).toEqual([
    ['https://news.example/', '2022-01-23T13:00:00Z'],
    ['https://news.example/category/guojishangbao.html', '2022-01-23T13:00:00Z'],
    ['https://news.example/guojishangbao/2022/01/23/a.html'],
  ])
})

test('above 50,000 addresses it is an index of parts', () => {
  const pages = Array.from({ length: 50_000 }, (_, n) => ({ path: `c/2022/01/23/${n}.html`, modified: null }))
  const files = sitemapFiles({ site, categories: [], pages })
  expect(files.map(({ path }) => path)).toEqual(['sitemap/1.xml', 'sitemap/2.xml', 'sitemap.xml'])
  const [first, second, index] = files.map(({ text }) => parseXml(text))
  expect([first, second].map((part) => part?.children.filter((child) => typeof child !== 'string').length)).toEqual([50_000, 1])
  expect(index?.name).toBe('sitemapindex')
  expect(textOf(index)).toContain('https://news.example/sitemap/2.xml')
})
