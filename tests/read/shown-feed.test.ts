import { expect, test } from 'vitest'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import type { FeedDocument } from '../../src/parse/document.ts'
import { shownFeed } from '../../src/read/shown-feed.ts'

const bare: FeedDocument = {
  kind: 'feed',
  format: 'rss',
  isSecondOpinion: false,
  title: null,
  homeUrl: null,
  selfUrl: null,
  language: null,
  description: null,
  updated: null,
  hubs: [],
  nextUrl: null,
  prevArchiveUrl: null,
  ttlMs: null,
  skipHours: [],
  entries: [],
  half: null,
  deletions: [],
  warnings: [],
  isCut: false,
}

/** As it stands on the line: what is undefined is gone. */
function line(feed: Partial<FeedDocument>, drafts: readonly Partial<EntryDraft>[] = [], warnings: readonly string[] = []): unknown {
  const shown = shownFeed(
    { ...bare, ...feed },
    drafts.map((draft) => ({ ...emptyDraft, ...draft })),
    warnings,
  )
  return JSON.parse(JSON.stringify(shown))
}

test('what a feed says of itself stands under the names of JSON Feed', () => {
  const feed: Partial<FeedDocument> = {
    format: 'atom',
    title: '标题',
    homeUrl: 'https://a.example/',
    selfUrl: 'https://a.example/feed',
    language: 'zh-CN',
    description: 'About',
    updated: Date.UTC(2026, 0, 2, 3, 4, 5),
    hubs: ['https://hub.example/'],
    nextUrl: 'https://a.example/feed?page=2',
    prevArchiveUrl: 'https://a.example/2025',
    ttlMs: 900_000,
    skipHours: [0, 1],
    isCut: true,
  }
  expect(line(feed, [], ['a date cannot be read'])).toEqual({
    version: 'https://jsonfeed.org/version/1.1',
    title: '标题',
    home_page_url: 'https://a.example/',
    feed_url: 'https://a.example/feed',
    language: 'zh-CN',
    description: 'About',
    date_modified: '2026-01-02T03:04:05Z',
    hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
    next_url: 'https://a.example/feed?page=2',
    _newsstand: {
      format: 'atom',
      is_cut: true,
      warnings: ['a date cannot be read'],
      prev_archive_url: 'https://a.example/2025',
      ttl_seconds: 900,
      skip_hours: [0, 1],
    },
    items: [],
  })
})

test('an entry stands under the names of JSON Feed, without mail addresses', () => {
  const draft: Partial<EntryDraft> = {
    guid: 'a',
    link: 'https://a.example/a',
    title: 'A',
    published: Date.UTC(2026, 0, 1),
    updated: Date.UTC(2026, 0, 1, 0, 0, 0, 250),
    summary: 'short',
    content: '<p>long</p>',
    authors: [
      { name: '张三', url: 'https://a.example/z', email: 'z@a.example' },
      { name: '李四', url: null, email: null },
    ],
    tags: [{ name: '科技', scheme: 'https://a.example/tags' }],
    enclosures: [
      { url: 'https://a.example/a.mp3', type: 'audio/mpeg', bytes: 1234, title: 'Listen' },
      { url: 'https://a.example/b', type: null, bytes: null, title: null },
    ],
    language: 'en',
  }
  expect(line({}, [draft])).toMatchObject({
    items: [
      {
        id: 'a',
        url: 'https://a.example/a',
        title: 'A',
        date_published: '2026-01-01T00:00:00Z',
        date_modified: '2026-01-01T00:00:00.250Z',
        summary: 'short',
        content_html: '<p>long</p>',
        authors: [{ name: '张三', url: 'https://a.example/z' }, { name: '李四' }],
        tags: ['科技'],
        attachments: [
          { url: 'https://a.example/a.mp3', mime_type: 'audio/mpeg', size_in_bytes: 1234, title: 'Listen' },
          { url: 'https://a.example/b' },
        ],
        language: 'en',
      },
    ],
  })
  expect(JSON.stringify(line({}, [draft]))).not.toContain('@')
})

test('what is not there is left out', () => {
  expect(line({}, [{}])).toEqual({
    version: 'https://jsonfeed.org/version/1.1',
    _newsstand: { format: 'rss', is_cut: false, warnings: [] },
    items: [{}],
  })
})
