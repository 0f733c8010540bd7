// What pruning takes away and what it leaves, over real documents, and that what went stays away (design §6, `prune`).
import { expect, onTestFinished, test } from 'vitest'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { type PruneOptions, prune } from '../../../src/jobs/operate/prune.ts'
import { restoreEntry, retractEntry } from '../../../src/jobs/operate/retract.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { category } from '../../contract/store-samples.ts'
import { memoryRegistry } from '../../support/registry.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSource } from '../../support/site.ts'

const hour = 3_600_000
const day = 24 * hour
const later = firstRunAt + 400 * day

/** Items 1 to `count`, a day apart, the last one on 9 January. */
const items = (count: number, first = 1): Item[] =>
  Array.from({ length: count }, (_, at) => ({
    guid: `g${first + at}`,
    url: `https://x.example/${first + at}`,
    title: `Story ${first + at}`,
    date: new Date(Date.UTC(2026, 0, 9, 8) - (count - at - 1) * day).toISOString(),
    text: `<p>The words of story ${first + at}, which nobody else has written about in this way.</p>`,
  }))
const a = (...some: Item[]): Document => ({ source: 'a', items: some })
const b = (...some: Item[]): Document => ({ source: 'b', items: some })

const small = 'publish: { dir: public, entries: 2'

async function opened({
  keep = '{ entries: 3 }',
  sources = [{ id: 'a' }, { id: 'b' }],
  extra = '',
}: {
  keep?: string
  sources?: readonly TestSource[]
  extra?: string
} = {}) {
  const yaml = configOf(sources, extra).replace('publish: { dir: public', `${small}, keep: ${keep}`)
  const site = await openSite(settingsOf(yaml))
  onTestFinished(() => site.close())
  const at = (now: number) => ({ ...site.deps, clock: { now: () => now } })
  return {
    ...site,
    at,
    prune: (options: Partial<PruneOptions> = {}, now = later) =>
      prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {}, ...options }, at(now)),
    publishAt: (now: number) => settleAndPublish(now, at(now)),
    titles: async () => (await site.entries()).map(({ title }) => title),
    ids: async () => (await site.entries()).map(({ id }) => id),
  }
}

test('the newest stay, the others go from everything that readers see', async () => {
  const site = await opened()
  await site.run([a(...items(6))])
  const before = await site.entries()
  const report = await site.prune()
  expect(await site.titles()).toEqual(['Story 6', 'Story 5', 'Story 4'])
  expect(report).toMatchObject({ entries: 3, categories: [{ slug: 'a', entries: 6, gone: 3, stay: { newest: 3, window: 0 } }] })
  expect(report.bytes).toBeGreaterThan(500)
  for (const { path, title } of before.slice(3)) {
    expect(site.files.has(path)).toBe(false)
    expect([...site.files].filter(([, text]) => text.includes(title)).map(([file]) => file)).toEqual([])
    expect(await site.deps.store.isGone(path)).toBe(true)
  }
})

test('a feed is written before anything goes: what only stood in it before is not kept for that', async () => {
  const site = await opened()
  await site.run([a(...items(6))])
  const { settings, store } = site.deps
  await store.markAllStale()
  await settleAndPublish(later, { ...site.at(later), settings: { ...settings, publish: { ...settings.publish, entries: 4 } } })
  await store.markAllStale()
  expect(await site.prune()).toMatchObject({ entries: 3, categories: [{ stay: { newest: 3, window: 0 } }] })
})

test('what its sources go on showing is never new again, also when its text or guid is another', async () => {
  const site = await opened()
  const documents = [a(...items(6))]
  await site.run(documents)
  await site.prune()
  const ids = await site.ids()
  const feeds = () => [...site.files].filter(([path]) => /feed|category/.test(path)).map(([path, text]) => `${path} ${text}`)
  const before = feeds()
  for (let poll = 1; poll <= 10; poll++) await site.run(documents, later + poll * hour)
  const changed = items(3).map((item) => ({ ...item, title: `${item.title}, corrected`, text: '<p>Other words entirely.</p>' }))
  await site.run([a(...changed, ...items(3, 4))], later + 20 * hour)
  const moved = items(3).map(({ guid, ...item }) => ({ ...item, guid: `other-${guid}` }))
  await site.run([a(...moved, ...items(3, 4))], later + 21 * hour)
  expect(await site.ids()).toEqual(ids)
  expect(feeds()).toEqual(before)
  expect((await site.deps.store.entryPage({ category: null, source: null, after: null, limit: 100, isPublicOnly: true })).length).toBe(3)
})

