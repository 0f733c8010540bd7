// What stands in private categories and private output feeds, for those who may read them.
import { expect, onTestFinished, test } from 'vitest'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { retractEntry } from '../../../src/jobs/operate/retract.ts'
import { type PrivateFound, type PrivateReader, privateDocument } from '../../../src/jobs/private/private-documents.ts'
import { takeOver } from '../../../src/jobs/reload.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const hour = 3_600_000
const p = (...items: Item[]): Document => ({ source: 'p', items })
const a = (...items: Item[]): Document => ({ source: 'a', items })
const sources = [{ id: 'a' }, { id: 'p', category: 'Secret' }]
const secret = 'categories:\n  - { name: Secret, private: true, title: The secret, aliases: [Hidden] }\n'
const inside = `feeds:\n  - { slug: inside, title: Inside, private: true, from: [Secret, a] }\n`
const settingsWith = (extra: string): Settings => settingsOf(configOf(sources, extra))
const everything: PrivateReader = { slug: null, query: '' }

async function siteWith(extra = secret + inside): Promise<TestSite> {
  const site = await openSite(settingsWith(extra))
  onTestFinished(() => site.close())
  return site
}

function found(site: TestSite, path: string, reader = everything): Promise<PrivateFound | null> {
  return privateDocument(path, reader, site.deps)
}

async function textOf(site: TestSite, path: string, reader = everything): Promise<string | null> {
  const one = await found(site, path, reader)
  if (one?.kind !== 'document') return null
  const made = await one.make()
  return typeof made === 'string' ? made : new TextDecoder().decode(made)
}

interface JsonItem {
  readonly id: string
  readonly url: string
  readonly title: string
  readonly date_modified: string
}

async function itemsIn(site: TestSite, slug: string): Promise<readonly JsonItem[]> {
  const text = await textOf(site, `category/${slug}.json`)
  return text === null ? [] : JSON.parse(text).items
}

const titlesIn = async (site: TestSite, slug: string) => (await itemsIn(site, slug)).map(({ title }) => title)

const one: Item = { code: 'C1', title: 'One', date: '2026-01-01T08:00:00Z', url: 'https://x.example/1', text: '<p>Text of one</p>' }
const two: Item = { code: 'C2', title: 'Two', date: '2026-01-02T08:00:00Z', url: 'https://x.example/2' }
const shared: Item = { code: 'C3', title: 'Shared', date: '2026-01-03T08:00:00Z', url: 'https://x.example/3', publisher: 'Post' }

test('a private category holds what its sources show, also what is public besides, newest first', async () => {
  const site = await siteWith()
  await site.run([p(one, two, shared), a(shared)])
  expect(await titlesIn(site, 'secret')).toEqual(['Shared', 'Two', 'One'])
  expect((await site.entries()).map(({ title }) => title)).toEqual(['Shared'])
  const [public_] = await site.entries()
  expect((await itemsIn(site, 'secret'))[0]?.id).toBe(public_?.id)
})

test('every format of its window, its title from config, and no hub', async () => {
  const site = await siteWith()
  await site.run([p(one)])
  for (const format of ['rss', 'atom', 'json', 'html']) {
    const text = (await textOf(site, `category/secret.${format}`)) ?? ''
    expect(text).toContain('The secret')
    expect(text).toContain('One')
    expect(text).not.toMatch(/rel="hub"|"hubs"/)
  }
})

test('a private output feed holds what is private and what is public, as it comes and from what is stored', async () => {
  const coming = await siteWith()
  const stored = await siteWith(secret)
  for (const site of [coming, stored]) await site.run([p(one, two), a(shared)])
  const settings = settingsWith(secret + inside)
  await takeOver(settings, stored.deps)
  await settleAndPublish(firstRunAt, { ...stored.deps, settings })
  expect(await titlesIn(coming, 'inside')).toEqual(['Shared', 'Two', 'One'])
  expect(await titlesIn({ ...stored, deps: { ...stored.deps, settings } }, 'inside')).toEqual(['Shared', 'Two', 'One'])
})

