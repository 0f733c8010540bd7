// What sixteen sources say in a month: articles and their edits, late ones, and every way in which guids and addresses are known to
// change. The same every time.
import { type Chance, chanceFrom } from '../slow/month-sources.ts'
import type { Document, Item, TestSource } from './site.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Items that a source's document holds. */
const shownAtOnce = 40

/** An article as it is in truth, whatever it is called from one poll to the next. */
interface Article {
  /** Stands in every title it ever has. */
  readonly mark: string
  readonly at: number
  /** Null: its source dates nothing. */
  readonly date: string | null
  title: string
  text: string
}

interface Habits extends TestSource {
  readonly category: string
  /** Articles a day. */
  readonly rate: number
  /** The day of its first poll. */
  readonly from?: number
  /** Days when it answers badly. */
  readonly outage?: readonly [number, number]
  /** Another one that shows its articles, too. */
  readonly shownBy?: string
  readonly item: (mark: string, at: { readonly now: number; readonly day: number }, chance: Chance) => Item
}

const address = (source: string, mark: string) => `https://${source}.example/news/${mark}.html`
const plain = (source: string) => (mark: string) => ({ guid: `${source}:${mark}`, url: address(source, mark) })

const kinds: readonly Habits[] = [
  { id: 'plain', category: 'Alpha', rate: 14, item: plain('plain') },
  {
    id: 'fresh-guids',
    category: 'Alpha',
    rate: 10,
    item: (mark, { now }) => ({ guid: `${mark}-${now}`, url: address('fresh-guids', mark) }),
  },
  { id: 'no-guids', category: 'Beta', rate: 10, item: (mark) => ({ url: address('no-guids', mark) }) },
  { id: 'no-links', category: 'Beta', rate: 6, item: (mark) => ({ guid: mark }) },
  { id: 'nothing-but-titles', category: 'Beta', rate: 3, item: () => ({}) },
  {
    id: 'new-guids',
    category: 'Gamma',
    rate: 10,
    item: (mark, { day }) => ({ guid: day < 10 ? mark : `urn:x:${mark}`, url: address('new-guids', mark) }),
  },
  {
    id: 'new-links',
    category: 'Gamma',
    rate: 10,
    item: (mark, { day }) => ({ guid: mark, url: day < 12 ? address('new-links', mark) : `https://new-links.example/a/${mark}` }),
  },
  {
    id: 'to-https',
    category: 'Gamma',
    rate: 8,
    item: (mark, { day: today }) => {
      const url = address('to-https', mark).replace('https', today < 15 ? 'http' : 'https')
      return { guid: url, url }
    },
  },
  {
    id: 'campaigns',
    category: 'Delta',
    rate: 10,
    item: (mark, _, chance) => ({ url: `${address('campaigns', mark)}?utm_source=${Math.floor(chance() * 1e6)}#top` }),
  },
  {
    id: 'coded',
    category: 'Delta',
    rate: 12,
    priority: 2,
    shownBy: 'also-coded',
    item: (mark, { now, day: today }) => ({ code: codeOf(mark), guid: String(now), url: `https://coded.example/${today}/${mark}` }),
  },
  { id: 'also-coded', category: 'Epsilon', rate: 5, item: (mark) => ({ code: codeOf(mark), url: address('also-coded', mark) }) },
  { id: 'embargoed', category: 'Epsilon', rate: 6, delay: '2h', item: plain('embargoed') },
  { id: 'relisting', category: 'Epsilon', rate: 6, onUpdate: 'relist', item: plain('relisting') },
  { id: 'silent', category: 'Zeta', rate: 6, onUpdate: 'silent', item: plain('silent') },
  { id: 'often-out', category: 'Zeta', rate: 8, outage: [5, 7], item: plain('often-out') },
  { id: 'late-comer', category: 'Zeta', rate: 8, from: 8, item: plain('late-comer') },
]

export const newsroomSources: readonly TestSource[] = kinds

export const newsroomCategories: readonly string[] = [...new Set(kinds.map(({ category }) => category))]

function codeOf(mark: string): string {
  return `C${mark.slice(1)}`
}

/** The mark of an article in a title; empty: there is none. */
export function markIn(title: string): string {
  return /A\d{6}/.exec(title)?.[0] ?? ''
}

