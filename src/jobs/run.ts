// How visits, article steps and publishing follow one another: once (`poll`), or for ever (`run`).
import type { PollReport } from '../model/poll.ts'
import type { Job, Ticket } from '../queue/queue.ts'
import type { Claimed } from '../store/store.ts'
import { type Deps, sourceOf } from './deps.ts'
import { fetchArticle } from './fetch-article.ts'
import { laneOf } from './lanes.ts'
import { pollSource } from './poll-source.ts'
import { type Published, publish } from './publish.ts'
import { settle } from './settle.ts'

/** Longer than a visit may take and wait for its lane; a node that dies holds its sources this long at most. */
const leaseMs = 5 * 60_000
/** Claimed at a time: more would wait in line while their leases run. */
const mostClaimed = 64
const mostArticles = 500

export interface PollOptions {
  /** Null: all that are due. */
  readonly only: readonly string[] | null
  readonly isForced: boolean
  /** Told after each visit and article. */
  readonly onProgress: (progress: Progress) => void
}

export interface Progress {
  readonly step: 'sources' | 'articles' | 'publishing'
  readonly done: number
  readonly total: number
}

export interface PollSummary {
  readonly sources: readonly PollReport[]
  readonly published: Published
}

/** One visit to each wanted source, their article steps, publishing of what changed. */
export async function pollOnce({ only, isForced, onProgress }: PollOptions, deps: Deps): Promise<PollSummary> {
  const runAt = deps.clock.now()
  const reports: PollReport[] = []
  const begun: Claimed[] = []
  const claimMore = async () => {
    const claimed = await claim({ runAt, only, isForced, except: begun.map(({ id }) => id) }, deps)
    begun.push(...claimed)
    await deps.queue.push(claimed.map((one) => ticketFor(one, { runAt, deps })))
  }
  let articles = 0
  const faults: unknown[] = []
  deps.queue.work(async (job) => {
    try {
      if (job.kind === 'poll') {
        const report = await runPoll(job, begun, { isForced, ...deps })
        if (report !== null) reports.push(report)
        await claimMore()
        onProgress({ step: 'sources', done: reports.length, total: begun.length })
      } else if (job.kind === 'article') {
        await runArticle(job.entry, deps)
        onProgress({ step: 'articles', done: ++articles, total: articles })
      }
    } catch (error) {
      faults.push(error)
      throw error
    }
  })
  await claimMore()
  await deps.queue.drain()
  await allArticles(deps)
  onProgress({ step: 'publishing', done: 0, total: 0 })
  const published = await settleAndPublish(deps)
  // What went well is published; what broke a promise of ours (a damaged store, a full disk) is no outcome of a source.
  if (faults.length > 0) throw faults[0]
  return { sources: inConfigOrder(reports, deps), published }
}

export interface Service {
  /** Claims what is due and moves everything on; called by the clock. */
  tick(): Promise<void>
}

/** The jobs of a running service; `tick` starts them, they go on by themselves. */
export function serviceOn(deps: Deps): Service {
  const running = new Map<string, Claimed>()
  const claimMore = async () => {
    const runAt = deps.clock.now()
    const claimed = await claim({ runAt, only: null, isForced: false, except: [] }, deps)
    for (const one of claimed) running.set(one.lease + one.id, one)
    await deps.queue.push(claimed.map((one) => ticketFor(one, { runAt, deps })))
  }
  /** Article steps once the polls that found the entries have ended, then publishing. */
  const advance = async () => {
    const due = await deps.store.dueArticles(deps.clock.now(), mostArticles)
    await deps.queue.push(due.map(({ entry, sightings }) => articleTicket(entry, sightings[0]?.source ?? '', deps)))
    await deps.queue.push([{ job: { kind: 'publish' }, key: 'publish', lane: 'publish' }])
  }
  deps.queue.work(async (job) => {
    if (job.kind === 'poll') {
      try {
        await runPoll(job, [...running.values()], { isForced: false, ...deps })
      } finally {
        running.delete(job.lease + job.source)
      }
      await claimMore()
      if (running.size === 0) await advance()
    } else if (job.kind === 'article') await runArticle(job.entry, deps)
    else await settleAndPublish(deps)
  })
  return {
    tick: async () => {
      await claimMore()
      await advance()
    },
  }
}

/** Makes public what is ready and writes what is stale. */
export async function settleAndPublish(deps: Deps): Promise<Published> {
  await settle(deps)
  return publish(deps)
}

async function claim(
  wanted: { runAt: number; only: readonly string[] | null; isForced: boolean; except: readonly string[] },
  { store, settings, clock, random, node }: Deps,
): Promise<readonly Claimed[]> {
  const lease = `${node}-${wanted.runAt}-${random().toString(36).slice(2, 10)}`
  return store.claimDue({ ...wanted, now: clock.now(), lease, leaseMs, limit: mostClaimed, perHost: settings.poll.perHost })
}

async function runPoll(
  job: Extract<Job, { kind: 'poll' }>,
  claims: readonly Claimed[],
  run: Deps & { isForced: boolean },
): Promise<PollReport | null> {
  const claimed = claims.find((one) => one.id === job.source && one.lease === job.lease)
  const source = sourceOf(run.settings, job.source)
  return claimed === undefined || source === null ? null : pollSource(claimed, source, { ...run, runAt: job.runAt })
}

async function runArticle(entry: number, deps: Deps): Promise<void> {
  const due = await deps.store.dueArticle(entry)
  if (due !== null) await fetchArticle(due, deps)
}

/** A failed step is not due again within the run: its next attempt lies in the future. */
async function allArticles(deps: Deps): Promise<void> {
  const begun = new Set<number>()
  for (;;) {
    const due = (await deps.store.dueArticles(deps.clock.now(), mostArticles)).filter(({ entry }) => !begun.has(entry))
    if (due.length === 0) return
    for (const { entry } of due) begun.add(entry)
    await deps.queue.push(due.map(({ entry, sightings }) => articleTicket(entry, sightings[0]?.source ?? '', deps)))
    await deps.queue.drain()
  }
}

function ticketFor({ id, lease }: Claimed, { runAt, deps }: { runAt: number; deps: Deps }): Ticket {
  return { job: { kind: 'poll', source: id, lease, runAt }, key: `poll ${id}`, lane: laneOf(id, deps.settings) }
}

function articleTicket(entry: number, source: string, deps: Deps): Ticket {
  return { job: { kind: 'article', entry }, key: `article ${entry}`, lane: laneOf(source, deps.settings) }
}

function inConfigOrder(reports: readonly PollReport[], { settings }: Deps): readonly PollReport[] {
  const position = new Map(settings.sources.map((source) => [source.id, source.position]))
  return [...reports].sort((a, b) => (position.get(a.id) ?? 0) - (position.get(b.id) ?? 0))
}
