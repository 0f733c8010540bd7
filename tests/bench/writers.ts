// The writers of feeds that are measured beside each other. Each is given the same items and writes one feed of them.
import { Feed, type FeedOptions, type Item } from 'feed'
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import type { FeedFormat } from '../../src/model/paths.ts'
import type { Fragments } from '../../src/render/from-feed.ts'
import { makeStories } from './feeds.ts'
import { built } from './readers.ts'
import { templates } from './templates.ts'

export interface Writer {
  readonly text: (format: FeedFormat) => string
  /** As it is sent. */
  readonly bytes: (format: FeedFormat) => Uint8Array
}

export const options = {
  id: 'tag:news.example,2021:feed',
  title: '晨星财经 Morning Star',
  description: '每日要闻',
  link: 'https://news.example/',
  language: 'zh-CN',
  updated: new Date(Date.UTC(2026, 0, 2)),
  generator: 'Newsstand',
  ttl: 15,
  hub: 'https://hub.example/',
  author: { name: '晨星财经', link: 'https://news.example/' },
  feedLinks: { rss: 'https://news.example/feed.rss', atom: 'https://news.example/feed.atom', json: 'https://news.example/feed.json' },
} satisfies FeedOptions

/** An item with all that each side writes. */
export interface WholeItem extends Item {
  readonly id: string
  readonly published: Date
  readonly description: string
  readonly content: string
  readonly author: { readonly name: string }[]
  readonly category: { readonly name: string }[]
}

export function makeItems(count: number): readonly WholeItem[] {
  return makeStories(count).map(({ title, link, at, author, tags, summary, html }, index) => ({
    id: `tag:news.example,2026:${index.toString(16).padStart(32, '0')}`,
    title,
    link,
    date: new Date(at),
    published: new Date(at),
    description: summary,
    content: html,
    author: [{ name: author }],
    category: tags.map((name) => ({ name })),
  }))
}

/** Each is loaded as its users run it: compiled. */
export async function writers(items: readonly WholeItem[]): Promise<Readonly<Record<string, Writer>>> {
  const { Publication }: typeof import('../../src/render/publication.ts') = await import(built('render/publication.js'))
  const fragments = keptFragments()
  const filled = <T extends Feed>(feed: T, given: readonly Item[]): T => {
    for (const item of given) feed.addItem(item)
    return feed
  }
  const versioned = items.map((item) => ({ ...item, version: `${item.id} 1` }))
  return {
    newsstand: {
      text: (format) => written(filled(new Publication(options), items), format),
      bytes: (format) => filled(new Publication(options), items).bytes(format),
    },
    'newsstand, items kept': {
      text: (format) => written(filled(new Publication({ ...options, fragments }), versioned), format),
      bytes: (format) => filled(new Publication({ ...options, fragments }), versioned).bytes(format),
    },
    feed: encoded((format) => written(filled(new Feed(options), items), format)),
    feedsmith: encoded((format) => feedsmithSide[format](items)),
    template: encoded((format) => templates[format](options, items)),
  }
}

function encoded(text: Writer['text']): Writer {
  return { text, bytes: (format) => Buffer.from(text(format)) }
}

function written(feed: Feed, format: FeedFormat): string {
  if (format === 'rss') return feed.rss2()
  return format === 'atom' ? feed.atom1() : feed.json1()
}

function keptFragments(): Fragments {
  const kept = new Map<string, string>()
  return {
    of({ version }, format, make) {
      const key = `${format} ${version}`
      const known = kept.get(key)
      if (known !== undefined) return known
      const text = make()
      kept.set(key, text)
      return text
    },
  }
}

const feedsmithSide: Readonly<Record<FeedFormat, (items: readonly WholeItem[]) => string>> = {
  rss: (items) =>
    generateRssFeed({
      title: options.title,
      link: options.link,
      description: options.description,
      language: options.language,
      lastBuildDate: options.updated,
      generator: 'Newsstand',
      ttl: options.ttl,
      atom: {
        links: [
          { href: options.feedLinks.rss, rel: 'self', type: 'application/rss+xml' },
          { href: options.hub, rel: 'hub' },
        ],
      },
      items: items.map(({ id, title, link, description, content, published, author, category }) => ({
        title,
        link,
        guid: { value: id, isPermaLink: false },
        pubDate: published,
        description,
        content: { encoded: content },
        dc: { creators: author.map(({ name }) => name) },
        categories: category.map(({ name }) => ({ name })),
      })),
    }),
  atom: (items) =>
    generateAtomFeed({
      id: options.id,
      title: { value: options.title, type: 'text' },
      subtitle: { value: options.description, type: 'text' },
      updated: options.updated,
      authors: [{ name: options.author.name, uri: options.link }],
      generator: { text: 'Newsstand' },
      links: [
        { href: options.link, rel: 'alternate', type: 'text/html' },
        { href: options.feedLinks.atom, rel: 'self', type: 'application/atom+xml' },
        { href: options.hub, rel: 'hub' },
      ],
      entries: items.map(({ id, title, link, description, content, date, published, author, category }) => ({
        id,
        title: { value: title, type: 'text' },
        links: [{ href: link, rel: 'alternate' }],
        published,
        updated: date,
        authors: author.map(({ name }) => ({ name })),
        categories: category.map(({ name }) => ({ term: name })),
        summary: { value: description, type: 'html' },
        content: { value: content, type: 'html' },
      })),
    }),
  json: (items) =>
    JSON.stringify(
      generateJsonFeed({
        title: options.title,
        home_page_url: options.link,
        feed_url: options.feedLinks.json,
        description: options.description,
        language: options.language,
        authors: [{ name: options.author.name, url: options.link }],
        hubs: [{ type: 'WebSub', url: options.hub }],
        items: items.map(({ id, title, link, description, content, date, published, author, category }) => ({
          id,
          url: link,
          title,
          content_html: content,
          summary: description,
          date_published: published,
          date_modified: date,
          authors: author.map(({ name }) => ({ name })),
          tags: category.map(({ name }) => name),
        })),
      }),
    ),
}
