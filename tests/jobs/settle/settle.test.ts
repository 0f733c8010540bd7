// When entries become public, and what readers see of their changes (design §6).
import { expect, onTestFinished, test } from 'vitest'
import { sourceRecords } from '../../../src/jobs/sync.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSource } from '../../support/site.ts'

const minute = 60_000
const hour = 60 * minute
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const iso = (at: number) => new Date(at).toISOString()
const old = { code: 'C0', title: 'Old', date: '2026-01-01T00:00:00Z' }
const text = '<p>The board of the harbour company met on Friday and approved the plan for a new quay, which opens in spring.</p>'

async function opened(...sources: TestSource[]) {
  const site = await openSite(settingsOf(configOf(sources.length > 0 ? sources : [{ id: 'a' }, { id: 'b' }])))
  onTestFinished(() => site.close())
  const entry = async (title: string) => (await site.entries()).find((candidate) => candidate.title === title)
  return { ...site, entry }
}

const secondRunAt = firstRunAt + hour

interface DateRow {
  readonly name: string
  readonly date?: string
  readonly run: 'first' | 'later'
  readonly published: number
  readonly listed: number
}

const longAgo = Date.parse('2025-12-24T08:00:00Z')
const dates: readonly DateRow[] = [
  { name: 'is listed when it was published', date: iso(longAgo), run: 'first', published: longAgo, listed: longAgo },
  { name: 'is listed now, without a date', run: 'first', published: firstRunAt, listed: firstRunAt },
  {
    name: 'is listed now, with a date a little ahead',
    date: iso(firstRunAt + 9 * minute),
    run: 'first',
    published: firstRunAt + 9 * minute,
    listed: firstRunAt,
  },
  {
    name: 'is published now, with a date far ahead',
    date: iso(firstRunAt + 11 * minute),
    run: 'first',
    published: firstRunAt,
    listed: firstRunAt,
  },
  {
    name: 'is published now, with an impossible date',
    date: '2026-02-31T99:00:00Z',
    run: 'first',
    published: firstRunAt,
    listed: firstRunAt,
  },
  { name: 'is listed now, however old', date: iso(longAgo), run: 'later', published: longAgo, listed: secondRunAt },
  { name: 'is listed now, without a date', run: 'later', published: secondRunAt, listed: secondRunAt },
  {
    name: 'is published now, with a date far ahead',
    date: iso(secondRunAt + 24 * hour),
    run: 'later',
    published: secondRunAt,
    listed: secondRunAt,
  },
]

for (const { name, date, run, published, listed } of dates) {
  test(`what a source brings on its ${run} poll ${name}`, async () => {
    const site = await opened()
    const item = { guid: 'new', title: 'New', ...(date === undefined ? {} : { date }) }
    if (run === 'later') await site.run([a(old)])
    await site.run([a(item)])
    expect(await site.entry('New')).toMatchObject({
      datePublished: published,
      listed,
      firstSeen: run === 'first' ? firstRunAt : secondRunAt,
    })
  })
}

test('an entry that a known source shows as well is news, though another source is new', async () => {
  const site = await opened()
  await site.run([a(old)])
  await site.run([a({ code: 'C1', title: 'One', date: iso(longAgo) }), b({ code: 'C1', title: 'One', date: iso(longAgo) })])
  expect(await site.entry('One')).toMatchObject({ listed: secondRunAt })
})

test('a new source does not relist what is known', async () => {
  const site = await opened()
  await site.run([a({ code: 'C1', title: 'One', date: iso(longAgo) })])
  await site.run([b({ code: 'C1', title: 'One', date: iso(longAgo) })])
  expect(await site.entry('One')).toMatchObject({ listed: longAgo, sources: ['a', 'b'] })
})

test('an embargoed entry leaves no trace before its time', async () => {
  const site = await opened({ id: 'a', delay: '90m' })
  await site.run([a(old)], firstRunAt)
  await site.run([], firstRunAt + 90 * minute)
  const before = new Map(site.files)
  await site.run([a({ guid: 'new', title: 'New' })], firstRunAt + 2 * hour)
  await site.run([], firstRunAt + 2 * hour + 90 * minute - 1)
  expect(await site.entry('New')).toBeUndefined()
  expect(site.files).toEqual(before)
})

