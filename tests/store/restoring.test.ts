// Backups: what is copied is whole, and takes a store's place in one step or not at all.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { backupMoment, backupName } from '../../src/model/backup.ts'
import { type BackingUp, backUp, backupsIn, keepNewest, openBackups } from '../../src/store/backing-up.ts'
import { type RestoringStore, restoreSqlite } from '../../src/store/restoring.ts'
import { copySqlite, problemsOf } from '../../src/store/sqlite-copy.ts'
import { lookAtStore } from '../../src/store/use-lock.ts'
import { configOf, firstRunAt, openSite, settingsOf, type TestSite } from '../support/site.ts'

const settings = settingsOf(configOf([{ id: 'a' }]))
const hour = 3_600_000
/** Of a store that has its tables, and nothing in them. */
let empty: string
let dir: string
let file: string
let to: string

beforeAll(async () => {
  empty = mkdtempSync(join(tmpdir(), 'newsstand-empty-'))
  await working(async () => {}, join(empty, 'store.sqlite'))
})
afterAll(() => rmSync(empty, { recursive: true }))

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-care-'))
  file = join(dir, 'store.sqlite')
  // Making tables takes longer than all that is done with them here.
  copyFileSync(join(empty, 'store.sqlite'), file)
  to = join(dir, 'copy.sqlite')
})
afterEach(() => rmSync(dir, { recursive: true }))

const item = (n: number) => ({ guid: `g${n}`, url: `https://x.example/${n}`, title: `Number ${n}`, text: `<p>Text of ${n}</p>` })

/** What a site says after work on it. */
async function working<T>(work: (site: TestSite) => Promise<T>, at = file): Promise<T> {
  const site = await openSite(settings, { file: at })
  try {
    return await work(site)
  } finally {
    await site.close()
  }
}

const poll = (numbers: readonly number[], at: number) =>
  working(async (site) => {
    await site.run([{ source: 'a', items: numbers.map(item) }], at)
    return site.entries()
  })

function made(changes: Partial<BackingUp> = {}) {
  const { file: from, at, ...rest } = { file, siteId: settings.site.id, to, at: firstRunAt, isForced: false, ...changes }
  return backUp({ file: from, at, copy: (copy) => copySqlite({ from, to: copy, at }), ...rest })
}

function restored(changes: Partial<RestoringStore> = {}) {
  return restoreSqlite({ from: to, file, siteId: settings.site.id, at: firstRunAt + 9 * hour, isForced: false, ...changes })
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error) => (error instanceof AppError ? error.code : String(error)),
  )
}

const kept = () => readdirSync(dir).filter((name) => name.includes('.before-restore-') && !name.endsWith('-wal'))
const halves = () => readdirSync(dir).filter((name) => name.includes('.tmp') || name.includes('.restoring'))

function spoil(path: string): void {
  const bytes = readFileSync(path)
  bytes.fill(0x5a, 3 * 8192, 40 * 8192)
  writeFileSync(path, bytes)
}

test('a copy made beside an open store is one whole file with the same entries', async () => {
  await poll([1, 2], firstRunAt)
  const entries = await working(async (site) => {
    const report = await made()
    expect(report).toMatchObject({ file: to, entries: 2, isReplaced: false, bytes: statSync(to).size })
    return site.entries()
  })
  expect(readdirSync(dir).filter((name) => name.startsWith('copy'))).toEqual(['copy.sqlite'])
  expect(problemsOf(to, { whole: true })).toEqual([])
  expect(await working((site) => site.entries(), to)).toEqual(entries)
})

test('what is written while it is copied is not in it, and nothing is torn', async () => {
  await poll([1, 2], firstRunAt)
  await working(async (site) => {
    let turn = 0
    const copy = (temporary: string) =>
      copySqlite({
        from: file,
        to: temporary,
        at: 1,
        onProgress: () => {
          // After its moment, before its first page.
          if (turn++ === 0) new Database(file).exec("insert into meta values ('later', '1')").close()
        },
      })
    await made({ copy })
    expect(turn).toBeGreaterThan(0)
    expect(await site.deps.store.fact('later')).toBe('1')
  })
  expect(await working((site) => site.deps.store.fact('later'), to)).toBeNull()
})

