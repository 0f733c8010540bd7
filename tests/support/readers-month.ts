// Readers beside a whole site for some days: real store, reading, settling and publishing; the clock and what sources say are made up.
import { changeCategories } from '../../src/jobs/operate/change-categories.ts'
import { restoreEntry, retractEntry } from '../../src/jobs/operate/retract.ts'
import { categoryPath } from '../../src/model/paths.ts'
import type { Outlet } from '../../src/publish/outlet.ts'
import { markIn, type Newsroom, newsroom, newsroomCategories, newsroomSources } from './newsroom.ts'
import { type SimulatedReader, simulatedReader } from './simulated-reader.ts'
import { configOf, openSite, settingsOf, type TestSite } from './site.ts'

const minute = 60_000
const day = 24 * 60 * minute
const tick = 10 * minute
/** A Monday, in the middle of a month: archives have pages of several months. */
const startAt = Date.UTC(2026, 2, 16)

export interface ReaderReport {
  readonly path: string
  readonly habit: 'every 10 minutes' | 'daily' | 'monthly'
  readonly told: number
  /** Articles that it was shown under more than one id. */
  readonly twice: readonly string[]
  /** News that it was never shown. */
  readonly missed: readonly string[]
  readonly falseChanges: readonly string[]
  readonly fetched: { readonly changed: number; readonly unchanged: number }
}

export interface MonthOfReading {
  readonly articles: number
  readonly runs: number
  /** Publishings that were broken off. */
  readonly interrupted: number
  readonly readers: readonly ReaderReport[]
  readonly wallMs: number
}

/** What the operator does at the beginning of a day, and the articles that are withdrawn by then. */
function operatorOf({ deps }: TestSite, withdrawn: Set<string>) {
  const retract = async (row: number, isSilent: boolean) => {
    const [entry] = await deps.store.entriesOf([row])
    if (entry !== undefined) withdrawn.add(markIn(entry.title))
    await retractEntry(named(row), { why: 'It was wrong.', isSilent, by: null }, deps)
  }
  const named = (row: number) => ({ row, id: null, path: null, title: '' })
  const acts: Readonly<Record<number, () => Promise<unknown>>> = {
    1: () => retract(40, false),
    // Still shown by its source.
    9: () => retract(1_100, false),
    11: () => retract(1_400, true),
    13: () => restoreEntry(named(1_100), deps),
    14: () => changeCategories({ kind: 'rename', slug: 'alpha', name: 'Alpha News', newSlug: 'alpha-news' }, deps),
    18: () => changeCategories({ kind: 'rename', slug: 'gamma', name: 'Gamma', newSlug: 'g' }, deps),
    20: () => changeCategories({ kind: 'merge', from: 'zeta', into: 'epsilon' }, deps),
    24: () => retract(3_200, true),
    26: () => changeCategories({ kind: 'rename', slug: 'g', name: 'Gamma', newSlug: 'gamma' }, deps),
  }
  return async (day: number) => acts[day]?.()
}

export async function readForDays(days: number, { seed = 11 } = {}): Promise<MonthOfReading> {
  const startedAt = performance.now()
  const breaking = breakingNow()
  const yaml = configOf(newsroomSources.map((source) => ({ ...source, category: source.category ?? '' })))
  const site = await openSite(settingsOf(yaml), { around: breaking.around })
  try {
    const untilAt = startAt + days * day
    const news = newsroom(startAt, { until: untilAt - 6 * 60 * minute, seed })
    const readers = readersOf(site.settings.site.url)
    const withdrawn = new Set<string>()
    const operator = operatorOf(site, withdrawn)
    let runs = 0
    for (let now = startAt; now <= untilAt; now += tick, runs++) {
      breaking.after(runs % 60 === 30 ? 3 : Number.POSITIVE_INFINITY)
      await site.run(news.documents(now), now).catch(breaking.expected)
      if ((now - startAt) % day === 0) await operator((now - startAt) / day)
      for (const { reader, everyMs } of readers) if ((now - startAt) % everyMs === 0) reader.poll(site.files)
    }
    for (const { reader, habit } of readers) habit === 'monthly' ? reader.walk(site.files) : reader.poll(site.files)
    const reports = readers.map((subscribed) => report(subscribed, news.told, withdrawn))
    return { articles: news.told.size, runs, interrupted: breaking.count(), readers: reports, wallMs: performance.now() - startedAt }
  } finally {
    await site.close()
  }
}

interface Subscribed {
  readonly reader: SimulatedReader
  readonly habit: ReaderReport['habit']
  readonly everyMs: number
  /** Null: everything. */
  readonly category: string | null
}

const habits = [
  { habit: 'every 10 minutes', everyMs: tick },
  { habit: 'daily', everyMs: day },
  { habit: 'monthly', everyMs: Number.MAX_SAFE_INTEGER },
] as const
const formats = ['json', 'atom', 'rss'] as const

/** Each habit at each feed, the formats in turn. */
function readersOf(siteUrl: string): readonly Subscribed[] {
  const categories = [null, ...newsroomCategories]
  return categories.flatMap((category, at) =>
    habits.map(({ habit, everyMs }, turn) => {
      const path = categoryPath(category === null ? null : category.toLowerCase(), formats[(at + turn) % formats.length] ?? 'atom')
      return { reader: simulatedReader(path, siteUrl), habit, everyMs, category }
    }),
  )
}

function report({ reader, habit, category }: Subscribed, told: Newsroom['told'], withdrawn: ReadonlySet<string>): ReaderReport {
  const counts = new Map<string, number>()
  for (const title of reader.shown.values()) counts.set(markIn(title), (counts.get(markIn(title)) ?? 0) + 1)
  // What a source brings with its first poll is listed by its own dates: it does not flood, and only archives have all of it.
  const news = [...told].filter(
    ([, article]) => (category === null || article.categories.includes(category)) && (habit === 'monthly' || !article.isBacklog),
  )
  return {
    path: reader.path,
    habit,
    told: reader.shown.size,
    twice: [...counts].flatMap(([mark, count]) => (count > 1 ? [mark] : [])),
    missed: news.flatMap(([mark]) => (counts.has(mark) || withdrawn.has(mark) ? [] : [mark])),
    falseChanges: reader.falseChanges,
    fetched: reader.fetched,
  }
}

/** Breaks publishing off after some files, as a full disk does. */
function breakingNow() {
  const full = new Error('disk full')
  let left = Number.POSITIVE_INFINITY
  let broken = 0
  const allow = () => {
    if (left-- <= 0) throw full
  }
  return {
    after: (files: number) => {
      left = files
    },
    count: () => broken,
    expected: (error: unknown) => {
      if (error !== full) throw error
      broken++
    },
    around: (outlet: Outlet): Outlet => ({
      ...outlet,
      write: async (path, bytes) => {
        allow()
        return outlet.write(path, bytes)
      },
      writeWithVariants: async (path, bytes) => {
        allow()
        return outlet.writeWithVariants(path, bytes)
      },
    }),
  }
}
