// `poll`: one visit to each wanted source, their article steps, publishing of what changed; then the end.
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../../base/errors.ts'
import type { PollReport } from '../../model/poll.ts'
import type { Job } from '../../queue/queue.ts'
import type { Claimed } from '../../store/port/sources.ts'
import type { Deps } from '../deps.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { type Published, publish } from '../publish/publish.ts'
import { tellThroughHub } from '../push/hub.ts'
import { keepRelated } from '../related/keep-related.ts'
import { courier, tellMs } from '../tell/deliver.ts'
import { type ArticleTicket, articleTickets, claim, claimBelow, pollTickets, runPoll, settleAndPublish } from '../tickets.ts'
import { fetchArticle } from './fetch-article.ts'

/** Named sources that another process visits are waited for this long. */
const othersWaitMs = 30_000
const lookAgainMs = 250
/** Looking for related coverage lets others in after so long. */
const relateMs = 10_000
/** Of entries whose sources are on one host, in one run. */
const mostPages = 150

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

/** @throws AppError `in-use` when another process keeps a named source; whatever breaks our own promises (a full disk, a damaged store) */
export async function pollOnce(options: PollOptions, deps: Deps): Promise<PollSummary> {
  const { onProgress } = options
  const runAt = deps.clock.now()
  const run: Run = {
    ...options,
    runAt,
    begun: new Map(),
    ended: 0,
    reports: [],
    faults: [],
    claimMore: oneAtATime(() => claimMore(run, deps)),
  }
  let articles = 0
  deps.queue.work(async (job) => {
    try {
      if (job.kind === 'poll') await visitOne(job, run, deps)
      else if (job.kind === 'article') {
        await fetchArticle(job.entry, runAt, lately(deps))
        onProgress({ step: 'articles', done: ++articles, total: articles })
      }
    } catch (error) {
      run.faults.push(error)
      throw error
    }
  })
  await run.claimMore()
  await deps.queue.drain()
  const kept = await waitForOthers(run, deps)
  const then = lately(deps)
  await allArticles(then)
  await deps.polls.flush()
  onProgress({ step: 'publishing', done: 0, total: 0 })
  const published = await settleAndPublish(runAt, then)
  await courier({ forMs: tellMs }).deliver(deps)
  await tellThroughHub(then, { forMs: tellMs })
  await relateTheRest(then)
  // What went well is published; what broke a promise of ours is no outcome of a source.
  if (run.faults.length > 0) throw run.faults[0]
  if (kept.length > 0) throw keptByOthers(kept)
  return { sources: inConfigOrder(run.reports, then), published }
}

/** Nothing goes on after this run: what readers need not have waited for is done when all is told. */
async function relateTheRest(deps: Deps): Promise<void> {
  if (!(await deps.store.related.isBehind())) return
  while (!(await keepRelated(deps, { forMs: relateMs })));
  await publish(deps)
}

/** What lists that were visited meanwhile name belongs to the run, too. */
function lately(deps: Deps): Deps {
  return { ...deps, settings: deps.following.settings() }
}

interface Run extends PollOptions {
  readonly runAt: number
  readonly begun: Map<string, Claimed>
  ended: number
  readonly reports: PollReport[]
  readonly faults: unknown[]
  readonly claimMore: () => Promise<void>
}

async function claimMore(run: Run, own: Deps): Promise<void> {
  const deps = lately(own)
  const { runAt, only, isForced, begun } = run
  const claimed = await claim({ runAt, only, isForced, except: [...begun.keys()], underWay: begun.size - run.ended }, deps)
  for (const one of claimed) begun.set(one.id, one)
  await deps.queue.push(pollTickets(claimed, run, deps))
}

async function visitOne(job: Extract<Job, { kind: 'poll' }>, run: Run, own: Deps): Promise<void> {
  const deps = lately(own)
  try {
    const claimed = run.begun.get(job.source)
    const report = claimed === undefined ? null : await runPoll(claimed, job.runAt, { ...deps, isForced: run.isForced || claimed.isForced })
    if (report !== null) run.reports.push(report)
  } finally {
    run.ended++
    if (run.begun.size - run.ended < claimBelow) await run.claimMore()
  }
  run.onProgress({ step: 'sources', done: run.reports.length, total: run.begun.size })
}

/** Visits named sources as soon as the other process is done with them; those it keeps are the answer. */
async function waitForOthers(run: Run, deps: Deps): Promise<readonly string[]> {
  const missing = () => (run.only ?? []).filter((id) => !run.begun.has(id))
  for (let waitedMs = 0; missing().length > 0 && waitedMs < othersWaitMs; waitedMs += lookAgainMs) {
    await wait(lookAgainMs)
    await run.claimMore()
    await deps.queue.drain()
  }
  return missing()
}

function keptByOthers(ids: readonly string[]): AppError {
  const message = `Another newsstand has been visiting ${ids.join(', ')} for ${othersWaitMs / 1000} s`
  return new AppError('in-use', message, 'Let it end its visit, or end it, and try again.', { sources: ids })
}

/** A failed step is not due again within the run: its next attempt lies in the future. */
async function allArticles(deps: Deps): Promise<void> {
  const begun = new Set<number>()
  const isAllowed = rationed(deps)
  for (;;) {
    const tickets = (await articleTickets(deps)).filter(({ entry }) => !begun.has(entry))
    if (tickets.length === 0) return
    for (const { entry } of tickets) begun.add(entry)
    await deps.queue.push(tickets.filter(isAllowed))
    await deps.queue.drain()
  }
}

/** A page with ten thousand links must not make us ask its host for all of them at once: the rest waits for the next run. */
function rationed({ log }: Pick<Deps, 'log'>): (ticket: ArticleTicket) => boolean {
  const asked = new Map<string, number>()
  return ({ lane, isPage }) => {
    const times = (asked.get(lane) ?? 0) + 1
    asked.set(lane, times)
    if (isPage && times === mostPages + 1)
      log.warn({ host: lane }, `more than ${mostPages} pages of entries are due: the next poll goes on`)
    return !isPage || times <= mostPages
  }
}

function inConfigOrder(reports: readonly PollReport[], { settings }: Deps): readonly PollReport[] {
  const position = new Map(settings.sources.map((source) => [source.id, source.position]))
  return [...reports].sort((a, b) => (position.get(a.id) ?? 0) - (position.get(b.id) ?? 0))
}
