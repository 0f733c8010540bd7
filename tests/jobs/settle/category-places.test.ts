// Which categories come to be, and which entries stand in them (design §7).
import { expect, onTestFinished, test } from 'vitest'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSource } from '../../support/site.ts'

const day = 24 * 3_600_000
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const from = (...publishers: string[]) =>
  publishers.map((publisher, n) => ({ guid: `${n} ${publisher}`, title: `By ${publisher}`, publisher }))

async function opened(categories = '', sources: readonly TestSource[] = [{ id: 'a' }, { id: 'b' }]) {
  const site = await openSite(settingsOf(configOf(sources, categories === '' ? '' : `categories:\n${categories}\n`)))
  onTestFinished(() => site.close())
  const names = async () => (await site.deps.store.categories()).map(({ slug, name }) => `${slug} ${name}`)
  const placesOf = async (title: string) => (await site.entries()).find((entry) => entry.title === title)?.categories
  return { ...site, names, placesOf }
}

test('names new in one run take slugs in code-point order, whichever source came first', async () => {
  const [one, other] = [await opened(), await opened()]
  await one.run([a(...from('AC/DC', 'AC DC')), b(...from('AC-DC'))])
  await other.run([b(...from('AC-DC')), a(...from('AC DC', 'AC/DC'))])
  expect(await one.names()).toEqual(['ac-dc AC DC', 'ac-dc-3af7a9a2 AC-DC', 'ac-dc-5a5abe39 AC/DC'])
  expect(await other.names()).toEqual(await one.names())
})

test('two spellings in one run are one category, the smallest names it', async () => {
  const site = await opened()
  await site.run([a(...from('ac/dc')), b(...from('AC/DC', 'ＡＣ/ＤＣ'))])
  expect(await site.names()).toEqual(['ac-dc AC/DC'])
  expect((await site.entries()).map(({ categories }) => categories)).toEqual([['ac-dc'], ['ac-dc'], ['ac-dc']])
})

test('a category keeps slug and spelling when another spelling comes later', async () => {
  const site = await opened()
  await site.run([a(...from('ac/dc'))])
  await site.run([a(...from('AC/DC'))])
  expect(await site.names()).toEqual(['ac-dc ac/dc'])
})

test('slugs that config names are not for others', async () => {
  const site = await opened('  - { name: Rock, slug: ac-dc }')
  await site.run([a(...from('AC/DC', 'Rock'))])
  expect(await site.names()).toEqual(['ac-dc Rock', 'ac-dc-5a5abe39 AC/DC'])
})

test('an alias leads to its category', async () => {
  const site = await opened('  - { name: Rock, slug: rock, aliases: [Hard Rock, 摇滚] }')
  await site.run([a(...from('hard  rock', '摇滚'))])
  expect(await site.names()).toEqual(['rock Rock'])
  expect(await site.placesOf('By 摇滚')).toEqual(['rock'])
})

test('routes and devices are no slugs, and no name leaves the output folder', async () => {
  const site = await opened()
  await site.run([a(...from('feed', 'CON', '../../etc', '2026', '🎸', 'index.html'))])
  for (const path of site.files.keys()) expect(path).toMatch(/^([\w-]+\/)*[\w.-]+$/)
  expect((await site.names()).map((line) => line.split(' ')[0]?.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
    '2026-#',
    'c-#',
    'con-#',
    'etc',
    'feed-#',
    'index-html',
  ])
})

test('at most 500 new categories a day; more wait, and their entries with them, in code-point order', async () => {
  const site = await opened()
  const publishers = Array.from({ length: 510 }, (_, n) => `Paper ${String(n).padStart(3, '0')}`)
  await site.run([a(...from(...[...publishers].reverse()))], firstRunAt)
  expect(await site.names()).toHaveLength(500)
  const published = (await site.entries()).map(({ publisher }) => publisher).sort()
  expect(published).toEqual(publishers.slice(0, 500))
  expect([...site.files.values()].some((text) => text.includes('Paper 500'))).toBe(false)
  await site.run([a(...from('One more'))], firstRunAt + day - 1)
  expect(await site.entries()).toHaveLength(500)
  await site.run([], firstRunAt + day)
  expect(await site.names()).toHaveLength(511)
  expect(await site.entries()).toHaveLength(511)
}, 60_000)

test('categories of config do not count, and need not wait', async () => {
  const configured = Array.from({ length: 20 }, (_, n) => `  - { name: Known ${n} }`).join('\n')
  const site = await opened(configured)
  const publishers = Array.from({ length: 500 }, (_, n) => `Paper ${n}`)
  await site.run([a(...from(...publishers, 'Known 7'))])
  expect(await site.entries()).toHaveLength(501)
}, 60_000)

test('an entry that stands in one category joins the one that waited when that is let in', async () => {
  const site = await opened()
  const publishers = Array.from({ length: 500 }, (_, n) => `Paper ${n}`)
  await site.run([a(...from(...publishers), { code: 'C1', title: 'Shared', publisher: 'Paper 1' })], firstRunAt)
  await site.run([b({ code: 'C1', title: 'Shared', publisher: 'Zebra' })], firstRunAt + 1_000)
  expect(await site.placesOf('Shared')).toEqual(['paper-1'])
  await site.run([], firstRunAt + day)
  expect(await site.placesOf('Shared')).toEqual(['paper-1', 'zebra'])
}, 60_000)

test('the home category stays first while the entry is in it, whoever owns it', async () => {
  const site = await opened('', [{ id: 'a' }, { id: 'b', priority: 1 }])
  await site.run([a({ code: 'C1', title: 'One', publisher: 'Z' })])
  await site.run([b({ code: 'C1', title: 'One', publisher: 'A' })])
  const [entry] = await site.entries()
  expect(entry).toMatchObject({ source: 'b', categories: ['z', 'a'] })
  expect(entry?.path).toMatch(/^z\//)
})

test('an entry leaves the category that its source no longer gives it, and keeps its path', async () => {
  const site = await opened()
  await site.run([a({ guid: 'g', title: 'One', publisher: 'P' })])
  const [before] = await site.entries()
  await site.run([a({ guid: 'g', title: 'One', publisher: 'Q' })])
  const [after] = await site.entries()
  expect(after).toMatchObject({ categories: ['q'], path: before?.path, id: before?.id })
  expect(site.files.get('category/p.json')).not.toContain(before?.id)
})

test('a word without a category keeps the ones before', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }]).replace('category: ["{publisher}", a]', 'category: "{publisher}"')))
  onTestFinished(() => site.close())
  await site.run([a({ guid: 'g', title: 'One', publisher: 'P' })])
  await site.run([a({ guid: 'g', title: 'One, again' }, { guid: 'h', title: 'Homeless' })])
  expect((await site.entries()).map(({ title, categories }) => `${title} ${categories.join()}`).sort()).toEqual([
    'Homeless a',
    'One, again p',
  ])
})
