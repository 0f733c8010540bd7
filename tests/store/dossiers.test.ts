// What `explain` asks of the store: every row is found by an index, and places agree with the lists that readers get.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { CompiledQuery, Kysely, SqliteDialect } from 'kysely'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { dossierOf } from '../../src/store/dossiers.ts'
import { entriesNamed, keysFrom, references, titlesHolding } from '../../src/store/named-entries.ts'
import type { Tables } from '../../src/store/schema.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { category, hour, idOf, now, pathOf, planOf, publishEntries, record, seen } from '../contract/store-samples.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsstand-'))
})
afterEach(() => rm(folder, { recursive: true }))

const asked = { now, settleMs: 60_000, identityNames: ['code'] }

/** A store of `count` published entries in two categories, each hour one but that every fifth is listed with the one before. */
async function filled(count: number) {
  const file = join(folder, 'store.sqlite')
  const store = await openSqlite({ file, siteId: 'news.example', identityNames: ['code'], host: 'news.example', year: 2026 })
  onTestFinished(() => store.close())
  await store.syncCategories(() => [category('home'), category('odd')])
  const listed = (n: number) => now - (n % 5 === 0 ? n - 1 : n) * hour
  await publishEntries(store, count, (n) => ({
    row: { listed: listed(n) },
    places: [['home', listed(n)], ...(n % 2 === 1 ? ([['odd', listed(n)]] as const) : [])],
  }))
  const queries: { sql: string; parameters: readonly unknown[] }[] = []
  const database = new Database(file)
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database }),
    log: ({ level, query }) => void (level === 'query' && queries.push({ sql: query.sql, parameters: query.parameters })),
  })
  onTestFinished(() => db.destroy())
  return { store, db, queries }
}

test('no query reads a whole table', async () => {
  const { db, queries, store } = await filled(20)
  await record(store, planOf([seen(99)]), now + hour)
  const names = { ids: [idOf(3)], idStart: 'tag:news.example,2026:00', paths: [pathOf(4)], keys: ['guid:a:3', 'guid:a:5'], guids: ['6'] }
  const named = await entriesNamed(db, names)
  expect(named.map(({ by, value }) => [by, value]).slice(0, 4)).toEqual([
    ['id', idOf(3)],
    ['path', pathOf(4)],
    ['key', 'guid:a:5'],
    ['key', 'guid:a:6'],
  ])
  expect(named.map(({ row }) => row).sort()).toEqual([...new Set(named.map(({ row }) => row))].sort())
  await references(db, [1, 2])
  expect(await keysFrom(db, ['guid:a:1'])).toEqual(['guid:a:1', 'guid:a:10', 'guid:a:11'])
  expect((await titlesHolding(db, 'title 1')).length).toBeGreaterThan(1)
  expect(await dossierOf(db, named[0]?.row ?? 0, asked)).toMatchObject({ id: idOf(3), state: 'published' })
  expect(queries.length).toBeGreaterThan(20)
  const scans: string[] = []
  for (const { sql, parameters } of [...queries]) {
    const { rows } = await db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]))
    // Of entries in their order, and of corrections, only the first ones are read; of sources there are not many.
    const bad = rows.filter(
      ({ detail }) =>
        /^SCAN (?!newest|some|\(subquery)/.test(detail) &&
        !/USING.* INDEX entries_(?:order|dates)|^SCAN (?:sources|corrections) USING COVERING/.test(detail),
    )
    scans.push(...bad.map(({ detail }) => `${detail}: ${sql}`))
  }
  expect(scans).toEqual([])
})

test('a place is that in the list itself, also among entries listed at the same moment', async () => {
  const { db, store } = await filled(23)
  const size = { entries: 500, spanMs: 0, most: 500 }
  for (const slug of [null, 'home', 'odd']) {
    const order = (await store.window(slug, size)).map(({ id }) => id)
    expect(order.length).toBe(slug === 'odd' ? 12 : 23)
    for (const [at, id] of order.entries()) {
      const [named] = await entriesNamed(db, { ids: [id], idStart: null, paths: [], keys: [], guids: [] })
      const place = (await dossierOf(db, named?.row ?? 0, asked))?.places.find((one) => one.slug === slug)
      expect(place).toMatchObject({ newer: at, entries: order.length, newestListed: now - hour })
    }
  }
})

test('a place in a feed is in the page of its archive that spans it', async () => {
  const { db, store } = await filled(3)
  const [newest, middle, oldest] = await store.window(null, { entries: 3, spanMs: 0, most: 3 })
  const spotOf = (entry: typeof newest) => ({ listed: entry?.listed ?? 0, published: entry?.datePublished ?? 0, id: entry?.id ?? '' })
  const page = { month: '2026-01', page: 2, first: spotOf(middle), last: spotOf(middle), next: null }
  await store.archives.lay('', { pages: [page], gone: [], newest: null, isBehind: false, seen: [] })
  for (const [entry, archived] of [
    [newest, null],
    [middle, { month: '2026-01', page: 2 }],
    [oldest, null],
  ] as const) {
    const [named] = await entriesNamed(db, { ids: [entry?.id ?? ''], idStart: null, paths: [], keys: [], guids: [] })
    const places = (await dossierOf(db, named?.row ?? 0, asked))?.places.map((place) => [place.slug, place.archived])
    expect(places?.[0]).toEqual([null, archived])
    expect(places?.slice(1).every(([, at]) => at === null)).toBe(true)
  }
})

test('an entry that is not there has no dossier', async () => {
  const { db } = await filled(1)
  expect(await dossierOf(db, 99, asked)).toBeNull()
})
