import { expect, test } from 'vitest'
import { assetPath } from '../../src/model/paths.ts'
import type { Category } from '../../src/model/publication.ts'
import { archivePage } from '../../src/render/pages/archive.tsx'
import { categoryPage } from '../../src/render/pages/category.tsx'
import { entryPage } from '../../src/render/pages/entry.tsx'
import { expiredPage } from '../../src/render/pages/expired.tsx'
import { feedStylesheet } from '../../src/render/pages/feed-stylesheet.ts'
import { homePage } from '../../src/render/pages/home.tsx'
import { movedPage } from '../../src/render/pages/moved.tsx'
import { notFoundPage } from '../../src/render/pages/not-found.tsx'
import { retractedPage } from '../../src/render/pages/retracted.tsx'
import { stylesheet } from '../../src/render/pages/stylesheet.ts'
import { linksOf, tagsOf } from './page-tags.ts'
import { sampleCategory, sampleEntry, site } from './samples.ts'

const category = sampleCategory({ description: '商务部主管' })
const entry = sampleEntry({ authors: [{ name: '张三', url: null, email: null }], dateModified: Date.UTC(2022, 0, 24) })
const base = { site, entry, categories: [category], rights: 'full', attribution: null } as const

const archive = {
  ...{ site, category, entries: [entry], month: '2022-01', page: 2 },
  ...{ previous: { month: '2022-01', page: 1 }, next: { month: '2022-02', page: 1 } },
}

const retraction = { at: Date.UTC(2022, 0, 25), why: '文中的数字有误。', isSilent: false }

const pages: readonly { readonly name: string; readonly path: string; readonly html: () => string }[] = [
  { name: 'home', path: 'index.html', html: () => homePage({ site, categories: [category], entries: [entry] }) },
  { name: 'category', path: 'category/guojishangbao.html', html: () => categoryPage({ site, category, entries: [entry] }) },
  { name: 'entry', path: entry.path, html: () => entryPage(base) },
  { name: 'archive', path: 'category/guojishangbao/2022-01-2.html', html: () => archivePage(archive) },
  { name: 'expired', path: entry.path, html: () => expiredPage({ site, entry, why: 'term' }) },
  { name: 'removed', path: entry.path, html: () => expiredPage({ site, entry, why: 'origin' }) },
  { name: 'retracted', path: entry.path, html: () => retractedPage({ site, entry: { ...entry, retraction }, isShown: true }) },
  { name: 'not found', path: '404.html', html: () => notFoundPage({ site }) },
  { name: 'moved', path: 'a/2022/01/23/b.html', html: () => movedPage({ site, from: 'a/2022/01/23/b.html', to: entry.path }) },
]

