// The readers that are measured beside each other. Each is given bytes and counts the entries it read.
import type { FeedContext } from '../../src/parse/feed.ts'

export type Reader = (bytes: Uint8Array) => Promise<number>

/** Each is loaded when it is asked for: a process that measures memory holds one of them. */
export const readers: Readonly<Record<string, () => Promise<Reader>>> = { newsstand, feedsmith, 'rss-parser': rssParser, feedparser }

async function newsstand(): Promise<Reader> {
  const { parseFeed }: typeof import('../../src/parse/feed.ts') = await import(built('parse/feed.js'))
  const context: FeedContext = {
    contentType: null,
    charset: null,
    url: 'https://news.example/feed.xml',
    timezone: 'UTC',
    dateFormat: null,
    maxEntries: 100_000,
    now: Date.UTC(2026, 6, 1),
  }
  return async (bytes) => {
    const feed = await parseFeed(bytes, context)
    return feed.kind === 'feed' ? feed.entries.length : 0
  }
}

async function feedsmith(): Promise<Reader> {
  const { parseFeed } = await import('feedsmith')
  return async (bytes) => {
    const { feed } = parseFeed(textOf(bytes))
    const entries = 'entries' in feed ? feed.entries : 'items' in feed ? feed.items : []
    return entries?.length ?? 0
  }
}

async function rssParser(): Promise<Reader> {
  const { default: Parser } = await import('rss-parser')
  const parser = new Parser()
  return async (bytes) => (await parser.parseString(textOf(bytes))).items.length
}

async function feedparser(): Promise<Reader> {
  const { default: FeedParser } = await import('feedparser')
  return async (bytes) => {
    const stream = new FeedParser({ addmeta: false })
    stream.end(bytes)
    let entries = 0
    for await (const _ of stream) entries += 1
    return entries
  }
}

/** A module as users run it: compiled, without a loader. */
export function built(path: string): string {
  return new URL(`../../dist/${path}`, import.meta.url).href
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