const refusals: readonly { readonly name: string; readonly code: string; prepare?(): void; readonly wanted?: Partial<BackingUp> }[] = [
  { name: 'a file that is there', code: 'file-exists', prepare: () => writeFileSync(to, 'mine') },
  { name: 'a folder', code: 'usage', prepare: () => mkdirSync(to) },
  { name: 'the store itself, even by force', code: 'usage', wanted: { to: '<store>', isForced: true } },
  { name: 'a folder that is not there', code: 'cannot-write', wanted: { to: '/nowhere/at/all/copy.sqlite' } },
  { name: 'a store of another site', code: 'other-site', wanted: { siteId: 'other.example' } },
]
for (const { name, code, prepare, wanted = {} } of refusals)
  test(`a backup is refused: ${name}`, async () => {
    await poll([1], firstRunAt)
    prepare?.()
    const before = statSync(to, { throwIfNoEntry: false })?.mtimeMs
    expect(await codeOf(made({ ...wanted, ...(wanted.to === '<store>' && { to: file }) }))).toBe(code)
    expect(statSync(to, { throwIfNoEntry: false })?.mtimeMs).toBe(before)
    expect(halves()).toEqual([])
  })

test('there is no backup of a store that is not there, and none is made by asking', async () => {
  rmSync(file)
  expect(await codeOf(made())).toBe('store-missing')
  expect(existsSync(file)).toBe(false)
})

test('a damaged store gives no backup, and the one that is there stays', async () => {
  await poll([1, 2, 3], firstRunAt)
  await made()
  const before = readFileSync(to)
  spoil(file)
  expect(await codeOf(made({ isForced: true }))).toBe('store-damaged')
  expect(readFileSync(to).equals(before)).toBe(true)
  expect(halves()).toEqual([])
})

test('a copy that is broken off leaves nothing', async () => {
  await poll([1], firstRunAt)
  const stopping = AbortSignal.abort(new Error('enough'))
  const copy = (temporary: string) => copySqlite({ from: file, to: temporary, at: 1, signal: stopping })
  await expect(made({ copy })).rejects.toThrow('enough')
  expect([existsSync(to), halves()]).toEqual([false, []])
})

test('of backups by the clock the newest are kept, and nothing else is touched', async () => {
  const [folder, id] = [join(dir, 'backups'), 'news.example']
  await openBackups(folder)
  const names = [0, 1, 2, 3].map((day) => backupName(id, firstRunAt + day * 24 * hour))
  const others = ['newsstand-other.example-20260101T000000.sqlite', 'newsstand-news.example-20260101T000000.sqlite.old', 'notes.txt']
  for (const name of [...names, ...others]) writeFileSync(join(folder, name), '')
  expect(await keepNewest(folder, id, 2)).toBe(2)
  expect(readdirSync(folder).sort()).toEqual([...names.slice(2), ...others].sort())
  expect((await backupsIn(folder, id)).map(({ at }) => at)).toEqual([firstRunAt + 72 * hour, firstRunAt + 48 * hour])
  expect(await backupsIn(join(dir, 'nowhere'), id)).toEqual([])
})

test('the name of a backup tells its site and moment', () => {
  expect(backupName('a/b c', firstRunAt)).toBe('newsstand-a_b_c-20260110T120000.sqlite')
  expect(backupMoment('newsstand-a_b_c-20260110T120000.sqlite', 'a/b c')).toBe(firstRunAt)
  for (const name of ['newsstand-a-20260110T120000.sqlite', 'newsstand-a_b_c-20260110T120000.sqlite.tmp', 'newsstand-a_b_c-2026.sqlite'])
    expect(backupMoment(name, 'a/b c')).toBeNull()
})

