// Archives as publishing writes them: from polls to files.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { publish } from '../../../src/jobs/publish/publish.ts'
import { registryPlan } from '../../../src/jobs/sync.ts'
import { filesOutlet } from '../../../src/publish/files.ts'
import type { Outlet } from '../../../src/publish/outlet.ts'
import { archiveFiles, type formats, walk } from '../../support/archive-walk.ts'
import { configOf, type Item, memoryOutlet, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 5, 20, 4)
const settings = settingsOf(configOf([{ id: 'a' }, { id: 'b' }]))

/** Two a day from the first of January on. */
const item = (n: number): Item => ({
  code: `C${n}`,
  title: `Title ${n}`,
  text: `<p>Text ${n}</p>`,
  date: new Date(Date.UTC(2026, 0, 1) + n * 12 * hour).toISOString(),
})
const items = (count: number, from = 0) => Array.from({ length: count }, (_, n) => item(from + n))
const newest = (count: number) => Array.from({ length: count }, (_, n) => count - 1 - n)

async function opened(count = 130): Promise<TestSite> {
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  await site.run([{ source: 'a', items: items(count) }], now)
  return site
}

const pathsOf = (files: Iterable<string>) => [...files].filter((path) => path.endsWith('.atom')).sort()

function numbersOf(files: ReadonlyMap<string, string>, slug: string | null, format: (typeof formats)[number]): readonly number[] {
  return [...new Set(walk(files, slug, format).flatMap(({ entries }) => entries.map(({ n }) => n)))]
}

/** What an outlet that was empty holds when everything is published there. */
async function published(site: TestSite): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  await site.deps.store.markAllStale()
  await publish({ ...site.deps, outlet: memoryOutlet(files) })
  return files
}

test('a first poll of months makes pages of 200 by month, for its category and for everything', async () => {
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  const many = Array.from({ length: 430 }, (_, n): Item => ({ ...item(n), date: new Date(Date.UTC(2026, 2, 1) + n * hour).toISOString() }))
  await site.run([{ source: 'a', items: [...items(60), ...many.slice(60)] }], now)
  const want = ['2026-01', '2026-03-2', '2026-03']
  expect(pathsOf(archiveFiles(site.files).keys())).toEqual([
    ...want.map((month) => `archive/${month}.atom`),
    ...want.map((month) => `category/a/${month}.atom`),
  ])
  expect(walk(site.files, 'a', 'atom').map(({ entries }) => entries.length)).toEqual([50, 170, 200, 60])
})

test('every format leads to the first entry, the feeds of RSS by way of Atom', async () => {
  const site = await opened()
  for (const slug of ['a', null])
    for (const format of ['atom', 'json'] as const) expect(numbersOf(site.files, slug, format)).toEqual(newest(130))
  for (const slug of ['a', null]) expect(numbersOf(site.files, slug, 'html')).toEqual(expect.arrayContaining(newest(80)))
  expect(/<atom:link [^>]*prev-archive[^>]*>/.exec(site.files.get('category/a.rss') ?? '')?.[0]).toContain(
    'href="https://news.example/category/a/2026-02.atom"',
  )
  expect(site.files.get('category/a.html')).toContain('href="../category/a/2026-02.html"')
  expect(site.files.get('index.html')).toMatch(/href="[./]*archive\/2026-02\.html"/)
})

test('a page says what it is, and where the feed is', async () => {
  const site = await opened()
  const page = site.files.get('category/a/2026-02.atom') ?? ''
  for (const part of [
    '<fh:archive/>',
    '<id>tag:news.example,2026:category/a</id>',
    '<link rel="self" type="application/atom+xml" href="https://news.example/category/a/2026-02.atom"/>',
    '<link rel="current" type="application/atom+xml" href="https://news.example/category/a.atom"/>',
    '<link rel="prev-archive" type="application/atom+xml" href="https://news.example/category/a/2026-01.atom"/>',
    '<link rel="next-archive" type="application/atom+xml" href="https://news.example/category/a/2026-03.atom"/>',
    '<link rel="alternate" type="text/html" href="https://news.example/category/a/2026-02.html"/>',
  ])
    expect(page).toContain(part)
  expect(site.files.get('category/a.atom')).not.toContain('fh:archive')
})

test('what fits into the window has no archive', async () => {
  const site = await opened(50)
  expect(archiveFiles(site.files).size).toBe(0)
  expect(site.files.get('category/a.atom')).not.toContain('prev-archive')
})

test('what a feed has no room for stands in its archive', async () => {
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  const long = items(45).map((one) => ({ ...one, text: `<p>${'長'.repeat(12_000)}</p>` }))
  await site.run([{ source: 'a', items: long }], now)
  const [feed] = walk(site.files, 'a', 'atom')
  expect(feed?.entries.length).toBeLessThan(40)
  for (const format of ['atom', 'json'] as const) expect(numbersOf(site.files, 'a', format)).toEqual(newest(45))
})

