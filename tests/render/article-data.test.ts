import { Parser } from 'htmlparser2'
import { expect, test } from 'vitest'
import { entryPage } from '../../src/render/pages/entry.tsx'
import { homePage } from '../../src/render/pages/home.tsx'
import { tagsOf } from './page-tags.ts'
import { sampleCategory, sampleEntry, site } from './samples.ts'

const entry = sampleEntry({ authors: [{ name: '张三', url: null, email: null }], dateModified: Date.UTC(2022, 0, 24) })
const base = { site, entry, categories: [sampleCategory()], rights: 'full', attribution: null } as const

/** The JSON-LD of a page, as a machine reads it: the browser's tokenizer ends the script, then JSON is parsed. */
function dataOf(html: string): unknown {
  let text = ''
  let isData = false
  new Parser({
    onopentag: (name, { type }) => {
      isData = name === 'script' && type === 'application/ld+json'
    },
    ontext: (part) => {
      if (isData) text += part
    },
    onclosetag: () => {
      isData = false
    },
  }).end(html)
  return JSON.parse(text)
}

/** Of Open Graph and the like. */
function propertiesOf(html: string): Readonly<Record<string, string>> {
  const metas = tagsOf(html).filter(({ name, attributes }) => name === 'meta' && attributes.property !== undefined)
  return Object.fromEntries(metas.map(({ attributes: { property = '', content = '' } }) => [property, content]))
}

test('machines are told what the article is, whose it is and what it is taken from', () => {
  const pictured = { ...entry, contentHtml: '<p><img alt="" src="https://origin.example/a.jpg?w=1&amp;h=2"></p>' }
  const html = entryPage({ ...base, entry: pictured })
  expect(dataOf(html)).toEqual({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: '黑龙江商务聚焦主线谋发展',
    datePublished: '2022-01-23T12:41:04Z',
    dateModified: '2022-01-24T00:00:00Z',
    inLanguage: 'zh-CN',
    mainEntityOfPage: `https://news.example/${entry.path}`,
    isBasedOn: entry.url,
    author: [{ '@type': 'Person', name: '张三' }],
    publisher: { '@type': 'Organization', name: '国际商报' },
    articleSection: '国际商报',
    image: 'https://origin.example/a.jpg?w=1&h=2',
  })
  expect(propertiesOf(html)).toMatchObject({
    'og:title': '黑龙江商务聚焦主线谋发展',
    'og:type': 'article',
    'og:locale': 'zh_CN',
    'og:image': 'https://origin.example/a.jpg?w=1&h=2',
    'article:published_time': '2022-01-23T12:41:04Z',
    'article:section': '国际商报',
  })
})

test('what the data holds ends no script', () => {
  const title = '</script><script>alert(1)</script><!--<script>&\u2028'
  const html = entryPage({ ...base, entry: { ...entry, title } })
  expect(dataOf(html)).toMatchObject({ headline: title })
  expect(html.match(/<\/script/g)).toHaveLength(1)
})

const locales: readonly (readonly [string, string | undefined])[] = [
  ['zh-CN', 'zh_CN'],
  ['zh-Hant-TW', 'zh_TW'],
  ['en', undefined],
  ['en-gb', 'en_GB'],
]
for (const [language, locale] of locales)
  test(`a site in ${language} has the locale ${locale}`, () => {
    expect(propertiesOf(homePage({ site: { ...site, language }, categories: [], entries: [] }))['og:locale']).toBe(locale)
  })
