// The three formats read back into one shape, so that a test can ask the same of each.
import { childrenOf, type Element, parseXml, textOf } from '../support/xml.ts'

export interface ReadItem {
  readonly id: string
  readonly title: string
  readonly link: string
  readonly summary: string
  readonly content: string
  readonly authors: readonly string[]
  readonly tags: readonly string[]
  readonly attachments: readonly string[]
  readonly updated: string
  readonly published: string
}

export interface ReadFeed {
  readonly title: string
  readonly self: string
  readonly items: readonly ReadItem[]
}

export interface Writers {
  rss2(): string
  atom1(): string
  json1(): string
}

export const formats = ['rss', 'atom', 'json'] as const
export type Format = (typeof formats)[number]

export function written(format: Format, writers: Writers): string {
  return { rss: () => writers.rss2(), atom: () => writers.atom1(), json: () => writers.json1() }[format]()
}

export function readBack(format: Format, text: string): ReadFeed {
  return { rss: readRss, atom: readAtom, json: readJson }[format](text)
}

/** A field with what XML or JSON could not have carried would have thrown before, or is found by this. */
export function isClean(text: string): boolean {
  return !/\p{Surrogate}/u.test(text) && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)
}

function readRss(xml: string): ReadFeed {
  const channel = only(parseXml(xml), 'channel')
  return {
    title: textOf(only(channel, 'title')),
    self: linkOf(channel, 'atom:link', 'self'),
    items: childrenOf(channel, 'item').map((item) => ({
      id: fieldOf(item, 'guid'),
      title: fieldOf(item, 'title'),
      link: fieldOf(item, 'link'),
      summary: plain(fieldOf(item, 'description')),
      content: fieldOf(item, 'content:encoded'),
      authors: childrenOf(item, 'dc:creator').map(textOf),
      tags: childrenOf(item, 'category').map(textOf),
      attachments: childrenOf(item, 'enclosure').map(({ attributes: { url, type, length } }) => `${url} ${type} ${length}`),
      updated: fieldOf(item, 'atom:updated') || instantOf(fieldOf(item, 'pubDate')),
      published: instantOf(fieldOf(item, 'pubDate')),
    })),
  }
}

function readAtom(xml: string): ReadFeed {
  const feed = parseXml(xml)
  return {
    title: textOf(only(feed, 'title')),
    self: linkOf(feed, 'link', 'self'),
    items: childrenOf(feed, 'entry').map((entry) => ({
      id: fieldOf(entry, 'id'),
      title: fieldOf(entry, 'title'),
      link: linkOf(entry, 'link', 'alternate'),
      summary: fieldOf(entry, 'summary'),
      content: fieldOf(entry, 'content'),
      authors: childrenOf(entry, 'author').map((author) => textOf(only(author, 'name'))),
      tags: childrenOf(entry, 'category').map(({ attributes: { term, label } }) => label ?? term ?? ''),
      attachments: childrenOf(entry, 'link')
        .filter(({ attributes }) => attributes.rel === 'enclosure')
        .map(({ attributes: { href, type, length = '0' } }) => `${href} ${type} ${length}`),
      updated: textOf(only(entry, 'updated')),
      published: fieldOf(entry, 'published'),
    })),
  }
}

interface JsonFeed {
  readonly title: string
  readonly feed_url: string
  readonly items: readonly {
    readonly id: string
    readonly title?: string
    readonly url?: string
    readonly summary?: string
    readonly content_html?: string
    readonly authors?: readonly { readonly name: string }[]
    readonly tags?: readonly string[]
    readonly attachments?: readonly { readonly url: string; readonly mime_type: string; readonly size_in_bytes?: number }[]
    readonly date_modified?: string
    readonly date_published?: string
  }[]
}

function readJson(text: string): ReadFeed {
  const feed: JsonFeed = JSON.parse(text)
  return {
    title: feed.title,
    self: feed.feed_url,
    items: feed.items.map((item) => ({
      id: item.id,
      title: item.title ?? '',
      link: item.url ?? '',
      summary: item.summary ?? '',
      content: item.content_html ?? '',
      authors: (item.authors ?? []).map((author) => author.name),
      tags: item.tags ?? [],
      attachments: (item.attachments ?? []).map(({ url, mime_type, size_in_bytes = 0 }) => `${url} ${mime_type} ${size_in_bytes}`),
      updated: item.date_modified ?? '',
      published: item.date_published ?? '',
    })),
  }
}

/** RFC 822 as RFC 3339. */
function instantOf(date: string): string {
  return date === '' ? '' : new Date(date).toISOString().replace('.000', '')
}

function only(element: Element, name: string): Element {
  const [first, second] = childrenOf(element, name)
  if (first === undefined || second !== undefined) throw new Error(`not one <${name}> in <${element.name}>`)
  return first
}

function linkOf(element: Element, name: string, rel: string): string {
  return childrenOf(element, name).find(({ attributes }) => attributes.rel === rel)?.attributes.href ?? ''
}

/** Text of an element that may be missing but not be there twice. */
function fieldOf(element: Element, name: string): string {
  return childrenOf(element, name).length === 0 ? '' : textOf(only(element, name))
}

/** RSS descriptions are HTML; those of these tests hold no tags. */
function plain(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
