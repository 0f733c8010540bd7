// What a reader may expect of any published file, at any moment: it is whole, and says each thing once.
import { parseXml } from './xml.ts'

export interface Shown {
  /** Ids of entries, with the addresses that they lead to; null where the format does not tell. */
  readonly entries: ReadonlyMap<string, string | null>
  /** Paths of entry pages that it leads to. */
  readonly pages: readonly string[]
}

const nothing: Shown = { entries: new Map(), pages: [] }
const page = /href="((?:[^":]*\/)?([\w-]+\/\d{4}\/\d\d\/\d\d\/[^"/]+\.html))"/g

/** What a file shows. @throws Error that says what is wrong with it */
export function shownIn(path: string, text: string): Shown {
  if (text === '') throw new Error('it is empty')
  const read = readers[path.split('.').at(-1) ?? '']
  if (read === undefined) throw new Error('no published file has such a name')
  return read(text)
}

const readers: Readonly<Record<string, (text: string) => Shown>> = {
  json: (text) => {
    const document: { readonly items?: readonly { readonly id: string; readonly url?: string }[] } = JSON.parse(text)
    return { ...nothing, entries: once((document.items ?? []).map(({ id, url }) => [id, url ?? null])) }
  },
  atom: (text) => withIds(text, /<entry>\s*<id>([^<]*)<\/id>/g),
  rss: (text) => withIds(text, /<guid[^>]*>([^<]*)<\/guid>/g),
  xml: (text) => withIds(text, /$^/g),
  opml: (text) => withIds(text, /$^/g),
  html: (text) => {
    if (text.startsWith('---\n')) return ofJekyll(text, '</ul>\n')
    if (!/^<!doctype html>/i.test(text) || !text.trimEnd().endsWith('</html>')) throw new Error('it is not a whole page')
    return { ...nothing, pages: [...text.matchAll(page)].flatMap(([, , path]) => path ?? []) }
  },
  // The last thing of each post is the link to its original.
  md: (text) => ofJekyll(text, ')'),
  css: () => nothing,
  svg: (text) => withIds(text, /$^/g),
}

function ofJekyll(text: string, end: string): Shown {
  if (!/^---\n[\s\S]*?\n---\n/.test(text) || !text.endsWith(end)) throw new Error('it is not whole')
  return nothing
}

function withIds(text: string, id: RegExp): Shown {
  parseXml(text)
  return { ...nothing, entries: once([...text.matchAll(id)].map(([, found = '']) => [found, null])) }
}

function once(entries: readonly (readonly [string, string | null])[]): Shown['entries'] {
  const all = new Map(entries)
  if (all.size !== entries.length) throw new Error(`${entries.length - all.size} ids stand in it twice`)
  return all
}
