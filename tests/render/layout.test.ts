import { expect, test } from 'vitest'
import type { SiteSettings } from '../../src/model/settings.ts'
import { categoryPage } from '../../src/render/pages/category.tsx'
import { entryPage } from '../../src/render/pages/entry.tsx'
import { homePage } from '../../src/render/pages/home.tsx'
import { notFoundPage } from '../../src/render/pages/not-found.tsx'
import { linksOf } from './page-tags.ts'
import { sampleCategory, sampleEntry, site } from './samples.ts'

const base = { site, entry: sampleEntry(), categories: [sampleCategory()], rights: 'full', attribution: null } as const

test('the foot says on what terms the texts are here, and whom to ask', () => {
  const foot = (about: Partial<SiteSettings>) => notFoundPage({ site: { ...site, ...about } }).replace(/^.*<footer/s, '')
  expect(foot({})).toContain('文章版权归原作者及原刊所有。')
  expect(foot({})).not.toContain('侵权')
  expect(foot({ licence: { text: 'CC BY', url: 'https://cc.example/' } })).toContain('<a href="https://cc.example/">CC BY</a>')
  expect(foot({ licence: { text: '转载请注明出处', url: null } })).toContain('<p dir="auto">转载请注明出处</p>')
  expect(foot({ contact: 'a@b.example' })).toContain('<a href="mailto:a@b.example">a@b.example</a>')
  expect(foot({ contact: 'https://b.example/@a' })).toContain('<a href="https://b.example/@a">https://b.example/@a</a>')
})

test("pages use the site's icon, and the operator's style sheet after ours", () => {
  const own = { ...site, icon: 'assets/icon.png', stylesheet: 'assets/custom.css' }
  const links = (html: string) => linksOf(html).filter((link) => link.includes('assets/'))
  expect(links(entryPage({ ...base, site: own }))).toEqual(
    ['icon.png', 'icon.png', 'site.css', 'custom.css'].map((file) => `../../../../assets/${file}`),
  )
  expect(links(homePage({ site, categories: [], entries: [] }))).toEqual(['./assets/icon.svg', './assets/site.css'])
})

test('a sign or a picture stands beside the name of a category', () => {
  const html = (icon: string) => categoryPage({ site, category: sampleCategory({ icon, group: '报纸' }), entries: [] })
  expect(html('📰')).toContain('<h1 dir="auto"><span class="icon" aria-hidden="true">📰</span>国际商报</h1>')
  expect(html('https://x.example/a.png')).toContain('<img class="icon" src="https://x.example/a.png" alt=""')
  expect(html('📰')).toContain('<p class="kicker">报纸</p>')
  expect(homePage({ site, categories: [sampleCategory({ icon: '📰' })], entries: [] })).toContain(
    'aria-hidden="true">📰</span>国际商报</a>',
  )
})