test('later news is listed when it was seen, and stays there; a new text touches it', async () => {
  const site = await siteWith()
  await site.run([p(one)])
  await site.run([p(one, { ...two, date: '2025-12-01T00:00:00Z' })])
  expect(await titlesIn(site, 'secret')).toEqual(['Two', 'One'])
  const [, before] = await itemsIn(site, 'secret')
  await site.run([p({ ...one, text: '<p>Quite another text, with more words in it than it had before.</p>' }, two)])
  const [first, after] = await itemsIn(site, 'secret')
  expect([first?.title, after?.id, after?.title]).toEqual(['Two', before?.id, 'One'])
  expect(Date.parse(after?.date_modified ?? '')).toBeGreaterThan(Date.parse(before?.date_modified ?? ''))
})

test('what becomes private keeps id and place; what becomes public is private no more', async () => {
  const site = await siteWith('')
  await site.run([p(one), a(shared)])
  const ids = new Map((await site.entries()).map(({ title, id }) => [title, id]))
  const become = async (extra: string) => {
    const settings = settingsWith(extra)
    await takeOver(settings, site.deps)
    await settleAndPublish(firstRunAt + hour, { ...site.deps, settings })
    return { ...site, deps: { ...site.deps, settings } }
  }
  const hidden = await become(secret)
  expect((await itemsIn(hidden, 'secret')).map(({ id, title }) => [title, id])).toEqual([['One', ids.get('One')]])
  const shown = await become('categories:\n  - { name: Secret }\n')
  expect(await found(shown, 'category/secret.json')).toBeNull()
  expect((await site.entries()).find(({ title }) => title === 'One')?.id).toBe(ids.get('One'))
})

test('an embargo holds here, too', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'p', category: 'Secret', delay: '2h' }], secret)))
  onTestFinished(() => site.close())
  await site.run([p(one)])
  expect(await titlesIn(site, 'secret')).toEqual([])
  await site.run([], firstRunAt + 2 * hour)
  expect(await titlesIn(site, 'secret')).toEqual(['One'])
})

test('a renamed and a merged category go on under their new slug, and their old addresses lead there', async () => {
  const site = await siteWith(`${secret}  - { name: Other, private: true }\n`)
  await site.run([p(one)])
  await changeCategories({ kind: 'rename', slug: 'secret', name: 'Secreter', newSlug: 'secreter' }, site.deps)
  await changeCategories({ kind: 'merge', from: 'secreter', into: 'other' }, site.deps)
  expect(await titlesIn(site, 'other')).toEqual(['One'])
  for (const slug of ['secret', 'secreter', 'Other'])
    expect(await found(site, `category/${slug}.atom`, { slug: 'other', query: '?token=t' })).toEqual({
      kind: 'moved',
      to: 'category/other.atom?token=t',
    })
  await changeCategories({ kind: 'retire', slug: 'other' }, site.deps)
  expect(await found(site, 'category/other.atom')).toBeNull()
})

test('a reader of one category reads no other', async () => {
  const site = await siteWith(`${secret}  - { name: Other, private: true }\n`)
  await site.run([p(one)])
  const reader = { slug: 'other', query: '' }
  const path = (await textOf(site, 'category/secret.html'))?.match(/href="\.\.\/(secret\/[^"]+)"/)?.[1] ?? ''
  expect(path).toMatch(/^secret\/2026\/01\/01\/C1\.html$/)
  for (const asked of ['category/secret.atom', 'category/secret.html', 'category/secret/2026-01.atom', path])
    expect([asked, await found(site, asked, reader)]).toEqual([asked, null])
  expect(await textOf(site, path)).toContain('Text of one')
  expect(await textOf(site, 'token/feeds.opml', reader)).not.toMatch(/secret/i)
  expect(await textOf(site, 'token/feeds.opml')).toMatch(/category\/other\.atom.*category\/secret\.atom/s)
})