test('another source that shows it brings nothing new either', async () => {
  const site = await opened()
  await site.run([a(...items(6))])
  await site.prune()
  const ids = await site.ids()
  await site.run([b(...items(2))], later + hour)
  expect(await site.ids()).toEqual(ids)
  await site.run([b(...items(2), ...items(1, 9))], later + 2 * hour)
  expect(await site.ids()).toHaveLength(4)
})

test('polls of tombstones count nothing, ask for no page, and leave nothing of the text in the store', async () => {
  const site = await opened({ sources: [{ id: 'a', article: '{ content: .text }' }] })
  for (const n of [1, 2, 3, 4, 5, 6, 7]) site.answers.set(`https://x.example/${n}`, `<p class="text">The page of story ${n}.</p>`)
  await site.run([a(...items(6))])
  await site.prune()
  const asked = site.fetched.length
  await site.run([a(...items(3).map((item) => ({ ...item, text: '<p>Kept nowhere at all.</p>' })), ...items(3, 4))], later + hour)
  expect(site.fetched.slice(asked)).toEqual(['https://a.example/list'])
  const [poll] = await site.deps.store.ledger('a', 1)
  expect(poll).toMatchObject({ new: 0, updated: 0, merged: 0 })
  const [dry] = [await site.prune({ isDryRun: true })]
  expect(dry?.entries).toBe(0)
})

const quay: Item = {
  guid: 'q',
  url: 'https://x.example/quay',
  title: 'A quay',
  date: '2026-01-01T08:00:00Z',
  text: '<p>A quay is built.</p>',
  code: 'C1',
}

test('a living entry that turns out to be one with a tombstone goes on under its own id, and takes the address over', async () => {
  const site = await opened({ sources: [{ id: 'a' }, { id: 'b', category: 'bees' }] })
  await site.run([a(quay, ...items(6))])
  const old = (await site.entries()).find(({ title }) => title === 'A quay')
  await site.prune()
  const { code: _, ...unnamed } = quay
  const told = { ...unnamed, guid: 'b1', url: 'https://y.example/quay', title: 'The quay of the harbour' }
  await site.run([b(told)], later + hour)
  const living = (await site.entries()).find(({ title }) => title === told.title)
  await site.run([b({ ...told, code: 'C1' })], later + 2 * hour)
  const after = (await site.entries()).find(({ title }) => title === told.title)
  expect(after).toMatchObject({ id: living?.id, path: living?.path, title: told.title, categories: ['bees'], source: 'b' })
  expect(after?.keys).toEqual(expect.arrayContaining(['code:C1', 'url:https://x.example/quay', 'url:https://y.example/quay']))
  expect(await site.deps.store.movedFrom(old?.path ?? '')).toBe(living?.path)
  // Its own source shows it still: that is no news of this entry.
  await site.run([a({ ...quay, text: '<p>Other words.</p>' }, ...items(6))], later + 3 * hour)
  expect((await site.entries()).find(({ id }) => id === living?.id)).toEqual(after)
})

test('the order of polls in a run plays no part in that', async () => {
  const { code: _, ...unnamed } = quay
  const told = { ...unnamed, guid: 'b1', url: 'https://y.example/quay', title: 'The quay' }
  const c: Document = { source: 'c', items: [{ ...quay, guid: 'c1', title: 'Quay', text: '<p>Seen by a third one.</p>' }] }
  const last = [b({ ...told, code: 'C1' }), a({ ...quay, text: '<p>Corrected.</p>' }, ...items(6)), c]
  const after = async (order: readonly number[]) => {
    const site = await opened({ sources: [{ id: 'a' }, { id: 'b', category: 'bees' }, { id: 'c', priority: 3 }] })
    await site.run([a(quay, ...items(6))])
    await site.prune()
    await site.run([b(told)], later + hour)
    await site.run(
      order.flatMap((at) => last[at] ?? []),
      later + 2 * hour,
    )
    return { entries: await site.entries(), files: [...site.files].sort() }
  }
  const first = await after([0, 1, 2])
  expect(first.entries.find(({ keys }) => keys.includes('code:C1'))).toMatchObject({ source: 'c', title: 'Quay' })
  for (const order of [
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])
    expect(await after(order)).toEqual(first)
})

