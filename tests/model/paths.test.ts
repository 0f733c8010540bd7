import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { categoryPath, entryId, entryPath, hashOfId, jekyllPath, publicUrl } from '../../src/model/paths.ts'

const day = { yyyy: '2022', mm: '01', dd: '23' }

test('gives each format of a category its file, and everything its own', () => {
  expect(['html', 'rss', 'atom', 'json'].map((format) => `category/guojishangbao.${format}`)).toEqual([
    categoryPath('guojishangbao', 'html'),
    categoryPath('guojishangbao', 'rss'),
    categoryPath('guojishangbao', 'atom'),
    categoryPath('guojishangbao', 'json'),
  ])
  expect(categoryPath(null, 'html')).toBe('index.html')
  expect(categoryPath(null, 'atom')).toBe('feed.atom')
})

test('addresses stand behind the site, the front page at its root', () => {
  expect(publicUrl('https://news.example/', 'index.html')).toBe('https://news.example/')
  expect(publicUrl('https://news.example/sub/', 'category/a.html')).toBe('https://news.example/sub/category/a.html')
})

test('an id is a tag URI: host, year of the store, 32 hex of the SHA-256 of its key', () => {
  const hash = createHash('sha256').update('infoCode:NW202201232257818698').digest('hex').slice(0, 32)
  expect(entryId('news.example', 2026, 'infoCode:NW202201232257818698')).toBe(`tag:news.example,2026:${hash}`)
  expect(hashOfId(`tag:news.example,2026:${hash}`)).toBe(hash)
})

test('an entry page stands under its home, year, month and day', () => {
  expect(entryPath('guojishangbao', day, 'NW202201232257818698')).toBe('guojishangbao/2022/01/23/NW202201232257818698.html')
})

test('Jekyll names the same entry by day and name, and nothing else', () => {
  expect(jekyllPath('guojishangbao/2022/01/23/NW202201232257818698.html')).toBe('_posts/2022-01-23-NW202201232257818698.md')
  expect(jekyllPath('category/guojishangbao.html')).toBeNull()
  expect(jekyllPath('a/2022/1/23/x.html')).toBeNull()
  expect(jekyllPath('a/2022/01/23/x/y.html')).toBeNull()
})
