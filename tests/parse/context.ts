// What the parse tests read documents with: a Chinese source on a fixed address.
import type { FeedContext } from '../../src/parse/feed.ts'

export const context: FeedContext = {
  contentType: null,
  charset: null,
  url: 'https://feeds.example/dir/feed.xml',
  timezone: 'Asia/Shanghai',
  dateFormat: null,
  maxEntries: 1000,
  now: Date.UTC(2026, 0, 15, 4),
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