test('the same bytes come of many publishings as of one, and of an interrupted one', async () => {
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  await site.run([{ source: 'a', items: items(40) }], now - 100 * day)
  for (let n = 0; n < 6; n++) await site.run([{ source: 'a', items: items(40, 40 + n * 20) }], now - (96 - n * 16) * day)
  await site.run(
    [{ source: 'b', items: items(150, 1000).map((one, n) => ({ ...item(n), code: one.code ?? '', title: one.title ?? '' })) }],
    now,
  )
  expect(await published(site)).toEqual(site.files)

  const archives = archiveFiles(site.files)
  for (const left of [0, 5, archives.size - 1]) {
    const files = new Map<string, string>()
    const outlet = memoryOutlet(files)
    let allowed = left
    const write: Outlet['write'] = (path, bytes) => (allowed-- > 0 ? outlet.write(path, bytes) : Promise.reject(new Error('disk full')))
    await site.deps.store.markAllStale()
    await expect(publish({ ...site.deps, outlet: { ...outlet, write, writeWithVariants: write } })).rejects.toThrow('disk full')
    await publish({ ...site.deps, outlet })
    expect(archiveFiles(files)).toEqual(archives)
  }
})

test('an ordinary edit changes no closed page, until an operator publishes everything', async () => {
  const site = await opened()
  const before = archiveFiles(site.files)
  await site.run([{ source: 'a', items: [{ ...item(10), title: 'Title 10 corrected' }, ...items(5, 130)] }], now + hour)
  for (const [path, text] of before) if (!path.includes('2026-06')) expect([path, site.files.get(path)]).toEqual([path, text])
  expect(site.files.get('a/2026/01/06/C10.html')).toContain('Title 10 corrected')
  await site.deps.store.markAllStale()
  await publish(site.deps)
  expect(site.files.get('category/a/2026-01.atom')).toContain('Title 10 corrected')
})

test('a month’s last page is complete before it closes, although nothing new comes', async () => {
  const site = await opened(60)
  const may = Date.UTC(2026, 4, 20)
  for (let n = 0; n < 3; n++) await site.run([{ source: 'a', items: items(1, 60 + n) }], may + n * day)
  const lasting = site.files.get('category/a/2026-05.json')
  await publish({ ...site.deps, clock: { now: () => may + 5 * day } })
  expect(site.files.get('category/a/2026-05.json')).toBe(lasting)
  await publish({ ...site.deps, clock: { now: () => Date.UTC(2026, 4, 31, 17) } })
  const page: { items: { title: string }[] } = JSON.parse(site.files.get('category/a/2026-05.json') ?? '{"items":[]}')
  expect(page.items.map(({ title }) => title)).toEqual(['Title 62', 'Title 61', 'Title 60'])
  const complete = site.files.get('category/a/2026-05.json')
  await site.run([{ source: 'a', items: items(60, 63) }], Date.UTC(2026, 6, 10))
  expect(site.files.get('category/a/2026-05.json')).toBe(complete)
  expect(numbersOf(site.files, 'a', 'json')).toEqual(newest(123))
})

test('late news stands in the open month, not in that of its date', async () => {
  const site = await opened()
  await site.run([{ source: 'a', items: items(60, 130).map((one) => ({ ...one, date: '2026-02-14T00:00:00Z' })) }], now + hour)
  await site.run([{ source: 'a', items: items(70, 190) }], now + 60 * hour)
  const june = walk(site.files, 'a', 'json').find(({ path }) => path.includes('2026-06'))
  expect(june?.entries.map(({ n }) => n)).toEqual(expect.arrayContaining([130, 189]))
  expect(new Set(numbersOf(site.files, 'a', 'atom'))).toEqual(new Set(newest(260)))
})

test('a withdrawn entry’s text is in no page, closed or not', async () => {
  const site = await opened()
  const withdrawn = await site.deps.store.retract({ row: 11, at: now + hour, why: 'An error', by: null, isSilent: false })
  expect(withdrawn?.entry.title).toBe('Title 10')
  await publish({ ...site.deps, clock: { now: () => now + hour } })
  const pages = [...archiveFiles(site.files)].filter(([, text]) => text.includes('Text 10<') || text.includes('Text 10&lt;'))
  expect(pages.map(([path]) => path)).toEqual([])
  expect(site.files.get('category/a/2026-01.atom')).toContain('An error')
})

test('a category that becomes private loses its archives, and its entries leave that of everything', async () => {
  const site = await opened()
  const hidden = settingsOf(configOf([{ id: 'a' }, { id: 'b' }], 'categories:\n  - { name: a, private: true }\n'))
  const deps = { ...site.deps, settings: hidden }
  await site.deps.store.syncCategories((registry) => registryPlan(hidden, registry, now))
  Object.assign(site.deps, { settings: hidden })
  await site.run([], now + hour)
  await publish(deps)
  expect(archiveFiles(site.files).size).toBe(0)
})

test('real files have their variants, and are left alone when nothing changes', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const site = await opened(80)
  await site.deps.store.markAllStale()
  const deps = { ...site.deps, outlet: filesOutlet(dir) }
  await publish(deps)
  const [page = ''] = pathsOf(readdirSync(join(dir, 'category/a')))
  expect(readdirSync(join(dir, 'category/a'))).toEqual(expect.arrayContaining([page, `${page}.gz`, `${page}.br`]))
  expect(gunzipSync(readFileSync(join(dir, 'category/a', `${page}.gz`))).toString()).toBe(site.files.get(`category/a/${page}`))
  await site.deps.store.markAllStale()
  expect((await publish(deps)).files).toBe(0)
})
