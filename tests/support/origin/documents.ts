// Documents that behaviours hand out. Every row has addresses and ids of its own, so that no two rows share an entry.
import { fileURLToPath } from 'node:url'

/** A file of this machine that no document may bring out, and what stands in it. */
export const secretFile = fileURLToPath(new URL('./secret.txt', import.meta.url))
export const secret = /SECRET-OF-THE-MACHINE/

export interface Item {
  /** Null: none. */
  readonly guid?: string | null
  readonly link?: string | null
  readonly title?: string | null
  readonly date?: string | null
  /** Escaped HTML. */
  readonly text?: string
  /** More elements. */
  readonly more?: string
}

/** An item of the row `id`, XML as it stands: nothing is escaped. */
export function item(id: string, number: number, changed: Item = {}): string {
  const { guid = `${id}-${number}`, link = `https://${id}.example/${number}`, title = `${id} ${number}` } = changed
  const {
    date = `Fri, 02 Jan 2026 03:04:${String(59 - (number % 60)).padStart(2, '0')} GMT`,
    text = `Text of ${number}.`,
    more = '',
  } = changed
  const element = (name: string, value: string | null) => (value === null ? '' : `<${name}>${value}</${name}>`)
  return `<item>${element('guid', guid)}${element('link', link)}${element('title', title)}${element('pubDate', date)}<description>${text}</description>${more}</item>\n`
}

export function items(id: string, count: number, from = 1): string {
  return Array.from({ length: count }, (_, index) => item(id, from + index)).join('')
}

/** RSS 2.0 around items; `prologue` stands before its root. */
export function rss(
  content: string,
  { prologue = '<?xml version="1.0" encoding="UTF-8"?>\n', attributes = '', channel = '' } = {},
): string {
  return `${prologue}<rss version="2.0"${attributes}><channel><title>Feed</title><link>https://feed.example/</link>${channel}\n${content}</channel></rss>\n`
}

/** A good feed of the row. */
export function feed(id: string, count: number): string {
  return rss(items(id, count))
}

export function page(body: string, headContent = ''): string {
  return `<!doctype html><html><head><title>Page</title>${headContent}</head><body>${body}</body></html>`
}

export function jsonFeed(items: readonly unknown[], more: object = {}): string {
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Feed', ...more, items })
}
