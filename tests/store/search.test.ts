// What searching keeps in the store's file, and how it goes through entries when words are too common to be looked up.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { keepSearch } from '../../src/jobs/search/keep-search.ts'
import { wordsOf } from '../../src/model/search.ts'
import type { SearchQuery } from '../../src/store/port/search.ts'
import type { Tables } from '../../src/store/schema.ts'
import { search } from '../../src/store/sqlite-search.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf } from '../support/site.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsstand-'))
})
afterEach(() => rm(folder, { recursive: true }))

const item = (n: number, title: string, text: string): Item => ({
  guid: `g${n}`,
  url: `https://paper.example/${n}`,
  title,
  date: new Date(firstRunAt - n * 60_000).toISOString(),
  text: `<p>${text}</p>`,
})

async function opened() {
  const file = join(folder, 'store.sqlite')
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])), { file })
  onTestFinished(() => site.close())
  const database = new Database(file)
  onTestFinished(() => void database.close())
  return {
    ...site,
    database,
    show: async (items: readonly Item[]) => {
      await site.run([{ source: 'a', items }])
      await keepSearch(site.deps, { forMs: 60_000 })
    },
    bytes: async () => Buffer.concat(await Promise.all([file, `${file}-wal`].map((path) => readFile(path).catch(() => Buffer.alloc(0))))),
  }
}

/** Bytes of words in an index: its first rows say how large it is, and what is left of an empty page is 4 bytes. */
const wordBytes = (database: Database.Database, table: string) =>
  database.prepare<[], number>(`select coalesce(sum(length(block) - 4), 0) from ${table}_data where id > 10`).pluck().get()

/** What an index has that never knew anything else. */
function freshBytes(database: Database.Database): number | undefined {
  const fresh = new Database(':memory:')
  fresh.exec("create virtual table fresh using fts5(text, content='', tokenize='trigram case_sensitive 1', detail=none, columnsize=0)")
  const rows = database.prepare<[], { entry: number; text: string }>('select entry, text from search_texts').all()
  for (const { entry, text } of rows) fresh.prepare('insert into fresh(rowid, text) values(?, ?)').run(entry, text)
  fresh.exec("insert into fresh(fresh) values('optimize')")
  return wordBytes(fresh, 'fresh')
}

for (const others of [0, 30]) {
  test(`nothing of a withdrawn text is left in what is searched, in no version, beside ${others} other entries`, async () => {
    const { show, database, bytes, deps } = await opened()
    await show(Array.from({ length: others }, (_, n) => item(n + 2, `Other ${n}`, `没有撤回的第${n}篇 `.repeat(40))))
    const words = (version: number) => `SECRET word${version} 港口公司第${version}号决定 `.repeat(40)
    for (const version of [1, 2, 3]) await show([item(1, 'Entry', words(version))])
    expect((await bytes()).includes('secret word3')).toBe(true)
    const [row] = database.prepare<[], number>("select id from entries where title = 'Entry'").pluck().all()
    const done = await deps.store.retract({ row: row ?? 0, at: 0, why: 'Why', isSilent: false, by: null })
    expect(done && (await deps.store.wipe(done))).toBe('wiped')
    for (const version of [1, 2, 3]) expect((await bytes()).includes(`secret word${version}`)).toBe(false)
    expect(wordBytes(database, 'search_index')).toBe(freshBytes(database))
    expect(await deps.store.fact('search_leftovers')).toBeNull()
  })
}

test('what is deleted leaves the index as if it had never been there', async () => {
  const { show, database, deps } = await opened()
  await show([1, 2, 3].map((n) => item(n, `题目 ${n}`, `共同的文字和只有 word${n} 才有的`)))
  await deps.store.retract({ row: 2, at: 0, why: 'Why', isSilent: false, by: null })
  const terms = database.prepare<[], string>('select distinct term from search_terms').pluck().all()
  expect(terms).toContain('rd1')
  expect(terms).not.toContain('rd2')
  for (const table of ['search_index', 'search_titles'])
    database.prepare(`insert into ${table}(${table}, rank) values('integrity-check', 1)`).run()
})

/** With room for so few that common words are looked for among the newest entries. */
const bounds = { candidates: 2, lookedThrough: 4, part: 2 }

test('common words are looked for from the newest on, and the next page goes on where the last one ended', async () => {
  const { show, database } = await opened()
  // The first is the newest.
  const titles = ['x', '银行', 'x', 'x', 'x', 'x', 'x', 'x', 'x']
  const texts = ['无', '银行', '无', '银行', '无', '无', '无', '无', '银行']
  await show(titles.map((title, n) => item(n, `${title}${n}`, texts[n] ?? '')))
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  const asked = { words: wordsOf('银行'), publisher: null, category: null, from: null, to: null, order: 'best', limit: 1 } as const
  const pages: unknown[] = []
  for (let after: SearchQuery['after'] = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const page: Awaited<ReturnType<typeof search>> = await search(db, { ...asked, after }, bounds)
    pages.push([page.entries.map(({ title }) => title), page.count, page.isCutOff])
    after = page.next
  }
  expect(pages).toEqual([
    [['银行1'], null, false],
    [['x3'], null, true],
    [[], null, true],
    [['x8'], null, false],
  ])
})

test('whatever the bounds are, all pages together have everything that is to be found', async () => {
  const { show, database } = await opened()
  await show(Array.from({ length: 30 }, (_, n) => item(n, n % 7 === 0 ? '银行' : `第${n}`, n % 3 === 0 ? '银行和市场' : '市场')))
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  const found = async (query: string, own: typeof bounds, order: SearchQuery['order']) => {
    const ids: string[] = []
    const asked = { words: wordsOf(query), publisher: null, category: null, from: null, to: null, order, limit: 3 }
    for (let after: SearchQuery['after'] = null, isFirst = true; isFirst || after !== null; isFirst = false) {
      const page: Awaited<ReturnType<typeof search>> = await search(db, { ...asked, after }, own)
      ids.push(...page.entries.map(({ id }) => id))
      after = page.next
    }
    return ids
  }
  for (const query of ['银行', '市', '银行 市场', '银行和市场'])
    for (const order of ['best', 'newest'] as const) {
      const all = await found(query, { candidates: 100, lookedThrough: 100, part: 100 }, order)
      expect(all.length).toBeGreaterThan(3)
      expect(new Set(all).size).toBe(all.length)
      for (const candidates of [0, 5, 12])
        for (const part of [1, 4, 50]) {
          const some = await found(query, { candidates, lookedThrough: 7, part }, order)
          expect([...some].sort()).toEqual([...all].sort())
          if (order === 'newest') expect(some).toEqual(all)
        }
    }
})
