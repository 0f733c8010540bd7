// A site of every kind of page and feed, with texts that are hard to lay out.

import type { Entry } from '../../src/model/entry.ts'
import { archivePath, assetPath, categoryPath } from '../../src/model/paths.ts'
import type { Category } from '../../src/model/publication.ts'
import type { SiteSettings } from '../../src/model/settings.ts'
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
import { publicationOf } from '../../src/render/publication.ts'
import { siteIcon } from '../../src/render/site-icon.ts'
import { sampleCategory, sampleEntry } from '../render/samples.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="500"><rect width="1600" height="500" fill="#778899"/></svg>'
const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
const paragraph =
  '<p>1月13日，黑龙江省商务工作会议在哈尔滨召开。会议指出，2021年全省外贸进出口总额达1995亿元，同比增长29.6%，增速高于全国8.2个百分点；实际利用外资6.1亿美元（含中国香港），“十四五”实现了良好开局。</p>'

/** Everything an article may hold, each wider or odder than a page likes. */
const hard = `${paragraph}<h2>二、Wide things that do not fit a phone</h2><p>Latin text among 汉字 needs a little room：see <a href="https://origin.example/a/very/long/address/that/has/no/place/to/break/${'x'.repeat(90)}">https://origin.example/a/very/long/address/that/has/no/place/to/break/${'x'.repeat(90)}</a>.</p>
<figure><img src="${image}" alt="A wide picture" width="1600" height="500"><figcaption>图一：哈尔滨新区的跨境电商产业园</figcaption></figure>
<table><thead><tr>${Array.from({ length: 12 }, (_, n) => `<th>第${n + 1}季度</th>`).join('')}</tr></thead><tbody><tr>${Array.from({ length: 12 }, (_, n) => `<td>${(n + 1) * 1_234_567}</td>`).join('')}</tr></tbody></table>
<pre><code>const veryLongLine = await fetch('https://origin.example/api/v1/articles?category=finance&amp;limit=100&amp;cursor=abcdefghijklmnop')
</code></pre>
<blockquote><p>“稳字当头、稳中求进”——会议要求，全省商务系统要聚焦主线谋发展。</p></blockquote>
<ul><li>外贸<ul><li>跨境电商</li><li>边境贸易</li></ul></li><li>外资</li></ul><ol><li>First</li><li>Second</li></ol><hr><p>H<sub>2</sub>O, E = mc<sup>2</sup>, <kbd>Ctrl</kbd>+<kbd>C</kbd>, <code>inline_code()</code>, <mark>marked</mark>, <del>old</del> <ins>new</ins>.</p><dl><dt>CPI</dt><dd>居民消费价格指数</dd></dl><details><summary>更多</summary><p>隐藏的内容</p></details>${paragraph}`

const day = Date.UTC(2026, 0, 23, 12, 41, 4)
const hour = 3_600_000

function entryAt(n: number, about: Partial<Entry>): Entry {
  const at = day - n * 5 * hour
  const hex = n.toString(16).padStart(32, '0')
  return sampleEntry({
    id: `tag:news.example,2022:${hex}`,
    path: `guojishangbao/2026/01/23/${n}.html`,
    datePublished: at,
    firstSeen: at,
    listed: at,
    ...about,
  })
}

export const sampleEntries = {
  plain: entryAt(0, {
    contentHtml: paragraph.repeat(4),
    authors: [
      { name: '张三', url: null, email: null },
      { name: 'Jane Doe', url: null, email: null },
    ],
  }),
  hard: entryAt(1, {
    title: '每一样都放不下的文章 with tables, code and pictures that are far too wide',
    contentHtml: hard,
    dateModified: day + hour,
    tags: Array.from({ length: 9 }, (_, n) => ({ name: `标签 ${n}`, scheme: null })),
    enclosures: [
      { url: 'https://origin.example/a.mp3', type: 'audio/mpeg', bytes: 3_000_000, title: '本期播客' },
      { url: 'https://origin.example/b.pdf', type: null, bytes: 5000, title: null },
    ],
  }),
  longTitle: entryAt(2, {
    title: `关于进一步做好${'跨境贸易便利化专项行动有关工作的通知（征求意见稿）'.repeat(6)}Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle`,
    publisher: '中华人民共和国商务部新闻办公室',
  }),
  untitled: entryAt(3, { title: '' }),
  bare: entryAt(4, { title: '', summary: null, contentHtml: null, url: null, publisher: null, tags: [] }),
  rtl: entryAt(5, {
    title: 'البنك المركزي يرفع أسعار الفائدة بمقدار 25 نقطة أساس',
    summary: null,
    contentHtml: `<p>قرر البنك المركزي اليوم رفع أسعار الفائدة بمقدار 25 نقطة أساس، في خطوة كانت متوقعة على نطاق واسع من قبل المحللين.</p><blockquote><p>القرار اتخذ بالإجماع.</p></blockquote><ul><li>الأول</li><li>الثاني</li></ul>`,
    language: 'ar',
    publisher: 'الجزيرة',
    tags: [{ name: 'اقتصاد', scheme: null }],
  }),
  english: entryAt(6, {
    title: 'Central bank leaves rates unchanged, hints at cut in the spring',
    summary:
      'The decision was widely expected. “We have time,” the governor said on Thursday, adding that inflation remains above target in services but has come down faster than forecast elsewhere.',
    contentHtml: `<p>The decision was widely expected. “We have time,” the governor said on Thursday, adding that inflation remains above target in services but has come down faster than forecast elsewhere.</p>${'<p>Markets moved little. Economists at three large banks now see a first cut in April; a month ago most had named June. The statement dropped the word “vigilant”, which had stood in it since the summer of last year, and added that risks were “broadly balanced”.</p>'.repeat(4)}`,
    language: 'en',
    publisher: 'The Example Times',
    authors: [{ name: 'Jane Doe', url: null, email: null }],
  }),
  summary: entryAt(7, { title: '只有摘要的文章', contentHtml: null, summary: '只有这几行。\n第二行。' }),
} as const

