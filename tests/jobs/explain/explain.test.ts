// `explain`: what it tells of entries in every state, over a real store that polls, settling and publishing have filled.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { explain } from '../../../src/jobs/explain/explain.ts'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { registryPlan, sourceRecords } from '../../../src/jobs/sync.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import type { Explanation } from '../../../src/model/explanation.ts'
import { viewSqlite } from '../../../src/store/sqlite-view.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite, type TestSource } from '../../support/site.ts'

const hour = 3_600_000
const minute = 60_000
const day = 24 * hour
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const one: Item = { code: 'C1', title: 'One', url: 'https://x.example/1', date: '2026-01-09T10:00:00Z', text: '<p>Text one.</p>' }
const { text: _, ...untold } = one

interface Explaining extends TestSite {
  told(words: string, at?: number): Promise<Explanation>
}

async function opened(sources: readonly TestSource[] = [{ id: 'a' }, { id: 'b' }], extra = ''): Promise<Explaining> {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-explain-'))
  const settings = settingsOf(configOf(sources, extra))
  const file = join(dir, 'store.sqlite')
  const site = await openSite(settings, { file })
  const view = await viewSqlite({ file, siteId: settings.site.id, identityNames: settings.identity.map(({ name }) => name) })
  if (view === null) throw new Error('there is no store')
  onTestFinished(async () => {
    await view.close()
    await site.close()
    rmSync(dir, { recursive: true })
  })
  return { ...site, told: (words, at = firstRunAt + hour) => explain(words, { archive: view, settings: site.deps.settings, now: at }) }
}

async function later(site: TestSite, at: number): Promise<void> {
  Object.assign(site.deps.clock, { at })
  await settleAndPublish(at, site.deps)
}

const ways: readonly { name: string; words: string }[] = [
  { name: 'its key', words: 'code:C1' },
  { name: 'the value alone', words: 'C1' },
  { name: 'a value with spaces around it', words: ' C1\n' },
  { name: 'a key whose name is misspelt', words: 'Code:C1' },
  { name: 'a guid of a source', words: 'guid:a:g1' },
  { name: 'a guid alone', words: 'g1' },
  { name: 'its address as a key', words: 'url:https://x.example/1' },
  { name: 'its address as readers share it', words: 'https://X.example:443/1?utm_source=mail#top' },
  { name: 'any address with its identity', words: 'http://elsewhere.example/?code=C1&page=2' },
  { name: 'its page', words: 'https://news.example/a/2026/01/09/C1.html' },
  { name: 'its page on another port', words: 'http://127.0.0.1:8080/a/2026/01/09/C1.html?x=1' },
  { name: 'its path', words: '/a/2026/01/09/C1.html' },
  { name: 'its path without a slash', words: 'a/2026/01/09/C1.html' },
]
for (const { name, words } of ways)
  test(`finds an entry by ${name}`, async () => {
    const site = await opened()
    await site.run([a({ ...one, guid: 'g1' }, { ...one, guid: 'g2', code: 'C2', url: 'https://x.example/2' })])
    expect((await site.told(words)).entry).toMatchObject({ title: 'One', path: 'a/2026/01/09/C1.html', state: 'published' })
  })

test('finds an entry by its id, the hash of it, and as much of that as only it has', async () => {
  const site = await opened()
  await site.run([a(one, { ...one, code: 'C2', url: 'https://x.example/2' })])
  const [entry] = await site.entries()
  const id = entry?.id ?? ''
  const hash = id.slice(id.lastIndexOf(':') + 1)
  for (const words of [id, hash, hash.toUpperCase(), hash.slice(0, 6), id.slice(0, -20)]) expect((await site.told(words)).entry.id).toBe(id)
})

