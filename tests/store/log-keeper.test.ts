import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepLog, type LogKeeper } from '../../src/store/log-keeper.ts'

let dir: string
let file: string
let database: Database.Database
let keeper: LogKeeper | null = null
let ends = 0

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'newsstand-log-'))
  file = join(dir, 'store.sqlite')
  database = new Database(file)
  for (const pragma of ['journal_mode = WAL', 'wal_autocheckpoint = 0']) database.pragma(pragma)
  database.exec('create table rows (text)')
  ends = 0
})
afterEach(async () => {
  await keeper?.close()
  database.close()
  await rm(dir, { recursive: true, force: true })
})

function writeMuch(): void {
  const insert = database.prepare('insert into rows values (?)')
  database.transaction(() => {
    for (let n = 0; n < 2_000; n++) insert.run('x'.repeat(1_000))
  })()
}

/** Threads read no TypeScript: the built one is tried. */
const thread = new URL('../../dist/store/log-keeper-thread.js', import.meta.url)
const start = () => {
  keeper = keepLog({ file, thread, onEnd: () => (ends += 1) })
}
const bytesOfFile = async () => (await stat(file)).size
const patience = { timeout: 20_000, interval: 50 }

test('what is committed comes into the file without who committed it', async () => {
  writeMuch()
  expect(await bytesOfFile()).toBeLessThan(100_000)
  start()
  await vi.waitFor(async () => expect(await bytesOfFile()).toBeGreaterThan(2_000_000), patience)
  writeMuch()
  await vi.waitFor(async () => expect(await bytesOfFile()).toBeGreaterThan(4_000_000), patience)
})

test('it goes on when the log was locked by somebody else', async () => {
  const reader = new Database(file)
  reader.exec('begin')
  reader.prepare('select count(*) from rows').get()
  start()
  writeMuch()
  reader.exec('commit')
  reader.close()
  await vi.waitFor(async () => expect(await bytesOfFile()).toBeGreaterThan(2_000_000), patience)
})

test('it ends when it is closed, and says so only when nobody closed it', async () => {
  start()
  await keeper?.close()
  expect(ends).toBe(0)
  keeper = keepLog({ file: join(dir, 'no', 'such.sqlite'), thread, onEnd: () => (ends += 1) })
  await vi.waitFor(() => expect(ends).toBe(1), patience)
})
