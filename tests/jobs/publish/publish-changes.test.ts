// What publishing does not do: read, render or write what is the same, and remove what is not its own.
import { expect, onTestFinished, test } from 'vitest'
import { keptFragments } from '../../../src/jobs/publish/fragments.ts'
import { publish } from '../../../src/jobs/publish/publish.ts'
import { writeFeeds } from '../../../src/jobs/publish/publish-feeds.ts'
import { publisherOf } from '../../../src/jobs/publish/publishing.ts'
import { termsIn } from '../../../src/jobs/publish/shown-terms.ts'
import type { PagesPolicy } from '../../../src/model/output.ts'
import type { Outlet } from '../../../src/publish/outlet.ts'
import type { Fragments } from '../../../src/render/from-feed.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const hour = 3_600_000
const day = 24 * hour
const a = (...items: Item[]): Document => ({ source: 'a', items })
const item = (n: number, changes: Item = {}): Item => ({
  code: `C${n}`,
  url: `https://a.example/${n}`,
  title: `Title ${n}`,
  date: new Date(firstRunAt - (20 - n) * 7 * day).toISOString(),
  text: `<p>Text ${n}</p>`,
  ...changes,
})
const pageOf = (n: number) => `a/${new Date(firstRunAt - (20 - n) * 7 * day).toISOString().slice(0, 10).replaceAll('-', '/')}/C${n}.html`
const pagesIn = (site: TestSite) => [...site.files.keys()].filter((path) => /^a\/\d{4}\//.test(path)).sort()

/** A feed holds two entries. */
async function opened({ pages = 'all' }: { pages?: PagesPolicy } = {}): Promise<TestSite> {
  const settings = settingsOf(configOf([{ id: 'a' }]))
  const site = await openSite({ ...settings, publish: { ...settings.publish, entries: 2, pages } })
  onTestFinished(() => site.close())
  return site
}

/** Paths that are written from now on, also with the same bytes. */
function writesOf(site: TestSite): string[] {
  const written: string[] = []
  const { outlet } = site.deps
  const noting = (write: Outlet['write']) => (path: string, bytes: string | Uint8Array) => {
    written.push(path)
    return write(path, bytes)
  }
  Object.assign(site.deps, { outlet: { ...outlet, write: noting(outlet.write), writeWithVariants: noting(outlet.writeWithVariants) } })
  return written
}

test('a correction of what has left a feed’s window renders its page, not the feed', async () => {
  const site = await opened()
  await site.run([a(item(1), item(2), item(3))])
  const written = writesOf(site)
  await site.run([a(item(1, { title: 'Corrected' }), item(2), item(3))])
  expect(written).toContain(pageOf(1))
  expect(written.filter((path) => /^category\/a\.(?:atom|html)$/.test(path))).toEqual([])
})

test('a correction within the window renders the feed', async () => {
  const site = await opened()
  await site.run([a(item(1), item(2), item(3))])
  const written = writesOf(site)
  await site.run([a(item(1), item(2), item(3, { title: 'Corrected' }))])
  expect(written).toContain('category/a.atom')
  expect(site.files.get('category/a.atom')).toContain('Corrected')
})

test('what an interrupted writing left is mended, though its feed is to hold what it held before', async () => {
  const site = await opened()
  await site.run([a(item(1), item(2))])
  const before = new Map(site.files)
  const { outlet } = site.deps
  const writeWithVariants: Outlet['write'] = (path, bytes) =>
    path === 'category/a.atom' ? Promise.reject(new Error('disk full')) : outlet.writeWithVariants(path, bytes)
  Object.assign(site.deps, { outlet: { ...outlet, writeWithVariants } })
  await expect(site.run([a(item(1), item(2), item(3))], firstRunAt + hour)).rejects.toThrow('disk full')
  expect(site.files.get('category/a.json')).toContain('Title 3')
  Object.assign(site.deps, { outlet })
  await site.deps.store.settle({ now: firstRunAt + 2 * hour, settleMs: 0 }, (settling) => settling.hide(3))
  await publish(site.deps)
  for (const path of ['category/a.json', 'category/a.rss', 'category/a.atom', 'feed.json', 'category/a.html'])
    expect(site.files.get(path), path).toBe(before.get(path))
  expect([...site.files.keys()].filter((path) => !before.has(path) && !path.startsWith('category/a/'))).toEqual([])
})

test('everything that is to be written again is, whatever it held', async () => {
  const site = await opened()
  await site.run([a(item(1))])
  const written = writesOf(site)
  await site.deps.store.markAllStale()
  await publish(site.deps)
  for (const path of [pageOf(1), 'category/a.atom', 'feed.json', 'sitemap.xml']) expect(written).toContain(path)
})

test('an entry in many feeds is written once in each format', async () => {
  const site = await opened()
  await site.run([a(item(1), item(2))])
  const entries = await site.entries()
  const kept = keptFragments()
  const made: string[] = []
  const fragments: Fragments = {
    of: (one, format, make) =>
      kept.of(one, format, () => {
        made.push(`${one.title} ${format}`)
        return make()
      }),
  }
  const shown = { catalogue: [], categoryOf: new Map(), former: [], termsOf: termsIn(new Map()), fragments, deletedFrom: async () => [] }
  for (const id of ['tag:one', 'tag:two', 'tag:three'])
    await writeFeeds({ id, category: null, entries }, { ...publisherOf(site.deps), ...shown })
  expect(made.sort()).toEqual(['1', '2'].flatMap((n) => ['atom', 'json', 'rss'].map((format) => `Title ${n} ${format}`)))
})

test('where no entry has a page there is none, nothing names one, and lists lead to the originals', async () => {
  const site = await opened({ pages: 'none' })
  await site.run([a(item(1), item(2), item(3))])
  expect(pagesIn(site)).toEqual([])
  expect(site.files.get('sitemap.xml')).not.toContain('C3.html')
  expect(site.files.get('category/a.html')).toContain('href="https://a.example/3"')
  expect(site.files.get('category/a.html')).not.toContain('C3.html')
})

test('an entry without an address of its own always has a page', async () => {
  const site = await opened({ pages: 'none' })
  await site.run([a({ code: 'C3', title: 'Bare', date: item(3).date ?? '', text: '<p>x</p>' })])
  expect(pagesIn(site)).toEqual([pageOf(3)])
  expect(site.files.get('category/a.html')).toContain('C3.html')
  expect(site.files.get('category/a.atom')).toContain('C3.html')
})

test('where only recent entries have a page, one goes when it leaves its last window, after the lists that led there', async () => {
  const site = await opened({ pages: 'recent' })
  await site.run([a(item(1), item(2), item(3))])
  expect(pagesIn(site)).toEqual([pageOf(2), pageOf(3)])
  expect(site.files.get('sitemap.xml')).not.toContain('C1.html')

  const order: string[] = []
  const { outlet } = site.deps
  const remove: Outlet['remove'] = (path) => {
    order.push(`remove ${path}`)
    return outlet.remove(path)
  }
  const writeWithVariants: Outlet['write'] = (path, bytes) => {
    order.push(path)
    return outlet.writeWithVariants(path, bytes)
  }
  Object.assign(site.deps, { outlet: { ...outlet, remove, writeWithVariants } })
  await site.run([a(item(3), item(4))])
  expect(pagesIn(site)).toEqual([pageOf(3), pageOf(4)])
  expect(order.indexOf(`remove ${pageOf(2)}`)).toBeGreaterThan(order.indexOf('index.html'))
  expect(site.files.get('sitemap.xml')).toContain('C3.html')
  expect(site.files.get('sitemap.xml')).not.toContain('C2.html')
})

test('a page comes back with its entry to the window', async () => {
  const site = await opened({ pages: 'recent' })
  await site.run([a(item(1), item(2), item(3))])
  await site.deps.store.settle({ now: firstRunAt + hour, settleMs: 0 }, (settling) => settling.hide(3))
  await publish(site.deps)
  expect(pagesIn(site)).toEqual([pageOf(1), pageOf(2)])
})

test('another policy removes the pages that go, and writes those that come', async () => {
  const site = await opened()
  await site.run([a(item(1), item(2), item(3))])
  const all = new Map(site.files)
  const under = (pages: PagesPolicy) =>
    publish({ ...site.deps, settings: { ...site.settings, publish: { ...site.settings.publish, pages } } })
  await under('recent')
  expect(pagesIn(site)).toEqual([pageOf(2), pageOf(3)])
  await under('none')
  expect(pagesIn(site)).toEqual([])
  await under('all')
  expect(site.files).toEqual(all)
})

test('a stranger’s files stay, whatever goes', async () => {
  const site = await opened({ pages: 'none' })
  const strangers = [pageOf(3), 'category/a.xml', 'sitemap/old.xml', 'archive/mine.html']
  for (const path of strangers) await site.deps.outlet.write(path, 'theirs')
  await site.run([a(item(1), item(2), item(3))])
  await site.deps.store.settle({ now: firstRunAt + hour, settleMs: 0 }, (settling) => settling.hide(3))
  await publish(site.deps)
  for (const path of strangers) expect(site.files.get(path), path).toBe('theirs')
})

test('a category that config lists has its feeds before anything stands in it, from the first publishing on', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }], 'categories: [{ name: Rare }]\n')))
  onTestFinished(() => site.close())
  await site.run([])
  expect([...site.files.keys()]).toEqual(expect.arrayContaining(['category/rare.atom', 'category/rare.html']))
})
