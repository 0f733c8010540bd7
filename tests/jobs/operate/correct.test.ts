// What `merge` and `split` make of entries, and that later polls obey (design §5).
import { expect, onTestFinished, test } from 'vitest'
import { mergeEntries, splitEntry } from '../../../src/jobs/operate/correct.ts'
import { retractEntry } from '../../../src/jobs/operate/retract.ts'
import type { Entry } from '../../../src/model/entry.ts'
import { type MemoryRegistry, memoryRegistry } from '../../support/registry.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSource } from '../../support/site.ts'

const hour = 3_600_000
const saidAt = firstRunAt + 10 * hour
const text = '<p>The harbour company will build a second quay, its board decided on Friday evening after a long talk.</p>'
const quay: Item = { guid: 'g1', url: 'https://paper.example/quay', title: 'A second quay', date: '2026-01-09T08:00:00Z', text }
/** The same story under another address and in other words. */
const wire: Item = {
  guid: 'w1',
  url: 'https://wire.example/7',
  title: 'Harbour to grow',
  date: '2026-01-09T09:00:00Z',
  text: '<p>Other words.</p>',
}
/** Another story under the address and title of the first. */
const repeat: Item = { ...quay, guid: 'r1', text: '<p>Something else altogether.</p>' }
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const c = (...items: Item[]): Document => ({ source: 'c', items })
const abc: readonly TestSource[] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]

interface Opened {
  readonly sources?: readonly TestSource[]
  readonly extra?: string
  readonly registry?: MemoryRegistry
  readonly yaml?: string
}

async function opened({ sources = abc, extra = '', registry, yaml = configOf(sources, extra) }: Opened = {}) {
  const site = await openSite(settingsOf(yaml), registry === undefined ? {} : { registry })
  onTestFinished(() => site.close())
  const at = (now: number) => ({ ...site.deps, clock: { now: () => now } })
  const by = async (key: string): Promise<Entry> => {
    const found = (await site.entries()).filter(({ keys }) => keys.includes(key))
    expect(found.map(({ title }) => title)).toHaveLength(1)
    return found[0] ?? expect.fail(`no entry under ${key}`)
  }
  /** The row of a published entry, found by looking at all of them. */
  const rowOf = async (key: string) => {
    for (let row = 1; row < 50; row++) if ((await site.deps.store.entriesOf([row]))[0]?.keys.includes(key)) return named(row)
    return expect.fail(`no row under ${key}`)
  }
  return {
    ...site,
    by,
    rowOf,
    at,
    keysOf: async () => (await site.entries()).map(({ keys }) => keys.filter((key) => key.startsWith('guid:')).join(' ')).sort(),
    merge: async (one: string, other: string, now = saidAt) => mergeEntries(await rowOf(one), await rowOf(other), { by: 'ops' }, at(now)),
    split: async (key: string, source: string, more: { now?: number; only?: string } = {}) =>
      splitEntry(await rowOf(key), { source, key: more.only ?? null, by: 'ops' }, at(more.now ?? saidAt)),
  }
}

const named = (row: number) => ({ row, id: null, path: null, title: '' })
const titlesIn = (feed: string | undefined) => (JSON.parse(feed ?? '{}').items as readonly { title: string }[]).map(({ title }) => title)

test('two entries become the one that was published first, and the other one leads to it', async () => {
  const site = await opened()
  await site.run([b(wire)])
  await site.run([a(quay)])
  const [first, second] = [await site.by('guid:b:w1'), await site.by('guid:a:g1')]
  const report = await site.merge('guid:a:g1', 'guid:b:w1')
  expect(report).toMatchObject({
    kind: 'merged',
    entry: { id: first.id, path: first.path, page: `https://news.example/${first.path}` },
    other: { id: second.id, path: second.path },
    isRetracted: false,
  })
  expect(await site.entries()).toMatchObject([
    { id: first.id, path: first.path, listed: first.listed, sources: ['a', 'b'], title: quay.title },
  ])
  expect(await site.deps.store.movedFrom(second.path)).toBe(first.path)
  expect(site.files.get(second.path)).toContain(`<link rel="canonical" href="https://news.example/${first.path}"`)
  expect(titlesIn(site.files.get('feed.json'))).toEqual([quay.title])
  expect(titlesIn(site.files.get('category/b.json'))).toEqual([])
})