test('what was pruned can be withdrawn, and after that stays pruned', async () => {
  const site = await opened()
  await site.run([a(...items(6))])
  const [gone] = (await site.entries()).slice(-1)
  await site.prune()
  const named = { row: 1, id: null, path: null, title: 'Story 1' }
  const said = { why: 'It was wrong.', isSilent: false, by: 'ops' }
  const report = await retractEntry(named, said, site.at(later + hour))
  expect(report).toMatchObject({ kind: 'retracted', retraction: { isShown: false, isPublic: true } })
  expect(site.files.get(gone?.path ?? '')).toContain('It was wrong.')
  expect(site.files.get('category/a.atom')).toContain(`<at:deleted-entry ref="${gone?.id}"`)
  expect(await restoreEntry(named, site.at(later + 2 * hour))).toMatchObject({ kind: 'restored', sources: [] })
  await site.run([a(...items(6))], later + 3 * hour)
  expect(await site.titles()).toEqual(['Story 6', 'Story 5', 'Story 4'])
  expect(site.files.has(gone?.path ?? '')).toBe(false)
  expect(await site.deps.store.pruning.tombstone(gone?.path ?? '')).toMatchObject({ title: 'Story 1' })
})

test('categories may be renamed and merged: tombstones stay so, and name the category of today', async () => {
  const site = await opened({ sources: [{ id: 'a' }, { id: 'b' }] })
  await site.run([a(...items(5)), b(...items(5, 11))])
  const [gone] = (await site.entries()).filter(({ title }) => title === 'Story 1')
  await site.prune()
  await changeCategories({ kind: 'rename', slug: 'a', name: 'Alpha', newSlug: 'alpha' }, site.at(later + hour))
  await changeCategories({ kind: 'merge', from: 'alpha', into: 'b' }, site.at(later + 2 * hour))
  await site.run([a(...items(5)), b(...items(5, 11))], later + 3 * hour)
  expect(await site.titles()).toHaveLength(6)
  expect(await site.deps.store.pruning.tombstone(gone?.path ?? '')).toMatchObject({
    home: { slug: 'b', name: 'b' },
    url: 'https://x.example/1',
  })
  expect(await site.prune({}, later + 4 * hour)).toMatchObject({
    entries: 0,
    // Of both, those of two days before the newest stand in the feed.
    categories: [{ slug: 'b', entries: 6, gone: 0, stay: { newest: 3, window: 3 } }],
  })
})

test('a dry run says the same as the run, and changes nothing', async () => {
  const site = await opened({ keep: '{ days: 3 }', sources: [{ id: 'a' }, { id: 'b' }] })
  await site.run([a(...items(9)), b(...items(4, 11))])
  const files = new Map(site.files)
  const dry = await site.prune({ isDryRun: true }, firstRunAt + day)
  expect(site.files).toEqual(files)
  const { published, ...done } = await site.prune({}, firstRunAt + day)
  expect(dry).toEqual({ ...done, isDryRun: true, published: null })
  expect(done.categories).toMatchObject([
    { slug: 'a', entries: 9, gone: 6, stay: { newest: 0, recent: 1, window: 2 } },
    { slug: 'b', entries: 4, gone: 1, stay: { recent: 1, window: 2 } },
  ])
  expect(await site.prune({}, firstRunAt + day)).toMatchObject({ entries: 0, bytes: 0 })
})

test('what is withdrawn, removed or not settled stays; what a category keeps, stays in all', async () => {
  const site = await opened({
    sources: [
      { id: 'a', category: 'one' },
      { id: 'b', category: 'two', joins: true },
    ],
    extra: 'categories: [{ name: two, keep: { days: 300 } }]\n',
  })
  await site.run([a(...items(7)), b(...items(1), ...items(3, 21))])
  await retractEntry(
    { row: 2, id: null, path: null, title: 'Story 2' },
    { why: 'Wrong.', isSilent: false, by: null },
    site.at(firstRunAt + day),
  )
  const report = await site.prune({ category: 'one' }, firstRunAt + 2 * day)
  expect(report.categories).toMatchObject([{ slug: 'one', stay: { newest: 3, elsewhere: 1, withdrawn: 1 }, gone: 2 }])
  expect(await site.titles()).toEqual(expect.arrayContaining(['Story 1', 'Story 2']))
})

test('entries of a private category go by its own rule, and only there', async () => {
  const site = await opened({
    keep: 'all',
    sources: [
      { id: 'a', category: 'open' },
      { id: 'b', category: 'closed' },
    ],
    extra: 'categories: [{ name: closed, private: true, keep: { entries: 1 } }]\n',
  })
  await site.run([a(...items(2)), b(...items(6, 11))])
  const shown = [...site.files].sort()
  const places = async () => (await site.deps.store.hidden.places('closed', { now: later, order: 'newest first' })).length
  expect(await places()).toBe(6)
  expect(await site.prune()).toMatchObject({
    entries: 3,
    categories: [{ slug: 'closed', entries: 6, gone: 3, stay: { newest: 1, window: 2 } }],
  })
  expect([...site.files].sort()).toEqual(shown)
  await site.run([b(...items(6, 11))], later + hour)
  expect(await places()).toBe(3)
  // A public source that shows it now shows it to all, as if it had never been anywhere.
  await site.run([a(...items(2), ...items(1, 11))], later + 2 * hour)
  expect(await site.titles()).toContain('Story 11')
  expect(await places()).toBe(3)
})

