// Where a life takes place: sources of every kind, small feeds, so that most entries stand in archives, and categories that keep little.
import type { Settings } from '../../src/model/settings.ts'
import { type Document, type Item, settingsOf } from './site.ts'

export const sources = ['a', 'b', 'c', 'd', 'p', 'q'] as const
export type SourceName = (typeof sources)[number]
export const articles = 10
export const slugs = ['rock', 'pop', 'jazz', 'hard-rock', 'secret'] as const
const publishers = ['Rock', 'Pop', 'Jazz'] as const
/** A feed holds so many at least, and all of so long before its newest. */
export const windowSize = { entries: 2, ms: 48 * 3_600_000 }

/** What the operator may write otherwise. */
export interface Wording {
  readonly isTakingDown: boolean
  readonly isJazzPrivate: boolean
  /** Source c goes to another category: what is kept of it is read anew. */
  readonly isMoved: boolean
}

/** As an article is shown: `bare` under its guid alone, without the address and the code by which others know it. */
export const forms = ['plain', 'tracked', 'renumbered', 'bare'] as const
export interface Shown {
  readonly article: number
  readonly edition: number
  readonly form: (typeof forms)[number]
}

export interface ShownDocument {
  readonly source: SourceName
  readonly shown: readonly Shown[]
  /** Articles that the source says it has deleted; only one that is a feed can. */
  readonly deleted: readonly number[]
}

export function settingsFor({ isTakingDown, isJazzPrivate, isMoved }: Wording): Settings {
  const json = (id: SourceName, category: string, more: string) =>
    `  - { id: ${id}, kind: json, url: "https://${id}.example/list", items: "$.items", category: [${category}], ${more}, fields: { key: $.guid, link: $.url, title: $.title, published: $.date, content: $.text, publisher: $.publisher } }`
  return settingsOf(`site: { title: Test, url: "https://news.example/", timezone: Asia/Shanghai }
store: { sqlite: store.sqlite }
publish: { dir: public, entries: ${windowSize.entries}, newCategories: auto }
identity: [ { name: code, query: code, fields: [code], pattern: 'C\\d+' } ]
${isTakingDown ? `takedown: [ { pattern: '^https://paper\\.example/[34]$', why: "At the wish of its author" } ]` : ''}
categories:
  - { name: Rock, digest: daily }
  - { name: Jazz, keep: { entries: 1 }, private: ${isJazzPrivate} }
  - { name: Pop, keep: { days: 20 }, fold: true }
  - { name: Secret, private: true, keep: { entries: 1 } }
feeds: [ { slug: picks, title: Picks, from: [a, c] } ]
sources:
${json('a', '"{publisher}", a', 'priority: 2')}
${json('b', '"{publisher}"', 'joins: true, delay: 2h')}
  - { id: c, kind: feed, url: "https://c.example/list", category: [${isMoved ? 'Pop' : 'Jazz'}], deletions: follow }
${json('d', '"{publisher}", d', 'onUpdate: relist, expires: 60d')}
${json('p', 'Secret', 'priority: 3')}
${json('q', 'Secret', 'priority: -1')}
`)
}

export function documentOf({ source, shown, deleted }: ShownDocument): Document {
  const items = shown.map((each) => itemOf(each, source))
  return { source, items, ...(source === 'c' ? { body: atomOf(items, deleted) } : {}) }
}

export function addressOf(article: number): string {
  return `https://paper.example/${article}`
}

function itemOf({ article, edition, form }: Shown, source: SourceName): Item {
  const isBare = form === 'bare'
  return {
    guid: form === 'plain' || isBare ? `g${article}` : `g${article}-${form}`,
    ...(isBare ? {} : { url: `${addressOf(article)}${form === 'tracked' ? '?utm_source=x' : ''}` }),
    title: `Article ${article}`,
    text: `<p>${wordsOf(article)}</p><p>${'And more was learnt of it by the evening. '.repeat(edition)}</p>${storyOf(article)}`,
    ...(article % 3 === 0 ? {} : { date: new Date(Date.UTC(2025, 11, 20 + article * 2, 8)).toISOString() }),
    ...(article % 2 === 0 && !isBare && source !== 'c' ? { code: `C${article}` } : {}),
    ...(source === 'd' ? {} : { publisher: `${publishers[article % publishers.length]}` }),
  }
}

const names = ['nought', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** Stand in no other article. */
export function wordsOf(article: number): string {
  return `Words of article ${names[article]}, as they were.`
}

/** Articles of Pop tell one story, which its feed folds where several outlets do. */
function storyOf(article: number): string {
  if (article % 3 !== 1) return `<p>${`What is told in it of ${names[article]} is told at length. `.repeat(8)}</p>`
  const words =
    'The singer came back to the old hall by the harbour on Friday and sang for three hours before listeners who had waited since morning'
  return `<p>${words}, ${words.split(' ').reverse().join(' ')}.</p>`
}

function atomOf(items: readonly Item[], deleted: readonly number[]): string {
  const entries = items.map(
    ({ guid, url, title, text = '', date }) =>
      `<entry><id>${guid}</id><title>${title}</title>${url === undefined ? '' : `<link href="${url}"/>`}${date === undefined ? '' : `<updated>${date}</updated>`}<content type="html">${text.replaceAll('<', '&lt;')}</content></entry>`,
  )
  const stones = deleted.map((article) => `<at:deleted-entry ref="g${article}" when="2026-01-08T00:00:00Z"/>`)
  return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>C</title><id>urn:c</id><updated>2026-01-05T00:00:00Z</updated>${stones.join('')}${entries.join('')}</feed>`
}
