// A site of thousands of categories, as years of polling would leave it: its rows are put into the store, for polling them would take an hour.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { loadConfig } from '../../src/config/load.ts'
import type { Settings } from '../../src/model/settings.ts'
import { configOf, firstRunAt, openSite } from './site.ts'

export interface Extent {
  readonly categories: number
  readonly entries: number
}

const yearMs = 365 * 86_400_000

/** Writes config and store into a folder; published goes to `public` in it. */
export async function makeBigSite(dir: string, { categories, entries }: Extent): Promise<Settings> {
  mkdirSync(dir, { recursive: true })
  const config = join(dir, 'newsstand.yaml')
  writeFileSync(config, configOf([{ id: 'a' }]))
  const settings = loadConfig(config, {})
  const site = await openSite(settings, { file: settings.store.sqlite })
  await site.close()
  const db = new Database(settings.store.sqlite)
  try {
    db.pragma('synchronous = OFF')
    db.transaction(() => fill(db, { categories, entries }))()
  } finally {
    db.close()
  }
  return settings
}

export function paper(n: number): { readonly name: string; readonly slug: string } {
  return { name: `Paper ${n}`, slug: `paper-${n}` }
}

/** Some categories have hundreds of entries, most of them a few; every fifth entry stands in two. */
function categoriesOf(n: number, count: number): readonly number[] {
  const first = Math.floor(count * unit(n) ** 2)
  const second = (first + 1 + Math.floor(unit(n + 0.5) * (count - 1))) % count
  return n % 5 === 0 && second !== first ? [first, second] : [first]
}

/** 0 ≤ x < 1, the same for the same number. */
function unit(n: number): number {
  return createHash('md5').update(String(n)).digest().readUInt32LE(0) / 2 ** 32
}

function fill(db: Database.Database, { categories, entries }: Extent): void {
  const into = (table: string, columns: readonly string[]) => {
    const statement = db.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`)
    return (...values: unknown[]) => statement.run(...values)
  }
  const addCategory = into('categories', ['slug', 'name', 'state', 'is_private', 'is_automatic', 'created_at', 'was_public'])
  const addName = into('category_names', ['folded', 'slug', 'name'])
  const addOutput = into('outputs', ['slug', 'wanted', 'written'])
  addOutput('', 1, 0)
  for (let n = 0; n < categories; n++) {
    const { name, slug } = paper(n)
    addCategory(slug, name, 'active', 0, 1, firstRunAt - yearMs, 1)
    addName(name.toLowerCase(), slug, name)
    addOutput(slug, 1, 0)
  }
  const columns = [
    'id',
    'state',
    'due',
    'article_state',
    'article_attempts',
    'article_next_at',
    'touched_at',
    'ready_at',
    'public_id',
    'path',
  ]
  const dates = ['published_at', 'listed', 'first_seen', 'date_published', 'date_origin']
  const content = ['home', 'owner', 'revision', 'title', 'url', 'summary', 'content_html', 'extra', 'page_wanted', 'page_written']
  const addEntry = into('entries', [...columns, ...dates, ...content])
  const seen = ['fingerprint', 'draft', 'titles', 'sketches', 'categories', 'is_public', 'is_first_poll', 'first_seen', 'last_seen']
  const addSighting = into('sightings', ['id', 'entry', 'source', ...seen])
  const addKey = into('sighting_keys', ['key', 'sighting'])
  const addMembership = into('memberships', ['slug', 'entry', 'listed', 'place', 'because'])
  const addMinted = into('minted', ['kind', 'value', 'entry'])
  for (let n = 1; n <= entries; n++) {
    const hash = createHash('sha256').update(`entry ${n}`).digest('hex').slice(0, 32)
    const at = firstRunAt - yearMs + Math.floor((n / (entries + 1)) * yearMs)
    const places = categoriesOf(n, categories)
    const home = paper(places[0] ?? 0)
    const id = `tag:news.example,2026:${hash}`
    const path = `${home.slug}/${new Date(at).toISOString().slice(0, 10).replaceAll('-', '/')}/${hash.slice(0, 16)}.html`
    const extra = JSON.stringify({ authors: [], publisher: home.name, tags: [], enclosures: [], language: null, origin: null })
    addEntry(
      ...[n, 'published', 0, 'none', 0, 0, at, at, id, path, at, at, at, at, 'published', home.slug, 'a', 1],
      ...[`Title of ${n}`, `https://a.example/${n}`, null, textOf(n), extra, 1, 0],
    )
    addSighting(n, n, 'a', `f${n}`, '{}', '[]', '[]', JSON.stringify([{ name: home.name, rule: '0' }]), 1, 0, at, at)
    addKey(`guid:a:${n}`, n)
    for (const [place, category] of places.entries()) addMembership(paper(category).slug, n, at, place, '[]')
    addMinted('id', id, n)
    addMinted('name', path.slice(path.indexOf('/') + 1), n)
  }
}

const words =
  'the market rose on Tuesday after regulators said 市场 消息 公司 上涨 banks would keep rates where they are 国际 投资 增长 while traders waited for news of the merger 经济 报道 数据'.split(
    ' ',
  )

/** About 2 KB. */
function textOf(n: number): string {
  let at = n
  const next = () => {
    at = (at * 48_271 + 11) % 2_147_483_647
    return words[at % words.length]
  }
  const sentence = () => Array.from({ length: 14 }, next).join(' ')
  const paragraph = () => `<p>${sentence()}. <a href="https://a.example/${n}/${at}">${sentence()}</a>, ${sentence()}.</p>`
  return Array.from({ length: 5 }, paragraph).join('')
}