test('it stays one entry, whatever the sources say later', async () => {
  const site = await opened()
  await site.run([b(wire), a(quay)])
  await site.merge('guid:a:g1', 'guid:b:w1')
  const changed = { ...wire, title: 'Harbour grows and grows', url: 'https://wire.example/8' }
  await site.run([b(changed), a({ ...quay, guid: 'g9', text: '<p>New words.</p>' })], saidAt + hour)
  await site.run([a({ ...quay, guid: 'g9', code: 'C1' }), b({ ...changed, code: 'C2' })], saidAt + 2 * hour)
  expect(await site.entries()).toMatchObject([{ sources: ['a', 'b'] }])
})

test('what is one already is told to be so', async () => {
  const site = await opened()
  await site.run([b(wire), a(quay)])
  await site.merge('guid:a:g1', 'guid:b:w1')
  const row = await site.rowOf('guid:b:w1')
  expect(await mergeEntries(row, row, { by: null }, site.at(saidAt))).toMatchObject({ kind: 'one', other: null })
})

test('a source is taken out of an entry: it becomes a new one, listed now, and the rest keeps id and path', async () => {
  const site = await opened()
  await site.run([a(quay), b(repeat)])
  const before = await site.by('guid:a:g1')
  expect(before.sources).toEqual(['a', 'b'])
  const report = await site.split('guid:a:g1', 'b')
  const [left, taken] = [await site.by('guid:a:g1'), await site.by('guid:b:r1')]
  expect(left).toMatchObject({ id: before.id, path: before.path, listed: before.listed, sources: ['a'] })
  expect(taken).toMatchObject({ sources: ['b'], listed: saidAt, datePublished: before.datePublished })
  expect(taken.id).not.toBe(before.id)
  expect(taken.path).not.toBe(before.path)
  expect(report).toMatchObject({ kind: 'split', entry: { id: left.id }, other: { id: taken.id, path: taken.path } })
  expect(site.files.has(taken.path)).toBe(true)
  await site.run([b({ ...repeat, text: text }), a(quay)], saidAt + hour)
  expect(await site.keysOf()).toEqual(['guid:a:g1', 'guid:b:r1'])
})

test('the owner can be taken out, too: what is left keeps id and path', async () => {
  const site = await opened()
  await site.run([a(quay), b(repeat)])
  const before = await site.by('guid:a:g1')
  expect(before.source).toBe('a')
  await site.split('guid:a:g1', 'a')
  expect(await site.by('guid:b:r1')).toMatchObject({ id: before.id, path: before.path, source: 'b' })
  expect((await site.by('guid:a:g1')).id).not.toBe(before.id)
})

test('a split after a merge gives two entries again; the id that went is nobody’s', async () => {
  const site = await opened()
  await site.run([b(wire)])
  await site.run([a(quay)])
  const [first, second] = [await site.by('guid:b:w1'), await site.by('guid:a:g1')]
  await site.merge('guid:a:g1', 'guid:b:w1')
  await site.split('guid:b:w1', 'a', { now: saidAt + hour })
  const [one, other] = [await site.by('guid:b:w1'), await site.by('guid:a:g1')]
  expect([one.id, one.path]).toEqual([first.id, first.path])
  expect([first.id, second.id]).not.toContain(other.id)
  expect(await site.deps.store.movedFrom(second.path)).toBe(first.path)
  await site.run([a({ ...quay, title: wire.title ?? '' })], saidAt + 2 * hour)
  expect(await site.keysOf()).toEqual(['guid:a:g1', 'guid:b:w1'])
  await site.merge('guid:a:g1', 'guid:b:w1', saidAt + 3 * hour)
  expect(await site.keysOf()).toEqual(['guid:a:g1 guid:b:w1'])
})

