// Terms of showing entries in the store: what is over is found by an index, and a changed term holds for what is there.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { category, hour, now, pathOf, publishEntries, source, titles } from '../contract/store-samples.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsstand-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function filled() {
  const file = join(folder, 'store.sqlite')
  const store = await openSqlite({ file, siteId: 'news.example', identityNames: [], host: 'news.example', year: 2026 })
  onTestFinished(() => store.close())
  await store.syncCategories(() => [category('home')])
  await publishEntries(store, 3, () => ({ places: [['home', now]] }))
  const settleAt = (at: number) =>
    store.settle({ now: at, settleMs: 0 }, async (settling) => (await settling.due()).map(({ id, state }) => [id, state]))
  return { file, store, settleAt }
}

test('a term that is given later counts from the first publication', async () => {
  const { store, settleAt } = await filled()
  await store.syncSources([source('a', { expiresMs: hour })])
  await settleAt(now + hour - 1)
  expect(await titles(store)).toHaveLength(3)
  await settleAt(now + hour)
  expect(await titles(store)).toEqual([])
  expect(await store.categories()).toMatchObject([{ slug: 'home', entries: 0 }])
  expect(await store.isGone(pathOf(1))).toBe(true)
  expect(await store.pages([1])).toMatchObject([{ kind: 'expired', entry: { title: 'Title 1' } }])
  expect((await store.stalePages(10)).map(({ entry }) => entry)).toEqual([1, 2, 3])
  expect((await store.staleOutputs()).map(({ slug }) => slug)).toEqual(['', 'home'])
})

test('only a longer term makes what is over due again', async () => {
  const { store, settleAt } = await filled()
  await store.syncSources([source('a', { expiresMs: hour })])
  await settleAt(now + 2 * hour)
  for (const [expiresMs, due] of [
    [hour / 2, 0],
    [3 * hour, 3],
    [null, 3],
  ] as const) {
    await store.syncSources([source('a', { expiresMs })])
    expect(await settleAt(now + 2 * hour)).toEqual(Array.from({ length: due }, (_, n) => [n + 1, 'expired']))
  }
})

test('what is over is found without looking at the rest', async () => {
  const { file } = await filled()
  const database = new Database(file)
  const plan = database.prepare('explain query plan select id from entries where state = ? and expires_at <= ?').all('published', now)
  database.close()
  expect(plan).toMatchObject([{ detail: expect.stringMatching(/^SEARCH entries USING .*INDEX entries_expiry/) }])
})
