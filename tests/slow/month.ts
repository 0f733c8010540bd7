// A month of ten thousand sources on a clock of its own: the store, its claims and records, and the schedule are the real ones; what
// sources answer is made up, and nothing is read or published.
//
// Thinned: the clock ticks once a minute instead of once a second, a visit takes no time, and those of one claim end together five
// seconds later. A minute is little beside intervals of hours, but a source that is due every five minutes is visited some 8 % too late.
import { silentLogger } from '../../src/base/log.ts'
import type { Deps } from '../../src/jobs/deps.ts'
import { afterVisit } from '../../src/jobs/poll/poll-state.ts'
import { pollWriter } from '../../src/jobs/poll/poll-writer.ts'
import { sourceRecords } from '../../src/jobs/sync.ts'
import { claim, mostUnderWay } from '../../src/jobs/tickets.ts'
import type { MergePlan } from '../../src/model/merge.ts'
import { neverPolled, type PollState } from '../../src/model/poll.ts'
import type { Settings } from '../../src/model/settings.ts'
import type { PollRecord } from '../../src/store/port/polls.ts'
import type { Claimed } from '../../src/store/port/sources.ts'
import { openSite } from '../support/site.ts'
import { type Chance, chanceFrom, type ModelledSource, modelledSources, monthEnd, monthStart } from './month-sources.ts'

const tickMs = 60_000
const visitMs = 5_000
const absenceMs = 7 * 86_400_000

export interface KindReport {
  readonly kind: string
  readonly sources: number
  visits: number
  /** By the formulas of schedule/ alone, without store, leases and hosts. */
  predicted: number
  changes: number
  /** From each change to the visit that saw it, ascending. */
  readonly delays: number[]
}

export interface MonthReport {
  readonly kinds: readonly KindReport[]
  /** Sources leased at once, in all and of one host. */
  readonly mostAtOnce: number
  readonly mostOfHost: number
  /** The longest that any source waited for its visit once it was due, within the month. */
  readonly longestWaitMs: number
  /** Sources whose visit was overdue when the month ended. */
  readonly overdue: readonly string[]
  /** After a week of absence: until everything that was due had been visited, and the most visits within a minute. */
  readonly catchUpMs: number
  readonly catchUpPerMinute: number
  readonly wallMs: number
}

export async function simulateMonth(): Promise<MonthReport> {
  const startedAt = performance.now()
  const { settings, sources } = modelledSources()
  const month = await openMonth(settings, sources)
  try {
    await month.play(monthEnd)
    const overdue = sources.filter(({ source }) => (month.dueAt.get(source.id) ?? 0) < monthEnd - 2 * tickMs).map(({ source }) => source.id)
    const { mostAtOnce, mostOfHost, longestWaitMs } = month.seen
    const kinds = report(sources, month.visits, month.delays)
    const back = await month.comeBack(monthEnd + absenceMs)
    return { kinds, mostAtOnce, mostOfHost, longestWaitMs, overdue, ...back, wallMs: performance.now() - startedAt }
  } finally {
    await month.close()
  }
}

/** What a source has shown up to a visit, and what it answers to that. */
class Play {
  readonly #of: ModelledSource
  readonly #chance: Chance
  #shown = 0
  #isFirst = true

  constructor(of: ModelledSource, seed: number) {
    this.#of = of
    this.#chance = chanceFrom(seed)
  }

