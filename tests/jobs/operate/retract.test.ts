// What readers see of withdrawn entries, and that these stay away (design §8, `retract`).
import { expect, onTestFinished, test } from 'vitest'
import { AppError } from '../../../src/base/errors.ts'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { restoreEntry, retractEntry, type Withdrawing } from '../../../src/jobs/operate/retract.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSource } from '../../support/site.ts'

const hour = 3_600_000
const day = 24 * hour
/** Its month's archive is closed. */
const longAgo = Date.UTC(2025, 5, 10)
const retractedAt = firstRunAt + hour / 2
const quay: Item = {
  guid: 'g1',
  url: 'https://paper.example/quay',
  title: 'A second quay',
  date: '2026-01-09T08:00:00Z',
  text: '<p>The harbour company will build a second quay, its board decided on Friday evening.</p>',
  code: 'C1',
}
const bridge: Item = { guid: 'g2', url: 'https://paper.example/bridge', title: 'A bridge', date: '2026-01-09T09:00:00Z', text: '<p>B</p>' }
const tunnel: Item = { guid: 'g0', url: 'https://paper.example/tunnel', title: 'A tunnel', date: '2026-01-08T09:00:00Z', text: '<p>T</p>' }
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })

async function opened(sources: readonly TestSource[] = [{ id: 'a' }, { id: 'b' }], extra = '') {
  const site = await openSite(settingsOf(configOf(sources, extra)))
  onTestFinished(() => site.close())
  const at = (now: number) => ({ ...site.deps, clock: { now: () => now } })
  const named = (row: number) => ({ row, id: null, path: null, title: quay.title ?? '' })
  return {
    ...site,
    at,
    retract: (said: Partial<Withdrawing> & { row?: number } = {}, now = retractedAt) =>
      retractEntry(named(said.row ?? 1), { why: 'It was wrong.', isSilent: false, by: 'ops', ...said }, at(now)),
    restore: (now: number, row = 1) => restoreEntry(named(row), at(now)),
    publishAt: (now: number) => settleAndPublish(now, at(now)),
    entryOf: async (key: string) => (await site.entries()).filter(({ keys }) => keys.includes(key)),
    text: (path: string) => site.files.get(path) ?? '',
  }
}

/** Every published file that holds the text. */
function filesWith(files: ReadonlyMap<string, string>, text: string): readonly string[] {
  return [...files].filter(([, bytes]) => bytes.includes(text)).map(([path]) => path)
}

const idsIn = (feed: string) => (JSON.parse(feed).items as readonly { id: string }[]).map(({ id }) => id)

test('its id stands where it stood, as retracted, with the reason as its only content', async () => {
  const site = await opened()
  await site.run([a(tunnel, quay, bridge)])
  const before = await site.entryOf('code:C1')
  const order = idsIn(site.text('category/a.json'))
  const report = await site.retract({ row: 2 })
  expect(idsIn(site.text('category/a.json'))).toEqual(order)
  expect(idsIn(site.text('feed.json'))).toEqual(order)
  const item = JSON.parse(site.text('category/a.json')).items[1]
  expect(item).toEqual({
    id: before[0]?.id,
    url: `https://news.example/${before[0]?.path}`,
    title: '[Retracted] A second quay',
    content_html: '<p>It was wrong.</p>',
    date_published: '2026-01-09T08:00:00Z',
    date_modified: new Date(retractedAt).toISOString().replace('.000', ''),
  })
  expect(filesWith(site.files, 'second quay, its board')).toEqual([])
  for (const path of ['feed.rss', 'category/a.atom', 'category/a.html', 'index.html'])
    expect(site.text(path)).toContain('[Retracted] A second quay')
  expect(report).toMatchObject({
    kind: 'retracted',
    page: item.url,
    erased: 'wiped',
    feeds: ['https://news.example/category/a.atom', 'https://news.example/feed.atom'],
    shownUntil: retractedAt + 30 * day,
  })
})

