// The original works again: the shipped config against its news service, by the built program.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Article, seedArticle } from '../support/articles.ts'
import { filesUnder, snapshot } from '../support/files.ts'
import type { ShownCategory, ShownEntry, ShownPoll } from '../support/shown.ts'
import { articles, codeOf, type FinewsSite, openFinews } from './site.ts'

let site: FinewsSite
let configBefore: Awaited<ReturnType<typeof snapshot>>
let first: ShownPoll & { readonly exit: number | null }
let entries: readonly ShownEntry[]
let categories: readonly ShownCategory[]

beforeAll(async () => {
  site = await openFinews()
  configBefore = await snapshot(site.config)
  first = await site.poll()
  ;[entries, categories] = await Promise.all([site.entries(), site.categories()])
})
afterAll(() => site.close())

/** Slugs are for ever. Without one: the name as slug is taken by the site itself or by Windows, so it carries a digest of the name. */
const slugs: Readonly<Record<string, string>> = {
  国际商报: 'guojishangbao',
  '21世纪经济报道': '21shijijingjibaodao',
  IT之家: 'itzhijia',
  '安信国际证券(香港)': 'anxinguojizhengquan-xianggang',
  'Career In 投行PEVC': 'career-in-touhangpevc',
  'AC/DC': 'ac-dc',
  '../../etc': 'etc',
  CON: `con-${digestOf('CON')}`,
  '2022': `2022-${digestOf('2022')}`,
  api: `api-${digestOf('api')}`,
  重庆日报: 'chongqingribao',
  银行家: 'yinhangjia',
  'Ünïted Prëss': 'uenited-press',
  '🚀': `c-${digestOf('🚀')}`,
  '<b>粗体报</b>': 'b-cutibao-b',
}

test('the poll ends well and every list was read', () => {
  expect(first.exit).toBe(0)
  expect(first.sources.map(({ id, outcome, read }) => ({ id, outcome, read }))).toEqual(
    ['102', '45', '37', '38', '39'].map((list) => ({ id: `finews-${list}`, outcome: 'changed', read: inList(list).length })),
  )
})

test('every infoCode is one entry, seen in all its lists', () => {
  expect(entries.map(codeOf).sort()).toEqual(articles.map(({ infoCode }) => infoCode).sort())
  for (const { article, entry } of pairs()) {
    expect([...entry.sources].sort(), article.infoCode).toEqual(article.lists.map((list) => `finews-${list}`).sort())
  }
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
})

test('categories are the publishers, under their slugs', () => {
  expect(Object.fromEntries(categories.map(({ name, slug }) => [name, slug]))).toEqual({ ...slugs, 东财滚动新闻: 'emnews' })
  for (const { article, entry } of pairs()) {
    const home = isNameless(article) ? 'emnews' : slugs[article.publisher.trim()]
    const also = article.lists.includes('102') && home !== 'emnews' ? ['emnews'] : []
    expect(entry.categories, article.infoCode).toEqual([home, ...also])
  }
})

test('paths and dates are those of Shanghai', () => {
  for (const { article, entry } of pairs()) {
    const [day = ''] = article.showtime.split(' ')
    expect(entry.path).toBe(`${entry.categories[0]}/${day.replaceAll('-', '/')}/${article.infoCode}.html`)
    expect(entry.date_published).toBe(new Date(`${article.showtime.replace(' ', 'T')}+08:00`).toISOString().replace('.000', ''))
  }
})

test('titles are whole, digests lose what stands before 】, texts their indents', () => {
  for (const { article, entry } of pairs()) {
    expect(entry.title, article.infoCode).toBe(titleOf(article))
    expect(entry.summary, article.infoCode).toBe(digestShown(article))
    expect(entry.content_html, article.infoCode).toBe(textShown(article))
  }
})

test('links lead to the page a person reads; of the rolling list alone to its own', () => {
  for (const { article, entry } of pairs()) expect(entry.url).toBe(pageOf(article))
})

test('the text of each article was asked for once', () => {
  expect(textsAskedFor().sort()).toEqual(articles.map(({ infoCode }) => `/NewsData/GetNewsText.do?id=${infoCode}`).sort())
})