  visit(
    before: PollState,
    now: number,
    settings: Settings,
  ): { readonly state: PollState; readonly isFresh: boolean; readonly delays: readonly number[] } {
    const { changes, answer, source } = this.#of
    let end = this.#shown
    while ((changes[end] ?? Number.POSITIVE_INFINITY) <= now) end++
    const visited = answer(now, this.#isFirst || end > this.#shown, this.#chance)
    const isRead = visited.kind === 'changed'
    const delays = isRead && !this.#isFirst ? changes.slice(this.#shown, end).map((at) => now - at) : []
    if (isRead) {
      this.#shown = end
      this.#isFirst = false
    }
    const found = isRead ? { isFresh: true, isGap: false, isDrifting: false } : null
    const state = afterVisit(before, visited, {
      source,
      settings,
      now,
      jitter: this.#chance(),
      asked: before,
      found,
      expectations: before.expectations,
    })
    return { state, isFresh: isRead, delays }
  }
}

/** The formulas alone: each source is visited exactly when they say. */
function predict(of: ModelledSource, seed: number, settings: Settings): number {
  const play = new Play(of, seed)
  let visits = 0
  let state = neverPolled
  for (let at = monthStart; at < monthEnd && state.outcome !== 'gone'; at = state.nextPollAt) {
    visits++
    state = play.visit(state, at, settings).state
  }
  return visits
}

async function openMonth(settings: Settings, sources: readonly ModelledSource[]) {
  const site = await openSite(settings)
  const { store, fetcher } = site.deps
  const clock = { at: monthStart, now: () => clock.at }
  const deps: Deps = { ...site.deps, clock, random: chanceFrom(2), log: silentLogger, polls: pollWriter({ store, fetcher, clock }) }
  await store.syncSources(sourceRecords(settings))
  const bySource = new Map(sources.map((one, at) => [one.source.id, { host: one.host, play: new Play(one, 1_000_000 + at) }]))
  const sharing = new Set(sources.map(({ host }) => host).filter((host) => host.startsWith('shared')))
  const visits = new Map<string, number>()
  const delays = new Map<string, number[]>()
  const dueAt = new Map<string, number>()
  const due = new Calendar()
  const seen = { mostAtOnce: 0, mostOfHost: 0, longestWaitMs: 0 }

  const visit = ({ id, lease, state: before }: Claimed, at: number): PollRecord => {
    const found = bySource.get(id)
    if (found === undefined) throw new RangeError(`no source ${id}`)
    if (before.nextPollAt > 0) seen.longestWaitMs = Math.max(seen.longestWaitMs, at - before.nextPollAt)
    const visited = found.play.visit(before, at, settings)
    visits.set(id, (visits.get(id) ?? 0) + 1)
    delays.set(id, [...(delays.get(id) ?? []), ...visited.delays])
    const isWatched = visited.state.outcome !== 'gone'
    dueAt.set(id, isWatched ? visited.state.nextPollAt : Number.POSITIVE_INFINITY)
    if (isWatched) due.add(visited.state.nextPollAt)
    const { outcome, code, message } = visited.state
    const report = { id, outcome: outcome ?? 'failed', code, message, read: visited.isFresh ? 20 : 0, bytes: 0, ms: 0 }
    return {
      source: id,
      lease,
      at,
      watch: null,
      report,
      decision: { plan: visited.isFresh ? oneNew : null, state: visited.state, host: found.host },
    }
  }
  /** One claim and its visits; true when there may be more to claim. */
  const round = async () => {
    const claimed = await claim({ runAt: clock.at, only: null, isForced: false, except: [], underWay: 0 }, deps)
    const hosts = new Map<string, number>()
    for (const { id } of claimed) {
      const host = bySource.get(id)?.host ?? ''
      hosts.set(host, (hosts.get(host) ?? 0) + 1)
    }
    seen.mostAtOnce = Math.max(seen.mostAtOnce, claimed.length)
    seen.mostOfHost = Math.max(seen.mostOfHost, ...hosts.values())
    const records = claimed.map((one) => visit(one, clock.at))
    clock.at += visitMs
    await store.recordPolls(records)
    return claimed.length === mostUnderWay || [...hosts.keys()].some((host) => sharing.has(host))
  }
  const tick = async () => {
    while (await round());
  }
  due.add(monthStart)
  return {
    visits,
    delays,
    dueAt,
    seen,
    play: async (until: number) => {
      for (let at = due.next(clock.at); at < until; at = due.next(Math.max(at + tickMs, clock.at))) {
        clock.at = at
        await tick()
      }
    },
    comeBack: async (at: number) => {
      const before = new Map(visits)
      const waiting = () =>
        sources.filter(({ source }) => (dueAt.get(source.id) ?? 0) < at && visits.get(source.id) === before.get(source.id))
      const perMinute: number[] = []
      clock.at = at
      for (let left = waiting().length; left > 0; left = waiting().length) {
        if (clock.at > at + 3_600_000) throw new Error(`${left} sources were starved after the absence`)
        const sum = () => [...visits.values()].reduce((total, count) => total + count, 0)
        const [minute, already] = [clock.at, sum()]
        while (clock.at < minute + tickMs) if (!(await round())) clock.at = minute + tickMs
        perMinute.push(sum() - already)
      }
      return { catchUpMs: clock.at - at, catchUpPerMinute: Math.max(...perMinute) }
    },
    close: () => site.close(),
  }
}

const oneNew: MergePlan = {
  sightings: [],
  absorbed: [],
  moved: [],
  merged: [],
  emptied: [],
  touched: [],
  retracted: [],
  burns: [],
  vetoes: [],
  isDrifting: false,
  counts: { new: 1, updated: 0, merged: 0 },
}

/** Minutes at which something is due, so that idle ones cost nothing. */
class Calendar {
  readonly #minutes = new Map<number, number>()
  #end = 0

  add(at: number): void {
    const minute = Math.ceil(at / tickMs)
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + 1)
    this.#end = Math.max(this.#end, minute)
  }

  /** The first minute from `at` on at which something is due, or was and has not been asked for. */
  next(at: number): number {
    for (let minute = Math.ceil(at / tickMs); minute <= this.#end; minute++) if (this.#minutes.delete(minute)) return minute * tickMs
    return Number.POSITIVE_INFINITY
  }
}

function report(
  sources: readonly ModelledSource[],
  visits: ReadonlyMap<string, number>,
  delays: ReadonlyMap<string, readonly number[]>,
): readonly KindReport[] {
  const kinds = new Map<string, KindReport & { sources: number }>()
  const { settings } = modelledSources()
  for (const [at, one] of sources.entries()) {
    const kind = kinds.get(one.kind) ?? { kind: one.kind, sources: 0, visits: 0, predicted: 0, changes: 0, delays: [] }
    kinds.set(one.kind, kind)
    kind.sources++
    kind.visits += visits.get(one.source.id) ?? 0
    kind.predicted += predict(one, 2_000_000 + at, settings)
    kind.changes += one.changes.filter((change) => change < monthEnd).length
    for (const delay of delays.get(one.source.id) ?? []) kind.delays.push(delay)
  }
  for (const { delays: unsorted } of kinds.values()) unsorted.sort((a, b) => a - b)
  return [...kinds.values()]
}

/** The delay that so many of a hundred do not exceed; null when there was none. */
export function percentile(delays: readonly number[], percent: number): number | null {
  return delays[Math.min(Math.floor((delays.length * percent) / 100), delays.length - 1)] ?? null
}