export interface Newsroom {
  /** What the sources that are asked at that moment answer. */
  documents(now: number): readonly Document[]
  /** Marks of what was shown to whoever asked, with the categories it belongs to, and whether the source was asked for the first time. */
  readonly told: ReadonlyMap<string, { readonly categories: readonly string[]; readonly isBacklog: boolean }>
}

/** `until`: nothing new comes from then on. Another seed is another course of things. */
export function newsroom(startAt: number, { until, seed }: { readonly until: number; readonly seed: number }): Newsroom {
  const chance = chanceFrom(seed)
  const told = new Map<string, { categories: readonly string[]; isBacklog: boolean }>()
  const written = new Map<string, Article[]>(kinds.map(({ id }) => [id, []]))
  const asked = new Set<string>()
  let count = 0
  let lastAt = startAt - 5 * day

  const write = (from: number, to: number) => {
    for (const { id, rate, shownBy } of kinds) {
      const isDated = id !== 'nothing-but-titles'
      const articles = Array.from({ length: expected(rate * ((to - from) / day), chance) }, () =>
        newArticle(++count, { at: to, isDated }, chance),
      )
      for (const by of [id, ...(shownBy === undefined ? [] : [shownBy])])
        written.get(by)?.unshift(...articles.filter(() => by === id || chance() < 0.7))
      if (isDated) edit(written.get(id) ?? [], chance)
    }
  }
  return {
    told,
    documents: (now) => {
      // A backlog, when it begins.
      if (lastAt < startAt) for (let at = lastAt; at < startAt; at += hour) write(at, at + hour)
      if (now < until) write(Math.max(lastAt, startAt), now)
      lastAt = now
      const today = Math.floor((now - startAt) / day)
      return kinds.flatMap(({ id, from = 0, outage, category, item }): readonly Document[] => {
        if (now % hour !== 0 || today < from) return []
        if (outage !== undefined && today >= outage[0] && today < outage[1]) return [badAnswer(id, chance)]
        if (chance() < 0.01) return [badAnswer(id, chance)]
        const articles = (written.get(id) ?? []).slice(0, shownAtOnce)
        for (const { mark } of articles) {
          const before = told.get(mark)
          const categories = [...new Set([...(before?.categories ?? []), category])]
          told.set(mark, { categories, isBacklog: before?.isBacklog ?? !asked.has(id) })
        }
        asked.add(id)
        const items = articles.map((article) => ({ ...shown(article), ...item(article.mark, { now, day: today }, chance) }))
        return [{ source: id, items }]
      })
    },
  }
}

function newArticle(number: number, { at, isDated }: { readonly at: number; readonly isDated: boolean }, chance: Chance): Article {
  const mark = `A${String(number).padStart(6, '0')}`
  // One in ten is found late, one in fifty is dated ahead.
  const given = chance() < 0.1 ? at - chance() * 20 * day : chance() < 0.02 ? at + day : at
  const words = Array.from({ length: 60 }, () => `w${Math.floor(chance() * 5_000)}`).join(' ')
  return { mark, at, date: isDated ? new Date(given).toISOString() : null, title: `${mark} ${words.slice(0, 30)}`, text: `<p>${words}</p>` }
}

/** Now and then one of the last forty changes: a word, much, or its title. */
function edit(articles: readonly Article[], chance: Chance): void {
  if (chance() > 0.02) return
  const article = articles[Math.floor(chance() * Math.min(articles.length, shownAtOnce))]
  if (article === undefined) return
  const kind = chance()
  if (kind < 0.3) article.text = article.text.replace(/w\d+/, `w${Math.floor(chance() * 5_000)}`)
  else if (kind < 0.7) article.text += `<p>${Array.from({ length: 40 }, () => `v${Math.floor(chance() * 5_000)}`).join(' ')}</p>`
  else article.title += ` (${Math.floor(chance() * 100)})`
}

function shown({ title, text, date }: Article): Item {
  return { title, text, ...(date !== null && { date }) }
}

function badAnswer(source: string, chance: Chance): Document {
  const body = [null, '', '<html><title>Log in</title></html>', '{"items": []}', '{"items": ['][Math.floor(chance() * 5)] ?? null
  return { source, items: [], body }
}

/** A whole number that is so on average. */
function expected(mean: number, chance: Chance): number {
  return Math.floor(mean) + (chance() < mean % 1 ? 1 : 0)
}