test('every entry has its page and its post, every category its page and feeds, and nothing else was written', async () => {
  const formats = ['html', 'rss', 'atom', 'json']
  const withVariants = (path: string) => [path, `${path}.br`, `${path}.gz`]
  const lists = ['index.html', 'feed.rss', 'feed.atom', 'feed.json', 'feeds.opml']
  const archives = ['01', '02'].flatMap((month) => ['html', 'atom', 'json'].map((format) => `archive/2022-${month}.${format}`))
  const assets = ['site.css', 'feed.css', 'icon.svg'].map((name) => `assets/${name}`)
  expect(await filesUnder(site.publicDir)).toEqual(
    [
      ...['.newsstand-site', 'sitemap.xml', ...[...lists, ...archives, ...assets].flatMap(withVariants)],
      ...categories.flatMap(({ slug }) => formats.flatMap((format) => withVariants(`category/${slug}.${format}`))),
      ...entries.map(({ path }) => path),
    ].sort(),
  )
  expect(await filesUnder(site.jekyllDir)).toEqual(
    [
      ...['.newsstand-site', '_config.yml', 'index.html', ...['default', 'page', 'post'].map((name) => `_layouts/${name}.html`)],
      ...articles.map(({ infoCode, showtime }) => `_posts/${showtime.slice(0, 10)}-${infoCode}.md`),
      ...categories.map(({ slug }) => `category/${slug}.html`),
    ].sort(),
  )
  const ours = /^site\/(config\/|data\/finews\/(public\/|jekyll\/|newsstand\.sqlite|registry\.jsonl$))/
  expect((await filesUnder(site.root)).filter((file) => !ours.test(file))).toEqual([])
  expect(await snapshot(site.config)).toEqual(configBefore)
})

test('where the lists were fetched from shows nowhere', async () => {
  for (const dir of [site.publicDir, site.jekyllDir]) {
    for (const file of await filesUnder(dir)) {
      expect((await readFile(join(dir, file), 'utf8')).includes(site.upstream.host), file).toBe(false)
    }
  }
})

test('the post of the kept article is the one that was kept', async () => {
  const name = `2022-01-23-${seedArticle.infoCode}.md`
  const kept = await readFile(new URL(`../fixtures/jekyll/${name}`, import.meta.url))
  expect((await readFile(join(site.jekyllDir, '_posts', name))).equals(kept)).toBe(true)
})

test('entries are listed newest first', () => {
  const order = entries.map(({ listed, date_published, id }) => `${listed} ${date_published} ${id}`)
  expect(order).toEqual([...order].sort().reverse())
})

test('polled again nothing is new, no file is touched and no text fetched', async () => {
  const before = [await snapshot(site.publicDir), await snapshot(site.jekyllDir)]
  const asked = site.upstream.requests.length
  const second = await site.poll('--force')

  expect(second.exit).toBe(0)
  expect(second.sources.map((source) => [source.new, source.updated, source.merged])).toEqual(Array(5).fill([0, 0, 0]))
  expect(second.published).toEqual({ categories: 0, files: 0 })
  expect(site.upstream.requests.length).toBe(asked + 5)
  expect([await snapshot(site.publicDir), await snapshot(site.jekyllDir)]).toEqual(before)
  expect(await site.entries()).toEqual(entries)
})

function pairs(): readonly { article: Article; entry: ShownEntry }[] {
  const byCode = new Map(entries.map((entry) => [codeOf(entry), entry]))
  const found = articles.flatMap((article) => {
    const entry = byCode.get(article.infoCode)
    return entry === undefined ? [] : [{ article, entry }]
  })
  expect(found).toHaveLength(articles.length)
  return found
}

function inList(name: string): readonly Article[] {
  return articles.filter(({ lists }) => lists.some((list) => list === name))
}

/** List 102 does not name the publisher. */
function isNameless({ lists }: Article): boolean {
  return lists.join() === '102'
}

function pageOf(article: Article): string {
  if (isNameless(article)) return `http://finance.example.com/news/1344,${article.infoCode.slice(2)}.html`
  return `http://finews.zning.xyz/html_News/NewsShare.html?infoCode=${article.infoCode}`
}

function titleOf({ title }: Article): string {
  return title.replace(/[\s\u00a0]+/g, ' ').trim()
}

/** Lists 37 to 39 have none; then list 102's is taken. List 45 gives it without its headline already. */
function digestShown({ digest, lists }: Article): string | null {
  const cut = (text: string) => text.replace(/^[^】]*】/, '')
  if (lists.includes('45')) return cut(digest.replace(/^【.*?】/, ''))
  return lists.includes('102') ? cut(digest) : null
}

/** Scripts never, links from where the article is read. */
function textShown(article: Article): string {
  const { origin } = new URL(pageOf(article))
  return article.text
    .replaceAll('>\u3000\u3000', '>')
    .replace(/<script>.*?<\/script>/g, '')
    .replace(/="\//g, `="${origin}/`)
    .replaceAll(']]>', ']]&gt;')
}

function textsAskedFor(): string[] {
  return site.upstream.requests.map(({ path }) => path).filter((path) => path.startsWith('/NewsData/'))
}

/** Hoisted: the table above is made from it. */
function digestOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8)
}