test('a beginning that many ids have names none', async () => {
  const site = await opened()
  await site.run([a(...Array.from({ length: 700 }, (_, n) => ({ code: `C${n}`, title: `Number ${n}` })))])
  const hashes = (await site.entries()).map(({ id }) => id.slice(id.lastIndexOf(':') + 1, id.lastIndexOf(':') + 5))
  const twice = hashes.find((hash, at) => hashes.indexOf(hash) !== at)
  // 700 of 65,536 beginnings: some are alike, for the ids are always the same.
  expect(twice).toBeDefined()
  await expect(site.told(twice ?? '')).rejects.toMatchObject({ code: 'usage', advice: expect.stringContaining(`2026:${twice}`) })
})

test('says what was looked for, and what may have been meant', async () => {
  const site = await opened()
  await site.run([a({ ...one, code: 'C12345' })])
  await expect(site.told('code:C1234')).rejects.toMatchObject({
    code: 'unknown-entry',
    message: expect.stringContaining('looked for code:C1234'),
    advice: 'Did you mean code:C12345?',
  })
  await expect(site.told('one')).rejects.toMatchObject({
    code: 'unknown-entry',
    advice: expect.stringMatching(/^Did you mean "One" \(tag:/),
  })
  await expect(site.told('https://x.example/9?token=s3cret')).rejects.toMatchObject({ message: expect.not.stringContaining('s3cret') })
  await expect(site.told('guid:aa:1')).rejects.toMatchObject({ code: 'unknown-source' })
  await expect(site.told('guid:a:1')).rejects.toMatchObject({ code: 'unknown-entry' })
  await expect(site.told('  ')).rejects.toMatchObject({ code: 'usage' })
})

test('tells the owner and why, by priority and by config', async () => {
  const site = await opened([{ id: 'a' }, { id: 'b', priority: 2 }])
  await site.run([a(one), b({ ...one, title: 'Uno' })])
  const { sightings, joins, entry } = await site.told('C1')
  expect(entry).toMatchObject({ owner: 'b', title: 'Uno' })
  expect(sightings.map(({ source, isOwner, why }) => [source, isOwner, why])).toEqual([
    ['b', true, 'highest priority: 2 before 0 of a'],
    ['a', false, 'lower priority: 0 after 2 of b'],
  ])
  expect(joins).toEqual([{ key: 'code:C1', sources: ['a', 'b'], why: 'they share this configured identity' }])
  const equal = await opened()
  await equal.run([b(one), a(one)])
  expect((await equal.told('C1')).sightings.map(({ source, why }) => [source, why])).toEqual([
    ['a', 'first in config (place 1 before 2 of b), of equal priority'],
    ['b', 'later in config: place 2 after 1 of a'],
  ])
})

const long = Array.from({ length: 40 }, (_, n) => `Sentence number ${n} about the harbour.`).join(' ')
const shared = { url: 'https://x.example/1', date: '2026-01-09T10:00:00Z' }
test('tells by which key, title or text sightings became one', async () => {
  const site = await opened()
  await site.run([a({ ...shared, title: 'Same' }), b({ ...shared, title: 'same' })])
  expect((await site.told('https://x.example/1')).joins).toEqual([
    { key: 'url:https://x.example/1', sources: ['a', 'b'], why: 'they share this address, and carried the same title' },
  ])
  const texts = await opened()
  await texts.run([a({ ...shared, title: 'One', text: long }), b({ ...shared, title: 'Other', text: long })])
  expect((await texts.told('https://x.example/1')).joins[0]?.why).toBe('they share this address, and their texts agree')
})

test('tells why it is not one with another entry, and names that', async () => {
  const site = await opened()
  await site.run([a({ ...shared, title: 'The article' }), b({ ...shared, title: 'A blog about it' })])
  const { related, found, entry } = await site.told('https://x.example/1')
  expect(related.map(({ title, key }) => [title, key])).toEqual([
    [entry.title === 'The article' ? 'A blog about it' : 'The article', 'url:https://x.example/1'],
  ])
  expect(found.others.map(({ title }) => title)).toEqual(related.map(({ title }) => title))
})

test('tells which of its keys are burnt, and why', async () => {
  const site = await opened()
  await site.run([a({ ...one, code: 'C1' }, { ...one, code: 'C2', title: 'Two' })])
  const { vetoes, burnt } = await site.told('C1')
  expect(vetoes).toEqual([
    { key: 'url:https://x.example/1', scope: '*', source: 'a', reason: expect.stringMatching(/code/), at: firstRunAt },
  ])
  expect(burnt).toEqual([{ key: 'url:https://x.example/1', scope: '*', source: 'a' }])
})

test('follows a merged entry, by its id, path or page', async () => {
  const site = await opened()
  await site.run([a(one), b({ guid: 'b', doi: '10.1/x', title: 'Uno' })])
  const before = await site.entries()
  const lost = before.find(({ title }) => title === 'Uno')
  await site.run([a({ ...one, doi: '10.1/x' })])
  for (const words of [lost?.id ?? '', lost?.path ?? '', `https://news.example/${lost?.path}`]) {
    const { entry, found, merged } = await site.told(words)
    expect(entry).toMatchObject({ title: 'One', state: 'published' })
    expect(found.merged).toMatchObject({ id: lost?.id, title: 'Uno' })
    expect(found.others).toEqual([])
    expect(merged).toHaveLength(1)
  }
})

test('tells what changed with each revision, and how much', async () => {
  const site = await opened()
  const sentences = (last: string) => `<p>${long} ${last}</p>`
  await site.run([a({ ...one, text: sentences('The end.') })])
  await site.run([a({ ...one, title: 'One, corrected', text: sentences('The end.') })])
  await site.run([a({ ...one, title: 'One, corrected', text: sentences('Something else at the end of it all.') })])
  await site.run([a({ ...one, title: 'One, corrected', text: sentences('Something else at the end of it all.'), publisher: 'Paper' })])
  const { revisions, entry } = await site.told('C1')
  expect(entry.revision).toBe(4)
  expect(
    revisions.map(({ revision, after, isRetitled, textShare, fields }) => [revision, after, isRetitled, textShare > 0, fields]),
  ).toEqual([
    [1, null, false, false, []],
    [2, 1, true, false, []],
    [3, 2, false, true, ['contentHtml']],
    [4, 3, false, false, ['publisher']],
  ])
  expect(revisions[2]?.textShare).toBeLessThan(0.1)
})

const waiting: readonly { name: string; sources: readonly TestSource[]; because: RegExp }[] = [
  { name: 'an embargo', sources: [{ id: 'a', delay: '2h' }], because: /^embargo \(delay of a\) until 2026-01-10T14:00:00/ },
  {
    name: 'its own text',
    sources: [{ id: 'a', article: '{ url: "https://a.example/text", content: $.text }' }],
    because: /^it waits for its own text/,
  },
]
for (const { name, sources, because } of waiting)
  test(`says that a pending entry waits for ${name}`, async () => {
    const site = await opened(sources)
    await pollOnly(site, a(one))
    await settleAndPublish(firstRunAt, site.deps)
    const { entry, feeds, dates } = await site.told('C1', firstRunAt + minute)
    expect(entry).toMatchObject({ state: 'pending', id: null, path: null, page: null, title: 'One' })
    expect(entry.because[0]).toMatch(because)
    expect(feeds).toMatchObject([{ slug: null, isIn: false, why: 'it is not published yet' }])
    expect(dates).toMatchObject({ firstPublished: null, firstSeen: firstRunAt, published: Date.parse(one.date ?? '') })
  })

/** The documents are polled, nothing follows. */
async function pollOnly(site: TestSite, document: Document): Promise<void> {
  const { settle, dueArticles } = site.deps.store
  const nothing = { published: 0, changed: 0, joined: 0, notices: [], waiting: [] }
  Object.assign(site.deps.store, { settle: async () => nothing, dueArticles: async () => [] })
  await site.run([document], firstRunAt)
  Object.assign(site.deps.store, { settle, dueArticles })
}

test('says that an entry waits for the run that found it, or only for the next settling', async () => {
  const site = await opened()
  await pollOnly(site, a(one))
  expect((await site.told('C1', firstRunAt)).entry.because).toEqual([expect.stringMatching(/^the next settling publishes it/)])
  const claim = { limit: 1, perHost: 1, known: new Set(['b']), only: ['b'], isForced: true, except: [] }
  await site.deps.store.claimDue({ ...claim, now: firstRunAt, runAt: firstRunAt, lease: 'other', leaseMs: 5 * minute })
  expect((await site.told('C1', firstRunAt)).entry.because).toEqual(['the run that found it still polls; it is waited for, at most 120 s'])
  expect((await site.told('C1', firstRunAt + 3 * minute)).entry.because).toEqual([expect.stringMatching(/^the next settling/)])
})

test('tells what only private categories show, before and after it was public', async () => {
  const extra = (isPrivate: boolean) => `categories: [{ name: Paper, private: ${isPrivate} }]\n`
  const site = await opened([{ id: 'a' }], extra(true))
  await site.run([a({ ...one, publisher: 'Paper' })])
  const hidden = await site.told('C1')
  expect(hidden.entry).toMatchObject({ state: 'pending', because: ['only private categories show it'] })
  expect(hidden.categories).toMatchObject([{ name: 'Paper', slug: 'paper', why: 'the category is private' }])
  expect(hidden.sightings).toMatchObject([{ isPublic: false }])

  const open = await opened([{ id: 'a' }], extra(false))
  await open.run([a({ ...one, publisher: 'Paper' })])
  const now = settingsOf(configOf([{ id: 'a' }], extra(true)))
  await open.deps.store.syncCategories((registry) => registryPlan(now, registry, firstRunAt))
  await later(open, firstRunAt + hour)
  const { entry, feeds } = await open.told('C1')
  expect(entry).toMatchObject({ state: 'hidden', because: ['it was public once; now only private categories show it'] })
  expect(entry.path).toBe('paper/2026/01/09/C1.html')
  expect(feeds.map(({ slug, isIn, why }) => [slug, isIn, why])).toEqual([
    [null, false, 'it is hidden: only private categories show it'],
    ['paper', false, 'the category is private'],
  ])
})

test('tells of categories that wait, and of those that do not count', async () => {
  const site = await opened([{ id: 'a' }, { id: 'b', category: 'Links' }])
  await site.run([a({ ...shared, title: 'One', guid: 'a' }), b({ ...shared, title: 'One' })])
  const { categories } = await site.told('https://x.example/1')
  expect(categories.map(({ name, isHome, why, by }) => [name, isHome, why, by.map(({ source }) => source)])).toEqual([
    ['a', true, null, ['a']],
    ['Links', false, 'its source shares no configured identity with the owner, and does not say joins: true', ['b']],
  ])
  const flood = await opened([{ id: 'a' }])
  await flood.run([
    a(...Array.from({ length: 501 }, (_, n) => ({ code: `C${n}`, title: 'T', publisher: `p${String(n).padStart(3, '0')}` }))),
  ])
  const { entry, categories: over } = await flood.told('C500')
  expect(entry).toMatchObject({ state: 'pending', because: ['none of its categories is let in: it is over the day’s limit of new ones'] })
  expect(over[0]?.why).toBe('the category waits: it is over the day’s limit of new ones')
})

for (const { mode, why } of [
  { mode: 'listed', why: 'config does not list it' },
  { mode: 'review', why: 'nobody has approved it yet' },
] as const) {
  test(`tells why a category waits where new ones are ${mode}`, async () => {
    const site = await opened([{ id: 'a' }])
    Object.assign(site.deps, { settings: { ...site.settings, publish: { ...site.settings.publish, newCategories: mode } } })
    await site.run([a(one)])
    const { entry, categories } = await site.told('C1')
    expect(entry.because).toEqual([`none of its categories is let in: ${why}`])
    expect(categories[0]?.why).toBe(`the category waits: ${why}`)
  })
}

test('tells that a category is retired', async () => {
  const site = await opened([{ id: 'a' }])
  await site.run([a(one)])
  await changeCategories({ kind: 'retire', slug: 'a' }, site.deps)
  await site.run([a(one, { code: 'C2', title: 'Two' })])
  const { entry, categories } = await site.told('C2')
  expect(entry.because).toEqual(['all its categories are retired'])
  expect(categories[0]?.why).toBe('the category is retired: nothing joins it')
  expect((await site.told('C1')).entry.state).toBe('published')
})

test('tells the place in each feed, and why it is or is not in its window', async () => {
  const site = await opened([{ id: 'a' }], '')
  const item = (n: number): Item => ({
    code: `C${n}`,
    title: `Number ${n}`,
    date: new Date(firstRunAt - n * hour).toISOString(),
    publisher: n % 2 === 0 ? 'Even' : 'Odd',
  })
  const settings = { ...site.settings, publish: { ...site.settings.publish, entries: 3 } }
  Object.assign(site.deps, { settings })
  await site.run([a(...Array.from({ length: 100 }, (_, n) => item(n)))])
  const feedsOf = async (n: number) =>
    (await site.told(`C${n}`)).feeds.map(({ slug, isIn, place, of, why }) => [slug, isIn, place, of, why])
  const within = 'listed within 48 h before the newest entry'
  const beyond = 'not one of the newest 3, and listed more than 48 h before the newest entry'
  expect(await feedsOf(0)).toEqual([
    [null, true, 1, 100, 'one of the newest 3'],
    ['even', true, 1, 50, 'one of the newest 3'],
  ])
  expect(await feedsOf(5)).toEqual([
    [null, true, 6, 100, within],
    ['odd', true, 3, 50, 'one of the newest 3'],
  ])
  expect(await feedsOf(48)).toEqual([
    [null, true, 49, 100, within],
    ['even', true, 25, 50, within],
  ])
  expect(await feedsOf(49)).toEqual([
    [null, false, 50, 100, beyond],
    ['odd', true, 25, 50, within],
  ])
  expect(await feedsOf(99)).toEqual([
    [null, false, 100, 100, beyond],
    ['odd', false, 50, 50, beyond],
  ])
  // What it says is what the files show.
  for (const n of [0, 5, 48, 49, 99]) {
    const { feeds, entry } = await site.told(`C${n}`)
    for (const { url, isIn } of feeds)
      expect(site.files.get(url.slice('https://news.example/'.length))?.includes(`<id>${entry.id}</id>`)).toBe(isIn)
  }
})

for (const { isSilent, feeds } of [
  {
    isSilent: false,
    feeds: [
      [null, true, 'one of the newest 50'],
      ['a', true, 'one of the newest 50'],
    ],
  },
  {
    isSilent: true,
    feeds: [
      [null, false, 'it is retracted, and nothing stands in its place'],
      ['a', false, 'it is retracted, and nothing stands in its place'],
    ],
  },
] as const)
  test(`says when, why and by whom an entry was retracted${isSilent ? ' silently' : ''}, and what remains`, async () => {
    const site = await opened()
    await site.run([a(one)])
    await site.deps.store.retract({ row: 1, at: firstRunAt, why: 'It was wrong.', isSilent, by: 'ops' })
    const told = await site.told('C1')
    expect(told.entry).toMatchObject({ state: 'retracted', because: [expect.stringMatching(/^it is retracted; its keys stay known/)] })
    expect(told.retraction).toEqual({
      ...{ at: firstRunAt, why: 'It was wrong.', by: 'ops', rule: null, isSilent, isShown: !isSilent, isPublic: true },
      shownUntil: firstRunAt + 30 * day,
      remains: 'its keys, titles and dates, and its id, path and place; no text, in no revision',
    })
    expect(told.feeds.map(({ slug, isIn, why }) => [slug, isIn, why])).toEqual(feeds)
    expect(told.text).toMatchObject({ use: null, characters: 0 })
    expect(told.revisions).toEqual([])
    expect(JSON.stringify(told)).not.toContain('Text one.')
    await site.deps.store.unretract({ row: 1, at: firstRunAt + minute })
    await later(site, firstRunAt + minute)
    expect(await site.told('C1')).toMatchObject({ entry: { state: 'published', because: [] }, retraction: null })
  })

test('says that an entry’s time is over, since when and by whose terms', async () => {
  const site = await opened()
  const settings = settingsOf(configOf([{ id: 'a' }, { id: 'b' }]).replace('id: a,', 'id: a, expires: 1d, rights: excerpt,'))
  Object.assign(site.deps, { settings })
  await site.deps.store.syncSources(sourceRecords(settings))
  await site.run([a(one)])
  expect((await site.told('C1')).dates.expires).toBe(firstRunAt + day)
  await later(site, firstRunAt + day)
  const { entry, feeds, terms, categories } = await site.told('C1')
  expect(entry).toMatchObject({ state: 'expired', because: [expect.stringMatching(/^its time is over/)] })
  expect(feeds).toMatchObject([
    { slug: null, isIn: false, why: 'its time is over' },
    { slug: 'a', isIn: false, why: 'its time is over' },
  ])
  expect(categories).toMatchObject([{ name: 'a', why: 'its time is over' }])
  expect(terms).toMatchObject({ rights: 'excerpt', expiresMs: day })
})

const dated: readonly { name: string; item: Partial<Item>; origin: RegExp; given: string | null; published: number }[] = [
  { name: 'given', item: {}, origin: /as its source gives it/, given: '2026-01-09T10:00:00Z', published: Date.UTC(2026, 0, 9, 10) },
  {
    name: 'in the future',
    item: { date: '2026-03-01T00:00:00Z' },
    origin: /more than 10 min ahead/,
    given: '2026-03-01T00:00:00Z',
    published: firstRunAt,
  },
  {
    name: 'unreadable',
    item: { date: 'the other day' },
    origin: /no source gives a date that can be read/,
    given: 'the other day',
    published: firstRunAt,
  },
]
for (const { name, item, origin, given, published } of dated)
  test(`tells where a date is from that is ${name}`, async () => {
    const site = await opened()
    await site.run([a({ ...one, ...item })])
    const { dates } = await site.told('C1')
    expect(dates.origin).toMatch(origin)
    expect(dates).toMatchObject({ given: given === null ? null : { text: given, source: 'a' }, published })
  })

test('tells whose text readers see, and why', async () => {
  const site = await opened()
  await site.run([a(untold), b({ ...one, title: 'Uno' })])
  expect((await site.told('C1')).text).toMatchObject({ use: 'feed', source: 'b', characters: 9 })
  const bare = await opened()
  await bare.run([a(untold)])
  expect((await bare.told('C1')).text).toMatchObject({ use: null, source: null, characters: 0 })
})

test('a source that left config is shown as retired, owns what it owned, and is found by its guids', async () => {
  const site = await opened()
  await site.run([a({ ...one, guid: 'g1' })])
  await site.deps.store.syncSources(sourceRecords(site.settings).filter(({ id }) => id !== 'a'))
  for (const words of ['C1', 'g1'])
    expect((await site.told(words)).sightings).toMatchObject([{ source: 'a', isOwner: true, isRetired: true }])
})

test('says that a feed is full before an entry, by the files themselves', async () => {
  const site = await opened([{ id: 'a' }])
  const item = (n: number): Item => ({
    code: `C${n}`,
    title: `Number ${n}`,
    date: new Date(firstRunAt - n * minute).toISOString(),
    // Markup takes more room in RSS and Atom than in JSON.
    text: `<p>${'"<b>x</b>" &amp; '.repeat(2_000)}</p>`,
  })
  await site.run([a(...Array.from({ length: 40 }, (_, n) => item(n)))])
  const kinds = new Set<string>()
  for (let n = 0; n < 40; n++) {
    const { feeds, entry } = await site.told(`C${n}`)
    for (const { url, isIn, why } of feeds) {
      const base = url.slice('https://news.example/'.length).replace(/atom$/, '')
      const holding = ['rss', 'atom', 'json'].filter((format) => site.files.get(base + format)?.includes(String(entry.id)))
      expect(isIn, `${n} ${url}`).toBe(holding.length > 0)
      const lacking = holding.length === 0 ? [] : ['rss', 'atom', 'json'].filter((format) => !holding.includes(format))
      if (lacking.length > 0) expect(why).toContain(`not in its ${lacking.join(' and ')} form`)
      kinds.add(`${isIn} ${lacking.length > 0}`)
    }
  }
  expect(kinds).toEqual(new Set(['true false', 'true true', 'false false']))
})

test('tells of an entry’s own page: read, chosen or not, failed and tried again', async () => {
  const site = await opened([{ id: 'a', article: '{ url: "https://a.example/text?id={code}", content: $.text }' }])
  const address = (n: number) => `https://a.example/text?id=C${n}`
  site.answers.set(address(1), JSON.stringify({ text: `<p>${long}</p>` }))
  await site.run([a(one, { ...one, code: 'C2', url: 'https://x.example/2' })])
  const read = await site.told('C1')
  expect(read.article).toMatchObject({ state: 'done', attempts: 0, nextAt: null, message: null })
  expect(read.article.pages).toMatchObject([{ source: 'a', url: address(1), fetchedAt: firstRunAt, pages: 1, missingSince: null }])
  expect(read.text).toEqual({ use: 'page', source: 'a', why: expect.stringMatching(/longer/), characters: long.length })
  const failed = await site.told('C2')
  expect(failed.article).toMatchObject({ state: 'failed', attempts: 1, message: expect.stringContaining('404'), pages: [] })
  expect(failed.article.nextAt).toBeGreaterThan(firstRunAt)
  expect(failed.text).toMatchObject({ use: 'feed', characters: 9 })
  expect(failed.entry.state).toBe('published')
})

test('of output feeds it tells what puts the entry in, and which rule keeps it out', async () => {
  const feeds = `feeds:
  - { slug: all-of-a, title: All, from: [a, Post] }
  - { slug: no-ones, title: None, from: [a], rules: [{ keep: { field: title, pattern: . } }, { drop: { field: title, pattern: One } }] }
  - { slug: of-b, title: B, from: [b] }
`
  const site = await opened([{ id: 'a' }, { id: 'b' }], feeds)
  await site.run([a(one)])
  const told = new Map((await site.told('C1')).feeds.map((feed) => [feed.slug, [feed.isIn, feed.why]]))
  expect(told.get('all-of-a')).toEqual([true, 'from a; one of the newest 50'])
  expect(told.get('no-ones')).toEqual([false, 'the rule drop title "One" keeps it out'])
  expect(told.get('of-b')).toEqual([false, 'it is of none of b'])
})

test('of digests it names the editions in which the entry stands', async () => {
  const site = await opened([{ id: 'a' }], 'categories:\n  - { name: a, digest: [daily, weekly] }\n')
  await site.run([a(one)])
  await site.run([a(one, { code: 'C2', title: 'Two', text: '<p>Quite another text.</p>' })], firstRunAt + hour)
  await later(site, firstRunAt + 3 * day)
  // Its source's first poll lists it by its date.
  expect((await site.told('C1')).digests.map(({ every }) => every)).toEqual(['weekly'])
  expect((await site.told('C2')).digests).toEqual([
    { slug: 'a', every: 'weekly', day: '2026-01-12', url: 'https://news.example/category/a/weekly/2026-01-12.html' },
    { slug: 'a', every: 'daily', day: '2026-01-11', url: 'https://news.example/category/a/daily/2026-01-11.html' },
  ])
})

test('what a rule of config withdraws is told with the rule', async () => {
  const rule = 'https://x.example/*'
  const site = await opened([{ id: 'a' }], `takedown: [ { url: "${rule}", why: At the wish of its author } ]\n`)
  await site.run([a(one)])
  const { entry, retraction } = await site.told('code:C1')
  expect(entry).toMatchObject({
    state: 'retracted',
    because: [`a rule of config withdraws it (takedown "${rule}"), for as long as it is there`],
  })
  expect(retraction).toMatchObject({ rule, by: null, why: 'At the wish of its author' })
})
