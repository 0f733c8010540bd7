// The doctor over a real store: well it finds nothing to do, and each thing that is broken by its name.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { examine, mend } from '../../../src/app/doctor.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { checkupShape, isIll } from '../../../src/model/checkup.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { memoryRegistry } from '../../support/registry.ts'
import { configOf, firstRunAt, openSite } from '../../support/site.ts'

const hour = 3_600_000
const now = firstRunAt + hour
let template: string
let dir: string
let settings: Settings

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'newsstand-well-'))
  const extra = 'categories:\n  - { name: Waiting }\n'
  writeFileSync(
    join(template, 'newsstand.yaml'),
    configOf([{ id: 'a' }, { id: 'b' }], extra).replace('title: Test', 'contact: a@b.example, title: Test'),
  )
  const registry = memoryRegistry()
  const site = await openSite(loadConfig(join(template, 'newsstand.yaml'), {}), { file: join(template, 'store.sqlite'), registry })
  const items = [1, 2, 3].map((n) => ({ guid: `g${n}`, url: `https://x.example/${n}`, title: `Number ${n}`, publisher: 'Post' }))
  await site.run([{ source: 'a', items }], firstRunAt)
  await site.run([{ source: 'b', items: [{ guid: 'other', url: 'https://x.example/1', title: 'Number 1' }] }], firstRunAt + 1)
  for (const [path, text] of site.files) {
    mkdirSync(dirname(join(template, 'public', path)), { recursive: true })
    writeFileSync(join(template, 'public', path), text)
  }
  await site.close()
  writeFileSync(join(template, 'registry.jsonl'), registry.text)
})
afterAll(() => rmSync(template, { recursive: true }))

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-doctor-'))
  cpSync(template, dir, { recursive: true })
  settings = loadConfig(join(dir, 'newsstand.yaml'), {})
})
afterEach(() => rmSync(dir, { recursive: true }))

const store = () => join(dir, 'store.sqlite')
function inStore(statement: string): void {
  const database = new Database(store())
  database.pragma('foreign_keys = OFF')
  database.exec(statement)
  database.close()
}
const codes = async (of = settings, at = now) => (await examine(of, at)).findings.map(({ code }) => code)

test('of a site that is well there is nothing to do, and nothing is touched', async () => {
  const before = readFileSync(store())
  const checkup = await examine(settings, now)
  expect(checkup.findings.filter(({ severity }) => severity !== 'hint')).toEqual([])
  expect(isIll(checkup)).toBe(false)
  expect(checkupShape(checkup)).toMatchObject({ ok: true, problems: 0, warnings: 0 })
  expect(readFileSync(store()).equals(before)).toBe(true)
})

const broken: readonly { readonly code: string; readonly statement: string }[] = [
  { code: 'store-references', statement: "insert into sighting_keys values ('guid:a:lost', 999)" },
  { code: 'store-unseen-entries', statement: 'delete from sighting_keys where sighting = 2; delete from sightings where id = 2' },
  { code: 'store-keyless-sightings', statement: 'delete from sighting_keys where sighting = 2' },
  { code: 'store-places', statement: "update entries set state = 'expired' where id = 2" },
  { code: 'store-merged-chains', statement: "update entries set state = 'merged', merged_into = 2 where id = 2" },
  { code: 'store-merged-chains', statement: "update entries set state = 'merged', merged_into = 99 where id = 2" },
  { code: 'store-paths-twice', statement: 'update entries set path = (select upper(path) from entries where id = 1) where id = 2' },
  { code: 'store-unminted', statement: "delete from minted where kind = 'id' and entry = 2" },
  { code: 'counters', statement: "update sources set entries = 7 where id = 'a'" },
  { code: 'clock-ahead', statement: `update sources set last_poll_at = ${now + 2 * hour} where id = 'a'` },
  { code: 'lease-hangs', statement: `update sources set lease_until = ${now + 9 * hour} where id = 'a'` },
  { code: 'categories-waiting', statement: "update categories set state = 'waiting' where slug = 'waiting'" },
  { code: 'source-gone', statement: "update sources set outcome = 'gone' where id = 'a'" },
  { code: 'source-never', statement: "update sources set outcome = 'failed', failures = 1, first_success_at = null where id = 'a'" },
  { code: 'source-drifting', statement: "update sources set is_drifting = 1 where id = 'a'" },
  { code: 'source-gap', statement: "update sources set is_gap = 1 where id = 'a'" },
  { code: 'nobody-polls', statement: "update sources set next_poll_at = 1 where id = 'a'" },
  { code: 'publishing-behind', statement: 'update outputs set wanted = wanted + 1' },
  { code: 'other-site', statement: "update meta set value = 'other.example' where key = 'site'" },
  { code: 'store-newer', statement: "insert into kysely_migration values ('999-later', '2030-01-01T00:00:00Z')" },
  { code: 'store-older', statement: "delete from kysely_migration where name = '019-tokens'" },
]
for (const { code, statement } of broken)
  test(`${code} is found: ${statement}`, async () => {
    expect(await codes()).not.toContain(code)
    inStore(statement)
    expect(await codes()).toContain(code)
  })

