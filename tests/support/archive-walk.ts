// Walks from a feed to its first entry, as readers do that keep to RFC 5005, or follow next_url or the links of pages.

/** Files by path. */
type Files = ReadonlyMap<string, string>

export interface WalkedDocument {
  readonly path: string
  /** As they stand in it: entry numbers, and their titles. */
  readonly entries: readonly { readonly n: number; readonly title: string }[]
  readonly previous: string | null
  readonly next: string | null
}

export const formats = ['atom', 'json', 'html'] as const
export type Format = (typeof formats)[number]

const base = 'https://news.example/'

/** The feed, then its archive, newest page first. Pages of people begin with the newest archive page, as the list of entries is not written here. */
export function walk(files: Files, slug: string | null, format: Format): readonly WalkedDocument[] {
  const documents: WalkedDocument[] = []
  const first = format === 'html' ? walk(files, slug, 'json')[1]?.path.replace(/json$/, 'html') : feedPath(slug, format)
  for (let path = first ?? null; path !== null; ) {
    const text = files.get(path)
    if (text === undefined) throw new Error(`${path} is linked, but not there`)
    if (documents.some((document) => document.path === path)) throw new Error(`${path} leads to itself`)
    const document = { path, ...readers[format](text, path) }
    documents.push(document)
    path = document.previous
  }
  return documents
}

export function archiveFiles(files: Files): ReadonlyMap<string, string> {
  return new Map([...files].filter(([path]) => /^(?:archive|category\/\w+)\/\d{4}-\d\d/.test(path)))
}

function feedPath(slug: string | null, format: 'atom' | 'json'): string {
  return slug === null ? `feed.${format}` : `category/${slug}.${format}`
}

const readers: Readonly<Record<Format, (text: string, path: string) => Omit<WalkedDocument, 'path'>>> = {
  atom: (text) => ({
    entries: [...text.matchAll(/<entry[ >].*?<title[^>]*>([^<]*)<.*?<\/entry>/gs)].flatMap(([, title]) => entryTitled(title)),
    previous: atomLink(text, 'prev-archive'),
    next: atomLink(text, 'next-archive'),
  }),
  json: (text) => {
    const feed: { items: { title: string }[]; next_url?: string; _archive?: { newer_url?: string } } = JSON.parse(text)
    return {
      entries: feed.items.flatMap(({ title }) => entryTitled(title)),
      previous: pathOf(feed.next_url),
      next: pathOf(feed._archive?.newer_url),
    }
  },
  html: (text, path) => ({
    entries: [...text.matchAll(/<a href="[^"]*\.html"[^>]*>([^<]*)</g)].flatMap(([, title]) => entryTitled(title)),
    previous: pageLink(text, 'prev', path),
    next: pageLink(text, 'next', path),
  }),
}

/** Entries are called `Title` and their number; other links are not. */
function entryTitled(title: string | undefined): WalkedDocument['entries'] {
  const found = /Title (\d+)/.exec(title ?? '')
  return found === null || title === undefined ? [] : [{ n: Number(found[1]), title }]
}

function atomLink(text: string, relation: string): string | null {
  const head = text.split('<entry')[0] ?? ''
  const link = [...head.matchAll(/<link [^>]*>/g)].find(([tag]) => tag.includes(`rel="${relation}"`))
  return pathOf(/href="([^"]*)"/.exec(link?.[0] ?? '')?.[1])
}

function pageLink(text: string, relation: string, path: string): string | null {
  const link = [...text.matchAll(/<a [^>]*>/g)].find(([tag]) => tag.includes(`rel="${relation}"`))
  const href = /href="([^"]*)"/.exec(link?.[0] ?? '')?.[1]
  return href === undefined ? null : pathOf(new URL(href, base + path).href)
}

function pathOf(url: string | undefined): string | null {
  if (url === undefined) return null
  if (!url.startsWith(base)) throw new Error(`${url} leads away`)
  return decodeURI(url.slice(base.length))
}
