// Ids and paths are for ever: these tests hold them to the letter.
import { createHash } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { configOf, type Document, type Item, openSite, settingsOf, type TestSource } from '../../support/site.ts'

const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const c = (...items: Item[]): Document => ({ source: 'c', items })
const url = (n: number) => `https://x.example/${n}`
const day = '2026-01-08T10:00:00Z'
const text = '<p>The board of the harbour company met on Friday and approved the plan for a new quay, which opens in spring.</p>'
const other = '<p>Completely different words about a train line that crosses three provinces and stops at eleven stations.</p>'

const sha = (data: string) => createHash('sha256').update(data).digest('hex')
const idOf = (key: string) => `tag:news.example,2026:${sha(key).slice(0, 32)}`

async function opened(sources: readonly TestSource[] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }], codes = 'C\\d+') {
  const site = await openSite(settingsOf(configOf(sources).replace("'C\\d+'", `'${codes}'`)))
  onTestFinished(() => site.close())
  const idsByTitle = async () => new Map((await site.entries()).map((entry) => [entry.title, entry.id]))
  const pathsByTitle = async () => new Map((await site.entries()).map((entry) => [entry.title, entry.path]))
  return { ...site, idsByTitle, pathsByTitle }
}

const ids: readonly { name: string; item: Item; key: string }[] = [
  { name: 'a configured identity', item: { code: 'C1', doi: '10.1/x', guid: 'g', url: url(1) }, key: 'code:C1' },
  { name: 'a weaker configured identity', item: { doi: '10.1/x', guid: 'g', url: url(1) }, key: 'doi:10.1/x' },
  { name: 'a guid', item: { guid: 'G 1', url: url(1) }, key: 'guid:a:G 1' },
  { name: 'an address', item: { url: `${url(1)}?utm_source=x#top` }, key: `url:${url(1)}` },
  { name: 'a hash of title and date', item: { date: day }, key: `hash:a:${sha(`国际 新闻\n${Date.parse(day)}`).slice(0, 32)}` },
  { name: 'a hash of the title alone', item: {}, key: `hash:a:${sha('国际 新闻\n').slice(0, 32)}` },
]

for (const { name, item, key } of ids) {
  test(`an id is made of ${name}`, async () => {
    const site = await opened()
    await site.run([a({ title: '国际　新闻', ...item })])
    expect((await site.entries()).map((entry) => entry.id)).toEqual([idOf(key)])
  })
}

for (const owner of ['a', 'b'] as const) {
  test(`of equal kind the owner's key counts (${owner})`, async () => {
    const site = await opened([{ id: 'a' }, { id: 'b', priority: owner === 'b' ? 1 : 0 }])
    await site.run([b({ guid: 'g0', url: url(1), title: 'One' }), a({ guid: 'g1', url: url(1), title: 'One' })])
    expect((await site.entries()).map((entry) => entry.id)).toEqual([idOf(owner === 'a' ? 'guid:a:g1' : 'guid:b:g0')])
  })
}

test('of the owner’s keys of one kind the smallest counts, not the first', async () => {
  const site = await opened()
  await site.run([a({ guid: 'g2', url: url(1), title: 'One' }), a({ guid: 'g1', url: url(1), title: 'One' })])
  expect((await site.entries()).map((entry) => entry.id)).toEqual([idOf('guid:a:g1')])
})

test('a burnt key makes no id', async () => {
  const site = await opened()
  await site.run([a({ guid: 'g', url: url(1), title: 'One' }, { guid: 'g', url: url(2), title: 'Two' })])
  expect(await site.idsByTitle()).toEqual(
    new Map([
      ['One', idOf(`url:${url(1)}`)],
      ['Two', idOf(`url:${url(2)}`)],
    ]),
  )
})

test('an id ever given gets #2 and #3 on its key, whatever order the entries came in', async () => {
  const blogs = [a({ url: url(1), title: 'Look at this', text }), b({ url: url(1), title: 'Read that', text: other })]
  const [one, two] = [await opened(), await opened()]
  await one.run(blogs)
  await two.run([...blogs].reverse())
  const given = await one.idsByTitle()
  expect([...given.values()].sort()).toEqual([idOf(`url:${url(1)}`), idOf(`url:${url(1)}#2`)].sort())
  expect(await two.idsByTitle()).toEqual(given)
  await one.run([c({ url: url(1), title: 'Quite another thing', text: '<p>Short.</p>' })])
  expect((await one.idsByTitle()).get('Quite another thing')).toBe(idOf(`url:${url(1)}#3`))
})

test('an id stays when a stronger key comes to light', async () => {
  const site = await opened()
  await site.run([a({ guid: 'g', title: 'One' })])
  await site.run([a({ guid: 'g', code: 'C1', title: 'One' })])
  expect((await site.entries())[0]).toMatchObject({ id: idOf('guid:a:g'), keys: expect.arrayContaining(['code:C1']) })
})

