// Real readers, where they are installed, and a proxy that sees what they ask.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as ask, createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { start } from './program.ts'

const python = '/usr/bin/python3'
const newsboat = 'newsboat'

export const hasNewsboat = spawnSync(newsboat, ['--version']).status === 0
export const hasFeedparser = spawnSync(python, ['-c', 'import feedparser']).status === 0

/** What a reader took from an item. `published` in seconds since 1970. */
export interface TakenItem {
  readonly id: string
  readonly title: string
  readonly link: string
  readonly published: number
  readonly authors: readonly string[]
  readonly content: string
  readonly enclosures: readonly { readonly url: string; readonly type: string }[]
  readonly tags: readonly string[]
}

export interface TwoFetches {
  readonly title: string
  readonly items: readonly TakenItem[]
  /** Of the second fetch, with what the first one was told. */
  readonly second: { readonly status: number; readonly items: number }
  /** What it complained of; empty: nothing. */
  readonly complaint: string
}

const script = `
import calendar, json, sys
import feedparser
feedparser.SANITIZE_HTML = 0
feedparser.RESOLVE_RELATIVE_URIS = 0
url = sys.argv[1]
first = feedparser.parse(url)
again = feedparser.parse(url, etag=first.get('etag'), modified=first.get('modified'))
def item(e):
    texts = e.get('content') or ([e.summary_detail] if 'summary' in e else [])
    return {
        'id': e.get('id', ''), 'title': e.get('title', ''), 'link': e.get('link', ''),
        'published': calendar.timegm(e.published_parsed), 'authors': [a.get('name', '') for a in e.get('authors', [])],
        'content': texts[0].value if texts else '',
        'enclosures': [{'url': x.get('href', ''), 'type': x.get('type', '')} for x in e.get('enclosures', [])],
        'tags': [t.term for t in e.get('tags', [])],
    }
print(json.dumps({
    'title': first.feed.get('title', ''), 'items': [item(e) for e in first.entries],
    'second': {'status': again.get('status', 0), 'items': len(again.entries)},
    'complaint': str(first.get('bozo_exception', '')),
}))
`

/** Python's feedparser, its own cleaning turned off: what it understood, not what it thinks harmless. */
export async function readWithFeedparser(url: string): Promise<TwoFetches> {
  const { code, stdout, stderr } = await start(python, ['-c', script, url], { cwd: tmpdir() }).ended
  if (code !== 0) throw new Error(`feedparser ended with ${code}: ${stderr}`)
  return JSON.parse(stdout)
}

/** newsboat's cache after each of `times` reloads. */
export async function readWithNewsboat(url: string, times: number): Promise<readonly (readonly TakenItem[])[]> {
  const home = await mkdtemp(join(tmpdir(), 'newsstand-newsboat-'))
  try {
    await mkdir(join(home, '.newsboat'))
    await writeFile(join(home, '.newsboat', 'urls'), `${url}\n`)
    await writeFile(join(home, '.newsboat', 'config'), 'auto-reload no\nrefresh-on-startup no\n')
    const caches: (readonly TakenItem[])[] = []
    for (let time = 0; time < times; time++) {
      const { code, stderr } = await start(newsboat, ['-q', '-x', 'reload'], { cwd: home, env: { HOME: home, LANG: 'C.UTF-8' } }).ended
      if (code !== 0) throw new Error(`newsboat ended with ${code}: ${stderr}`)
      caches.push(cacheOf(join(home, '.newsboat', 'cache.db')))
    }
    return caches
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

interface CacheRow {
  readonly guid: string
  readonly title: string
  readonly url: string
  readonly pubDate: number
  readonly author: string
  readonly content: string
  readonly enclosure_url: string | null
  readonly enclosure_type: string | null
}

/** It keeps one enclosure, and no tags. */
function cacheOf(file: string): readonly TakenItem[] {
  const database = new Database(file, { readonly: true })
  try {
    const rows = database.prepare<[], CacheRow>('SELECT * FROM rss_item ORDER BY id').all()
    return rows.map((row) => ({
      id: row.guid,
      title: row.title,
      link: row.url,
      published: row.pubDate,
      authors: row.author === '' ? [] : [row.author],
      content: row.content,
      enclosures: row.enclosure_url ? [{ url: row.enclosure_url, type: row.enclosure_type ?? '' }] : [],
      tags: [],
    }))
  } finally {
    database.close()
  }
}

export interface Seen {
  readonly path: string
  readonly isConditional: boolean
  readonly status: number
  readonly bytes: number
}

export interface WatchingProxy {
  readonly origin: string
  /** In order of arrival. */
  readonly seen: readonly Seen[]
  /** Whom it asks. */
  lead(port: number): void
  close(): Promise<void>
}

/** Stands before the site's server: its address is known before the server has a port. */
export async function watchingProxy(): Promise<WatchingProxy> {
  const seen: Seen[] = []
  let target = 0
  const server = createServer((request, response) => {
    const { url: path = '/', method, headers } = request
    const passed = ask({ host: '127.0.0.1', port: target, path, method, headers }, (answer) => {
      const { statusCode: status = 0 } = answer
      let bytes = 0
      response.writeHead(status, answer.headers)
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      answer.on('end', () => {
        seen.push({ path, isConditional: 'if-none-match' in headers || 'if-modified-since' in headers, status, bytes })
      })
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    lead: (to) => {
      target = to
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