test('of two private entries that turn out to be one the living one goes on where the other was pruned', async () => {
  const site = await opened({
    keep: 'all',
    sources: [
      { id: 'a', category: 'closed' },
      { id: 'b', category: 'closed' },
    ],
    extra: 'categories: [{ name: closed, private: true, keep: { entries: 1 } }]\n',
  })
  const [old = {}, ...newer] = items(6)
  await site.run([a(old, ...newer)])
  await site.prune()
  const titles = async () => {
    const places = await site.deps.store.hidden.places('closed', { now: later, order: 'newest first' })
    return (await site.deps.store.hidden.entries(places)).map(({ title }) => title)
  }
  const late = { guid: 'late', title: 'Story 1', text: old.text ?? '', date: '2026-01-09T12:00:00Z' }
  await site.run([b(late)], later + hour)
  expect(await titles()).toEqual(['Story 1', 'Story 6', 'Story 5', 'Story 4'])
  await site.run([b({ ...late, url: old.url ?? '' })], later + 2 * hour)
  expect(await titles()).toEqual(['Story 1', 'Story 6', 'Story 5', 'Story 4'])
  await site.run([a(old, ...newer)], later + 3 * hour)
  expect(await titles()).toEqual(['Story 1', 'Story 6', 'Story 5', 'Story 4'])
})

test('what leaves the public after it was pruned is not told of any more', async () => {
  const site = await opened({ sources: [{ id: 'a', category: 'open' }] })
  await site.run([a(...items(6))])
  const [gone] = (await site.entries()).slice(-1)
  await site.prune()
  const path = gone?.path ?? ''
  expect(await site.deps.store.isGone(path)).toBe(true)
  await close(site, true)
  await site.publishAt(later + hour)
  expect(await site.deps.store.isGone(path)).toBe(false)
  expect(await site.deps.store.pruning.tombstone(path)).toBeNull()
  await close(site, false)
  await site.publishAt(later + 2 * hour)
  expect(await site.deps.store.isGone(path)).toBe(true)
  expect(await site.titles()).toEqual(['Story 6', 'Story 5', 'Story 4'])
})

async function close({ deps }: Pick<Awaited<ReturnType<typeof opened>>, 'deps'>, isPrivate: boolean): Promise<void> {
  await deps.store.syncCategories(() => [{ ...category('open'), isPrivate, createdAt: later }])
}

test('what is over its time goes, too, once its category would not keep it', async () => {
  const site = await opened({ keep: '{ days: 30 }, expires: 2d' })
  await site.run([a(...items(4))])
  await site.publishAt(firstRunAt + 3 * day)
  const [path = ''] = [...site.files.keys()].filter((file) => file.startsWith('a/'))
  expect(await site.prune({}, firstRunAt + 20 * day)).toMatchObject({ entries: 0 })
  expect(await site.prune({}, firstRunAt + 60 * day)).toMatchObject({ entries: 4 })
  expect(site.files.has(path)).toBe(false)
  expect(await site.deps.store.isGone(path)).toBe(true)
})

test('a store that is lost learns from the registry what was pruned, and does not publish it anew', async () => {
  const registry = memoryRegistry()
  const yaml = configOf([{ id: 'a' }]).replace('publish: { dir: public', `${small}, keep: { entries: 3 }`)
  const first = await openSite(settingsOf(yaml), { registry })
  await first.run([a(...items(6))])
  const old = await first.entries()
  const options = { category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }
  await prune(options, { ...first.deps, clock: { now: () => later } })
  await first.close()
  const second = await openSite(settingsOf(yaml), { registry })
  onTestFinished(() => second.close())
  await second.run([a(...items(6))], later + hour)
  expect((await second.entries()).map(({ id }) => id)).toEqual(old.slice(0, 3).map(({ id }) => id))
  expect(second.files.has(old[5]?.path ?? '')).toBe(false)
  expect(await second.deps.store.isGone(old[5]?.path ?? '')).toBe(true)
  await second.run([a(...items(6), ...items(1, 9))], later + 2 * hour)
  expect(await second.entries()).toHaveLength(4)
})
