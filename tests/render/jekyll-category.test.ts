import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { jekyllCategory } from '../../src/render/jekyll-category.ts'
import { sampleCategory } from './samples.ts'

function frontOf(text: string): unknown {
  return parse(/^---\n([\s\S]*?\n)---\n/.exec(text)?.[1] ?? '', { version: '1.1' })
}

test('a category’s page has the address of the original site, whatever permalinks the site has', () => {
  const page = jekyllCategory(sampleCategory({ description: '每日更新' }), { formerly: [] })
  expect(frontOf(page)).toEqual({
    layout: 'page',
    title: '国际商报',
    description: '每日更新',
    permalink: '/category/guojishangbao.html',
  })
  expect(page).toContain('{% assign listed = site.categories["guojishangbao"] %}')
})

for (const title of ['AC/DC: {{ site.title }} {% raw %}', 'say "x" \\n', '--- # & * !', 'yes', '2022', '<b>粗体报</b>', '']) {
  test(`the title ${JSON.stringify(title)} is front matter and nothing else`, () => {
    const page = jekyllCategory(sampleCategory({ title, description: title }), { formerly: [] })
    expect(frontOf(page)).toMatchObject({ title, description: title })
    const untitled = jekyllCategory(sampleCategory({ title: '', description: '' }), { formerly: [] })
    expect(bodyOf(page)).toBe(bodyOf(untitled))
  })
}

test('a category that others became lists their posts as well', () => {
  const page = jekyllCategory(sampleCategory(), { formerly: ['old', 'older'] })
  expect([...page.matchAll(/site\.categories\["([^"]*)"\]/g)].map(([, slug]) => slug)).toEqual(['guojishangbao', 'old', 'older'])
})

function bodyOf(page: string): string {
  return page.replace(/^---\n[\s\S]*?\n---\n/, '')
}
