// Stores of earlier versions, as they were left: today's program takes each over, and readers see what they saw.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { breachesIn, miscountsIn } from '../../src/store/checkup-breaches.ts'
import { migrations } from '../../src/store/migrations.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { problemsOf } from '../../src/store/sqlite-copy.ts'
import { freezeStore } from '../support/freeze-store.ts'
import { frozenPortrait, frozenSettings } from '../support/frozen-store.ts'
import { firstRunAt, openSite } from '../support/site.ts'

const folder = new URL('../fixtures/stores/', import.meta.url).pathname
const names = readdirSync(folder).flatMap((name) => (name.endsWith('.sqlite.gz') ? [name.slice(0, -'.sqlite.gz'.length)] : []))
const all = Object.keys(migrations).sort()
const settings = frozenSettings()
const day = 86_400_000

/** A frozen store, thawed into a folder of its own. */
function thawed(name: string, from = folder): string {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-frozen-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'store.sqlite')
  writeFileSync(file, gunzipSync(readFileSync(join(from, `${name}.sqlite.gz`))))
  return file
}

const copies = (file: string) => readdirSync(join(file, '..')).filter((name) => name.includes('.before-'))

test('there is a store of before, and no frozen file is large', () => {
  expect(names).toContain('019-tokens')
  for (const name of names) expect(readFileSync(join(folder, `${name}.sqlite.gz`)).length).toBeLessThan(60_000)
})

test('what is frozen today thaws as it was, and is never frozen anew', async () => {
  const own = mkdtempSync(join(tmpdir(), 'newsstand-freezing-'))
  onTestFinished(() => rmSync(own, { recursive: true }))
  const name = await freezeStore(own)
  expect(name).toBe(all.at(-1))
  const site = await openSite(settings, { file: thawed(name, own) })
  onTestFinished(() => site.close())
  expect(await frozenPortrait(site)).toEqual(JSON.parse(readFileSync(join(own, `${name}.json`), 'utf8')))
  await expect(freezeStore(own)).rejects.toThrow('is there')
})

for (const name of names) {
  test(`a store of ${name} reads as it did`, async () => {
    const file = thawed(name)
    const site = await openSite(settings, { file })
    onTestFinished(() => site.close())
    const want = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
    expect(await frozenPortrait(site)).toEqual(want)
    // What sources show again is known; all that was published is written again, at its path.
    await site.deps.store.markAllStale()
    const shown = { guid: 'g1', url: 'https://x.example/1', title: 'Article 1 第1篇', publisher: '国际商报' }
    await site.run([{ source: 'a', items: [shown] }], firstRunAt + day)
    expect((await frozenPortrait(site)).all).toEqual(want.all)
    for (const { path } of want.entries) expect(site.files.has(path)).toBe(true)
    const database = new Database(file, { readonly: true })
    onTestFinished(() => void database.close())
    expect([breachesIn(database), miscountsIn(database), problemsOf(file, { whole: true })]).toEqual([[], [], []])
  })

  test(`a store of ${name} is copied before it changes, once`, async () => {
    const file = thawed(name)
    const pending = all.filter((one) => one > name)
    const told: string[] = []
    const log = { error: () => {}, info: () => {}, debug: () => {}, warn: (_: unknown, message?: string) => void told.push(message ?? '') }
    const open = () => openSqlite({ file, siteId: settings.site.id, host: 'news.example', year: 2026, identityNames: [], log })
    await (await open()).close()
    await (await open()).close()
    expect(copies(file)).toEqual(pending.length === 0 ? [] : [`store.sqlite.before-${pending[0]}`])
    expect(told).toHaveLength(pending.length === 0 ? 0 : 1)
    for (const copy of copies(file)) {
      const before = new Database(join(file, '..', copy), { readonly: true })
      expect(before.prepare('select max(name) from kysely_migration').pluck().get()).toBe(name)
      before.close()
    }
  })
}

test('of copies before changes the last two are kept, and nothing else is touched', async () => {
  const file = thawed('019-tokens')
  for (const end of ['before-005-expectations', 'before-011-retractions', 'before-restore-20260101T000000', 'before-mine'])
    writeFileSync(`${file}.${end}`, '')
  await (await openSite(settings, { file })).close()
  expect(copies(file).sort()).toEqual(
    ['011-retractions', '020-prune', 'mine', 'restore-20260101T000000'].map((end) => `store.sqlite.before-${end}`),
  )
})

test('where there is no room for the copy nothing changes', async () => {
  const file = thawed('019-tokens')
  // Nothing can be written in the place of a folder.
  mkdirSync(`${file}.before-020-prune.tmp/x`, { recursive: true })
  const before = readFileSync(file)
  await expect(openSite(settings, { file })).rejects.toBeDefined()
  const database = new Database(file, { readonly: true })
  expect(database.prepare('select max(name) from kysely_migration').pluck().get()).toBe('019-tokens')
  database.close()
  expect(readFileSync(file).length).toBe(before.length)
})

test('a store of a later version is refused with the version that it needs', async () => {
  const file = thawed('019-tokens')
  const database = new Database(file)
  database.exec("insert into kysely_migration values ('900-later', '2030-01-01'); insert into meta values ('program', '7.3.0')")
  database.close()
  const error = await openSite(settings, { file }).catch((thrown) => thrown)
  expect(error).toMatchObject({ code: 'store-newer', facts: { unknown: ['900-later'], by: '7.3.0' } })
  expect(`${error.message} ${error.advice}`).toMatch(/900-later.*7\.3\.0 or newer/)
})
