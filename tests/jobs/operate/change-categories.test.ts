// What operators do to the registry, and what readers see of it (design §7, §8).
import { expect, onTestFinished, test } from 'vitest'
import { AppError } from '../../../src/base/errors.ts'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { registryPlan } from '../../../src/jobs/sync.ts'
import type { CategoryCommand } from '../../../src/model/registry.ts'
import { redirectsOf } from '../../../src/serve/redirects.ts'
import { archiveFiles, type Format, walk } from '../../support/archive-walk.ts'
import { configOf, type Document, type Item, openSite, settingsOf } from '../../support/site.ts'

const a = (...items: Item[]): Document => ({ source: 'a', items })
const by = (publisher: string, ...titles: string[]): Item[] =>
  titles.map((title, n) => ({ guid: `${publisher} ${title}`, title, publisher, date: `2026-01-0${n + 1}T00:00:00Z` }))
const feeds = (slug: string) => ['rss', 'atom', 'json'].map((format) => `category/${slug}.${format}`)

async function opened(more = '') {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }, { id: 'b' }], more)))
  onTestFinished(() => site.close())
  const { store } = site.deps
  const redirectOf = redirectsOf(store)
  return {
    ...site,
    store,
    redirectOf,
    change: (command: CategoryCommand) => changeCategories(command, site.deps),
    /** Another config on the same store, as a start has it. */
    sync: (categories: string) =>
      store.syncCategories((registry) =>
        registryPlan(settingsOf(configOf([{ id: 'a' }], `categories:\n${categories}\n`)), registry, site.deps.clock.now()),
      ),
    titlesIn: (slug: string): readonly string[] =>
      JSON.parse(site.files.get(`category/${slug}.json`) ?? '{"items":[]}').items.map((item: { title: string }) => item.title),
    placeOf: async (title: string) => {
      const entry = (await site.entries()).find((one) => one.title === title)
      return entry && { id: entry.id, path: entry.path, categories: entry.categories, listed: entry.listed }
    },
  }
}

test('a new name shows at once; the old one leads to the category', async () => {
  const site = await opened()
  await site.run([a(...by('Rock', 'One'))])
  const before = await site.placeOf('One')
  await site.change({ kind: 'rename', slug: 'rock', name: 'Hard Rock', newSlug: null })
  expect(JSON.parse(site.files.get('category/rock.json') ?? '{}')).toMatchObject({ title: 'Hard Rock' })
  expect(site.files.get(before?.path ?? '')).toContain('Hard Rock')
  await site.run([a(...by('ROCK', 'Two'), ...by('hard rock', 'Three'))])
  expect(site.titlesIn('rock')).toEqual(expect.arrayContaining(['One', 'Two', 'Three']))
  expect(await site.placeOf('One')).toEqual(before)
})

test('a new address: old feeds go on under their ids, the old page leads to the new one, entries stay where they are', async () => {
  const site = await opened()
  await site.run([a(...by('Rock', 'One'))])
  const before = await site.placeOf('One')
  const idBefore = /<id>([^<]+)<\/id>/.exec(site.files.get('category/rock.atom') ?? '')?.[1]
  await site.change({ kind: 'rename', slug: 'rock', name: 'Guitars', newSlug: 'guitars' })
  expect(await site.placeOf('One')).toEqual({ ...before, categories: ['guitars'] })
  await site.run([a(...by('Rock', 'Two'))])
  for (const slug of ['rock', 'guitars']) expect(site.titlesIn(slug)).toEqual(['Two', 'One'])
  const [old, now] = [site.files.get('category/rock.atom') ?? '', site.files.get('category/guitars.atom') ?? '']
  expect(old).toContain(`<id>${idBefore}</id>`)
  expect(old).toContain('rel="self" type="application/atom+xml" href="https://news.example/category/rock.atom"')
  expect(old).toContain('href="https://news.example/category/guitars.html"')
  expect(now).not.toContain(`<id>${idBefore}</id>`)
  const stub = site.files.get('category/rock.html') ?? ''
  expect(stub).toContain('<link rel="canonical" href="https://news.example/category/guitars.html"')
  for (const path of ['feeds.opml', 'sitemap.xml', 'index.html']) {
    expect(site.files.get(path)).toContain('category/guitars')
    expect(site.files.get(path)).not.toContain('category/rock')
  }
})

