// Looking into a store: beside its writers, without a trace.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { KnownRows } from '../../src/store/port/polls.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { viewSqlite } from '../../src/store/sqlite-view.ts'
import { claim, hour, now, planOf, pollOf, record, recordPoll, seen, source } from '../contract/store-samples.ts'
import { snapshot } from '../support/files.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsstand-'))
})
afterEach(() => rm(folder, { recursive: true }))

const site = { siteId: 'news.example', identityNames: ['code'] }
const fileOf = () => join(folder, 'store.sqlite')

async function opened() {
  const store = await openSqlite({ file: fileOf(), ...site, host: 'news.example', year: 2026 })
  onTestFinished(() => store.close())
  return store
}

async function viewed() {
  const view = await viewSqlite({ file: fileOf(), ...site })
  if (view !== null) onTestFinished(() => view.close())
  return view
}

/** A store with one source that shows two entries. */
async function filled() {
  const store = await opened()
  await store.syncSources([source('a')])
  await store.claimDue(claim({ only: ['a'] }))
  await recordPoll(store, pollOf('a'), async () => planOf([seen(1), seen(2)]))
  return store
}

test('where there is no store there is nothing to look into, and none is made', async () => {
  expect(await viewed()).toBeNull()
  expect(await snapshot(folder)).toEqual({})
})

test('a store that is only being made is none yet', async () => {
  await writeFile(fileOf(), '')
  expect(await viewed()).toBeNull()
})

test('shows what is known at one moment, while others go on writing', async () => {
  const store = await filled()
  const view = await viewed()
  const keysAround = async (rows: KnownRows, ...keys: string[]) =>
    (await rows.around(keys)).sightings.flatMap((sighting) => sighting.keys.map((key) => key.text))
  const rehearsed = await view?.rehearse(async (rows) => {
    const before = await keysAround(rows, 'guid:a:1')
    await record(store, planOf([seen(3)]), now + hour)
    return { before, after: await keysAround(rows, 'guid:a:2', 'guid:a:3') }
  })
  expect(rehearsed).toEqual({ before: ['guid:a:1'], after: ['guid:a:2'] })
  expect(await view?.rehearse((rows) => keysAround(rows, 'guid:a:3'))).toEqual(['guid:a:3'])
  expect((await view?.sources(now))?.map(({ id, state }) => [id, state.outcome])).toEqual([['a', 'changed']])
})

test('leaves everything as it was', async () => {
  await (await filled()).close()
  const before = await snapshot(folder)
  const view = await viewSqlite({ file: fileOf(), ...site })
  await view?.rehearse((rows) => rows.unchanged('a', ['f']))
  await view?.close()
  expect(await snapshot(folder)).toEqual(before)
})

test('does not wait for who writes', async () => {
  await filled()
  const view = await viewed()
  const writer = new Database(fileOf())
  onTestFinished(() => void writer.close())
  writer.exec('begin immediate')
  expect(await view?.sources(now)).toHaveLength(1)
})

const refused = [
  { name: 'of another site', change: "update meta set value = 'other.example' where key = 'site'", code: 'other-site' },
  { name: 'of a newer newsstand', change: "insert into kysely_migration values ('999-to-come', '2031-01-01')", code: 'store-newer' },
  { name: 'of an older newsstand', change: "delete from kysely_migration where name > '001-'", code: 'store-older' },
]
for (const { name, change, code } of refused)
  test(`a store ${name} is not looked into`, async () => {
    await (await filled()).close()
    const database = new Database(fileOf())
    database.exec(change)
    database.close()
    await expect(viewed()).rejects.toMatchObject({ code, message: expect.stringContaining(fileOf()), advice: expect.any(String) })
  })

test('a file that is no database is damaged', async () => {
  await writeFile(fileOf(), 'Dear operator, this is no database. '.repeat(100))
  await expect(viewed()).rejects.toMatchObject({ code: 'store-damaged' })
})