test('its page is a notice that is not to be found', async () => {
  const site = await opened()
  await site.run([a(quay, bridge)])
  const path = (await site.entryOf('code:C1'))[0]?.path ?? ''
  await site.retract()
  for (const part of ['noindex', 'This article was retracted', 'A second quay', 'It was wrong.']) expect(site.text(path)).toContain(part)
  expect(site.text(path)).not.toContain('paper.example')
  expect(await site.deps.store.isGone(path)).toBe(true)
  expect(site.text('sitemap.xml')).not.toContain(path)
})

test('Atom names it as deleted, also outside the window, only in feeds that it stood in', async () => {
  const site = await opened()
  const newer = Array.from({ length: 60 }, (_, n) => ({ guid: `n${n}`, title: `Newer ${n}`, date: '2026-01-10T00:00:00Z' }))
  await site.run([a({ ...quay, date: '2025-12-09T08:00:00Z' }, ...newer), b(bridge)])
  const [entry] = await site.entryOf('code:C1')
  await site.retract()
  const deleted = `<at:deleted-entry ref="${entry?.id}" when="2026-01-10T12:30:00Z">`
  expect(site.text('category/a.atom')).toContain(deleted)
  expect(site.text('feed.atom')).toContain(deleted)
  expect(site.text('feed.atom')).toContain('<at:comment>It was wrong.</at:comment>')
  expect(site.text('category/a.atom')).not.toContain('[Retracted]')
  expect(site.text('category/b.atom')).not.toContain('deleted-entry')
})

test('archives are written again, closed ones too', async () => {
  const site = await opened()
  const old = (n: number): Item => ({
    guid: `o${n}`,
    title: `Old ${n}`,
    text: `<p>Told of ${n}.</p>`,
    date: new Date(longAgo + n * hour).toISOString(),
  })
  await site.run([a({ ...quay, date: new Date(longAgo).toISOString() }, ...Array.from({ length: 120 }, (_, n) => old(n + 1)))])
  const [entry] = await site.entryOf('code:C1')
  const shelves = filesWith(site.files, 'second quay, its board').filter((path) => /2025-06/.test(path))
  expect(shelves.length).toBeGreaterThan(3)
  const before = new Map(site.files)
  await site.retract()
  expect(filesWith(site.files, 'second quay, its board')).toEqual([])
  expect(filesWith(site.files, '[Retracted] A second quay')).toEqual(
    expect.arrayContaining(shelves.filter((path) => path.startsWith('category'))),
  )
  await site.publishAt(retractedAt + 30 * day)
  for (const path of shelves.filter((shelf) => shelf.startsWith('category'))) expect(site.text(path)).not.toContain(entry?.id)
  await site.restore(retractedAt + 31 * day)
  await site.run([a(quay)], retractedAt + 32 * day)
  expect(filesWith(site.files, 'second quay, its board')).toEqual(expect.arrayContaining([...shelves]))
  expect([...site.files.keys()].sort()).toEqual([...before.keys()].sort())
})

test('a category that is renamed meanwhile holds it again', async () => {
  const site = await opened()
  await site.run([a(quay, bridge)])
  const [before] = await site.entryOf('code:C1')
  await site.retract({ isSilent: true })
  const command = { kind: 'rename', slug: 'a', name: 'Ports', newSlug: 'ports' } as const
  await changeCategories(command, site.at(firstRunAt + hour))
  expect(site.text('category/ports.atom')).toContain(`ref="${before?.id}"`)
  await site.restore(firstRunAt + 2 * hour)
  expect(idsIn(site.text('category/ports.json'))).toContain(before?.id)
  expect(await site.entryOf('code:C1')).toMatchObject([{ path: before?.path, categories: ['ports'] }])
})

test('a silent one leaves nothing behind but that its id is deleted', async () => {
  const site = await opened()
  await site.run([a(quay, bridge)])
  const [entry] = await site.entryOf('code:C1')
  await site.retract({ isSilent: true })
  expect(filesWith(site.files, 'A second quay')).toEqual([])
  expect(filesWith(site.files, 'It was wrong.')).toEqual([])
  expect(site.text('category/a.atom')).toContain(`<at:deleted-entry ref="${entry?.id}"`)
  expect(site.text(entry?.path ?? '')).toContain('This article was retracted')
  expect(await site.deps.store.isGone(entry?.path ?? '')).toBe(true)
})