test('the server leads to the newest address, whatever the case, and lets feeds be', async () => {
  const site = await opened()
  await site.run([a(...by('Rock', 'One'))])
  await site.change({ kind: 'rename', slug: 'rock', name: 'Guitars', newSlug: 'guitars' })
  await site.change({ kind: 'rename', slug: 'guitars', name: 'Strings', newSlug: 'strings' })
  const to = (path: string) => ({ status: 301, to: `/category/${path}` })
  expect(await site.redirectOf('category/rock.html')).toEqual(to('strings.html'))
  expect(await site.redirectOf('category/Guitars.html')).toEqual(to('strings.html'))
  expect(await site.redirectOf('category/rock/2026-01.atom')).toEqual(to('strings/2026-01.atom'))
  expect(await site.redirectOf('category/rock.rss')).toBeNull()
  expect(await site.redirectOf('category/ROCK.rss')).toEqual(to('rock.rss'))
  expect(await site.redirectOf('category/strings.html')).toBeNull()
})

test('a slug that it had before comes back to life with its feed’s id', async () => {
  const site = await opened()
  await site.run([a(...by('Rock', 'One'))])
  const before = new Map(site.files)
  await site.change({ kind: 'rename', slug: 'rock', name: 'Guitars', newSlug: 'guitars' })
  await site.change({ kind: 'rename', slug: 'guitars', name: 'Rock', newSlug: 'rock' })
  for (const path of [...feeds('rock'), 'category/rock.html', 'feeds.opml', 'index.html'])
    expect(site.files.get(path)).toBe(before.get(path))
  expect(await site.redirectOf('category/guitars.html')).toEqual({ status: 301, to: '/category/rock.html' })
  expect(site.titlesIn('guitars')).toEqual(['One'])
})

test('merging: one category with the entries of both, each in its earlier place; both feeds show it', async () => {
  const site = await opened()
  await site.run([
    a(...by('Rock', 'One', 'Two'), { code: 'C1', guid: 'both', title: 'Both', publisher: 'Rock', date: '2026-01-05T00:00:00Z' }),
  ])
  await site.run([a(...by('Pop', 'Three')), { source: 'b', items: [{ code: 'C1', title: 'Both', publisher: 'Pop' }] }])
  const ids = (await site.entries()).map(({ id, path }) => `${id} ${path}`).sort()
  const listedBefore = (await site.placeOf('Both'))?.listed
  await site.change({ kind: 'merge', from: 'pop', into: 'rock' })
  const titles = ['Three', 'Both', 'Two', 'One']
  expect(site.titlesIn('rock')).toEqual(titles)
  expect(site.titlesIn('pop')).toEqual(titles)
  expect(await site.placeOf('Both')).toMatchObject({ categories: ['rock'], listed: listedBefore })
  expect((await site.entries()).map(({ id, path }) => `${id} ${path}`).sort()).toEqual(ids)
  const [both] = (await site.store.window('rock', { entries: 50, spanMs: 0, most: 50 })).filter(({ title }) => title === 'Both')
  expect(both?.listed).toBe(Date.parse('2026-01-05T00:00:00Z'))
  await site.run([a(...by('Pop', 'Four'))])
  expect(site.titlesIn('pop')).toEqual(['Four', ...titles])
})

/** Entries of many months, far more than a feed holds. */
const history = (publisher: string, from: number, count: number): Item[] =>
  Array.from({ length: count }, (_, n) => ({
    guid: `${from + 2 * n}`,
    title: `Title ${from + 2 * n}`,
    publisher,
    date: new Date(Date.UTC(2025, 0, 1 + 3 * (from + 2 * n))).toISOString(),
  }))