/** Title, address and label of the feeds that readers find on a page. */
function feedsOf(html: string, path: string): readonly string[] {
  return tagsOf(html)
    .filter(({ name, attributes }) => name === 'link' && attributes.rel === 'alternate')
    .map(({ attributes: { type, href = '' } }) => `${type} ${new URL(href, `https://news.example/${path}`).pathname}`)
}

const siteFeeds = ['application/rss+xml /feed.rss', 'application/atom+xml /feed.atom', 'application/feed+json /feed.json']
const categoryFeeds = siteFeeds.map((feed) => feed.replace(' /feed', ' /category/guojishangbao'))

for (const { name, path, html } of pages) {
  test(`${name}: the same bytes twice, in the site's language, without a script`, () => {
    expect(html()).toBe(html())
    expect(html()).toMatch(/^<!doctype html>\n<html lang="zh-CN">/)
    expect(html().replaceAll('<script type="application/ld+json">', '')).not.toContain('<script')
    expect(html()).not.toMatch(/ style=| on[a-z]+=/)
  })

  test(`${name}: a policy, a viewport, a title and the site's feeds`, () => {
    const tags = tagsOf(html())
    const policy = tags.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')?.attributes.content
    expect(policy).toBe(
      "default-src 'none'; img-src 'self' https: http: data:; media-src https: http:; style-src 'self'; form-action 'self'; base-uri 'none'",
    )
    expect(tags.some(({ attributes }) => attributes.name === 'viewport')).toBe(true)
    expect(tags.some(({ attributes }) => attributes.property === 'og:title' && attributes.content !== '')).toBe(true)
    expect(feedsOf(html(), path)).toEqual(expect.arrayContaining(siteFeeds))
  })
}

for (const { name, path, html } of pages.filter((page) => page.name !== 'not found')) {
  test(`${name}: its own links are relative and lead to what is published`, () => {
    const own = linksOf(html()).filter((link) => !/^https?:/.test(link) && !link.startsWith('#'))
    expect(own.length).toBeGreaterThan(5)
    expect(own.filter((link) => link.startsWith('/'))).toEqual([])
    const published = new Set([
      ...['', 'index.html', 'feeds.opml', assetPath.stylesheet, site.icon, 'feed.rss', 'feed.atom', 'feed.json', entry.path],
      ...['html', 'rss', 'atom', 'json'].map((format) => `category/guojishangbao.${format}`),
      ...['category/guojishangbao/2022-01.html', 'category/guojishangbao/2022-02.html'],
    ])
    // Wherever the folder is put: behind a sub-path, on another port.
    for (const root of ['https://news.example/', 'http://127.0.0.1:8080/some/where/']) {
      const reached = own.map((link) => new URL(link, root + path)).map(({ origin, pathname }) => origin + pathname)
      expect(reached.filter((address) => !address.startsWith(root) || !published.has(address.slice(root.length)))).toEqual([])
    }
  })
}

test('the index shows its newest entries, its categories with their counts, and its feeds', () => {
  const html = homePage({ site, categories: [sampleCategory({ entries: 1234 })], entries: [entry] })
  expect(html).toContain('黑龙江商务聚焦主线谋发展')
  expect(html).toContain('<small>1234</small>')
  expect(html).toContain('<code class="address">https://news.example/<wbr/>feed.rss</code>')
})

test('few categories stand in their groups, many by the first letter of their slugs', () => {
  const few = [sampleCategory({ slug: 'a', group: '报纸' }), sampleCategory({ slug: 'b' })]
  const html = homePage({ site, categories: few, entries: [] })
  expect(html).toMatch(/<h3>报纸<\/h3>.*category\/a\.html.*<h3>其他<\/h3>.*category\/b\.html/s)
  expect(html).toContain('还没有文章。')

  const many: readonly Category[] = Array.from({ length: 2000 }, (_, n) => sampleCategory({ slug: `${'abc1'[n % 4]}${n}`, group: '报纸' }))
  const long = homePage({ site, categories: many, entries: [] })
  expect(linksOf(long).filter((link) => link.startsWith('#letter'))).toEqual(['#letter-0', '#letter-a', '#letter-b', '#letter-c'])
  expect(linksOf(long).filter((link) => link.startsWith('./category/'))).toHaveLength(2000)
})

test('of many categories the groups that can be overseen stand first, and the busiest beside the newest entries', () => {
  const grouped = ['z', 'y'].map((slug) => sampleCategory({ slug, group: '报纸' }))
  const others = Array.from({ length: 100 }, (_, n) => sampleCategory({ slug: `a${n}` }))
  const activities = [sampleCategory({ slug: 'a7', title: '七', entries: 900 })].map((category) => ({ category, entries: 12 }))
  const html = homePage({ site, categories: [...grouped, ...others], entries: [], busiest: activities })
  expect(html).toMatch(/<nav class="letters"[^>]*><a href="#letter-a">A<\/a><\/nav>.*<h3>报纸<\/h3>.*category\/y\.html.*<h3>A<\/h3>/s)
  expect(linksOf(html).filter((link) => link.includes('category/z.html'))).toHaveLength(1)
  expect(html).toMatch(/<h2>一周最活跃<\/h2><ol><li><a href="\.\/category\/a7\.html">七<\/a> <small>12<\/small>/)
  expect(homePage({ site, categories: grouped, entries: [], busiest: [] })).not.toContain('一周最活跃')
})

test('a home of 2,000 categories weighs less than 250 KB', () => {
  const names = Array.from({ length: 2000 }, (_, n) => ({ slug: `zhongguozhengquanbao-${n}`, name: `中国证券报第${n}版` }))
  const html = homePage({ site, categories: names.map((about) => sampleCategory({ ...about, entries: 1234 })), entries: [] })
  expect(Buffer.byteLength(html)).toBeLessThan(250_000)
})

test('a search box stands on every page, and one for the category on its own, unless the site is not searched', () => {
  for (const { name, html } of pages) expect([name, html().match(/<form /g)?.length]).toEqual([name, name === 'category' ? 2 : 1])
  expect(categoryPage({ site, category, entries: [] })).toMatch(
    /aria-label="在国际商报中搜索".*<input type="hidden" name="category" value="guojishangbao"/,
  )
  expect(categoryPage({ site: { ...site, search: false }, category, entries: [] })).not.toContain('<form')
  expect(homePage({ site: { ...site, search: false }, categories: [category], entries: [entry] })).not.toContain('<form')
  expect(notFoundPage({ site: { ...site, search: false } })).not.toContain('<form')
})

test('a category shows its feeds first, with addresses to copy', () => {
  const html = categoryPage({ site, category, entries: [entry] })
  expect(feedsOf(html, 'category/guojishangbao.html')).toEqual([...categoryFeeds, ...siteFeeds])
  expect(html).toContain('<code class="address">https://news.example/category/<wbr/>guojishangbao.atom</code>')
  expect(html).toContain('<link rel="canonical" href="https://news.example/category/guojishangbao.html"/>')
  expect(html).toContain('商务部主管')
})

test('archives are walked from the newest entries to the first, and back', () => {
  const nav = (html: string) =>
    tagsOf(html).flatMap(({ attributes: { rel, href } }) => (rel === 'prev' || rel === 'next' ? [`${rel} ${href}`] : []))
  const newest = { month: '2022-02', page: 1 }
  expect(nav(categoryPage({ site, category, entries: [entry], archive: newest }))).toEqual(['prev ../category/guojishangbao/2022-02.html'])
  expect(nav(homePage({ site, categories: [category], entries: [entry], archive: newest }))).toEqual(['prev ./archive/2022-02.html'])
  expect(nav(archivePage(archive))).toEqual([
    'prev ../../category/guojishangbao/2022-01.html',
    'next ../../category/guojishangbao/2022-02.html',
  ])
  expect(nav(archivePage({ ...archive, previous: null, next: null }))).toEqual(['next ../../category/guojishangbao.html'])
  expect(nav(archivePage({ ...archive, category: null, next: null }))).toEqual(['prev ../archive/2022-01.html', 'next ../'])
  expect(nav(categoryPage({ site, category, entries: [entry] }))).toEqual([])
})

test('an archive page says which month it holds, in the language of the site', () => {
  expect(archivePage(archive)).toContain('<h1>2022年1月（2）</h1>')
  expect(archivePage({ ...archive, page: 1 })).toContain('<h1>2022年1月</h1>')
  expect(archivePage({ ...archive, site: { ...site, language: 'en' } })).toContain('<h1>January 2022 (2)</h1>')
})

test('an entry shows whose it is, when, all of it, and the way to the original', () => {
  const html = entryPage(base)
  expect(html).toContain('<h1 dir="auto">黑龙江商务聚焦主线谋发展</h1>')
  expect(html).toContain('<time datetime="2022-01-23T12:41:04Z">2022年1月23日 20:41</time>')
  expect(html).toContain('更新于 <time datetime="2022-01-24T00:00:00Z">2022年1月24日 08:00</time>')
  expect(html).toContain('来源 <a href="https://origin.example/')
  expect(html).toContain('作者 张三')
  expect(html).toContain(`<div class="content" dir="auto">${entry.contentHtml}</div>`)
  expect(html).toContain('阅读原文</a>')
  expect(html).toContain('国际商报新闻')
  expect(html).toContain('返回国际商报</a>')
  expect(html).toContain(`<link rel="canonical" href="https://news.example/${entry.path}"/>`)
  expect(html).not.toContain('noindex')
})

test('what is not ours in full is not to be indexed here', () => {
  const html = entryPage({ ...base, rights: 'excerpt' })
  expect(html).toContain('<meta name="robots" content="noindex"/>')
  expect(html).toContain(`<link rel="canonical" href="${entry.url?.replaceAll('&', '&amp;')}"/>`)
})

test('an English site speaks English', () => {
  const english = { ...site, language: 'en', timezone: 'Europe/London' }
  const html = entryPage({ ...base, site: english, entry: { ...entry, language: 'zh-CN' } })
  expect(html).toContain('<html lang="en">')
  expect(html).toContain('23 January 2022, 12:41')
  expect(html).toContain('Read the original')
  expect(html).toContain('<h1 dir="auto" lang="zh-CN">')
})

test('text is text, whatever it holds', () => {
  const nasty = '"><script>alert(1)</script>\u0000\ud800&amp;'
  const hostile = sampleEntry({
    title: nasty,
    summary: nasty,
    contentHtml: null,
    publisher: nasty,
    authors: [{ name: nasty, url: null, email: null }],
    tags: [{ name: nasty, scheme: nasty }],
    url: 'javascript:alert(1)',
    enclosures: [{ url: 'javascript:alert(1)', type: 'audio/mpeg', bytes: 1, title: nasty }],
    language: nasty,
  })
  const named = sampleCategory({ name: nasty, title: nasty, description: nasty, group: nasty })
  for (const html of [
    homePage({ site, categories: [named], entries: [hostile] }),
    categoryPage({ site, category: named, entries: [hostile] }),
    entryPage({ ...base, entry: hostile, categories: [named] }),
  ]) {
    expect(tagsOf(html).filter(({ name, attributes }) => name === 'script' && attributes.type !== 'application/ld+json')).toEqual([])
    expect(linksOf(html).filter((link) => link.startsWith('javascript'))).toEqual([])
    expect(html).not.toMatch(/[\u0000\ud800]/)
    expect(html).toContain('&lt;script&gt;')
  }
})

test('attached media can be played and fetched', () => {
  const enclosures = [
    { url: 'https://origin.example/a.mp3?x=1', type: null, bytes: 3_000_000, title: null },
    { url: 'https://origin.example/b.pdf', type: null, bytes: 5000, title: 'R&D' },
  ]
  const html = entryPage({ ...base, entry: { ...entry, enclosures } })
  expect(html).toContain('<audio controls="" preload="none" src="https://origin.example/a.mp3?x=1"></audio>')
  expect(html).toContain('>a.mp3</a> <span class="count">3.0 MB</span>')
  expect(html).toContain('>R&amp;D</a> <span class="count">5 kB</span>')
})

test('an entry without a title is called by its first words', () => {
  const html = entryPage({ ...base, entry: { ...entry, title: '', summary: null } })
  expect(html).toContain('<h1 dir="auto">1月13日，黑龙江省商务工作会议召开。</h1>')
})

test('pictures after the first are fetched when they come into sight, unless the source says otherwise', () => {
  const contentHtml =
    '<p>&lt;img src="x"> <img src="https://x.example/a.png"><img src="https://x.example/b.png"><img src="https://x.example/c.png" loading="eager"></p>'
  const html = entryPage({ ...base, entry: { ...entry, contentHtml } })
  expect(tagsOf(html).flatMap(({ name, attributes }) => (name === 'img' ? [attributes.loading] : []))).toEqual([undefined, 'lazy', 'eager'])
  expect(html).toContain('&lt;img src="x">')
})

test('where entries have no pages, lists lead to the originals', () => {
  const unlinked = sampleEntry({ url: null })
  const leads = (html: string) => linksOf(html).filter((link) => link.includes('origin.example') || link.endsWith(entry.path))
  const shown = { site, category, entries: [entry, unlinked] }
  const original = 'https://origin.example/html_News/NewsShare.html?infoCode=NW202201232257818698'
  expect(leads(categoryPage(shown))).toEqual([`../${entry.path}`, `../${entry.path}`])
  expect(leads(categoryPage({ ...shown, leadsTo: 'originals' }))).toEqual([original, `../${entry.path}`])
  expect(leads(homePage({ site, categories: [], entries: shown.entries, leadsTo: 'originals' }))).toEqual([original, `./${entry.path}`])
  expect(leads(archivePage({ ...archive, entries: shown.entries, leadsTo: 'originals' }))).toEqual([original, `../../${entry.path}`])
})

test('a list shows the first words of each entry, all of them whole', () => {
  const long = sampleEntry({ summary: null, contentHtml: `<p>Yes. ${'Another word '.repeat(40)}</p>` })
  const shown = /<p class="excerpt"[^>]*>([^<]*)</.exec(categoryPage({ site, category, entries: [long] }))?.[1] ?? ''
  expect(shown).toMatch(/^Yes\. (?:Another word )*Another(?: word)?…$/)
  expect(shown.length).toBeGreaterThan(100)
})

test("an entry's page depends on the entry alone, not on how its categories fare", () => {
  const fares = [sampleCategory({ entries: 7, updated: 9, description: 'x', group: 'y', order: 1, icon: '📰' })]
  expect(entryPage({ ...base, categories: fares })).toBe(entryPage({ ...base, categories: [sampleCategory()] }))
})

test('at an unknown address links start at the root of the site', () => {
  const html = notFoundPage({ site: { ...site, url: 'https://news.example/sub/' } })
  expect(linksOf(html)).toContain('/sub/assets/site.css')
  expect(linksOf(notFoundPage({ site, root: '../' }))).toContain('../assets/site.css')
  expect(html).toContain('noindex')
})

test('at an unknown address one finds a search box, the categories that may be meant, all of them, and all feeds', () => {
  const html = notFoundPage({ site, root: '/', near: [sampleCategory({ slug: 'itzhijia', title: 'IT之家' })] })
  expect(html).toMatch(/<main.*<h2>您要找的也许是<\/h2><ul><li><a href="\/category\/itzhijia\.html">IT之家<.*<form .*<\/main>/s)
  expect(linksOf(html)).toEqual(expect.arrayContaining(['/', '/#categories', '/feeds.opml']))
  expect(notFoundPage({ site })).not.toContain('您要找的也许是')
})

test('a moved page leads on, for browsers and for search engines', () => {
  const html = movedPage({ site, from: 'a/2022/01/23/b.html', to: entry.path })
  expect(html).toContain(`<meta http-equiv="refresh" content="0; url=../../../../${entry.path}"/>`)
  expect(html).toContain(`<link rel="canonical" href="https://news.example/${entry.path}"/>`)
})

test('the style sheets take nothing from elsewhere and know the dark', () => {
  for (const css of [stylesheet, feedStylesheet(site)]) {
    expect(css).not.toMatch(/url\(|@import/)
    expect(css).toContain('prefers-color-scheme: dark')
  }
})

test('a feed that is opened in a browser says what it is, in the language of the site', () => {
  expect(feedStylesheet(site)).toContain('content: "这是订阅源')
  expect(feedStylesheet({ ...site, language: 'en' })).toContain('content: "This is a feed')
})
