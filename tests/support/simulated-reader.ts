// A reader of feeds as people use them: it shows an item as new when it has not seen its id, and never forgets an id.
import { childrenOf, type Element, parseXml, textOf } from './xml.ts'

/** An item as a reader takes it in. */
export interface ReadItem {
  readonly id: string
  readonly title: string
  /** As written; null: none. */
  readonly modified: string | null
  readonly content: string
}

/** A feed that was fetched; addresses of pages before it (RFC 5005, `next_url` of JSON Feed) as they stand there. */
export interface ReadFeed {
  readonly items: readonly ReadItem[]
  readonly previous: string | null
}

/** What stands at a path of the site; undefined: 404. */
export type Site = ReadonlyMap<string, string>

export interface SimulatedReader {
  readonly path: string
  /** Ids it has shown, with the title they had then. */
  readonly shown: ReadonlyMap<string, string>
  /** Items whose date of change moved although neither title nor text did. */
  readonly falseChanges: readonly string[]
  /** Fetches that brought other bytes than the one before, and those that did not. */
  readonly fetched: { readonly changed: number; readonly unchanged: number }
  poll(files: Site): void
  /** Follows the pages before to their end. Throws where one is missing, or leads in a circle. */
  walk(files: Site): void
}

export function simulatedReader(path: string, siteUrl: string): SimulatedReader {
  const shown = new Map<string, string>()
  const last = new Map<string, ReadItem>()
  const falseChanges: string[] = []
  const fetched = { changed: 0, unchanged: 0 }
  let before: string | undefined

  const take = (items: readonly ReadItem[]) => {
    for (const item of items) {
      const known = last.get(item.id)
      if (known !== undefined && known.modified !== item.modified && known.title === item.title && known.content === item.content)
        falseChanges.push(`${item.id} ${item.title} ${known.modified} ${item.modified}`)
      last.set(item.id, item)
      if (!shown.has(item.id)) shown.set(item.id, item.title)
    }
  }
  return {
    path,
    shown,
    falseChanges,
    fetched,
    poll: (files) => {
      const text = files.get(path)
      // What is not there, or has the ETag that is known, tells nothing.
      if (text === undefined || text === before) return void fetched.unchanged++
      fetched.changed++
      before = text
      take(readFeed(path, text).items)
    },
    walk: (files) => {
      const visited = new Set<string>()
      for (let at: string | null = path; at !== null; ) {
        const text = files.get(at)
        if (text === undefined) throw new Error(`${path} leads to ${at}, which is not there`)
        if (visited.has(at)) throw new Error(`${path} leads to ${at} twice`)
        visited.add(at)
        const { items, previous } = readFeed(at, text)
        take(items)
        at = previous === null ? null : pathOf(previous, siteUrl)
      }
    },
  }
}

function pathOf(address: string, siteUrl: string): string {
  if (!address.startsWith(siteUrl)) throw new Error(`${address} is not of ${siteUrl}`)
  return address.slice(siteUrl.length)
}

/** Strict: throws at what is not well-formed. */
export function readFeed(path: string, text: string): ReadFeed {
  if (path.endsWith('.json')) return readJson(text)
  const root = parseXml(text)
  return root.name === 'feed' ? readAtom(root) : readRss(root)
}

function readJson(text: string): ReadFeed {
  const { items, next_url: previous = null } = JSON.parse(text)
  const read = items.map((item: Readonly<Record<string, string>>) => ({
    id: item.id,
    title: item.title ?? '',
    modified: item.date_modified ?? null,
    content: item.content_html ?? item.content_text ?? '',
  }))
  return { items: read, previous }
}

function readAtom(root: Element): ReadFeed {
  const items = childrenOf(root, 'entry').map((entry) => {
    const published = firstText(entry, 'published')
    const updated = firstText(entry, 'updated')
    return {
      id: firstText(entry, 'id') ?? '',
      title: firstText(entry, 'title') ?? '',
      modified: updated === published ? null : updated,
      content: firstText(entry, 'content') ?? firstText(entry, 'summary') ?? '',
    }
  })
  return { items, previous: linkOf(root, 'link', 'prev-archive') }
}

function readRss(root: Element): ReadFeed {
  const [channel] = childrenOf(root, 'channel')
  if (channel === undefined) throw new Error('RSS without a channel')
  const items = childrenOf(channel, 'item').map((item) => ({
    id: firstText(item, 'guid') ?? '',
    title: firstText(item, 'title') ?? '',
    modified: firstText(item, 'atom:updated'),
    content: firstText(item, 'content:encoded') ?? firstText(item, 'description') ?? '',
  }))
  return { items, previous: linkOf(channel, 'atom:link', 'prev-archive') }
}

function firstText(element: Element, name: string): string | null {
  const [found] = childrenOf(element, name)
  return found === undefined ? null : textOf(found)
}

function linkOf(element: Element, name: string, rel: string): string | null {
  return childrenOf(element, name).find(({ attributes }) => attributes.rel === rel)?.attributes.href ?? null
}
