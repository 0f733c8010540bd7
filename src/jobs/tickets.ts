// Claims and the jobs made of them, common to a single run and to the service.
import type { PollReport } from '../model/poll.ts'
import type { Ticket } from '../queue/queue.ts'
import type { Claimed } from '../store/port/sources.ts'
import { type Deps, sourceOf, sourcesOf } from './deps.ts'
import { laneOf, laneOfVisit } from './lanes.ts'
import { keepRegistry } from './operate/keep-registry.ts'
import { cleanUp, takeDown } from './operate/take-down.ts'
import { pollSource } from './poll/poll-source.ts'
import { issueDigests } from './publish/issue-digests.ts'
import { type Published, type PublishLimits, publish } from './publish/publish.ts'
import { isFolding } from './related/keep-folds.ts'
import { keepRelated } from './related/keep-related.ts'
import { fillFeeds } from './settle/fill-feeds.ts'
import { settle } from './settle/settle.ts'

/** Longer than a visit may take and wait for its lane; a node that dies holds its sources this long at most. */
const leaseMs = 5 * 60_000
/** Visits under way at once in one process, however many are overdue: they hide each other's latency, but hold leases and memory. */
export const mostUnderWay = 512
/** Claims are cheap, but not free: more are taken when a quarter of what may run has ended. */
export const claimBelow = mostUnderWay * 0.75
const mostArticles = 500

export interface Wanted {
  /** Start of the run or tick. */
  readonly runAt: number
  /** Named by the operator; null: all that are due. */
  readonly only: readonly string[] | null
  readonly isForced: boolean
  /** Visited in this run already. */
  readonly except: readonly string[]
  readonly underWay: number
}

/** Leases what may be visited now. */
export async function claim({ underWay, ...wanted }: Wanted, { store, settings, clock, random, node }: Deps): Promise<readonly Claimed[]> {
  const lease = `${node}-${wanted.runAt}-${random().toString(36).slice(2, 10)}`
  const limit = Math.max(mostUnderWay - underWay, 0)
  return store.claimDue({ ...wanted, known: sourcesOf(settings), now: clock.now(), lease, leaseMs, limit, perHost: settings.poll.perHost })
}

export function pollTickets(claims: readonly Claimed[], { runAt }: Pick<Wanted, 'runAt'>, { settings }: Deps): readonly Ticket[] {
  return claims.map((claimed) => ({
    job: { kind: 'poll', source: claimed.id, lease: claimed.lease, runAt },
    key: `poll ${claimed.id}`,
    lane: laneOfVisit(claimed, settings),
  }))
}

export interface ArticleTicket extends Ticket {
  readonly entry: number
  /** Of the web, not an API that the operator named. */
  readonly isPage: boolean
}

/** Article steps that are due; those of runs that still poll are not. */
export async function articleTickets({ store, clock, settings }: Deps): Promise<readonly ArticleTicket[]> {
  const due = await store.dueArticles(clock.now(), mostArticles)
  return due.map(({ entry, sightings }) => ({
    entry,
    isPage: sourceOf(settings, sightings[0]?.source ?? '')?.article?.kind === 'page',
    job: { kind: 'article', entry },
    key: `article ${entry}`,
    lane: laneOf(sightings[0]?.source ?? '', settings),
  }))
}

/** Does a claimed poll; null when its source has left config. A visit that breaks, or is not made, gives its lease back. */
export async function runPoll(claimed: Claimed, runAt: number, run: Deps & { readonly isForced: boolean }): Promise<PollReport | null> {
  const source = sourceOf(run.settings, claimed.id)
  if (source === null) {
    await run.store.releaseLease(claimed)
    return null
  }
  try {
    const report = await pollSource(claimed, source, { ...run, runAt })
    // Another process may have read what is new to this one: it is asked after whatever the list answered.
    if (source.kind === 'opml') await run.following.renew(source.id)
    return report
  } catch (error) {
    // Where the store cannot be written, that is what is to be told.
    await run.store.releaseLease(claimed).catch(() => {})
    throw error
  }
}

/** So long related coverage may be looked for before readers see what is new, and where feeds fold by it; the rest is left to the next time. */
const [relateMs, relateToFoldMs] = [1_000, 10_000]

/** Makes public what is ready and writes what is stale; then it may be told. */
export async function settleAndPublish(runAt: number, deps: Deps, limits: PublishLimits = {}): Promise<Published> {
  const startedAt = deps.clock.now()
  await issueDigests(deps)
  await takeDown(deps)
  await fillFeeds(deps)
  const { notices } = await settle(runAt, deps)
  await keepRegistry(deps)
  await keepRelated(deps, { forMs: isFolding(deps.settings) ? relateToFoldMs : relateMs })
  const published = await publish(deps, limits)
  countPublished(published, startedAt, deps)
  await cleanUp(deps)
  if (published.files > 0) await deps.store.setFact('published', String(deps.clock.now()))
  if (notices.length > 0) await deps.store.postponeDeliveries(notices, deps.clock.now())
  return published
}

/** Most often nothing is to be written: that says nothing of how long publishing takes. */
function countPublished({ files }: Published, startedAt: number, { clock, meter }: Deps): void {
  if (files === 0) return
  meter.time('publish_seconds', (clock.now() - startedAt) / 1_000)
  meter.add('published_files_total', {}, files)
}
