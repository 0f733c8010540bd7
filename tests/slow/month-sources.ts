// Ten thousand sources for a simulated month: how each changes, and how each answers. The same every time.
import type { Visited } from '../../src/jobs/poll/visit.ts'
import type { Settings } from '../../src/model/settings.ts'
import type { Source } from '../../src/model/source.ts'
import { configOf, settingsOf } from '../support/site.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A Monday. */
export const monthStart = Date.UTC(2026, 5, 1)
export const monthEnd = monthStart + 30 * day
/** Changes go on for as long as a simulation may look. */
const changesEnd = monthEnd + 10 * day

export type Chance = () => number

export interface ModelledSource {
  readonly kind: string
  readonly source: Source
  readonly host: string
  /** Instants at which something new stands there, ascending. */
  readonly changes: readonly number[]
  /** How it answers at an instant; `isFresh`: something new came since the last visit. */
  readonly answer: (at: number, isFresh: boolean, chance: Chance) => Visited
}

interface Kind {
  readonly name: string
  readonly count: number
  readonly changes: (chance: Chance) => readonly number[]
  readonly answer?: ModelledSource['answer']
  readonly configured?: Partial<Source>
}

const unchanged: Visited = { kind: 'unchanged', maxAgeMs: null, movedTo: null }
const failed: Visited = { kind: 'failed', code: 'http-status', message: 'HTTP 500', bytes: 0 }
const busy: Visited = { kind: 'throttled', retryAfterMs: 2 * hour, message: 'HTTP 429' }
const gone: Visited = { kind: 'gone', message: 'HTTP 410' }

const about = {
  charset: { charset: 'utf-8', by: 'bytes' },
  format: 'rss',
  isSecondOpinion: false,
  homeUrl: null,
  selfUrl: null,
  nextUrl: null,
  hubs: [],
} as const

function changed(said: { ttlMs?: number; skipHours?: readonly number[] } = {}): Visited {
  const reading = {
    kind: 'read',
    title: null,
    drafts: [],
    warnings: [],
    ttlMs: null,
    skipHours: [],
    isCut: false,
    next: null,
    uses: [],
    about,
    ...said,
  } as const
  const answer = {
    url: '',
    contentType: null,
    etag: '"1"',
    lastModified: null,
    maxAgeMs: null,
    bytes: 20_000,
    sentHash: null,
    movedTo: null,
  }
  return { kind: 'changed', fetched: { kind: 'fetched', body: new Uint8Array(), ...answer }, bodyHash: '', reading }
}

const honest: ModelledSource['answer'] = (_, isFresh) => (isFresh ? changed() : unchanged)

/** When a source that is gone goes. */
export const goneAt = monthStart + 10 * day

const kinds: readonly Kind[] = [
  { name: 'every twenty days', count: 7_136, changes: (chance) => atRandom(20 * day, chance) },
  { name: 'weekly', count: 1_500, changes: (chance) => atRandom(7 * day, chance) },
  { name: 'daily', count: 300, changes: (chance) => atRandom(day, chance) },
  { name: 'hourly by day', count: 40, changes: (chance) => atRandom(hour, chance).filter(byDay) },
  { name: 'every twenty minutes', count: 4, changes: (chance) => atRandom(20 * minute, chance) },
  { name: 'in bursts', count: 300, changes: inBursts },
  { name: 'dead', count: 200, changes: () => [] },
  { name: 'failing', count: 150, changes: () => [], answer: () => failed },
  {
    name: 'flaky',
    count: 100,
    changes: (chance) => atRandom(day, chance),
    answer: (at, isFresh, chance) => (chance() < 0.2 ? failed : honest(at, isFresh, chance)),
  },
  {
    name: 'throttling',
    count: 60,
    changes: (chance) => atRandom(6 * hour, chance),
    answer: (at, isFresh, chance) => (chance() < 0.3 ? busy : honest(at, isFresh, chance)),
  },
  {
    name: 'gone after ten days',
    count: 50,
    changes: (chance) => atRandom(day, chance),
    answer: (at, isFresh, chance) => (at >= goneAt ? gone : honest(at, isFresh, chance)),
  },
  {
    name: 'with a ttl',
    count: 50,
    changes: (chance) => atRandom(6 * hour, chance),
    answer: (_, isFresh) => (isFresh ? changed({ ttlMs: 6 * hour }) : unchanged),
  },
  {
    name: 'asleep at night',
    count: 30,
    changes: (chance) => atRandom(6 * hour, chance),
    answer: (_, isFresh) => (isFresh ? changed({ skipHours: [0, 1, 2, 3, 4, 5] }) : unchanged),
  },
  { name: 'every hour, as written', count: 30, changes: (chance) => atRandom(day, chance), configured: { everyMs: hour } },
  {
    name: 'office hours, as written',
    count: 50,
    changes: (chance) => atRandom(day, chance),
    configured: { schedule: '0 9-16 * * 1-5', timezone: 'UTC' },
  },
]

/** Two thirds have a host of their own; the others share one with 29 more, of all kinds. */
export function modelledSources(): { readonly settings: Settings; readonly sources: readonly ModelledSource[] } {
  const loaded = settingsOf(configOf([{ id: 'a' }]))
  const [template] = loaded.sources
  if (template === undefined) throw new Error('the config has no source')
  const chance = chanceFrom(1)
  const drawn = kinds.flatMap((kind) => Array.from({ length: kind.count }, () => kind))
  const order = drawn.map((kind) => ({ kind, at: chance() })).sort((a, b) => a.at - b.at)
  const sources = order.map(({ kind }, position): ModelledSource => {
    const host = position % 3 === 0 ? `shared${Math.floor(position / 90)}.example` : `h${position}.example`
    const source = { ...template, id: `s${position}`, position, url: `https://${host}/${position}`, ...kind.configured }
    return { kind: kind.name, source, host, changes: kind.changes(chance), answer: kind.answer ?? honest }
  })
  return { settings: { ...loaded, sources: sources.map(({ source }) => source) }, sources }
}

/** Numbers that look like chance (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function atRandom(meanMs: number, chance: Chance): number[] {
  const changes: number[] = []
  for (let at = monthStart + gap(meanMs, chance); at < changesEnd; at += gap(meanMs, chance)) changes.push(Math.round(at))
  return changes
}

function gap(meanMs: number, chance: Chance): number {
  return -meanMs * Math.log(1 - chance())
}

function byDay(at: number): boolean {
  const hours = (at % day) / hour
  return hours >= 8 && hours < 18
}

function inBursts(chance: Chance): readonly number[] {
  return atRandom(4 * day, chance)
    .flatMap((first) => {
      let at = first
      return Array.from({ length: 15 }, () => {
        at += gap(10 * minute, chance)
        return Math.round(at)
      })
    })
    .sort((a, b) => a - b)
}
