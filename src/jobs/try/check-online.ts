// `check --online`: what each source would give, without keeping any of it.
import { groupBy } from '../../base/group-by.ts'
import { withoutSecrets } from '../../base/shown-url.ts'
import type { ListedFeed } from '../../model/followed.ts'
import { neverPolled, type PollReport } from '../../model/poll.ts'
import type { Settings } from '../../model/settings.ts'
import type { Source } from '../../model/source.ts'
import type { Deps } from '../deps.ts'
import { laneOf } from '../lanes.ts'
import { keyDrafts } from '../poll/poll-source.ts'
import { wordsOf } from '../poll/poll-state.ts'
import { type Visited, visit } from '../poll/visit.ts'
import { announcedBy, listening } from './listening.ts'

export interface OnlineCheck extends Pick<PollReport, 'id' | 'outcome' | 'code' | 'message' | 'read' | 'ms'> {
  readonly title: string | null
  /** Of the newest entries, newest first; at most three. */
  readonly titles: readonly string[]
  /** At most ten. */
  readonly categories: readonly string[]
  /** Entries could be read only in part, and why. */
  readonly warnings: readonly string[]
  /** Feeds that a page names instead. */
  readonly announced: readonly string[]
  /** Where it has moved for good. */
  readonly movedTo: string | null
}

export interface CheckOptions {
  /** Told after each visit. */
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

type Ports = Pick<Deps, 'fetcher' | 'reader' | 'clock'>

/** Hosts visited at once; each holds one document at most. */
const mostHosts = 128

/** Visits all enabled sources, unconditionally; the answers in their order. */
export async function visitForCheck(settings: Settings, ports: Ports, { onProgress }: CheckOptions): Promise<readonly OnlineCheck[]> {
  const sources = settings.sources.filter((source) => source.enabled)
  const checks = new Map<string, OnlineCheck>()
  await eachByLane(sources, settings, async (source) => {
    checks.set(source.id, await checkSource(source, settings, ports))
    onProgress({ done: checks.size, total: sources.length })
  })
  return sources.flatMap(({ id }) => checks.get(id) ?? [])
}

/** Many hosts at once, the sources of one host in turn: a host that is slow, or has thousands, takes one place of many. */
async function eachByLane(sources: readonly Source[], settings: Settings, work: (source: Source) => Promise<void>): Promise<void> {
  const waiting = groupBy(sources, ({ id }) => laneOf(id, settings)).values()
  const place = async () => {
    for (const lane of waiting) for (const source of lane) await work(source)
  }
  await Promise.all(Array.from({ length: mostHosts }, place))
}

async function checkSource(source: Source, settings: Settings, { fetcher, reader, clock }: Ports): Promise<OnlineCheck> {
  const startedAt = clock.now()
  const heard = listening({ fetcher, reader })
  const visited = await visit(source, neverPolled, { ...heard.ports, clock, settings })
  const ms = clock.now() - startedAt
  return { id: source.id, ...wordsOf(visited), ...contentsOf(visited, source, settings), announced: announcedBy(heard), ms }
}

type Contents = Pick<OnlineCheck, 'read' | 'title' | 'titles' | 'categories' | 'warnings' | 'movedTo'>

const nothing: Contents = { read: 0, title: null, titles: [], categories: [], warnings: [], movedTo: null }

function contentsOf(visited: Visited, source: Source, settings: Settings): Contents {
  if (visited.kind !== 'changed') return nothing
  const { reading, fetched } = visited
  const movedTo = fetched.movedTo === null ? null : withoutSecrets(fetched.movedTo)
  const about = { title: reading.title, warnings: reading.warnings, movedTo }
  if (reading.feeds !== undefined) return { ...about, ...listed(reading.feeds) }
  const drafts = keyDrafts(reading.drafts, source, settings)
  const newest = [...reading.drafts].sort((a, b) => (b.published ?? 0) - (a.published ?? 0))
  return {
    ...about,
    read: drafts.length,
    titles: newest.slice(0, 3).map((draft) => draft.title),
    categories: [...new Set(drafts.flatMap(({ categories }) => categories.map((category) => category.name)))].slice(0, 10),
  }
}

/** Of a list its feeds are what it shows. */
function listed(feeds: readonly ListedFeed[]): Pick<Contents, 'read' | 'titles' | 'categories'> {
  const titles = feeds.slice(0, 3).map(({ title, url }) => title ?? new URL(url).hostname)
  return { read: feeds.length, titles, categories: [...new Set(feeds.flatMap(({ folder }) => folder ?? []))].slice(0, 10) }
}