test('a third source that goes with both parts stays with the one that was left', async () => {
  for (const [taken, stays] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const site = await opened()
    await site.run([a(quay), b(repeat)])
    await site.split('guid:a:g1', taken)
    await site.run([c({ ...quay, guid: 'c1' })], saidAt + hour)
    expect((await site.by('guid:c:c1')).sources).toEqual([stays, 'c'].sort())
  }
})

test('two articles of one source become one, and are told apart again by a key', async () => {
  const site = await opened()
  const again = { ...wire, guid: 'g2', url: 'https://paper.example/quay-2' }
  await site.run([a(quay, again)])
  await site.merge('guid:a:g1', 'guid:a:g2')
  await site.run([a({ ...again, text: '<p>More.</p>' }, quay)], saidAt + hour)
  expect(await site.keysOf()).toEqual(['guid:a:g1 guid:a:g2'])
  await expect(site.split('guid:a:g1', 'a')).rejects.toMatchObject({ code: 'usage', advice: expect.stringContaining('--key') })
  await site.split('guid:a:g1', 'a', { only: 'guid:a:g2', now: saidAt + 2 * hour })
  expect(await site.keysOf()).toEqual(['guid:a:g1', 'guid:a:g2'])
})

const refusals = [
  { name: 'a source that does not show it', source: 'c', says: 'It was seen at a, b.' },
  { name: 'a key that it does not have', source: 'b', only: 'guid:b:9', says: 'guid:b:r1' },
]
for (const { name, source, only, says } of refusals)
  test(`nothing is taken out by ${name}`, async () => {
    const site = await opened()
    await site.run([a(quay), b(repeat)])
    const asked = site.split('guid:a:g1', source, only === undefined ? {} : { only })
    await expect(asked).rejects.toMatchObject({ code: 'usage', advice: expect.stringContaining(says) })
    expect(await site.keysOf()).toEqual(['guid:a:g1 guid:b:r1'])
  })

test('an entry of one sighting cannot be split', async () => {
  const site = await opened()
  await site.run([a(quay)])
  await expect(site.split('guid:a:g1', 'a')).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('at a only') })
})

test('what becomes a retracted entry is retracted, and nothing can be taken out of it', async () => {
  const site = await opened()
  await site.run([b(wire)])
  await site.run([a(quay)])
  const row = await site.rowOf('guid:b:w1')
  const quayRow = await site.rowOf('guid:a:g1')
  await retractEntry(row, { why: 'Wrong.', isSilent: false, by: null }, site.at(saidAt))
  expect(await mergeEntries(quayRow, row, { by: null }, site.at(saidAt + hour))).toMatchObject({ kind: 'merged', isRetracted: true })
  expect([...site.files].filter(([, bytes]) => bytes.includes('its board decided')).map(([path]) => path)).toEqual([])
  const asked = splitEntry(row, { source: 'a', key: null, by: null }, site.at(saidAt + 2 * hour))
  await expect(asked).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('retracted') })
})

test('a source under a new id is still what was meant', async () => {
  const registry = memoryRegistry()
  const site = await opened({ registry })
  await site.run([a(quay), b(repeat), c(wire)])
  await site.split('guid:a:g1', 'b')
  await site.merge('guid:b:r1', 'guid:c:w1', saidAt + hour)
  expect(await site.keysOf()).toEqual(['guid:a:g1', 'guid:b:r1 guid:c:w1'])
  const yaml = configOf(abc).replace('{ id: b,', '{ id: d, formerly: [b],')
  const other = settingsOf(yaml)
  const { sourceRecords } = await import('../../../src/jobs/sync.ts')
  await site.deps.store.syncSources(sourceRecords(other))
  const deps = { ...site.deps, settings: other }
  const { settleAndPublish } = await import('../../../src/jobs/tickets.ts')
  await settleAndPublish(saidAt + 2 * hour, deps)
  const again = await opened({ yaml, registry })
  await again.run([{ source: 'd', items: [repeat] }, c(wire), a(quay)], saidAt + 3 * hour)
  expect(await again.keysOf()).toEqual(['guid:a:g1', 'guid:c:w1 guid:d:r1'])
})