const hexOf = (key: string, digits: number) => sha(key).slice(0, digits)

const paths: readonly { name: string; item: Item; codes?: string; want: string }[] = [
  { name: 'the value of a configured identity', item: { code: 'C1', date: day }, want: 'a/2026/01/08/C1.html' },
  {
    name: '16 hex where the value holds a slash',
    item: { doi: '10.1/x', date: day },
    want: `a/2026/01/08/${hexOf('doi:10.1/x', 16)}.html`,
  },
  { name: 'a value of letters, digits, _ and -', item: { code: 'A_b-9', date: day }, codes: '.+', want: 'a/2026/01/08/A_b-9.html' },
  {
    name: '16 hex where the value holds dots',
    item: { code: '..', date: day },
    codes: '.+',
    want: `a/2026/01/08/${hexOf('code:..', 16)}.html`,
  },
  { name: '16 hex for a guid', item: { guid: 'g', date: day }, want: `a/2026/01/08/${hexOf('guid:a:g', 16)}.html` },
  { name: 'its home category', item: { code: 'C1', date: day, publisher: '国际商报' }, want: 'guojishangbao/2026/01/08/C1.html' },
  { name: 'the day on the site’s clocks', item: { code: 'C1', date: '2026-01-08T16:00:00Z' }, want: 'a/2026/01/09/C1.html' },
  { name: 'the day before, a second earlier', item: { code: 'C1', date: '2026-01-08T15:59:59Z' }, want: 'a/2026/01/08/C1.html' },
  { name: 'the day it was first seen, when it has no date', item: { code: 'C1' }, want: 'a/2026/01/10/C1.html' },
  {
    name: 'the day it was first seen, when its date lies far ahead',
    item: { code: 'C1', date: '2031-05-05T00:00:00Z' },
    want: 'a/2026/01/10/C1.html',
  },
]

for (const { name, item, codes, want } of paths) {
  test(`a path has ${name}`, async () => {
    const site = await opened([{ id: 'a' }], codes)
    await site.run([a({ title: 'One', ...item })])
    expect((await site.entries()).map((entry) => entry.path)).toEqual([want])
    expect(site.files.has(want)).toBe(true)
  })
}

test('a name that was ever given on that day, in any case and category, gets 8 hex of the id, in order of ids', async () => {
  const items = ['Ab1', 'aB1', 'AB1'].map((code) => ({ code, title: code, date: day, publisher: `In ${code === 'Ab1' ? 'one' : 'other'}` }))
  const [one, two] = [await opened([{ id: 'a' }], '\\w+'), await opened([{ id: 'a' }], '\\w+')]
  await one.run([a(...items)])
  await two.run([a(...[...items].reverse())])
  const [first, ...others] = ['Ab1', 'aB1', 'AB1'].sort((x, y) => (sha(`code:${x}`) < sha(`code:${y}`) ? -1 : 1))
  const nameOf = (path = '') => path.replace(/^in-\w+\/2026\/01\/08\//, '')
  const given = await one.pathsByTitle()
  expect(nameOf(given.get(first ?? ''))).toBe(`${first}.html`)
  for (const code of others) expect(nameOf(given.get(code))).toBe(`${code}-${hexOf(`code:${code}`, 8)}.html`)
  expect(await two.pathsByTitle()).toEqual(given)
})

test('the same name on another day is free', async () => {
  const site = await opened([{ id: 'a' }], '\\w+')
  await site.run([a({ code: 'ab1', title: 'One', date: day }), a({ code: 'AB1', title: 'Two', date: '2026-01-09T10:00:00Z' })])
  expect([...(await site.pathsByTitle()).values()].sort()).toEqual(['a/2026/01/08/ab1.html', 'a/2026/01/09/AB1.html'])
})

test('a name that an earlier run gave is taken', async () => {
  const site = await opened([{ id: 'a' }, { id: 'b' }], '\\w+')
  await site.run([a({ code: 'ab1', title: 'One', date: day })])
  await site.run([b({ code: 'AB1', title: 'Two', date: day })])
  expect((await site.pathsByTitle()).get('Two')).toBe(`b/2026/01/08/AB1-${hexOf('code:AB1', 8)}.html`)
})

test('a source that spells out another’s suffixed name stops nothing', async () => {
  const codes = ['ab1', 'AB1', 'aB1'].flatMap((code) => [code, `ab1-${hexOf(`code:${code}`, 8)}`, `${code}-${hexOf(`code:${code}`, 8)}`])
  const site = await opened([{ id: 'a' }], '[\\w-]+')
  await site.run([a(...codes.map((code) => ({ code, title: code, date: day })))])
  const given = [...(await site.pathsByTitle()).values()].map((path) => path.toLowerCase())
  expect(given).toHaveLength(new Set(codes).size)
  expect(new Set(given).size).toBe(given.length)
})