test('what was public once, was hidden, and is part of another entry now is nothing broken', async () => {
  inStore(`delete from sighting_keys where sighting = 2; delete from sightings where id = 2; delete from memberships where entry = 2;
    update entries set state = 'pending', due = 0 where id = 2`)
  expect(await codes()).not.toContain('store-unseen-entries')
})

test('a source that fails for days is told, one that failed today is not yet', async () => {
  inStore(`update sources set outcome = 'failed', code = 'dns', message = 'no such host', failures = 9 where id = 'a';
    insert into polls (source, at, first_at, outcome, read, new, updated, merged, bytes, ms) values ('a', ${now}, ${now}, 'failed', 0, 0, 0, 0, 0, 0)`)
  expect(await codes()).not.toContain('source-failing')
  const [finding] = (await examine(settings, now + 96 * hour)).findings.filter(({ code }) => code === 'source-failing')
  expect(finding).toMatchObject({ severity: 'warning', subject: 'a', message: 'a fails for 4 days: no such host' })
})

test('files that are missing, half written or foreign are told, and the torn ones removed by --fix', async () => {
  rmSync(join(dir, 'public/feed.atom'))
  const torn = join(dir, 'public/category/.newsstand-12-0123456789abcdef.tmp')
  writeFileSync(torn, '<feed')
  writeFileSync(join(dir, 'public/mine.txt'), '')
  expect(await codes()).toEqual(expect.arrayContaining(['files-missing', 'files-foreign']))
  expect(await codes()).not.toContain('files-torn')
  utimesSync(torn, 1, 1)
  expect(await codes(settings, Date.now())).toContain('files-torn')
  inStore("update sources set entries = 7 where id = 'a'")
  expect(await mend(settings, Date.now())).toEqual({ recounted: 1, removed: 1 })
  const after = await codes(settings, Date.now())
  expect(after).not.toContain('files-torn')
  expect(after).not.toContain('counters')
})

test('a store that is missing, damaged or no store is told with the way back', async () => {
  const copies = { ...settings, store: { ...settings.store, backup: { dir: join(dir, 'backups'), schedule: '30 3 * * *', keep: 3 } } }
  mkdirSync(join(dir, 'backups'))
  cpSync(store(), join(dir, 'backups/newsstand-news.example-20260109T000000.sqlite'))
  const bytes = readFileSync(store())
  bytes.fill(0x5a, 3 * 8192, 40 * 8192)
  for (const [code, prepare] of [
    ['store-damaged', () => writeFileSync(store(), bytes)],
    ['store-damaged', () => writeFileSync(store(), 'x'.repeat(9_000))],
    ['store-missing', () => rmSync(store())],
  ] as const) {
    prepare()
    const [finding] = (await examine(copies, now)).findings
    expect(finding).toMatchObject({ code, severity: 'problem' })
    expect(finding?.advice).toContain(
      `newsstand restore ${dir}/backups/newsstand-news.example-20260109T000000.sqlite --config ${dir}/newsstand.yaml`,
    )
  }
  expect(existsSync(store())).toBe(false)
})

test('backups that config wants are missed, too old, failing, or on the same disk', async () => {
  const backup = { dir: join(dir, 'backups'), schedule: '30 3 * * *', keep: 3 }
  const of = { ...settings, store: { ...settings.store, backup } }
  expect(await codes()).toContain('no-backups')
  expect(await codes(of)).toContain('backup-none')
  mkdirSync(backup.dir)
  cpSync(store(), join(backup.dir, 'newsstand-news.example-20260110T120000.sqlite'))
  expect(await codes(of)).toContain('backup-beside')
  expect(await codes(of)).not.toContain('backup-old')
  expect(await codes(of, now + 72 * hour)).toContain('backup-old')
  inStore(`insert into meta values ('backup-failing', '${now}')`)
  expect(await codes(of)).toContain('backup-failing')
})

test('what the registry file says of its site is looked at', async () => {
  const file = join(dir, 'registry.jsonl')
  writeFileSync(file, 'no line\n')
  expect(await codes()).toContain('registry-damaged')
  writeFileSync(file, '{"registry":1,"site":"other.example","authority":"other.example,2026"}\n')
  expect(await codes()).toContain('registry-foreign')
})