test('a store that is made again from the registry keeps apart, and together, what the operator said', async () => {
  const registry = memoryRegistry()
  const site = await opened({ registry })
  await site.run([a(quay), b(repeat), c(wire)])
  await site.split('guid:a:g1', 'b')
  await site.merge('guid:b:r1', 'guid:c:w1', saidAt + hour)
  const known = (await site.entries()).map(({ id, path, keys }) => ({ id, path, keys }))
  const { text } = registry
  for (const order of [
    [a(quay), b(repeat), c(wire)],
    [c(wire), b(repeat), a(quay)],
  ]) {
    const again = await opened({ registry: Object.assign(memoryRegistry(), { text }) })
    for (const document of order) await again.run([document], saidAt + 2 * hour)
    expect((await again.entries()).map(({ id, path, keys }) => ({ id, path, keys }))).toEqual(expect.arrayContaining(known))
    expect(await again.entries()).toHaveLength(2)
  }
})

for (const [taken, first] of [
  ['a', 'a'],
  ['a', 'b'],
  ['b', 'a'],
  ['b', 'b'],
] as const)
  test(`without guids a store made again gives each part its own id back: ${taken} was taken out, ${first} comes first`, async () => {
    const registry = memoryRegistry()
    const site = await opened({ registry })
    const bare = ({ guid: _, ...item }: Item) => item
    const documents = [a(bare(quay)), b(bare(repeat))]
    await site.run(documents)
    await site.split(`url:${quay.url}`, taken)
    const known = (await site.entries()).map(({ id, sources }) => `${sources} ${id}`).sort()
    expect(known).toHaveLength(2)
    const again = await opened({ registry })
    await again.run(first === 'a' ? documents : [...documents].reverse(), saidAt + 2 * hour)
    expect((await again.entries()).map(({ id, sources }) => `${sources} ${id}`).sort()).toEqual(known)
  })

test('what only private sources show joins a public entry without a trace', async () => {
  const secret = [{ id: 'a' }, { id: 'b', category: 'hidden' }]
  const extra = 'categories:\n  - { name: hidden, private: true }\n'
  const site = await opened({ sources: secret, extra })
  const alone = await opened({ sources: secret, extra })
  for (const one of [site, alone]) await one.run([a(quay)])
  await site.run([b(wire)])
  expect(await site.entries()).toHaveLength(1)
  const report = await mergeEntries(named(1), named(2), { by: null }, site.at(saidAt))
  expect(report).toMatchObject({ kind: 'merged', entry: { row: 1 } })
  await site.run([b({ ...wire, title: 'Harbour again' }), a({ ...quay, title: 'A third quay' })], saidAt + hour)
  await alone.run([a({ ...quay, title: 'A third quay' })], saidAt + hour)
  expect([...site.files].sort()).toEqual([...alone.files].sort())
})

test('readers of a private category find what was left under the address that they know', async () => {
  const extra = 'categories:\n  - { name: hidden, private: true }\n'
  const sources = ['a', 'b'].map((id) => ({ id, category: 'hidden' }))
  for (const taken of ['a', 'b']) {
    const site = await opened({ sources, extra })
    await site.run([a(quay), b(repeat)])
    const shelf = async () => {
      const places = await site.deps.store.hidden.places('hidden', { now: saidAt + hour, order: 'newest first' })
      return site.deps.store.hidden.entries(places)
    }
    const [before] = await shelf()
    await splitEntry(named(1), { source: taken, key: null, by: null }, site.at(saidAt))
    const after = await shelf()
    expect(after).toHaveLength(2)
    expect(after.find(({ sources: [source] }) => source !== taken)).toMatchObject({ id: before?.id, path: before?.path })
  }
})