for (const late of [0, 30 * minute]) {
  test(`and is listed from its embargo’s end, or from the run that comes ${late} ms after it`, async () => {
    const site = await opened({ id: 'a', delay: '90m' })
    await site.run([a(old)])
    await site.run([a({ guid: 'new', title: 'New' })], secondRunAt)
    await site.run([], secondRunAt + 90 * minute + late)
    expect(await site.entry('New')).toMatchObject({
      firstSeen: secondRunAt,
      datePublished: secondRunAt,
      listed: secondRunAt + 90 * minute + late,
    })
  })
}

test('the embargo is the owner’s', async () => {
  const site = await opened({ id: 'a', priority: 1, delay: '90m' }, { id: 'b' })
  await site.run([
    b({ code: 'C1', title: 'From b' }),
    a({ code: 'C1', title: 'From a' }, { code: 'C2', title: 'Only a' }),
    b({ code: 'C3', title: 'Only b' }),
  ])
  expect((await site.entries()).map(({ title }) => title)).toEqual(['Only b'])
  await site.run([], firstRunAt + 90 * minute)
  expect((await site.entries()).map(({ title }) => title).sort()).toEqual(['From a', 'Only a', 'Only b'])
})

test('a source that leaves config keeps its embargo', async () => {
  const site = await opened({ id: 'a', delay: '90m' })
  await site.run([a(old)])
  await site.deps.store.syncSources([])
  const deps = { ...site.deps, settings: { ...site.deps.settings, sources: [] } }
  Object.assign(site.deps, deps)
  await site.run([], firstRunAt + 90 * minute - 1)
  expect(await site.entries()).toEqual([])
  await site.run([], firstRunAt + 90 * minute)
  expect(await site.entries()).toHaveLength(1)
})

const longer = `${text}<p>It will be the longest of the coast.</p>`
const updates: readonly { onUpdate: string; modified: number | null; listed: number }[] = [
  { onUpdate: 'touch', modified: secondRunAt, listed: longAgo },
  { onUpdate: 'silent', modified: null, listed: longAgo },
  { onUpdate: 'relist', modified: secondRunAt, listed: secondRunAt },
]

for (const { onUpdate, modified, listed } of updates) {
  test(`onUpdate ${onUpdate}: new text, ${modified === null ? 'no' : 'a'} new date, ${listed === longAgo ? 'the same' : 'a new'} place`, async () => {
    const site = await opened({ id: 'a', onUpdate })
    await site.run([a({ guid: 'g', title: 'One', date: iso(longAgo), text })])
    await site.run([a({ guid: 'g', title: 'One', date: iso(longAgo), text: longer })])
    expect(await site.entry('One')).toMatchObject({
      contentHtml: longer,
      dateModified: modified,
      listed,
      datePublished: longAgo,
      revision: 2,
    })
    const [inFeed] = await site.deps.store.window('a', { entries: 50, spanMs: 0, most: 500 })
    expect(inFeed?.listed).toBe(listed)
  })
}

const changes: readonly { name: string; item: Item; isNews: boolean; revision?: number }[] = [
  { name: 'another title', item: { title: 'Two', text }, isNews: true },
  { name: 'a sentence more', item: { title: 'One', text: longer }, isNews: true },
  { name: 'other markup', item: { title: 'One', text: text.replace('<p>', '<p><em>').replace('</p>', '</em></p>') }, isNews: false },
  { name: 'one letter of a long text', item: { title: 'One', text: text.replace('board', 'Board') }, isNews: false },
  { name: 'other numbers', item: { title: 'One', text: text.replace('12', '1,048') }, isNews: false },
  { name: 'another address', item: { title: 'One', text, url: 'https://x.example/2' }, isNews: false },
  { name: 'nothing', item: { title: 'One', text }, isNews: false, revision: 1 },
]

for (const { name, item, isNews, revision = 2 } of changes) {
  test(`${name} ${isNews ? 'moves' : 'does not move'} the date of change`, async () => {
    const site = await opened()
    const base = { guid: 'g', url: 'https://x.example/1', date: iso(longAgo), text: text.replace('Friday', 'Friday 12') }
    const changed = { ...base, ...item, text: (item.text ?? text).replace('Friday', 'Friday 12') }
    await site.run([a({ ...base, title: 'One' })])
    await site.run([a(name === 'other numbers' ? { ...base, title: 'One', text: base.text.replace('12', '1,048') } : changed)])
    const [entry] = await site.entries()
    expect(entry).toMatchObject({ dateModified: isNews ? secondRunAt : null, revision, listed: longAgo })
  })
}

