// What a competent person writes in an afternoon: rss-parser, fetch and better-sqlite3; conditional requests, some feeds at a time. Nothing
// is cleaned, nothing identified but by guid.
import Database from 'better-sqlite3'
import Parser from 'rss-parser'

interface Feed {
  readonly url: string
  readonly etag: string | null
  readonly last_modified: string | null
}

const atOnce = 20

export async function poll(urls: readonly string[], file: string): Promise<void> {
  const db = openDatabase(file)
  const parser = new Parser()
  const select = db.prepare<[string], Feed>('select url, etag, last_modified from feeds where url = ?')
  const update = db.prepare('insert or replace into feeds (url, title, etag, last_modified, checked_at) values (?, ?, ?, ?, ?)')
  const insert = db.prepare(
    'insert or ignore into entries (feed, guid, title, link, author, published, summary, content) values (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const save = db.transaction((url: string, feed: Awaited<ReturnType<typeof parser.parseString>>, headers: Headers) => {
    for (const item of feed.items) {
      const guid = item.guid ?? item['id'] ?? item.link
      const content = item['content:encoded'] ?? item.content
      insert.run(url, guid, item.title, item.link, item.creator ?? item['author'], item.isoDate, item.contentSnippet, content)
    }
    update.run(url, feed.title, headers.get('etag'), headers.get('last-modified'), Date.now())
  })

  const visit = async (url: string) => {
    const known = select.get(url)
    const headers = new Headers({ 'user-agent': 'my-aggregator/1.0' })
    if (known?.etag) headers.set('if-none-match', known.etag)
    if (known?.last_modified) headers.set('if-modified-since', known.last_modified)
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(15_000) })
    if (response.status === 304) return
    if (!response.ok) throw new Error(`${url} answered ${response.status}`)
    save(url, await parser.parseString(await response.text()), response.headers)
  }

  const waiting = urls.values()
  const work = async () => {
    for (const url of waiting) await visit(url).catch((error) => process.stderr.write(`${url}: ${error}\n`))
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  db.close()
}

function openDatabase(file: string): Database.Database {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.exec(`
    create table if not exists feeds (url text primary key, title text, etag text, last_modified text, checked_at integer);
    create table if not exists entries (
      id integer primary key, feed text, guid text, title text, link text, author text, published text, summary text, content text,
      unique (feed, guid)
    );
  `)
  return db
}