const names = [
  '国际商报',
  '上海证券报',
  '21世纪经济报道',
  'The Example Times',
  '安信国际证券（香港）有限公司',
  '第一财经日报',
  'AC/DC Weekly',
  '经济参考报',
]

/** So many categories; the first is the samples' home. */
export function sampleCategories(count: number): readonly Category[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz1'
  const more = Array.from({ length: count - 1 }, (_, n) =>
    sampleCategory({
      slug: `${letters[n % letters.length]}-${n}`,
      name: `${names[n % names.length]}${n < names.length ? '' : n}`,
      group: n % 3 === 0 ? null : (['报纸', '券商研究'][n % 2] ?? null),
      icon: n % 4 === 0 ? '📰' : null,
      entries: (n * 37) % 1500,
    }),
  )
  return [sampleCategory({ icon: '🏛️', group: '报纸', description: '商务部主管，中国商务领域的权威报纸。', entries: 8 }), ...more]
}

/** Every page and feed of the site by its path. */
export function samplePages(site: SiteSettings, categories: readonly Category[]): ReadonlyMap<string, string> {
  const entries = Object.values(sampleEntries)
  const [home] = categories
  if (home === undefined) throw new Error('no category')
  const place = { month: '2026-01', page: 2 }
  const around = { previous: { month: '2026-01', page: 1 }, next: { month: '2026-02', page: 1 } }
  const feed = publicationOf({ id: 'tag:news.example,2022:category/guojishangbao', category: home, entries }, site)
  const retraction = { at: day, why: '来源已更正：文中的数字有误。', isSilent: false }
  const many = Array.from({ length: 200 }, (_, n) => entries[n % entries.length]).filter((entry) => entry !== undefined)
  const activities = categories.slice(0, 24).map((category, n) => ({ category, entries: 240 - n }))
  return new Map([
    [categoryPath(null, 'html'), homePage({ site, categories, entries, archive: place, busiest: activities })],
    [categoryPath(home.slug, 'html'), categoryPage({ site, category: home, entries, archive: place })],
    ['category/empty.html', categoryPage({ site, category: sampleCategory({ slug: 'empty', name: '空', entries: 0 }), entries: [] })],
    [archivePath(home.slug, place, 'html'), archivePage({ site, category: home, entries: many, ...place, ...around })],
    ...Object.entries(sampleEntries).map(
      ([, entry]) =>
        [
          entry.path,
          entryPage({ site, entry, categories: [home], rights: 'full', attribution: { text: '来源：国际商报', url: entry.url } }),
        ] as const,
    ),
    ['notices/expired.html', expiredPage({ site, entry: { ...sampleEntries.plain, path: 'notices/expired.html' }, why: 'term' })],
    ['notices/removed.html', expiredPage({ site, entry: { ...sampleEntries.plain, path: 'notices/removed.html' }, why: 'origin' })],
    [
      'notices/retracted.html',
      retractedPage({ site, entry: { ...sampleEntries.plain, path: 'notices/retracted.html', retraction }, isShown: true }),
    ],
    ['notices/moved.html', movedPage({ site, from: 'notices/moved.html', to: sampleEntries.plain.path })],
    ['404.html', notFoundPage({ site, root: './', near: categories.slice(0, 5) })],
    [categoryPath(home.slug, 'rss'), feed.rss2()],
    [categoryPath(home.slug, 'atom'), feed.atom1()],
    [assetPath.stylesheet, stylesheet],
    [assetPath.feedStylesheet, feedStylesheet(site)],
    [site.icon, siteIcon(site.title)],
  ])
}