test('what is restored is the store as it was, and the one that stood there is kept', async () => {
  const before = await poll([1], firstRunAt)
  await made()
  const after = await poll([1, 2], firstRunAt + hour)
  expect(await codeOf(restored())).toBe('backup-older')
  expect(kept()).toEqual([])
  const report = await restored({ isForced: true })
  expect(report).toMatchObject({ madeAt: firstRunAt, entries: 1, wasDamaged: false, kept: join(dir, kept()[0] ?? '') })
  expect(await working((site) => site.entries())).toEqual(before)
  expect(await working((site) => site.entries(), join(dir, kept()[0] ?? ''))).toEqual(after)
  expect(halves()).toEqual([])
})

test('a store that knows no more than the backup needs no force, nor does one that is gone', async () => {
  await poll([1], firstRunAt)
  await made()
  expect(await codeOf(restored())).toBe('done')
  rmSync(file)
  expect(await restored()).toMatchObject({ kept: null, wasDamaged: false })
  expect(await working(async (site) => (await site.entries()).length)).toBe(1)
})

const learnt: readonly { readonly name: string; work(site: TestSite): Promise<unknown> }[] = [
  { name: 'a poll that found nothing', work: (site) => site.run([{ source: 'a', items: [item(1)] }], firstRunAt + hour) },
  {
    name: 'an entry that was withdrawn',
    work: (site) => site.deps.store.retract({ row: 1, at: firstRunAt + hour, why: 'wrong', isSilent: true, by: null }),
  },
]
for (const { name, work } of learnt)
  test(`a store is newer by ${name}`, async () => {
    await poll([1], firstRunAt)
    await made()
    await working(work)
    expect(await codeOf(restored())).toBe('backup-older')
  })

test('a damaged store is replaced unasked, and kept with its log', async () => {
  await poll([1, 2, 3], firstRunAt)
  await made()
  await poll([1, 2, 3, 4], firstRunAt + hour)
  spoil(file)
  writeFileSync(`${file}-wal`, 'what a killed process left')
  const report = await restored()
  expect(report).toMatchObject({ wasDamaged: true, entries: 3 })
  expect(existsSync(`${file}-wal`)).toBe(false)
  expect(await working(async (site) => (await site.entries()).length)).toBe(3)
})

const unusable: readonly { readonly name: string; readonly code: string; prepare(): void }[] = [
  { name: 'that is not there', code: 'cannot-read', prepare: () => rmSync(to) },
  { name: 'that is damaged', code: 'backup-damaged', prepare: () => spoil(to) },
  { name: 'that is cut off', code: 'backup-damaged', prepare: () => truncateSync(to, 20 * 8192 + 100) },
  { name: 'that is something else', code: 'backup-damaged', prepare: () => writeFileSync(to, 'x'.repeat(9000)) },
  { name: 'of another site', code: 'other-site', prepare: () => inCopy("update meta set value = 'other.example' where key = 'site'") },
  {
    name: 'of a later version',
    code: 'store-newer',
    prepare: () => inCopy("insert into kysely_migration values ('999-later', '2030-01-01T00:00:00Z')"),
  },
]
function inCopy(statement: string): void {
  new Database(to).exec(statement).close()
}
for (const { name, code, prepare } of unusable)
  test(`a backup ${name} is refused, and the store stays`, async () => {
    await poll([1, 2], firstRunAt)
    await made()
    prepare()
    const before = readFileSync(file)
    expect(await codeOf(restored({ isForced: true }))).toBe(code)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect([kept(), halves()]).toEqual([[], []])
  })

test('nothing takes the place of a store that somebody has open, or looks at', async () => {
  await poll([1], firstRunAt)
  await made()
  await working(async () => expect(await codeOf(restored({ isForced: true }))).toBe('in-use'))
  const looking = await lookAtStore(file)
  expect(await codeOf(restored({ isForced: true }))).toBe('in-use')
  looking.release()
  expect(await codeOf(restored({ isForced: true }))).toBe('done')
})