test('after 30 days nothing stands in its place, and the notice stays without the title', async () => {
  const site = await opened()
  await site.run([a(quay, bridge)])
  const [entry] = await site.entryOf('code:C1')
  await site.retract()
  await site.publishAt(retractedAt + 30 * day - 1)
  expect(filesWith(site.files, 'A second quay')).not.toEqual([])
  await site.publishAt(retractedAt + 30 * day)
  expect(filesWith(site.files, 'A second quay')).toEqual([])
  expect(filesWith(site.files, entry?.id ?? '?')).toEqual([])
  expect(site.text(entry?.path ?? '')).toContain('It was wrong.')
  expect(await site.deps.store.isGone(entry?.path ?? '')).toBe(true)
})

test('said again, the words are others, the moment stays', async () => {
  const site = await opened()
  await site.run([a(quay, bridge)])
  await site.retract()
  const again = await site.retract({ why: '更正', by: 'other' }, retractedAt + day)
  expect(again).toMatchObject({
    kind: 'reworded',
    retraction: { at: retractedAt, why: '更正', by: 'other' },
    shownUntil: retractedAt + 30 * day,
  })
  expect(JSON.parse(site.text('feed.json')).items[1]).toMatchObject({ content_html: '<p>更正</p>', date_modified: '2026-01-10T12:30:00Z' })
  await site.retract({ isSilent: true }, retractedAt + day)
  expect(JSON.parse(site.text('feed.json')).items).toHaveLength(1)
  await site.retract({}, retractedAt + day)
  expect(JSON.parse(site.text('feed.json')).items).toHaveLength(2)
})

const returns: readonly { readonly name: string; readonly documents: readonly Document[] }[] = [
  { name: 'with another text', documents: [a({ ...quay, text: '<p>Quite another text of the same article about it.</p>' })] },
  { name: 'with another title and text', documents: [a({ ...quay, title: 'Another title', text: '<p>Other words, all of them.</p>' })] },
  { name: 'under another guid', documents: [a({ ...quay, guid: 'churned' }), a({ ...quay, guid: 'again' })] },
  { name: 'at another address', documents: [a({ ...quay, url: 'https://paper.example/elsewhere' })] },
  { name: 'at another source with its identity', documents: [b({ ...quay, guid: 'x', url: 'https://b.example/1', title: 'Copied' })] },
  { name: 'at another source with its address and title', documents: [b({ guid: 'x', url: quay.url ?? '', title: quay.title ?? '' })] },
  { name: 'once more, unchanged', documents: [a(quay), a(quay)] },
]

for (const { name, documents } of returns)
  for (const isSilent of [false, true])
    test(`it never comes back as new ${name}${isSilent ? ', though it was withdrawn silently' : ''}`, async () => {
      const site = await opened()
      await site.run([a(quay, bridge)])
      const [entry] = await site.entryOf('code:C1')
      await site.retract({ isSilent })
      const files = new Map(site.files)
      for (const document of documents) await site.run([document])
      await site.deps.store.markAllStale()
      await site.publishAt(firstRunAt + 5 * hour)
      expect(Object.fromEntries(site.files)).toEqual(Object.fromEntries(files))
      await site.restore(firstRunAt + 6 * hour)
      expect(await site.entries()).toHaveLength(2)
      expect(await site.entryOf('code:C1')).toMatchObject([{ id: entry?.id, path: entry?.path }])
    })

