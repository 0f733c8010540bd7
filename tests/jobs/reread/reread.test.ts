import { expect, onTestFinished, test } from 'vitest'
import { rereadUnder } from '../../support/rereading.ts'
import { configOf, type Item, openSite, settingsOf, type TestSite, type TestSource } from '../../support/site.ts'

const item = (name: string, more: Partial<Item> = {}): Item => ({
  guid: name,
  url: `https://a.example/${name}`,
  title: `Title ${name}`,
  date: '2026-01-02T03:04:05Z',
  text: `<p>Text of ${name}, which is long enough to be told from that of others.</p>`,
  ...more,
})

async function opened(sources: readonly TestSource[] = [{ id: 'a', category: 'Old' }], extra = ''): Promise<TestSite & { yaml: string }> {
  const yaml = configOf(sources, extra)
  const site = await openSite(settingsOf(yaml))
  onTestFinished(() => site.close())
  return { ...site, yaml }
}

const titles = async (site: TestSite) => (await site.entries()).map(({ title }) => title).sort()

test('another category rule moves what kept answers show, and what they do not show any more; nothing is news there', async () => {
  const site = await opened()
  await site.run([{ source: 'a', items: [item('gone'), item('stays')] }])
  for (const round of [1, 2, 3]) await site.run([{ source: 'a', items: [item('stays'), item(`new ${round}`)] }])
  const before = await site.entries()
  const { sources, published } = await rereadUnder(site, site.yaml.replace('category: [Old, a]', 'category: [New, a]'))
  expect(sources).toMatchObject([{ id: 'a', answers: { read: 3 }, sightings: { all: 5, kept: 4, changed: 5, new: 0 } }])
  expect(published.files).toBeGreaterThan(0)
  const after = await site.entries()
  expect(after.map(({ categories }) => categories)).toEqual(before.map(() => ['new']))
  const minted = ({ id, path, listed, firstSeen, datePublished }: (typeof after)[number]) => ({
    id,
    path,
    listed,
    firstSeen,
    datePublished,
  })
  expect(after.map(minted)).toEqual(before.map(minted))
})

test('what is read by the same rules again is what it was', async () => {
  const site = await opened([{ id: 'a', category: 'One' }, { id: 'b' }])
  await site.run([
    { source: 'a', items: [item('1'), item('2', { code: 'C1' })] },
    { source: 'b', items: [item('other', { code: 'C1' }), item('3', { publisher: 'P' })] },
  ])
  await site.run([{ source: 'a', items: [item('2', { code: 'C1', title: 'Title 2, corrected' }), item('4')] }])
  const before = [await site.entries(), new Map(site.files)]
  const { sources } = await rereadUnder(site, site.yaml, ['a', 'b'])
  for (const { sightings } of sources) expect(sightings).toMatchObject({ new: 0, changed: 0, dropped: 0, returned: 0, partly: 0 })
  expect([await site.entries(), new Map(site.files)]).toEqual(before)
})

test('replacements are made in what kept answers show, and in what is stored where making them twice changes nothing more', async () => {
  const site = await opened([{ id: 'a' }])
  await site.run([{ source: 'a', items: [item('gone')] }])
  for (const round of [1, 2, 3]) await site.run([{ source: 'a', items: [item('stays'), item(`new ${round}`)] }])
  const steady = site.yaml.replace('category: [', 'rules: [{ replace: { field: title, pattern: Title, with: Headline } }], category: [')
  const first = await rereadUnder(site, steady)
  expect(first.sources[0]?.sightings).toMatchObject({ changed: 5, partly: 0 })
  expect(await titles(site)).toEqual(['Headline gone', 'Headline new 1', 'Headline new 2', 'Headline new 3', 'Headline stays'])
  const growing = site.yaml.replace('category: [', 'rules: [{ replace: { field: title, pattern: ^, with: + } }], category: [')
  const second = await rereadUnder(site, growing)
  expect(second.sources[0]?.sightings).toMatchObject({ changed: 4, partly: 1 })
  expect(await titles(site)).toEqual(['+Title new 1', '+Title new 2', '+Title new 3', '+Title stays', 'Headline gone'])
  expect((await rereadUnder(site, growing, ['a'])).sources[0]?.sightings).toMatchObject({ changed: 0 })
})

test('what a rule drops is hidden, also where no kept answer shows it, and comes back under its id when the rule goes', async () => {
  const site = await opened([{ id: 'a' }])
  await site.run([{ source: 'a', items: [item('ad gone')] }])
  for (const round of [1, 2, 3]) await site.run([{ source: 'a', items: [item('ad'), item(`new ${round}`)] }])
  const before = await site.entries()
  const dropping = site.yaml.replace('category: [', 'rules: [{ drop: { field: title, pattern: ad } }], category: [')
  expect((await rereadUnder(site, dropping)).sources[0]?.sightings).toMatchObject({ dropped: 2, changed: 0 })
  expect(await titles(site)).toEqual(['Title new 1', 'Title new 2', 'Title new 3'])
  expect([...site.files.keys()].filter((path) => path.endsWith('.html') && path.startsWith('a/'))).toHaveLength(3)
  expect((await rereadUnder(site, site.yaml)).sources[0]?.sightings).toMatchObject({ returned: 2, dropped: 0 })
  expect(await site.entries()).toEqual(before)
})

