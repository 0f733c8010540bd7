// `merge` and `split` where one of the entries was pruned: nothing of it comes back as new.
import { expect, onTestFinished, test } from 'vitest'
import { mergeEntries, splitEntry } from '../../../src/jobs/operate/correct.ts'
import { prune } from '../../../src/jobs/operate/prune.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'

const hour = 3_600_000
const later = firstRunAt + 400 * 24 * hour

const story = (name: string, day: number, more: Partial<Item> = {}): Item => ({
  guid: name,
  url: `https://x.example/${name}`,
  title: `Story ${name}`,
  date: `2026-01-0${day}T08:00:00Z`,
  text: `<p>The words of story ${name}, which nobody else has written about in this way.</p>`,
  ...more,
})
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const old = [story('one', 1), story('two', 2)]
const fresh = [story('seven', 7), story('eight', 8)]
const named = (row: number) => ({ row, id: null, path: null, title: '' })

/** Rows 1 and 2 are tombstones, 3 and 4 stand; where `living` is asked for it is row 5, of source b. */
async function pruned({ living }: { readonly living?: Item } = {}) {
  const yaml = configOf([{ id: 'a' }, { id: 'b', category: 'bees' }]).replace(
    'publish: { dir: public',
    'publish: { dir: public, entries: 2, keep: { entries: 2 }',
  )
  const site = await openSite(settingsOf(yaml))
  onTestFinished(() => site.close())
  const at = (now: number) => ({ ...site.deps, clock: { now: () => now } })
  await site.run([a(...old, ...fresh)])
  const [, , second, first] = await site.entries()
  await prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }, at(later))
  if (living !== undefined) await site.run([b(living)], later + hour)
  return {
    ...site,
    at,
    gone: [first, second] as const,
    titles: async () => (await site.entries()).map(({ title }) => title).sort(),
    tombstones: async () => (await site.deps.store.census(later)).tombstones,
    by: { by: 'ops' },
  }
}

const living = story('nine', 9, { guid: 'b9', url: 'https://y.example/9' })

for (const { name, rows } of [
  { name: 'named first', rows: [1, 5] },
  { name: 'named last', rows: [5, 1] },
] as const)
  test(`a tombstone that is merged with what readers see leads there, and brings no text back: ${name}`, async () => {
    const site = await pruned({ living })
    const before = (await site.entries()).find(({ title }) => title === living.title)
    const path = site.gone[0]?.path ?? ''
    const report = await mergeEntries(named(rows[0]), named(rows[1]), site.by, site.at(later + 2 * hour))
    expect(report).toMatchObject({ kind: 'merged', entry: { id: before?.id, path: before?.path }, other: { path }, isRetracted: false })
    expect(await site.deps.store.movedFrom(path)).toBe(before?.path)
    expect(await site.tombstones()).toBe(1)
    await site.run([a(...old.map((item) => ({ ...item, text: '<p>Said once more.</p>' })), ...fresh), b(living)], later + 3 * hour)
    expect(await site.titles()).toEqual(['Story eight', 'Story nine', 'Story seven'])
    const after = (await site.entries()).find(({ id }) => id === before?.id)
    expect(after).toMatchObject({ path: before?.path, contentHtml: before?.contentHtml, revision: before?.revision })
    expect([...site.files.values()].filter((text) => text.includes('Said once more'))).toEqual([])
  })

test('two tombstones that are merged stay away, whatever their source goes on showing', async () => {
  const site = await pruned()
  await mergeEntries(named(1), named(2), site.by, site.at(later + hour))
  expect(await site.tombstones()).toBe(1)
  await site.run([a(...old.map((item) => ({ ...item, title: `${item.title}, corrected` })), ...fresh)], later + 2 * hour)
  expect(await site.titles()).toEqual(['Story eight', 'Story seven'])
  expect(await site.deps.store.isGone(site.gone[0]?.path ?? '')).toBe(true)
  // The other one leads to it: both addresses say that it is gone.
  expect(await site.deps.store.movedFrom(site.gone[1]?.path ?? '')).toBe(site.gone[0]?.path)
})

test('nothing is taken out of a tombstone', async () => {
  const site = await pruned()
  const asked = splitEntry(named(1), { source: 'a', key: null, by: null }, site.at(later + hour))
  await expect(asked).rejects.toMatchObject({ code: 'usage', message: '"Story one" is pruned: it cannot be split' })
  expect(await site.tombstones()).toBe(2)
})

test('what was merged from a tombstone, and is taken out again, is no news', async () => {
  const site = await pruned({ living })
  await mergeEntries(named(1), named(5), site.by, site.at(later + 2 * hour))
  await splitEntry(named(5), { source: 'a', key: null, by: null }, site.at(later + 3 * hour))
  for (const round of [4, 5]) {
    await site.run([a(...old, ...fresh), b(living)], later + round * hour)
    expect(await site.titles()).toEqual(['Story eight', 'Story nine', 'Story seven'])
  }
})

test('parts that were pruned after a split stay two, and away', async () => {
  const site = await pruned()
  const repeat = { ...story('eight', 8), guid: 'b8' }
  await site.run([b(repeat)], later + hour)
  await splitEntry(named(4), { source: 'b', key: null, by: null }, site.at(later + 2 * hour))
  expect(await site.titles()).toEqual(['Story eight', 'Story eight', 'Story seven'])
  const newer = [story('nine', 9), story('ten', 9, { date: '2026-01-09T09:00:00Z' })]
  const beesNewer = newer.map((item) => ({
    ...item,
    guid: `b${item.guid}`,
    url: `https://y.example/${item.guid}`,
    title: `Bees ${item.guid}`,
  }))
  await site.run([a(...newer), b(...beesNewer)], later + 100 * 24 * hour)
  await prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }, site.at(later + 200 * 24 * hour))
  expect(await site.tombstones()).toBe(5)
  await site.run([a(...old, ...fresh, ...newer), b(repeat, ...beesNewer)], later + 201 * 24 * hour)
  expect(await site.titles()).toEqual(['Bees nine', 'Bees ten', 'Story nine', 'Story ten'])
  expect(await site.tombstones()).toBe(5)
})