test('what merges with it is withdrawn, too, under the one id', async () => {
  const site = await opened()
  const twin = { guid: 'x', url: 'https://b.example/1', title: 'Twin', text: '<p>The text at b.</p>' }
  await site.run([b(twin)])
  await site.run([a(quay)])
  const [older] = await site.entryOf('url:https://b.example/1')
  const [younger] = await site.entryOf('code:C1')
  await site.retract({ row: 2 }, firstRunAt + 2 * hour)
  expect(filesWith(site.files, 'The text at b.')).not.toEqual([])
  await site.run([b({ ...twin, code: 'C1' })], firstRunAt + 3 * hour)
  expect(filesWith(site.files, 'The text at b.')).toEqual([])
  expect(await site.entries()).toMatchObject([{ id: younger?.id, path: younger?.path }])
  expect(site.text('category/a.atom')).toContain(`ref="${younger?.id}"`)
  expect(site.text('category/a.atom')).not.toContain(`ref="${older?.id}"`)
  for (const entry of [older, younger]) expect(site.text('feed.atom')).toContain(`ref="${entry?.id}"`)
  expect(site.text('category/b.atom')).toContain(`ref="${older?.id}"`)
  expect(await site.deps.store.movedFrom(older?.path ?? '')).toBe(younger?.path)
  expect(await site.deps.store.isGone(younger?.path ?? '')).toBe(true)
  await site.restore(firstRunAt + 4 * hour, 2)
  await site.run([a(quay), b(twin)], firstRunAt + 5 * hour)
  expect(await site.entries()).toMatchObject([{ id: younger?.id, path: younger?.path, sources: ['a', 'b'], contentHtml: quay.text }])
})

test('a published one that takes over one that waited, withdrawn, is withdrawn in its stead', async () => {
  const site = await opened([{ id: 'a', delay: '2d' }, { id: 'b' }])
  const twin = { guid: 'x', url: 'https://b.example/1', title: 'Twin', text: '<p>The text at b.</p>' }
  await site.run([a(quay), b(twin)])
  const [published] = await site.entries()
  await site.retract()
  await site.run([b({ ...twin, code: 'C1' })])
  expect(await site.entries()).toMatchObject([{ id: published?.id, contentHtml: null, retraction: { why: 'It was wrong.' } }])
  expect(filesWith(site.files, 'The text at b.')).toEqual([])
  expect(site.text('category/b.atom')).toContain(`ref="${published?.id}"`)
  await site.restore(firstRunAt + 3 * hour, 2)
  await site.run([b({ ...twin, code: 'C1' })])
  expect(await site.entries()).toMatchObject([{ id: published?.id, contentHtml: twin.text }])
})

test('what parts from it stays away as well', async () => {
  const site = await opened()
  const { code: _, ...plain } = quay
  const copy = { ...plain, guid: 'x' }
  await site.run([a(plain), b(copy)])
  const [before] = await site.entries()
  await site.retract()
  // Two articles after all: apart they would be one withdrawn and one new.
  await site.run([a({ ...plain, code: 'C1' }), b({ ...copy, code: 'C2' })])
  expect(await site.entries()).toMatchObject([{ id: before?.id, keys: expect.arrayContaining(['code:C1', 'code:C2']) }])
  expect(filesWith(site.files, 'second quay, its board')).toEqual([])
})

test('undone, it has its id, path and place again, and its text when that is read next', async () => {
  const site = await opened()
  await site.run([a(tunnel, quay, bridge)])
  const files = new Map(site.files)
  const [before] = await site.entryOf('code:C1')
  for (const isSilent of [false, true]) {
    await site.retract({ row: 2, isSilent })
    const report = await site.restore(firstRunAt + hour, 2)
    expect(report).toMatchObject({ kind: 'restored', sources: ['a'], retraction: { why: 'It was wrong.' } })
    expect(await site.entryOf('code:C1')).toMatchObject([{ id: before?.id, path: before?.path, listed: before?.listed, contentHtml: null }])
    expect(idsIn(site.text('category/a.json'))).toEqual(idsIn(files.get('category/a.json') ?? ''))
    expect(site.text('feed.atom')).not.toContain('deleted-entry')
    // The very same bytes as before: they are read all the same.
    await site.run([a(tunnel, quay, bridge)])
    expect(await site.entryOf('code:C1')).toMatchObject([
      { id: before?.id, path: before?.path, listed: before?.listed, contentHtml: quay.text },
    ])
    expect(site.text(before?.path ?? '')).toContain('second quay, its board')
  }
})

