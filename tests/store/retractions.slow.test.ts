// Withdrawn entries in the store's file: nothing is left of their text, and those that stay are found by indexes.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { configOf, type Item, openSite, settingsOf } from '../support/site.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsstand-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Words that stand nowhere else; of several pages, so that they spill over. */
const secret = (n: number, version: number) => `secret${n}version${version} 港口公司第${n}号决定 `.repeat(400)
const item = (n: number, version = 1): Item => ({
  guid: `g${n}`,
  url: `https://paper.example/${n}`,
  title: `Entry ${n}`,
  date: '2026-01-09T08:00:00Z',
  text: `<p>${secret(n, version)}</p>`,
})

async function opened() {
  const file = join(folder, 'store.sqlite')
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])), { file })
  onTestFinished(() => site.close())
  const { store } = site.deps
  const retract = async (row: number) => {
    const done = await store.retract({ row, at: 0, why: 'Why', isSilent: false, by: null })
    if (done === null) throw new Error('nothing was withdrawn')
    return { done, wiped: await store.wipe(done) }
  }
  const bytes = async () =>
    Buffer.concat(await Promise.all([file, `${file}-wal`].map((path) => readFile(path).catch(() => Buffer.alloc(0)))))
  return { ...site, file, retract, bytes }
}

test('no version of an erased text is left in the file or its log', async () => {
  const site = await opened()
  for (const version of [1, 2, 3]) await site.run([{ source: 'a', items: [1, 2, 3].map((n) => item(n, version)) }])
  expect((await site.bytes()).includes('secret2version3')).toBe(true)
  const { wiped, done } = await site.retract(2)
  expect(wiped).toBe('wiped')
  expect(done.texts.length).toBeGreaterThan(0)
  const bytes = await site.bytes()
  for (const version of [1, 2, 3]) expect(bytes.includes(`secret2version${version}`)).toBe(false)
  expect(bytes.includes('secret3version3')).toBe(true)
  // What polls bring afterwards does not come in at all.
  await site.run([{ source: 'a', items: [item(2, 4), item(3, 4)] }])
  expect((await site.bytes()).includes('secret2')).toBe(false)
  expect((await site.bytes()).includes('secret3version4')).toBe(true)
})

test('what older versions of the program left in free pages goes, too', async () => {
  const site = await opened()
  await site.run([{ source: 'a', items: [1, 2, 3].map((n) => item(n)) }])
  const careless = new Database(site.file)
  careless.pragma('secure_delete = OFF')
  careless.exec("update sightings set draft = replace(draft, 'version1', 'versionX') where entry = 2")
  careless.exec("update entries set content_html = replace(content_html, 'version1', 'versionY') where id = 2")
  careless.close()
  expect((await site.bytes()).includes('secret2version1')).toBe(true)
  expect((await site.retract(2)).wiped).toBe('wiped')
  const bytes = await site.bytes()
  for (const version of ['1', 'X', 'Y']) expect(bytes.includes(`secret2version${version}`)).toBe(false)
})

test('words that another entry holds are left to it', async () => {
  const site = await opened()
  await site.run([{ source: 'a', items: [item(1), { ...item(2), text: item(1).text ?? '' }] }])
  expect((await site.retract(2)).wiped).toBe('elsewhere')
  expect((await site.bytes()).includes('secret1version1')).toBe(true)
})

test('a store that another process reads is made anew the next time', async () => {
  const site = await opened()
  await site.run([{ source: 'a', items: [1, 2].map((n) => item(n)) }])
  const reader = new Database(site.file)
  reader.exec('begin')
  reader.prepare('select count(*) from entries').get()
  expect((await site.retract(2)).wiped).toBe('later')
  reader.close()
  expect((await site.retract(2)).wiped).toBe('wiped')
  expect((await site.bytes()).includes('secret2version1')).toBe(false)
}, 120_000)

test('the few that are withdrawn are looked for, never all entries', async () => {
  const site = await opened()
  const database = new Database(site.file)
  onTestFinished(() => void database.close())
  const plan = (query: string) =>
    database
      .prepare<unknown[], { detail: string }>(`explain query plan ${query}`)
      .all(...(query.match(/\?/g) ?? []).map(() => 1))
      .map(({ detail }) => detail)
  for (const query of [
    'select id from entries where id = ? or merged_into = ?',
    'select * from retractions join entries on entries.id = retractions.entry where is_recent = 1 and at <= ?',
    'select * from retractions where is_recent = 1 and is_public = ? order by at desc',
    'select public_id from entries where (id = ? or merged_into = ?) and id in (select entry from retracted_places where slug = ?)',
    'select entry from retractions join entries on entries.id = retractions.entry where due = ? and due > 0',
  ])
    expect(plan(query), query).not.toContainEqual(expect.stringMatching(/^SCAN (entries|retract\w+)$/))
})
