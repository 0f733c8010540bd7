import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, Migrator, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { migrations } from '../../src/store/migrations.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { type Opening, storeContract } from '../contract/store.ts'
import { hour, now, planOf, publish, publishEntries, record, seen, source } from '../contract/store-samples.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsstand-'))
})
afterAll(() => rm(folder, { recursive: true }))

const fileOf = (place: string) => join(folder, `${place}.sqlite`)
const open = ({ place, ...options }: Opening) => openSqlite({ file: fileOf(place), ...options })
const opening = (place: string): Opening => ({ place, siteId: 'news.example', host: 'news.example', year: 2026, identityNames: ['code'] })

storeContract('SQLite', open)

async function opened(place: string) {
  const store = await open(opening(place))
  onTestFinished(() => store.close())
  return store
}

/** Rows as they stand in the file. */
function rows(place: string, query: string): unknown[] {
  const database = new Database(fileOf(place), { readonly: true })
  try {
    return database.prepare(query).raw().all()
  } finally {
    database.close()
  }
}

test('makes the folder of a new store', async () => {
  const store = await openSqlite({ ...opening('deep'), file: join(folder, 'a', 'b', 'store.sqlite') })
  await store.close()
})

test('survives a power loss after every commit, and reads beside a writer', async () => {
  const store = await opened('pragmas')
  expect(rows('pragmas', 'pragma journal_mode')).toEqual([['wal']])
  await store.setFact('x', 'y')
})

test('refuses a store that a newer newsstand has made', async () => {
  await (await open(opening('newer'))).close()
  const database = new Database(fileOf('newer'))
  database.prepare("insert into kysely_migration (name, timestamp) values ('999-from-the-future', '2031-01-01T00:00:00.000Z')").run()
  database.close()
  await expect(open(opening('newer'))).rejects.toMatchObject({ code: 'store-newer', message: expect.stringContaining(fileOf('newer')) })
})

test('refuses a file that is no database, and leaves it as it is', async () => {
  await writeFile(fileOf('letter'), 'Dear operator, this is no database. '.repeat(100))
  await expect(open(opening('letter'))).rejects.toMatchObject({ code: 'store-damaged' })
})

test('refuses a folder as a store', async () => {
  await expect(openSqlite({ ...opening('folder'), file: folder })).rejects.toMatchObject({ code: 'cannot-write' })
})

test('a first start that finds half a store made by no one completes it', async () => {
  new Database(fileOf('empty')).close()
  const store = await opened('empty')
  expect(await store.sources(now)).toEqual([])
})

