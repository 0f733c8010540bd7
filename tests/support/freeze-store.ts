// Freezes a small store of today's program, and beside it what readers see of it: `npx tsx tests/support/freeze-store.ts`, before a release and
// after each migration. tests/store/frozen.test.ts opens every one of them with later programs. What is frozen is never made again.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { settleAndPublish } from '../../src/jobs/tickets.ts'
import { migrations } from '../../src/store/migrations.ts'
import { frozenPortrait, frozenSettings } from './frozen-store.ts'
import { firstRunAt, type Item, openSite, type TestSite } from './site.ts'

const hour = 3_600_000

/** The last migration of the store that was frozen into a folder, which names its files. What is frozen stays as it is. */
export async function freezeStore(folder: string): Promise<string> {
  const name = Object.keys(migrations).sort().at(-1) ?? ''
  const target = join(folder, `${name}.sqlite.gz`)
  if (existsSync(target)) throw new Error(`${target} is there: what is frozen stays as it is`)
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-freeze-'))
  const file = join(dir, 'store.sqlite')
  try {
    const portrait = await lived(file)
    const database = new Database(file)
    database.pragma('journal_mode = DELETE')
    database.exec('vacuum')
    database.close()
    mkdirSync(folder, { recursive: true })
    writeFileSync(target, gzipSync(readFileSync(file), { level: 9 }))
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(portrait, null, 1)}\n`)
    return name
  } finally {
    rmSync(dir, { recursive: true })
  }
}

/** Some of all that happens to a site. */
async function lived(file: string) {
  const site = await openSite(frozenSettings(), { file })
  try {
    await polled(site)
    await site.deps.store.retract({
      row: rowOf(file, 'Article 3'),
      at: firstRunAt + 3 * hour,
      why: 'It was wrong.',
      isSilent: false,
      by: null,
    })
    await site.deps.store.changeCategories(() => [{ kind: 'moved', from: 'post', to: 'the-post' }], firstRunAt + 3 * hour)
    await settleAndPublish(firstRunAt + 3 * hour, site.deps)
    return await frozenPortrait(site)
  } finally {
    await site.close()
  }
}

async function polled(site: TestSite): Promise<void> {
  await site.run([{ source: 'a', items: [1, 2, 3, 4].map((n) => item(n)) }], firstRunAt)
  // The same article elsewhere, one that is private, one that waits.
  const elsewhere = { source: 'b', items: [item(2, { guid: 'b2' }), item(5, { code: 'C5', guid: 'b5' })] }
  const { publisher: _, ...unnamed } = item(6)
  const hidden = { source: 'p', items: [unnamed] }
  await site.run([elsewhere, hidden, { source: 'late', items: [item(7)] }], firstRunAt + hour)
  // A text that changes, an identity that joins, a source that fails.
  const text = '<p>Quite another text than before, much longer than it was and with other words.</p>'
  const again = { source: 'a', items: [item(1, { text }), item(8, { code: 'C5' })] }
  await site.run([again, { source: 'fails', items: [], body: null }], firstRunAt + 2 * hour)
}

function item(n: number, more: Partial<Item> = {}): Item {
  return {
    guid: `g${n}`,
    url: `https://x.example/${n}`,
    title: `Article ${n} 第${n}篇`,
    date: new Date(firstRunAt - n * hour).toISOString(),
    text: `<p>What stands in article ${n}, 正文.</p>`,
    publisher: n % 2 === 0 ? 'Post' : '国际商报',
    ...more,
  }
}

function rowOf(file: string, title: string): number {
  const database = new Database(file)
  const find = database.prepare<[string], number>("select id from entries where title like ? and state = 'published'")
  const row = find.pluck().get(`${title} %`) ?? 0
  database.close()
  return row
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await freezeStore(fileURLToPath(new URL('../fixtures/stores/', import.meta.url)))