test('onUpdate relist leaves the place where it is when nothing worth telling changed', async () => {
  const site = await opened({ id: 'a', onUpdate: 'relist' })
  await site.run([a({ guid: 'g', title: 'One', date: iso(longAgo), text })])
  await site.run([a({ guid: 'g', title: 'One', date: iso(longAgo), text: text.replace('board', 'Board') })])
  expect(await site.entry('One')).toMatchObject({ listed: longAgo, dateModified: null, revision: 2 })
})

test('what is changed silently stands in page and feeds all the same', async () => {
  const site = await opened({ id: 'a', onUpdate: 'silent' })
  await site.run([a({ code: 'C1', title: 'One', date: iso(longAgo), text })])
  await site.run([a({ code: 'C1', title: 'Corrected', date: iso(longAgo), text })])
  for (const path of ['a/2025/12/24/C1.html', 'category/a.json', 'feed.atom']) expect(site.files.get(path)).toContain('Corrected')
})

test('the date of publication never moves, whatever the source says later', async () => {
  const site = await opened()
  await site.run([a({ guid: 'g', title: 'One', date: iso(longAgo) })])
  await site.run([a({ guid: 'g', title: 'Two', date: iso(longAgo + 24 * hour) })])
  await site.run([a({ guid: 'g', title: 'Three' })])
  expect(await site.entry('Three')).toMatchObject({ datePublished: longAgo, listed: longAgo })
})

test('a source of higher priority takes the word over, and leaves id, path and dates', async () => {
  const site = await opened({ id: 'a' }, { id: 'b', priority: 1 })
  await site.run([a({ code: 'C1', title: 'From a', date: iso(longAgo), publisher: 'P' })])
  const [before] = await site.entries()
  await site.run([b({ code: 'C1', title: 'From b', date: iso(longAgo - hour), publisher: 'Q' })])
  const [after] = await site.entries()
  expect(after).toMatchObject({ title: 'From b', publisher: 'Q', source: 'b', sources: ['b', 'a'], categories: ['p', 'q'] })
  for (const kept of ['id', 'path', 'datePublished', 'listed', 'firstSeen'] as const) expect(after?.[kept]).toBe(before?.[kept])
  await site.run([a({ code: 'C1', title: 'From a again', date: iso(longAgo) })])
  expect((await site.entries()).map(({ title }) => title)).toEqual(['From b'])
})

test('a retired source keeps its standing', async () => {
  const site = await opened({ id: 'a', priority: 9 }, { id: 'b', priority: 1 })
  await site.run([a({ code: 'C1', title: 'From a' })])
  await site.deps.store.syncSources(sourceRecords(settingsOf(configOf([{ id: 'b', priority: 1 }]))))
  await site.run([b({ code: 'C1', title: 'From b' })])
  expect(await site.entries()).toMatchObject([{ title: 'From a', source: 'a', sources: ['a', 'b'] }])
})

test('entries that leave their source’s document stay, to the byte', async () => {
  const site = await opened()
  await site.run([a({ guid: '1', title: 'One' }, { guid: '2', title: 'Two' })])
  const before = new Map(site.files)
  await site.run([a({ guid: '2', title: 'Two' })])
  expect(site.files).toEqual(before)
})

const useless: readonly { name: string; body: string | null }[] = [
  { name: 'HTTP 404', body: null },
  { name: 'nothing at all', body: '' },
  { name: 'no items', body: '{"items":[]}' },
  { name: 'an error in JSON', body: '{"error":"try again"}' },
  { name: 'items of another shape', body: '{"items":"none"}' },
  { name: 'items without content', body: '{"items":[{},null,7]}' },
  { name: 'a login page', body: '<!doctype html><title>Log in</title><form><input name=user></form>' },
  { name: 'half of an answer', body: '{"items":[{"guid":"1","title":"Changed"' },
]

for (const { name, body } of useless) {
  test(`an answer that is ${name} changes nothing`, async () => {
    const site = await opened()
    await site.run([a({ guid: '1', title: 'One', text }, { guid: '2', title: 'Two' })])
    const before = [await site.entries(), new Map(site.files)]
    await site.run([{ source: 'a', items: [], body }])
    expect([await site.entries(), site.files]).toEqual(before)
  })
}