test('keeps the first revision and the newest nine', async () => {
  const store = await opened('revisions')
  await publishEntries(store, 1)
  for (let revision = 2; revision <= 13; revision++) {
    await record(store, planOf([seen(1, { id: 1, entry: 1 })]), now + revision * hour)
    await publish(store, () => ({ row: { revision } }), now + revision * hour)
  }
  expect(rows('revisions', 'select revision from revisions where entry = 1 order by revision')).toEqual(
    [1, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((revision) => [revision]),
  )
  expect(rows('revisions', 'select at from revisions where revision in (1, 13)')).toEqual([[now], [now + 13 * hour]])
})

test('writes each poll into the ledger with its counts', async () => {
  const store = await opened('ledger')
  await store.syncSources([source('a')])
  await record(store, planOf([seen(1)], { counts: { new: 1, updated: 2, merged: 3 } }))
  await expect(record(store, planOf([seen(2, { entry: 99 })]), now + hour)).rejects.toThrow()
  expect(rows('ledger', 'select source, at, outcome, read, "new", updated, merged, bytes, ms from polls')).toEqual([
    ['a', now, 'changed', 1, 1, 2, 3, 100, 10],
  ])
})

test('remembers why keys were burnt, each reason once', async () => {
  const store = await opened('vetoes')
  await store.syncSources([source('a')])
  const veto = { key: 'guid:a:1', scope: 'a', source: 'a', reason: 'two different drafts of one document share it' }
  await record(store, planOf([], { vetoes: [veto] }))
  await record(store, planOf([], { vetoes: [veto] }), now + hour)
  expect(rows('vetoes', 'select at, key, reason from vetoes')).toEqual([[now, veto.key, veto.reason]])
})

test('two processes that poll the same articles at the same time write each once', async () => {
  const store = await opened('busy')
  await store.syncSources([source('a'), source('b', { position: 1 })])
  const poller = new URL('./poller.ts', import.meta.url).pathname
  const ends = ['a', 'b'].map((id) => once(fork(poller, [fileOf('busy'), id, '30'], { execArgv: ['--import', 'tsx'] }), 'exit'))
  expect(await Promise.all(ends)).toEqual([
    [0, null],
    [0, null],
  ])
  expect(rows('busy', 'select count(*) from entries')).toEqual([[30]])
  expect(rows('busy', 'select source, count(*) from sightings group by source order by source')).toEqual([
    ['a', 30],
    ['b', 30],
  ])
})

test('two processes that visit the same sources never visit one at the same time', async () => {
  const place = 'visits'
  const store = await opened(place)
  const ids = ['s0', 's1', 's2', 's3', 's4']
  await store.syncSources(ids.map((id, position) => source(id, { position })))
  const diary = join(folder, 'visits.log')
  const visitor = new URL('./visitor.ts', import.meta.url).pathname
  const visitors = ['one', 'two'].map((name) => fork(visitor, [fileOf(place), diary, name, '40'], { execArgv: ['--import', 'tsx'] }))
  const ends = visitors.map((process) => once(process, 'exit'))
  await Promise.all(visitors.map((process) => once(process, 'message')))
  for (const process of visitors) process.send('go')
  expect(await Promise.all(ends)).toEqual([
    [0, null],
    [0, null],
  ])
  const lines = (await readFile(diary, 'utf8')).trim().split('\n')
  const visiting = new Map<string, string>()
  for (const line of lines) {
    const [step = '', id = '', visit = ''] = line.split(' ')
    expect(visiting.get(id), line).toBe(step === 'begins' ? undefined : visit)
    if (step === 'begins') visiting.set(id, visit)
    else visiting.delete(id)
  }
  expect(lines).toHaveLength(160)
  const visits = (await Promise.all(ids.map((id) => store.ledger(id, 10)))).flat()
  expect(visits.reduce((sum, { times }) => sum + times, 0)).toBe(80)
})

test('a store of the first release is taken over: counts, ledger, days and what its sources showed last', async () => {
  const file = fileOf('first')
  const database = new Database(file)
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  const { '001-first': first } = migrations
  if (first === undefined) throw new Error('the first migration is gone')
  await new Migrator({ db, provider: { getMigrations: async () => ({ '001-first': first }) } }).migrateToLatest()
  const day = 24 * hour
  database.exec(`
    insert into meta values ('site', 'news.example'), ('host', 'news.example'), ('year', '2026');
    insert into sources (id, kind, url, host, priority, position, joins, rights, retired, enabled, has_article, failures, next_poll_at, lease_until, first_success_at)
      values ('a', 'feed', 'https://a.example/feed', 'a.example', 0, 0, 0, 'full', 0, 1, 0, 0, 0, 0, ${now - 40 * day}),
             ('b', 'feed', 'https://b.example/feed', 'b.example', 0, 1, 0, 'full', 0, 1, 0, 0, 0, 0, ${now - 9 * day});
    insert into polls (source, at, outcome, read, new, updated, merged, bytes, ms)
      values ('a', ${now - day}, 'changed', 9, 3, 0, 0, 1, 1), ('a', ${now - day + 1}, 'changed', 9, 2, 0, 0, 1, 1), ('a', ${now}, 'unchanged', 0, 0, 0, 0, 1, 1);
    insert into entries (id, state, due, article_state, article_attempts, article_next_at, touched_at, revision, page_wanted, page_written)
      values (1, 'published', 0, 'none', 0, 0, 0, 1, 0, 0), (2, 'published', 0, 'none', 0, 0, 0, 1, 0, 0), (3, 'pending', 0, 'none', 0, 0, 0, 0, 0, 0);
    insert into sightings (entry, source, fingerprint, draft, titles, sketches, categories, is_public, is_first_poll, first_seen, last_seen)
      values (1, 'a', '', '', '', '', '', 1, 0, 0, 0), (1, 'a', '', '', '', '', '', 1, 0, 0, 0), (2, 'a', '', '', '', '', '', 1, 0, 0, 0),
             (2, 'b', '', '', '', '', '', 1, 0, 0, 0), (3, 'b', '', '', '', '', '', 1, 0, 0, 0)`)
  await db.destroy()

  const store = await opened('first')
  const [a, b] = await store.sources(now)
  expect(a).toMatchObject({
    id: 'a',
    entries: 2,
    news: { week: 5, month: 5 },
    state: { lastChangeAt: now - day + 1, changeMs: null, skipHours: [] },
  })
  expect(b).toMatchObject({ id: 'b', entries: 1, news: { week: 0, month: 0 }, state: { lastChangeAt: now - 9 * day } })
  expect(await store.ledger('a', 10)).toMatchObject([{ firstAt: now, lastAt: now, times: 1 }, { new: 2 }, { new: 3 }])
})