test('the archive goes along: from every address one walks to the first entry of both', async () => {
  const site = await opened()
  Object.assign(site.deps, { settings: { ...site.settings, publish: { ...site.settings.publish, entries: 3 } } })
  await site.run([a(...history('Rock', 0, 40)), { source: 'b', items: history('Pop', 1, 40) }])
  const numbersFrom = (slug: string, format: Format) =>
    new Set(walk(site.files, slug, format).flatMap((document) => document.entries.map(({ n }) => n)))
  const archivedAt = () => new Set([...archiveFiles(site.files).keys()].map((path) => path.split('/').slice(0, -1).join('/')))
  expect(archivedAt()).toEqual(new Set(['archive', 'category/rock', 'category/pop']))

  await site.change({ kind: 'rename', slug: 'rock', name: 'Guitars', newSlug: 'guitars' })
  expect(archivedAt()).toEqual(new Set(['archive', 'category/guitars', 'category/pop']))
  await site.change({ kind: 'merge', from: 'pop', into: 'guitars' })
  expect(archivedAt()).toEqual(new Set(['archive', 'category/guitars']))
  for (const slug of ['guitars', 'rock', 'pop'])
    for (const format of ['atom', 'json'] as const) expect(numbersFrom(slug, format).size).toBe(80)

  const before = archiveFiles(site.files)
  await site.change({ kind: 'retire', slug: 'guitars' })
  expect(archivedAt()).toEqual(new Set(['archive']))
  await site.change({ kind: 'approve', slugs: ['guitars'] })
  expect(archiveFiles(site.files)).toEqual(before)
})

test('one that waits, merged into another, lets its entries in by their own dates', async () => {
  const site = await opened()
  await site.run([a(...by('Rock', 'One'))])
  Object.assign(site.deps, { settings: { ...site.settings, publish: { ...site.settings.publish, newCategories: 'review' } } })
  await site.run([a(...by('Krach', 'Two', 'Three'))])
  await site.change({ kind: 'merge', from: 'krach', into: 'rock' })
  expect(site.titlesIn('rock').toSorted()).toEqual(['One', 'Three', 'Two'])
  expect(await site.placeOf('Three')).toMatchObject({ listed: Date.parse('2026-01-02T00:00:00Z') })
  expect([...site.files.keys()].filter((path) => path.includes('krach'))).toEqual([])
  expect(await site.redirectOf('category/krach.html')).toBeNull()
})

test('a retired category ends: its addresses are gone, its entries keep their pages, and nothing joins it', async () => {
  const site = await opened()
  await site.run([a(...by('Rock', 'One'), ...by('Pop', 'Other'))])
  const [before, files] = [await site.placeOf('One'), new Map(site.files)]
  await site.change({ kind: 'retire', slug: 'rock' })
  expect([...site.files.keys()].filter((path) => path.startsWith('category/rock'))).toEqual([])
  for (const path of [...feeds('rock'), 'category/rock.html', 'category/Rock/2026-01.html'])
    expect(await site.redirectOf(path)).toEqual({ status: 410 })
  expect(site.files.get(before?.path ?? '')).not.toContain('category/rock')
  await site.run([a({ ...by('Rock', 'One')[0], text: '<p>edited quite a lot</p>' }, ...by('Rock', 'Two'))])
  expect((await site.entries()).map(({ title }) => title).sort()).toEqual(['One', 'Other'])
  expect(await site.placeOf('One')).toEqual({ ...before, categories: [] })
  expect(site.files.get(before?.path ?? '')).toContain('edited quite a lot')
  await site.change({ kind: 'approve', slugs: ['rock'] })
  expect(site.titlesIn('rock').toSorted()).toEqual(['One', 'Two'])
  expect(await site.placeOf('One')).toMatchObject({ categories: ['rock'], path: before?.path })
  for (const before of [files, site.files])
    expect(before.get('category/rock.atom')).toContain('<id>tag:news.example,2026:category/rock</id>')
})