test('with a token in the address, what is private carries it, and nothing else does', async () => {
  const site = await siteWith()
  await site.run([p(one, { code: 'C2', title: 'Two', date: '2026-01-02T08:00:00Z' }, shared), a(shared)])
  const reader = { slug: 'secret', query: '?token=nst_x' }
  const atom = (await textOf(site, 'category/secret.atom', reader)) ?? ''
  expect(atom).toContain('rel="self" type="application/atom+xml" href="https://news.example/category/secret.atom?token=nst_x"')
  expect(atom).toContain('rel="alternate" type="text/html" href="https://news.example/category/secret.html?token=nst_x"')
  expect(atom).toContain('href="https://news.example/secret/2026/01/02/C2.html?token=nst_x"')
  expect(atom).not.toMatch(/x\.example[^"]*token/)
  const page = (await textOf(site, 'category/secret.html', reader)) ?? ''
  const carrying = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].flatMap(([, href = '']) =>
    href.includes('token') ? [href.replace('?token=nst_x', '')] : [],
  )
  expect(carrying.every((href) => /^\.\.\/(?:category\/secret\.|secret\/)/.test(href))).toBe(true)
  expect(carrying).toContain('../category/secret.rss')
  expect(page).toContain(`href="../${(await site.entries())[0]?.path}"`)
  expect(page).toContain('<meta name="robots" content="noindex"/>')
  expect(page).not.toMatch(/canonical|og:url/)
})

test('what no longer stands in the window is found by months, page by page', async () => {
  const site = await siteWith()
  const many = Array.from({ length: 230 }, (_, n) => ({
    code: `C${n}`,
    title: `T${n}`,
    date: new Date(Date.UTC(2025, 10, 20, 0, n)).toISOString(),
  }))
  const newer = Array.from({ length: 60 }, (_, n) => ({
    code: `C${900 + n}`,
    title: `N${n}`,
    date: new Date(Date.UTC(2025, 11, 20, 0, n)).toISOString(),
  }))
  await site.run([p(...many, ...newer)])
  const seen = new Set<string>()
  let next: string | null = 'category/secret.atom'
  const paths: string[] = []
  while (next !== null) {
    paths.push(next)
    const text: string = (await textOf(site, next)) ?? ''
    for (const [, title = ''] of text.matchAll(/<title type="text">([TN]\d+)</g)) seen.add(title)
    next = /rel="prev-archive"[^>]*href="https:\/\/news\.example\/([^"]+)"/.exec(text)?.[1] ?? null
  }
  expect(paths).toEqual(['category/secret.atom', 'category/secret/2025-11-2.atom', 'category/secret/2025-11.atom'])
  expect(seen.size).toBe(290)
  expect(await textOf(site, 'category/secret/2025-11-2.atom')).toContain(
    'rel="next-archive" type="application/atom+xml" href="https://news.example/category/secret/2025-12.atom"',
  )
  for (const path of [
    'category/secret/2025-11-3.atom',
    'category/secret/2025-10.atom',
    'category/secret/2025-13.json',
    'category/secret/2025-11.rss',
  ])
    expect([path, await found(site, path)]).toEqual([path, null])
  expect(await textOf(site, 'category/secret/2025-11.html')).toContain('T0')
})

test('the signature changes with what is shown, and only then', async () => {
  const site = await siteWith()
  const signature = async () => {
    const one = await found(site, 'category/secret.atom')
    return one?.kind === 'document' ? one.signature : null
  }
  await site.run([p(one)])
  const first = await signature()
  await site.run([p(one), a(shared)])
  expect(await signature()).toBe(first)
  await site.run([p(one, two)])
  const second = await signature()
  expect(second).not.toBe(first)
  await site.run([p({ ...one, title: 'One again, otherwise' }, two)])
  expect(await signature()).not.toBe(second)
})

test('what is retracted is gone from private feeds, and its text from the store', async () => {
  const site = await siteWith()
  await site.run([p(one, two)])
  const places = await site.deps.store.hidden.places('secret', { now: firstRunAt, order: 'oldest first' })
  const row = places[0]?.entry ?? 0
  expect(await titlesIn(site, 'secret')).toEqual(['Two', 'One'])
  await retractEntry({ row, id: null, path: null, title: '' }, { why: 'wrong', isSilent: false, by: null }, site.deps)
  expect(await titlesIn(site, 'secret')).toEqual(['Two'])
  const texts = site.deps.store.hidden.entries(places)
  expect((await texts).map(({ title }) => title)).toEqual(['Two'])
})