test('what a rule dropped before it was ever stored comes from kept answers, and is no news', async () => {
  const yaml = configOf([{ id: 'a' }])
  const dropping = yaml.replace('category: [', 'rules: [{ drop: { field: title, pattern: secret } }], category: [')
  const other = await openSite(settingsOf(dropping))
  onTestFinished(() => other.close())
  await other.run([{ source: 'a', items: [item('1')] }])
  await other.run([{ source: 'a', items: [item('1'), item('secret')] }])
  expect(await titles(other)).toEqual(['Title 1'])
  expect((await rereadUnder(other, yaml)).sources[0]?.sightings).toMatchObject({ new: 1 })
  const found = (await other.entries()).find(({ title }) => title === 'Title secret')
  expect(found?.listed).toBe(found?.datePublished)
})

test('a configured identity that is new makes one of two, and one that was wrong and goes makes two again', async () => {
  const joined = configOf([{ id: 'a' }, { id: 'b', priority: 1 }])
  const apart = joined.replace("pattern: 'C\\d+'", "pattern: 'X\\d+'")
  const both = [
    { source: 'a', items: [item('1', { code: 'C7' })] },
    { source: 'b', items: [item('one', { code: 'C7', url: 'https://b.example/one' })] },
  ]
  const split = await openSite(settingsOf(apart))
  onTestFinished(() => split.close())
  await split.run(both)
  expect(await split.entries()).toHaveLength(2)
  await rereadUnder(split, joined)
  expect((await split.entries()).map(({ sources }) => sources)).toEqual([['b', 'a']])
  await rereadUnder(split, apart)
  expect((await split.entries()).map(({ sources }) => [...sources]).sort()).toEqual([['a'], ['b']])
})

test('a text is read anew from what its page had answered, by another selector', async () => {
  const page = (text: string) =>
    `<html><body><div class="lead"><p>Lead of ${text}.</p></div><div class="body"><p>Body of ${text}.</p></div></body></html>`
  const site = await opened([{ id: 'a', article: '{ content: .lead }' }])
  for (const name of ['1', '2']) site.answers.set(`https://a.example/${name}`, page(name))
  await site.run([{ source: 'a', items: [item('1', { text: '' }), item('2', { text: '' })] }])
  const texts = async () => (await site.entries()).map(({ contentHtml }) => contentHtml).sort()
  expect(await texts()).toEqual(['<p>Lead of 1.</p>', '<p>Lead of 2.</p>'])
  site.answers.clear()
  expect((await rereadUnder(site, site.yaml.replace('.lead', '.body'))).sources[0]?.sightings).toMatchObject({ articles: 2 })
  expect(await texts()).toEqual(['<p>Body of 1.</p>', '<p>Body of 2.</p>'])
})

test('answers of another address are left alone, and what today’s rules cannot read changes nothing', async () => {
  const site = await opened([{ id: 'a' }])
  await site.run([{ source: 'a', items: [item('1')] }])
  const elsewhere = await rereadUnder(site, site.yaml.replace('https://a.example/list', 'https://a.example/other'), ['a'])
  expect(elsewhere.sources[0]?.answers).toMatchObject({ read: 0, elsewhere: 1 })
  const wrong = await rereadUnder(site, site.yaml.replace('$.items', '$.nothing'), ['a'])
  expect(wrong.sources[0]).toMatchObject({ unreadable: [{ message: expect.any(String) }], sightings: { all: 1, kept: 0, changed: 0 } })
  expect(await titles(site)).toEqual(['Title 1'])
})

test('a withdrawn entry is in no kept answer, also when its source goes on showing it', async () => {
  const site = await opened([{ id: 'a' }])
  await site.run([{ source: 'a', items: [item('1'), item('2')] }])
  const { store } = site.deps
  expect(await store.answers.of('a')).toHaveLength(1)
  const dossier = await store.answers.sightings(await store.answers.sightingIds('a'))
  await store.retract({ row: dossier[0]?.sighting.entry ?? 0, at: 0, why: 'wrong', by: null, isSilent: false })
  expect(await store.answers.of('a')).toHaveLength(0)
  await site.run([{ source: 'a', items: [item('1'), item('2'), item('3')] }])
  expect(await store.answers.of('a')).toHaveLength(0)
  await site.run([{ source: 'a', items: [item('2'), item('3'), item('4')] }])
  expect(await store.answers.of('a')).toHaveLength(1)
})