test('retiring an old address ends its feeds alone', async () => {
  const site = await opened()
  await site.run([a(...by('Rock', 'One'))])
  await site.change({ kind: 'rename', slug: 'rock', name: 'Guitars', newSlug: 'guitars' })
  await site.change({ kind: 'retire', slug: 'rock' })
  await site.run([a(...by('Rock', 'Two'))])
  expect([...site.files.keys()].filter((path) => path.startsWith('category/rock'))).toEqual([])
  expect(await site.redirectOf('category/rock.rss')).toEqual({ status: 410 })
  expect(site.titlesIn('guitars')).toEqual(['Two', 'One'])
})

test('a change whose files cannot be written yet is done, says so, and is published by the next', async () => {
  const site = await opened()
  await site.run([a(...by('Rock', 'One'))])
  const { withWriterLock } = site.deps
  const refuse = async () => {
    throw new AppError('in-use', 'somebody writes', 'Wait.')
  }
  Object.assign(site.deps, { withWriterLock: refuse })
  const renaming = site.change({ kind: 'rename', slug: 'rock', name: 'Guitars', newSlug: 'guitars' })
  await expect(renaming).rejects.toMatchObject({ code: 'in-use', advice: expect.stringMatching(/^What was asked for is done; .* Wait\.$/) })
  Object.assign(site.deps, { withWriterLock })
  await site.run([])
  expect(site.titlesIn('guitars')).toEqual(['One'])
})

test('an alias takes what comes under it from then on', async () => {
  const site = await opened()
  await site.run([a(...by('Rock', 'One'))])
  await site.change({ kind: 'alias', slug: 'rock', name: '摇滚' })
  await site.run([a(...by('摇滚', 'Two'))])
  expect(site.titlesIn('rock')).toEqual(['Two', 'One'])
  expect(await site.store.categories()).toHaveLength(1)
})

for (const mode of ['listed', 'review'] as const) {
  test(`newCategories: ${mode} holds entries back whose categories nobody has let in, and says so once`, async () => {
    const site = await opened(`categories: [{ name: Pop }]\n`)
    const settings = { ...site.settings, publish: { ...site.settings.publish, newCategories: mode } }
    const said: string[] = []
    Object.assign(site.deps, {
      settings,
      log: { ...site.deps.log, warn: (facts: { names?: string[] }) => said.push(...(facts.names ?? [])) },
    })
    await site.run([a(...by('Rock', 'One', 'Two'), ...by('Pop', 'Three'))])
    await site.run([a(...by('Rock', 'Four'))])
    expect((await site.entries()).map(({ title }) => title)).toEqual(['Three'])
    expect([...site.files.values()].some((text) => /rock/i.test(text))).toBe(false)
    expect(said).toEqual(['Rock'])
    if (mode === 'listed') await site.sync('  - { name: Pop }\n  - { name: Rock, slug: loud }')
    else await site.change({ kind: 'approve', slugs: 'all' })
    await site.run([])
    const slug = mode === 'listed' ? 'loud' : 'rock'
    expect(site.titlesIn(slug)).toHaveLength(3)
    expect(await site.placeOf('Two')).toMatchObject({ listed: Date.parse('2026-01-02T00:00:00Z') })
    expect((await site.store.categories()).map((category) => category.slug)).toEqual(['pop', slug].sort())
  })
}

test('what is let in stays in when the mode changes, and what waits comes in with auto', async () => {
  const site = await opened()
  const modes = (newCategories: 'auto' | 'review') =>
    Object.assign(site.deps, { settings: { ...site.settings, publish: { ...site.settings.publish, newCategories } } })
  await site.run([a(...by('Rock', 'One'))])
  modes('review')
  await site.run([a(...by('Rock', 'Two'), ...by('Pop', 'Three'))])
  expect((await site.entries()).map(({ title }) => title).sort()).toEqual(['One', 'Two'])
  modes('auto')
  await site.run([])
  expect((await site.entries()).map(({ title }) => title).sort()).toEqual(['One', 'Three', 'Two'])
})

