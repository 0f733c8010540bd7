// Made-up sources that are honest but not tidy: windows of items, weekends, fields left out now and then. The same seed, the same source.
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import type { SourceKind } from '../../src/model/source.ts'

export const day = 86_400_000
const start = Date.UTC(2026, 0, 5)

export interface HonestSource {
  readonly kind: SourceKind
  readonly description: string
  /** One document a poll, oldest first. */
  readonly polls: readonly { readonly at: number; readonly drafts: readonly EntryDraft[] }[]
}

interface Habits {
  readonly kind: SourceKind
  /** The newest so many, or all of the last so many days. */
  readonly window: { readonly newest: number } | { readonly days: number }
  readonly perDay: number
  /** Share of a working day's articles on Saturday and Sunday. */
  readonly weekend: number
  readonly pollsPerDay: number
  /** How often each field is filled. */
  readonly filled: Readonly<Record<'link' | 'published' | 'summary' | 'author' | 'publisher' | 'tags' | 'guid', number>>
  readonly textLength: number
  /** Of the logarithm of a text's length. */
  readonly spread: number
  readonly isOneLink: boolean
  /** The first visits read several pages, the later ones only the first. */
  readonly firstPages: number
  /** The share that the operator's rules keep. */
  readonly kept: number
}

/** `seed` decides everything. */
export function honestSource(seed: number, days: number, tidy: Partial<Habits> = {}): HonestSource {
  const random = randomFrom(seed)
  const habits = { ...habitsFrom(random), ...tidy }
  const articles = articlesOf(habits, days, random)
  const count = Math.ceil(days * habits.pollsPerDay)
  const polls = Array.from({ length: count }, (_, index) => {
    const at = start + ((index + random() / 2) * day) / habits.pollsPerDay
    return { at, drafts: shown(articles, habits, { at, isEarly: index < 2 }) }
  })
  return { kind: habits.kind, description: JSON.stringify({ seed, ...habits }), polls }
}

interface Article {
  readonly at: number
  readonly draft: EntryDraft
}

function articlesOf(habits: Habits, days: number, random: () => number): readonly Article[] {
  const articles: Article[] = []
  // A month before the first poll, so that windows are full.
  for (let date = -30; date < days; date += 1) {
    const isWeekend = [5, 6].includes(((date % 7) + 7) % 7)
    for (let left = habits.perDay * (isWeekend ? habits.weekend : 1) * (0.5 + random()); left > 0; left -= 1) {
      if (left < 1 && random() > left) break
      if (random() < habits.kept) articles.push({ at: start + (date + random()) * day, draft: draftOf(habits, articles.length, random) })
    }
  }
  return articles.sort((a, b) => a.at - b.at)
}

function draftOf({ filled, textLength, spread, isOneLink }: Habits, index: number, random: () => number): EntryDraft {
  const has = (share: number) => random() < share
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const length = Math.max(10, Math.min(20_000, Math.round(textLength * Math.exp(normal * spread))))
  return {
    ...emptyDraft,
    title: random() < 0.03 ? '快讯' : `Title ${index}`,
    guid: has(filled.guid) ? `guid-${index}` : null,
    link: has(filled.link) ? `https://news.example/${isOneLink ? '' : index}` : null,
    published: has(filled.published) ? index : null,
    summary: has(filled.summary) ? 'x'.repeat(length) : null,
    authors: has(filled.author) ? [{ name: 'A', url: null, email: null }] : [],
    publisher: has(filled.publisher) ? 'P' : null,
    tags: has(filled.tags) ? [{ name: 'T', scheme: null }] : [],
  }
}

function shown(articles: readonly Article[], { window, firstPages }: Habits, { at, isEarly }: { at: number; isEarly: boolean }) {
  const out = articles.filter((article) => article.at <= at)
  const pages = isEarly ? firstPages : 1
  const inside = 'newest' in window ? out.slice(-window.newest * pages) : out.filter((article) => article.at > at - window.days * day)
  return inside.map(({ draft }) => draft).reverse()
}

function habitsFrom(random: () => number): Habits {
  const oneOf = <T>(...choices: readonly [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0]
  const share = () => oneOf(0, 1, 1, 1, 0.97, 0.93, 0.6, 0.3)
  const window = random() < 0.75 ? { newest: oneOf(1, 2, 3, 5, 10, 20, 30, 50) } : { days: oneOf(1, 2, 7) }
  return {
    kind: oneOf('feed', 'page', 'json'),
    window,
    perDay: 'days' in window ? oneOf(0.3, 2, 6, 15) : oneOf(0.1, 1, 4, 15, 30),
    weekend: oneOf(0, 0.2, 1),
    pollsPerDay: oneOf(1, 2, 3, 6),
    filled: {
      link: oneOf(1, 1, 0.97),
      published: share(),
      summary: share(),
      author: share(),
      publisher: share(),
      tags: share(),
      guid: oneOf(1, 0),
    },
    textLength: oneOf(80, 300, 2000),
    spread: oneOf(0.2, 0.6, 1.1),
    isOneLink: random() < 0.05,
    firstPages: oneOf(1, 1, 5),
    kept: oneOf(1, 1, 1, 0.5, 0.1),
  }
}

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed * 2_654_435_769
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