test('undone, it keeps its place where changes are news', async () => {
  const site = await opened([{ id: 'a', onUpdate: 'relist' }])
  await site.run([a(quay, bridge)])
  const [before] = await site.entryOf('code:C1')
  await site.retract()
  await site.restore(firstRunAt + hour)
  await site.run([a(quay, bridge)])
  expect(await site.entryOf('code:C1')).toMatchObject([{ listed: before?.listed, contentHtml: quay.text }])
})

test('nothing is fetched of it while it is withdrawn, and its page is once it is given back', async () => {
  const article = '{ url: "https://paper.example/text/{code}", content: "#t", recheck: [1h, 24h] }'
  const site = await opened([{ id: 'a', article }])
  const page = 'https://paper.example/quay'
  site.answers.set(page, `<html><body><div id="t">${quay.text}</div></body></html>`)
  await site.run([a(quay)])
  const asked = () => site.fetched.filter((url) => url.startsWith('https://paper.example/')).length
  const before = asked()
  expect(before).toBeGreaterThan(0)
  await site.retract()
  for (const at of [2, 3, 30]) await site.run([a({ ...quay, title: `Changed ${at}` })], firstRunAt + at * hour)
  expect(asked()).toBe(before)
  await site.restore(firstRunAt + 40 * hour)
  await site.run([a(quay)], firstRunAt + 41 * hour)
  expect(asked()).toBe(before + 1)
})

test('one that was never published is not published', async () => {
  const site = await opened([{ id: 'a', delay: '2h' }])
  await site.run([a(quay)])
  expect(await site.entries()).toEqual([])
  const report = await site.retract()
  expect(report).toMatchObject({ page: null, feeds: [], entry: { title: 'A second quay' } })
  await site.run([a(quay)], firstRunAt + 3 * hour)
  expect(await site.entries()).toEqual([])
  expect(filesWith(site.files, 'A second quay')).toEqual([])
  await site.restore(firstRunAt + 4 * hour)
  await site.run([a(quay)], firstRunAt + 5 * hour)
  expect(await site.entries()).toMatchObject([{ title: 'A second quay', contentHtml: quay.text }])
})

test('what cannot be published is withdrawn all the same, and said so', async () => {
  const site = await opened()
  await site.run([a(quay)])
  const locked = async () => {
    throw new AppError('in-use', 'Another newsstand writes', 'Wait for it.')
  }
  const deps = { ...site.at(retractedAt), withWriterLock: locked }
  const entry = { row: 1, id: null, path: null, title: '' }
  await expect(retractEntry(entry, { why: 'Why', isSilent: false, by: null }, deps)).rejects.toMatchObject({
    code: 'in-use',
    advice: expect.stringMatching(/^Wait for it\. What you asked for is recorded all the same/),
  })
  expect(filesWith(site.files, 'second quay, its board')).not.toEqual([])
  expect(await site.retract({ why: 'Why' })).toMatchObject({ kind: 'reworded', retraction: { at: retractedAt } })
  expect(filesWith(site.files, 'second quay, its board')).toEqual([])
})

test('what was not withdrawn cannot be given back', async () => {
  const site = await opened()
  await site.run([a(quay)])
  await expect(site.restore(firstRunAt + hour)).rejects.toMatchObject({
    code: 'not-retracted',
    message: '"A second quay" is not retracted',
  })
})

for (const why of ['', ' \n', '\u0000', 'x'.repeat(1_001)])
  test(`${JSON.stringify(why.slice(0, 5))} is no reason`, async () => {
    const site = await opened()
    await site.run([a(quay)])
    await expect(site.retract({ why })).rejects.toMatchObject({ code: 'usage' })
    expect(await site.entryOf('code:C1')).toMatchObject([{ retraction: null, contentHtml: quay.text }])
  })
