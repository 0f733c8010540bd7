// The least that polling can cost on Node: nothing is cleaned, nothing that is odd is understood, and text stays bytes all the way.
import { hash as hashOf } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { Agent, request } from 'undici'

interface Found {
  readonly feed: FeedRow
  readonly entries: readonly (readonly Buffer[])[]
}

interface FeedRow {
  readonly id: number
  readonly url: string
  readonly etag: string | null
  readonly hash: Buffer | null
}

const atOnce = 512
const batchRows = 1_000

export async function poll(urls: readonly string[], file: string): Promise<void> {
  const db = openDatabase(file, urls)
  const feeds = db.prepare<[], FeedRow>('select * from feeds').all()
  const update = db.prepare('update feeds set etag = ?, hash = ? where id = ?')
  const insert = db.prepare('insert or ignore into entries values (?, ?, cast(? as text), cast(? as text), cast(? as text))')
  const insertBody = db.prepare('insert into bodies (feed, key, content) values (?, ?, cast(? as text))')
  const save = db.transaction((batch: readonly Found[]) => {
    for (const { feed, entries } of batch) {
      for (const [key, title, link, published, content] of entries)
        if (insert.run(feed.id, key, title, link, published).changes > 0) insertBody.run(feed.id, key, content)
      update.run(feed.etag, feed.hash, feed.id)
    }
  })
  let batch: Found[] = []
  let rows = 0
  const flush = () => {
    save(batch)
    batch = []
    rows = 0
  }
  const hosts = new Set(urls.map((url) => new URL(url).host)).size
  const dispatcher = new Agent({ connections: Math.ceil(atOnce / hosts) })
  // Where each feed has a host of its own, no connection is of use twice.
  const reset = hosts === urls.length
  const visit = async (feed: FeedRow) => {
    const headers: Record<string, string> = { 'accept-encoding': 'gzip' }
    if (feed.etag !== null) headers['if-none-match'] = feed.etag
    const { statusCode, headers: said, body } = await request(feed.url, { dispatcher, headers, reset })
    const bytes = Buffer.from(await body.arrayBuffer())
    if (statusCode === 304) return
    const hash = digest(bytes)
    if (feed.hash?.equals(hash)) return
    const entries = entriesOf(gunzipSync(bytes))
    batch.push({ feed: { ...feed, etag: typeof said['etag'] === 'string' ? said['etag'] : null, hash }, entries })
    rows += entries.length
    if (rows >= batchRows) flush()
  }
  const waiting = feeds.values()
  const work = async () => {
    for (const feed of waiting) await visit(feed)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  flush()
  await dispatcher.close()
  db.close()
}

const nothing = Buffer.alloc(0)

function entriesOf(xml: Buffer): readonly (readonly Buffer[])[] {
  const isAtom = xml.includes('<entry>')
  const [open, close] = isAtom ? ['<entry', '</entry>'] : ['<item', '</item>']
  const entries: Buffer[][] = []
  for (let at = xml.indexOf(open); at >= 0; ) {
    const end = xml.indexOf(close, at)
    const entry = xml.subarray(at, end)
    const link = (isAtom ? between(entry, 'href="', '"') : field(entry, 'link')) ?? nothing
    const key = digest(field(entry, 'guid') ?? field(entry, 'id') ?? link)
    const published = field(entry, 'pubDate') ?? field(entry, 'published') ?? field(entry, 'dc:date') ?? nothing
    const content = field(entry, 'content:encoded') ?? field(entry, 'content') ?? field(entry, 'description') ?? nothing
    entries.push([key, field(entry, 'title') ?? nothing, link, published, content])
    at = xml.indexOf(open, end)
  }
  return entries
}

function field(entry: Buffer, name: string): Buffer | null {
  const at = entry.indexOf(`<${name}`)
  if (at < 0) return null
  const start = entry.indexOf('>', at) + 1
  const text = entry.subarray(start, entry.indexOf(`</${name}>`, start))
  return text[0] === lessThan ? text.subarray(9, -3) : unescaped(text)
}

const lessThan = 0x3c

function between(text: Buffer, before: string, after: string): Buffer {
  const start = text.indexOf(before) + before.length
  return unescaped(text.subarray(start, text.indexOf(after, start)))
}

function unescaped(bytes: Buffer): Buffer {
  if (!bytes.includes('&')) return bytes
  const text = bytes.toString().replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  return Buffer.from(text)
}

function digest(data: Buffer): Buffer {
  return hashOf('sha1', data, 'buffer').subarray(0, 16)
}

function openDatabase(file: string, urls: readonly string[]): Database.Database {
  const db = new Database(file)
  db.pragma('page_size = 8192')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.exec(`
    create table if not exists feeds (id integer primary key, url text unique, etag text, hash blob);
    create table if not exists entries (feed integer, key blob, title text, link text, published text, primary key (feed, key)) without rowid;
    create table if not exists bodies (id integer primary key, feed integer, key blob, content text);
  `)
  const insert = db.prepare('insert or ignore into feeds (url) values (?)')
  db.transaction(() => {
    for (const url of urls) insert.run(url)
  })()
  return db
}
