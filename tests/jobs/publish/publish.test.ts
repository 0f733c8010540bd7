import { expect, onTestFinished, test } from 'vitest'
import { publish } from '../../../src/jobs/publish/publish.ts'
import type { Outlet } from '../../../src/publish/outlet.ts'
import { configOf, type Document, type Item, openSite, settingsOf } from '../../support/site.ts'

const a = (...items: Item[]): Document => ({ source: 'a', items })
const one = { code: 'C1', title: 'One', date: '2026-01-08T10:00:00Z', text: '<p>Text one</p>' }
const two = { code: 'C2', title: 'Two', date: '2026-01-09T10:00:00Z', publisher: 'Paper' }

async function opened() {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }, { id: 'b' }])))
  onTestFinished(() => site.close())
  return site
}

/** Files in a map, and the paths in the order they were written. */
function recording(files: Map<string, string>, written: string[] = []): Outlet {
  const write: Outlet['write'] = async (path, bytes) => {
    written.push(path)
    const text = String(bytes)
    if (files.get(path) === text) return 'unchanged'
    files.set(path, text)
    return 'written'
  }
  const read: Outlet['read'] = async () => null
  return { read, write, writeWithVariants: write, remove: async (path) => void files.delete(path), sync: async () => {} }
}

test('writes pages, each category’s feeds and what stands for the whole site', async () => {
  const site = await opened()
  await site.run([a(one, two)])
  expect([...site.files.keys()].sort()).toEqual(
    [
      ...['a/2026/01/08/C1.html', 'paper/2026/01/09/C2.html'],
      ...['a', 'paper'].flatMap((slug) => ['html', 'rss', 'atom', 'json'].map((format) => `category/${slug}.${format}`)),
      ...['feed.rss', 'feed.atom', 'feed.json', 'feeds.opml', 'index.html', 'sitemap.xml'],
      ...[...site.files.keys()].filter((path) => path.startsWith('assets/')),
    ].sort(),
  )
})

test('writes entry pages first, the index and the feed of everything last', async () => {
  const site = await opened()
  await site.run([a(one, two)])
  await site.deps.store.markAllStale()
  const written: string[] = []
  await publish({ ...site.deps, outlet: recording(new Map(), written) })
  const lastPage = Math.max(...written.flatMap((path, at) => (/^\w+\/\d{4}\//.test(path) ? [at] : [])))
  const firstFeed = written.findIndex((path) => path.startsWith('category/'))
  expect(lastPage).toBeLessThan(firstFeed)
  for (const path of ['index.html', 'feed.atom']) expect(written.indexOf(path)).toBeGreaterThan(written.indexOf('category/paper.atom'))
})

test('writes nothing when nothing is stale, and the same bytes when everything is', async () => {
  const site = await opened()
  await site.run([a(one, two)])
  const before = new Map(site.files)
  expect(await publish(site.deps)).toEqual({ categories: 0, files: 0 })
  await site.deps.store.markAllStale()
  expect(await publish(site.deps)).toEqual({ categories: 0, files: 0 })
  expect(site.files).toEqual(before)
})

test('touches only what a change touches', async () => {
  const site = await opened()
  await site.run([a(one, two)])
  const written: string[] = []
  Object.assign(site.deps, { outlet: recording(new Map(), written) })
  await site.run([a({ ...one, title: 'One, corrected' }, two)])
  expect(written).toContain('a/2026/01/08/C1.html')
  expect(written).toContain('category/a.json')
  expect(written).toContain('feed.json')
  expect(written.filter((path) => path.includes('paper'))).toEqual([])
})

test('what an interrupted writing left undone is done by the next one', async () => {
  const site = await opened()
  await site.run([a(one, two)])
  const complete = new Map(site.files)
  for (let left = 0; left < complete.size; left += 3) {
    const files = new Map<string, string>()
    const outlet = recording(files)
    let allowed = left
    const write: Outlet['write'] = async (path, bytes) =>
      allowed-- > 0 ? outlet.write(path, bytes) : Promise.reject(new Error('disk full'))
    const failing: Outlet = { ...outlet, write, writeWithVariants: write }
    await site.deps.store.markAllStale()
    await expect(publish({ ...site.deps, outlet: failing })).rejects.toThrow('disk full')
    await publish({ ...site.deps, outlet })
    expect(files).toEqual(complete)
  }
})

test('another title of the site makes everything stale, once', async () => {
  const site = await opened()
  await site.run([a(one)])
  const deps = { ...site.deps, settings: { ...site.settings, site: { ...site.settings.site, title: 'Renamed' } } }
  expect((await publish(deps)).files).toBeGreaterThan(5)
  for (const path of ['a/2026/01/08/C1.html', 'category/a.rss', 'feed.atom', 'index.html'])
    expect(site.files.get(path)).toContain('Renamed')
  expect(await publish(deps)).toEqual({ categories: 0, files: 0 })
})

test('a merged entry’s page leads to the one that stays, and its post goes', async () => {
  const site = await opened()
  const jekyll = new Map<string, string>()
  const withPosts = () => publish({ ...site.deps, jekyll: recording(jekyll) })
  const posts = () => [...jekyll.keys()].filter((path) => path.startsWith('_posts/'))
  await site.run([a(one), { source: 'b', items: [{ guid: 'b', doi: '10.1/x', title: 'Uno', date: '2026-01-08T10:00:00Z' }] }])
  await site.deps.store.markAllStale()
  await withPosts()
  expect(posts()).toHaveLength(2)
  await site.run([a({ ...one, doi: '10.1/x' })])
  await site.deps.store.markAllStale()
  await withPosts()
  expect(posts()).toEqual(['_posts/2026-01-08-C1.md'])
  const moved = [...site.files].find(([path]) => path.startsWith('b/'))
  expect(moved?.[1]).toContain('<link rel="canonical" href="https://news.example/a/2026/01/08/C1.html"')
})

test('it writes in turns, between which others may write, and ends in the same files', async () => {
  const site = await opened()
  const names = Array.from({ length: 120 }, (_, n) => `Paper ${n}`)
  await site.run([a(...names.map((publisher, n) => ({ ...one, code: `C${n}`, title: `Title ${n}`, publisher })))])
  const complete = new Map(site.files)
  const files = new Map<string, string>()
  const held: number[] = []
  const withWriterLock: typeof site.deps.withWriterLock = async (work) => {
    const done = await work()
    held.push(files.size)
    return done
  }
  await site.deps.store.markAllStale()
  const { categories } = await publish({ ...site.deps, outlet: recording(files), withWriterLock }, { turnMs: 0 })
  expect(files).toEqual(complete)
  expect(categories).toBe(names.length)
  // Pages, twice fifty categories, and the rest.
  expect(new Set(held).size).toBeGreaterThanOrEqual(4)
})

test('one process at a time writes', async () => {
  const site = await opened()
  await site.run([a(one)])
  await site.deps.store.markAllStale()
  const order: string[] = []
  const outlet = recording(new Map(), order)
  await publish({
    ...site.deps,
    outlet,
    withWriterLock: async (work) => {
      order.push('locked')
      const done = await work()
      order.push('freed')
      return done
    },
  })
  expect([order[0], order.at(-1)]).toEqual(['locked', 'freed'])
})
