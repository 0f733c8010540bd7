import { expect, test } from 'vitest'
import { feedsOpml } from '../../src/render/opml.ts'
import { childrenOf, parseXml } from '../support/xml.ts'
import { nastyTexts } from './nasty-cases.ts'
import { sampleCategory, site } from './samples.ts'
import { checkOpml } from './strict-opml.ts'

function bodyOf(opml: string) {
  const [body] = childrenOf(parseXml(opml), 'body')
  if (body === undefined) throw new Error('no body')
  return body
}

test('every category is an outline with its feed and its page', () => {
  const [outline] = childrenOf(bodyOf(feedsOpml([sampleCategory({ title: 'R&D <"报">', description: '一\n二' })], site)), 'outline')
  expect(outline?.attributes).toEqual({
    type: 'rss',
    text: 'R&D <"报">',
    title: 'R&D <"报">',
    description: '一\n二',
    language: 'zh-CN',
    xmlUrl: 'https://news.example/category/guojishangbao.atom',
    htmlUrl: 'https://news.example/category/guojishangbao.html',
  })
})

test('groups hold their categories and stand in the order of config, the ungrouped last', () => {
  const categories = [
    sampleCategory({ slug: 'z' }),
    sampleCategory({ slug: 'b', group: '报纸' }),
    sampleCategory({ slug: 'a', group: '报纸', order: 2 }),
    sampleCategory({ slug: 'c', group: '券商', order: 1 }),
  ]
  const outlines = childrenOf(bodyOf(feedsOpml(categories, site)), 'outline')
  expect(outlines.map(({ attributes }) => attributes.text)).toEqual(['券商', '报纸', '国际商报'])
  const papers = outlines[1] === undefined ? [] : childrenOf(outlines[1], 'outline')
  expect(papers.map(({ attributes }) => attributes.htmlUrl?.slice(-6))).toEqual(['a.html', 'b.html'])
})

test('new articles and another order of categories change no byte', () => {
  const [a, b] = [sampleCategory({ slug: 'a' }), sampleCategory({ slug: 'b' })]
  expect(feedsOpml([{ ...b, updated: 0, entries: 9 }, a], site)).toBe(feedsOpml([a, b], site))
})

test('a site without categories has an empty list', () => {
  expect(childrenOf(bodyOf(feedsOpml([], site)), 'outline')).toEqual([])
})

for (const { name, text, want = text } of nastyTexts)
  test(`names and descriptions may hold ${name}`, () => {
    const opml = feedsOpml([sampleCategory({ title: text, description: text, group: text })], { ...site, title: text })
    checkOpml(opml)
    const [group] = childrenOf(bodyOf(opml), 'outline')
    const [outline] = group === undefined ? [] : childrenOf(group, 'outline')
    expect(group?.attributes.text).toBe(want)
    expect(outline?.attributes).toMatchObject({ text: want, title: want, description: want })
  })
