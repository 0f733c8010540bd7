// The original's site while its news service fails. One story, told in order: nothing is lost, nothing is blanked, the others go on.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeArticle } from '../support/articles.ts'
import { snapshot } from '../support/files.ts'
import type { ShownEntry } from '../support/shown.ts'
import { articles, codeOf, type FinewsSite, openFinews } from './site.ts'

const rolling = '/web/webapi?type=102'
const byPublisher = '/web/webapi?type=45'
const market = (type: number) => `/information/newmarket/web/webapi?marketType=${type}`

let site: FinewsSite
let entries: readonly ShownEntry[]

beforeAll(async () => {
  site = await openFinews()
  await limitHeadersTo('2s')
})
afterAll(() => site.close())

test('a list that fails from the start costs the others nothing', async () => {
  site.upstream.fail(byPublisher, { status: 500 })
  const poll = await site.poll()
  expect(poll.exit).toBe(1)
  expect(poll.sources.map(({ id, outcome, code }) => [id, outcome, code])).toEqual([
    ['finews-102', 'changed', null],
    ['finews-45', 'failed', 'http-status'],
    ['finews-37', 'changed', null],
    ['finews-38', 'changed', null],
    ['finews-39', 'changed', null],
  ])
  expect(poll.sources[1]).toMatchObject({ message: expect.stringContaining('500'), read: 0, new: 0, updated: 0, merged: 0 })

  entries = await site.entries()
  const others = articles.filter(({ lists }) => lists.some((list) => list !== '45'))
  expect(entries.map(codeOf).sort()).toEqual(others.map(({ infoCode }) => infoCode).sort())
})

test('when it is well again its entries come, and those that others had shown stay where they are', async () => {
  site.upstream.fail(byPublisher, null)
  expect((await site.poll('--force')).exit).toBe(0)
  const before = entries
  entries = await site.entries()
  expect(entries.map(codeOf).sort()).toEqual(articles.map(({ infoCode }) => infoCode).sort())
  const places = new Map(entries.map((entry) => [codeOf(entry), place(entry)]))
  for (const entry of before) expect(places.get(codeOf(entry))).toEqual(place(entry))
})

test('however they fail at once, each failure has its name and no file is touched', async () => {
  const before = await published()
  site.upstream.fail(rolling, { status: 500 })
  site.upstream.fail(byPublisher, 'html')
  site.upstream.fail(market(37), 'cut')
  site.upstream.fail(market(38), 'reset')
  site.upstream.fail(market(39), 'hang')
  const poll = await site.poll('--force')
  expect(poll.exit).toBe(1)
  expect(poll.sources.map(({ id, outcome, code }) => [id, outcome, code])).toEqual([
    ['finews-102', 'failed', 'http-status'],
    ['finews-45', 'failed', 'json'],
    ['finews-37', 'failed', 'truncated'],
    ['finews-38', 'failed', 'protocol'],
    ['finews-39', 'failed', 'timeout'],
  ])
  expect(poll.published).toEqual({ categories: 0, files: 0 })
  expect(await published()).toEqual(before)
})

test('status says who is failing, and ends with 1', async () => {
  const { code, stdout } = await site.run('status', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ failing: 5, sources: Array(5).fill({ outcome: 'failed', failures: 1 }) })
})

test('lists that are suddenly empty, another shape or nothing take nothing away', async () => {
  const before = await published()
  for (const path of [market(38), market(39)]) site.upstream.fail(path, null)
  site.upstream.fail(rolling, { status: 200, body: '{"error":"busy"}' })
  site.upstream.fail(byPublisher, { status: 200, body: '{"nodeList":[]}' })
  site.upstream.fail(market(37), { status: 200, body: '' })
  const poll = await site.poll('--force')
  expect(poll.exit).toBe(1)
  expect(poll.sources.map(({ code }) => code)).toEqual(['shape', null, 'empty', null, null])
  expect(await published()).toEqual(before)
})

test('news comes at the top, even where its text fails, and only what shows it is written', async () => {
  for (const path of [rolling, byPublisher, market(37)]) site.upstream.fail(path, null)
  const news = { ...makeArticle(70), publisher: '国际商报', lists: ['45'] as const }
  site.upstream.set([news, ...articles])
  site.upstream.fail(`/NewsData/GetNewsText.do?id=${news.infoCode}`, { status: 500 })
  const before = await published()
  const poll = await site.poll('--force')
  expect(poll.exit).toBe(0)
  expect(poll.sources.map((source) => source.new)).toEqual([0, 1, 0, 0, 0])

  const [newest, ...others] = await site.entries()
  expect(newest).toMatchObject({ keys: expect.arrayContaining([`infoCode:${news.infoCode}`]), title: news.title, content_html: null })
  expect(others).toEqual(entries)
  const now = await published()
  const page = `guojishangbao/2022/01/23/${news.infoCode}.html`
  const changed = Object.keys(now).filter((file) => now[file] !== before[file] && !/\.(?:br|gz)$/.test(file))
  expect(changed).toEqual([
    `jekyll/_posts/2022-01-23-${news.infoCode}.md`,
    // One more than the window of everything holds.
    ...['atom', 'html', 'json'].map((format) => `public/archive/2026-11.${format}`),
    ...['atom', 'html', 'json', 'rss'].map((format) => `public/category/guojishangbao.${format}`),
    ...['feed.atom', 'feed.json', 'feed.rss', page, 'index.html', 'sitemap.xml'].map((file) => `public/${file}`),
  ])
})

function place({ id, path, listed, date_published }: ShownEntry) {
  return { id, path, listed, date_published }
}

/** All that readers can see, with the time of each file's last change. */
async function published(): Promise<Readonly<Record<string, string>>> {
  const files = await snapshot(join(site.publicDir, '..'))
  return Object.fromEntries(Object.entries(files).filter(([file]) => /^(public|jekyll)\//.test(file)))
}

async function limitHeadersTo(span: string): Promise<void> {
  const file = join(site.config, 'finews.yaml')
  const text = await readFile(file, 'utf8')
  const limited = text.replace('  delay: 0s\n', `  delay: 0s\n  limits: { headers: ${span} }\n`)
  expect(limited).not.toBe(text)
  await writeFile(file, limited)
}
