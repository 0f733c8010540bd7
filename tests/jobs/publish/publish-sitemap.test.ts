import { expect, onTestFinished, test } from 'vitest'
import { keptFragments } from '../../../src/jobs/publish/fragments.ts'
import { writeSitemap } from '../../../src/jobs/publish/publish-sitemap.ts'
import { publisherOf } from '../../../src/jobs/publish/publishing.ts'
import { termsIn } from '../../../src/jobs/publish/shown-terms.ts'
import type { Outlet } from '../../../src/publish/outlet.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'
import { childrenOf, parseXml, textOf } from '../../support/xml.ts'

const root = 'https://news.example/'
const item = (n: number, month: number, title = `Title ${n}`): Item => ({
  code: `C${n}`,
  title,
  date: new Date(Date.UTC(2025, month, n)).toISOString(),
})
/** Three in September, two in October, one in November. */
const items = [item(1, 8), item(2, 8), item(3, 8), item(4, 9), item(5, 9), item(6, 10)]

async function opened(): Promise<TestSite> {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  onTestFinished(() => site.close())
  await site.run([{ source: 'a', items }])
  return site
}

/** Writes a sitemap of at most so many addresses a file. */
async function write({ deps }: TestSite, most: number, outlet = deps.outlet): Promise<number> {
  const shown = { catalogue: [], categoryOf: new Map(), former: [], termsOf: termsIn(new Map()), fragments: keptFragments() }
  return writeSitemap({ ...publisherOf({ ...deps, outlet }), ...shown, deletedFrom: async () => [] }, most)
}

/** A new word on an entry, without a sitemap. */
async function change(site: TestSite, changed: Item): Promise<void> {
  const { store } = site.deps
  const sitemap = { ...store.sitemap, survey: async () => [], written: async () => {} }
  const { fact } = store
  const withoutParts = {
    ...store,
    sitemap,
    fact: async (key: string) => (key === 'sitemap parts' ? '[]' : fact(key)),
    setFact: async () => {},
  }
  Object.assign(site.deps, { store: withoutParts })
  await site.run([{ source: 'a', items: items.map((one) => (one.code === changed.code ? changed : one)) }], firstRunAt + 3_600_000)
  Object.assign(site.deps, { store })
}

const partsIn = ({ files }: TestSite) => [...files.keys()].filter((path) => path.startsWith('sitemap')).sort()
const addressesIn = (site: TestSite, path: string) =>
  childrenOf(parseXml(site.files.get(path) ?? ''), 'url').map((url) => textOf(url).trim().split('\n')[0])

test('below the limit there is one file', async () => {
  const site = await opened()
  await write(site, 7)
  expect(partsIn(site)).toEqual(['sitemap.xml'])
  expect(addressesIn(site, 'sitemap.xml')).toHaveLength(7)
})

test('above it there is an index of months, and a month of too many is divided by day', async () => {
  const site = await opened()
  await write(site, 2)
  const days = ['2025-09-01', '2025-09-02', '2025-09-03']
  expect(partsIn(site)).toEqual(['sitemap.xml', ...['2025-10', '2025-11', 'pages', ...days].map((name) => `sitemap/${name}.xml`)].sort())
  const index = textOf(parseXml(site.files.get('sitemap.xml') ?? ''))
  for (const part of partsIn(site).slice(1)) expect(index).toContain(root + part)
  expect(addressesIn(site, 'sitemap/2025-10.xml')).toHaveLength(2)
  expect(index).toContain('2025-11-06T')
})

test('back below it the parts go, and what is no part stays', async () => {
  const site = await opened()
  await write(site, 2)
  await site.deps.outlet.write('sitemap/mine.xml', 'theirs')
  await write(site, 7)
  expect(partsIn(site)).toEqual(['sitemap.xml', 'sitemap/mine.xml'])
})

test('only parts are written in which something changed', async () => {
  const site = await opened()
  await write(site, 3)
  await write(site, 3)
  const written: string[] = []
  const outlet: Outlet = {
    ...site.deps.outlet,
    write: (path, bytes) => {
      written.push(path)
      return site.deps.outlet.write(path, bytes)
    },
  }
  await change(site, item(4, 9, 'Corrected'))
  await write(site, 3, outlet)
  expect(written.sort()).toEqual(['sitemap.xml', 'sitemap/2025-10.xml', 'sitemap/pages.xml'])
})

test('interrupted at any file and repeated it ends in the same bytes', async () => {
  const site = await opened()
  await write(site, 2)
  const whole = new Map(partsIn(site).map((path) => [path, site.files.get(path)]))
  for (let allowed = 0; allowed < whole.size; allowed++) {
    await write(site, 7)
    let left = allowed
    const failing: Outlet['write'] = (path, bytes) =>
      left-- > 0 ? site.deps.outlet.write(path, bytes) : Promise.reject(new Error('disk full'))
    await expect(write(site, 2, { ...site.deps.outlet, write: failing })).rejects.toThrow('disk full')
    await write(site, 2)
    expect(new Map(partsIn(site).map((path) => [path, site.files.get(path)]))).toEqual(whole)
  }
})