const shownBy: readonly { readonly line: string; readonly paths: readonly (string | RegExp)[] }[] = [
  { line: 'title: Loud', paths: ['feed.', /^category\/rock\./, /^rock\//, 'feeds.opml', 'index.html'] },
  { line: 'description: Loud things', paths: [/^category\/rock\./, 'feeds.opml', 'index.html'] },
  { line: 'group: Music', paths: [/^category\/rock\./, 'feeds.opml', 'index.html', 'sitemap.xml'] },
  { line: 'order: 1', paths: ['feeds.opml', 'index.html', 'sitemap.xml'] },
]

for (const { line, paths } of shownBy) {
  test(`${line} in config rewrites only what shows it`, async () => {
    const site = await opened('categories: [{ name: Rock }, { name: Alphorn, group: Music }]\n')
    await site.run([a(...by('Rock', 'One'), ...by('Pop', 'Two'), ...by('Alphorn', 'Three'))])
    const before = new Map(site.files)
    const { categories } = settingsOf(configOf([], `categories: [{ name: Rock, ${line} }, { name: Alphorn, group: Music }]\n`))
    Object.assign(site.deps, { settings: { ...site.settings, categories } })
    const written: string[] = []
    const { outlet } = site.deps
    const noting =
      (write: typeof outlet.write): typeof outlet.write =>
      (path, bytes) => {
        written.push(path)
        return write(path, bytes)
      }
    Object.assign(site.deps, { outlet: { ...outlet, write: noting(outlet.write), writeWithVariants: noting(outlet.writeWithVariants) } })
    await site.run([])
    const changed = [...site.files].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)
    expect(changed.length).toBeGreaterThan(0)
    const isShown = (path: string) => paths.some((one) => (typeof one === 'string' ? path.startsWith(one) : one.test(path)))
    expect(changed.filter((path) => !isShown(path))).toEqual([])
    expect(written.filter((path) => /^(category\/|\w+\/2026)/.test(path) && !isShown(path))).toEqual([])
  })
}

test('config that still says the old name and slug changes nothing back; a new word of config holds', async () => {
  const site = await opened('categories: [{ name: Rock, slug: rock }]\n')
  await site.run([a(...by('Rock', 'One'))])
  await site.change({ kind: 'rename', slug: 'rock', name: 'Guitars', newSlug: 'guitars' })
  const names = async () => (await site.store.categories()).map(({ slug, name }) => `${slug} ${name}`)
  await site.sync('  - { name: Rock, slug: rock }')
  expect(await names()).toEqual(['guitars Guitars'])
  await site.sync('  - { name: Strings, slug: guitars, aliases: [Rock] }')
  expect(await names()).toEqual(['guitars Strings'])
  await site.sync('  - { name: Rock, slug: rock }')
  expect(await names()).toEqual(['guitars Rock'])
})

test('two that config lists may be merged; then the one that stays speaks', async () => {
  const lines = '  - { name: Rock, title: Loud }\n  - { name: Pop, title: Soft }'
  const site = await opened(`categories:\n${lines}\n`)
  await site.run([a(...by('Rock', 'One'), ...by('Pop', 'Two'))])
  await site.change({ kind: 'merge', from: 'pop', into: 'rock' })
  await site.sync(lines)
  await site.run([a(...by('Pop', 'Three'))])
  expect((await site.store.categories()).map(({ slug, name }) => `${slug} ${name}`)).toEqual(['rock Rock'])
  expect(JSON.parse(site.files.get('category/rock.json') ?? '{}')).toMatchObject({ title: 'Loud' })
})
