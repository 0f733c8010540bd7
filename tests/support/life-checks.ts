// What readers must find at any moment of a life.
import { expect } from 'vitest'
import { redirectsOf } from '../../src/serve/redirects.ts'
import type { Store } from '../../src/store/store.ts'
import { finalOf } from './life-model.ts'
import { articles, windowSize, wordsOf } from './life-site.ts'
import type { Look } from './life-store.ts'

type Files = ReadonlyMap<string, string>

interface ShownFeed {
  readonly items: readonly { readonly id: string }[]
  readonly next_url?: string
}

/** Each feed is the newest of what stands in it, and leads to all the rest; nothing is archived twice. */
export function feedsAreWhole(files: Files, look: Look): void {
  for (const [path, text] of files) {
    const slug = slugOf(path)
    if (slug === null) continue
    const members = membersOf(newestOf(slug, look), look)
    const newest = members[0]?.listed ?? 0
    const window = members.filter(({ listed }, at) => at < windowSize.entries || listed >= newest - windowSize.ms)
    const feed: ShownFeed = JSON.parse(text)
    expect([path, ...idsIn(feed)]).toEqual([path, ...window.map(({ id }) => id)])
    if (newestOf(slug, look) !== slug) continue
    const archived = idsBehind(feed, files)
    const traced = members.filter(({ row }) => look.traces.some((trace) => trace.slug === slug && trace.entry === row)).map(({ id }) => id)
    expect([path, archived.filter((id, at) => archived.indexOf(id) !== at && !traced.includes(id))], 'archived twice').toEqual([path, []])
    const all = new Set([...idsIn(feed), ...archived])
    expect([path, ...[...all].sort()]).toEqual([path, ...members.map(({ id }) => id).sort()])
  }
}

/** Of a feed; null: another file. */
function slugOf(path: string): string | null {
  if (path === 'feed.json') return ''
  return /^category\/([^/]+)\.json$/.exec(path)?.[1] ?? null
}

function newestOf(slug: string, { categories }: Look): string {
  return categories.find((category) => category.slug === slug)?.movedTo ?? slug
}

function membersOf(slug: string, { places, entries, folded }: Look) {
  const rows = new Map(entries.map((entry) => [entry.row, entry]))
  return places
    .filter((place) => place.slug === slug && !folded.some((one) => one.slug === slug && one.entry === place.entry))
    .flatMap(({ entry, listed }) => {
      const { id = null, published = 0 } = rows.get(entry) ?? {}
      return id === null ? [] : [{ row: entry, id, published, listed }]
    })
    .sort((a, b) => b.listed - a.listed || b.published - a.published || (a.id < b.id ? 1 : -1))
}

function idsIn({ items }: ShownFeed): readonly string[] {
  return items.map(({ id }) => id)
}

/** In the pages of its archive, which may hold what the feed still shows (RFC 5005). */
function idsBehind({ next_url: next }: ShownFeed, files: Files): readonly string[] {
  if (next === undefined) return []
  const path = next.replace('https://news.example/', '')
  expect([path, files.has(path)], 'is there').toEqual([path, true])
  const page: ShownFeed = JSON.parse(files.get(path) ?? '')
  return [...idsIn(page), ...idsBehind(page, files)]
}

/** An address that readers know answers for ever: with the entry, where it went, or that it is gone. */
export async function pathsAnswer(files: Files, { entries, sightings }: Look, store: Store): Promise<void> {
  const redirectOf = redirectsOf(store)
  // Of what only private sources show nothing is said.
  const told = new Set(sightings.filter(({ isPublic }) => isPublic).map(({ entry }) => entry))
  for (const entry of entries) {
    const { path, state } = entry
    if (path === null) continue
    const final = finalOf(entry, entries)
    const to = await redirectOf(path)
    if (state === 'published') expect([path, files.has(path), to]).toEqual([path, true, entry.isWithdrawn ? expect.anything() : null])
    else if (final?.state === 'published') expect([path, to]).toEqual([path, { status: 301, to: `/${final.path}` }])
    else if (final !== undefined && final.state !== 'pending' && told.has(final.row))
      expect([path, state, final.state, to?.status]).toEqual([path, state, final.state, expect.any(Number)])
  }
}

/** Nothing is told of what is withdrawn, nor of what only private sources show. */
export function secretsAreKept(files: Files, { entries, sightings }: Look): void {
  const withdrawn = new Set(entries.filter(({ isWithdrawn }) => isWithdrawn).map(({ row }) => row))
  for (let article = 0; article < articles; article++) {
    const own = sightings.filter((one) => one.article === article)
    if (own.every(({ entry }) => withdrawn.has(entry))) expect(holding(files, wordsOf(article))).toEqual([])
    if (own.every(({ isPublic }) => !isPublic)) expect(holding(files, `Article ${article}`)).toEqual([])
  }
}

function holding(files: Files, words: string): readonly string[] {
  return [...files].flatMap(([path, text]) => (text.includes(words) ? [`${path}: ${words}`] : []))
}
