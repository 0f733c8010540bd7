// Backups by the clock, and the look through the store at the start.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../src/base/errors.ts'
import type { Deps } from '../../../src/jobs/deps.ts'
import { checkAtStart } from '../../../src/jobs/operate/check-store.ts'
import { keepBackups } from '../../../src/jobs/operate/keep-backups.ts'
import { configOf, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const settings = settingsOf(configOf([{ id: 'a' }]))
const minute = 60_000
const day = 24 * 60 * minute
/** 04:00 in Shanghai. */
const start = Date.UTC(2026, 0, 10, 20)
let dir: string
let folder: string
let site: TestSite
let now: number

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-backups-'))
  folder = join(dir, 'backups')
  site = await openSite(settings, { file: join(dir, 'store.sqlite') })
  await site.run([{ source: 'a', items: [{ guid: 'g1', title: 'One', text: '<p>text</p>' }] }])
  now = start
})
afterEach(async () => {
  await site.close()
  rmSync(dir, { recursive: true })
})

function deps(at = folder): Deps {
  const backup = { dir: at, schedule: '30 3 * * *', keep: 2 }
  return { ...site.deps, clock: { now: () => now }, settings: { ...settings, store: { ...settings.store, backup } } }
}

const backups = () => readdirSync(folder).sort()
const incidents = async () =>
  (await site.deps.store.incidents({ subject: null, limit: 10 })).map(({ event, subject, code }) => ({ event, subject, code }))

test('the first is made at once, the next when its time has come on the clocks of the site', async () => {
  await keepBackups(deps())
  expect(backups()).toEqual(['newsstand-news.example-20260110T200000.sqlite'])
  now = Date.UTC(2026, 0, 11, 19, 29)
  await keepBackups(deps())
  expect(backups()).toHaveLength(1)
  now += minute
  await keepBackups(deps())
  expect(backups()).toHaveLength(2)
})

test('those that were missed are made up for by one, and only the newest are kept', async () => {
  for (const at of [start, start + 5 * day, start + 5 * day + minute, start + 9 * day]) {
    now = at
    await keepBackups(deps())
  }
  expect(backups()).toEqual(['newsstand-news.example-20260115T200000.sqlite', 'newsstand-news.example-20260119T200000.sqlite'])
})

test('a clock that is put back does not put off the next one', async () => {
  await keepBackups(deps())
  now -= 40 * day
  await keepBackups(deps())
  expect(backups()).toHaveLength(2)
})

test('one that fails is told once, tried again the next time, and told when it is over', async () => {
  writeFileSync(join(dir, 'file'), '')
  const full = join(dir, 'file', 'backups')
  await keepBackups(deps(full))
  await keepBackups(deps(full))
  now += day
  await keepBackups(deps(full))
  expect(await incidents()).toEqual([{ event: 'backup-failed', subject: 'store', code: 'cannot-write' }])
  now += day
  await keepBackups(deps())
  expect((await incidents())[0]).toEqual({ event: 'backup-over', subject: 'store', code: null })
  expect((await site.deps.store.incidents({ subject: 'store', limit: 10 })).length).toBe(0)
})

test('one that is cut off by the end of the service is made at the next start', async () => {
  site.deps.store.care.stop()
  await keepBackups(deps())
  expect(await site.deps.store.fact('backup-tried')).toBeNull()
  expect(await incidents()).toEqual([])
})

test('none is made where config wants none', async () => {
  await keepBackups({ ...deps(), settings })
  expect(readdirSync(dir)).not.toContain('backups')
})

test('damage that a backup meets is told as damage of the store', async () => {
  spoil()
  await expect(keepBackups(deps())).rejects.toMatchObject({ code: 'store-damaged' })
})

test('a whole store passes the look at the start, a damaged one does not', async () => {
  await checkAtStart(site.deps)
  expect(await site.deps.store.fact('checked')).not.toBeNull()
  spoil()
  const error = await checkAtStart(site.deps).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code: 'store-damaged', facts: { file: join(dir, 'store.sqlite') } })
})

test('a large store is looked through once a week', async () => {
  let looks = 0
  const care = { ...site.deps.store.care, bytes: async () => 3e9, check: async () => void looks++ }
  const large = { store: { ...site.deps.store, care }, clock: { now: () => now } }
  for (const at of [start, start + day, start + 6.9 * day, start + 7 * day, start + 8 * day, start - day]) {
    now = at
    await checkAtStart(large)
  }
  expect(looks).toBe(3)
})

/** As a bad disk would, under an open store whose log is carried into it. */
function spoil(): void {
  const file = join(dir, 'store.sqlite')
  const database = new Database(file)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  const bytes = readFileSync(file)
  expect(bytes.length).toBeGreaterThan(60 * 8192)
  bytes.fill(0x5a, 3 * 8192, 40 * 8192)
  writeFileSync(file, bytes)
}
