// Polls are written together: what unchanged sources leave behind is small, and a transaction of its own would cost more than the visit.
import type { Clock } from '../../base/clock.ts'
import type { Fetcher } from '../../fetch/fetcher.ts'
import { type DayTraffic, dayOf } from '../../model/poll.ts'
import type { PollRecord, Recorded } from '../../store/port/polls.ts'
import type { Store } from '../../store/store.ts'

/** Written at once: as many records and drafts as keep the store's lock short. */
const mostRecords = 256
const mostDrafts = 1_000
/** A record waits for others no longer than this, and not at all when no other visit is under way. */
const longestWaitMs = 100

type Written = Exclude<Recorded, { readonly kind: 'failed' }>

export interface PollWriter {
  /** Runs a visit and writes its record together with those of other visits. A commit that is lost is a poll that never happened. @throws what its plan, or the store, throws */
  record<T extends PollRecord>(visit: () => Promise<T>): Promise<{ readonly record: T; readonly written: Written }>
  /** Resolves when no more drafts wait than are written at once: what is read sooner than it is written fills the memory. */
  room(): Promise<void>
  /** Writes what was counted beside polls: the traffic of articles. */
  flush(): Promise<void>
}

interface Waiting {
  readonly record: PollRecord
  readonly done: (recorded: Recorded) => void
  readonly failed: (error: unknown) => void
}

interface WriterDeps {
  readonly store: Pick<Store, 'recordPolls' | 'addTraffic'>
  readonly fetcher: Pick<Fetcher, 'takeTraffic'>
  readonly clock: Clock
}

export function pollWriter({ store, fetcher, clock }: WriterDeps): PollWriter {
  const waiting: Waiting[] = []
  let hopeful: (() => void)[] = []
  let untold: readonly DayTraffic[] = []
  let underWay = 0
  let isWriting = false
  let timer: NodeJS.Timeout | null = null

  /** Hands over what was counted since; what cannot be written goes with the next. */
  const withTraffic = async <T>(write: (traffic: readonly DayTraffic[]) => Promise<T>) => {
    const day = dayOf(clock.now())
    const traffic = [...untold, ...fetcher.takeTraffic().map((row) => ({ ...row, day }))]
    untold = []
    try {
      return await write(traffic)
    } catch (error) {
      untold = [...traffic, ...untold]
      throw error
    }
  }
  const write = async (batch: readonly Waiting[]) => {
    const records = batch.map(({ record }) => record)
    const recorded = await withTraffic((traffic) => store.recordPolls(records, traffic))
    for (const [at, { done, failed }] of batch.entries()) {
      const one = recorded[at]
      if (one === undefined) failed(new RangeError('the store did not answer for every poll'))
      else done(one)
    }
  }
  const writeWaiting = async () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    isWriting = true
    const batch = nextBatch(waiting)
    if (hasRoom(waiting)) {
      for (const resolve of hopeful) resolve()
      hopeful = []
    }
    try {
      await write(batch)
    } catch (error) {
      for (const { failed } of batch) failed(error)
    } finally {
      isWriting = false
      consider()
    }
  }
  const consider = () => {
    if (isWriting || waiting.length === 0) return
    if (waiting.length >= Math.min(underWay, mostRecords)) void writeWaiting()
    else timer ??= setTimeout(() => void writeWaiting(), longestWaitMs)
  }
  const gather = (record: PollRecord) =>
    new Promise<Recorded>((done, failed) => {
      waiting.push({ record, done, failed })
      consider()
    })

  return {
    record: async (visit) => {
      underWay++
      try {
        const record = await visit()
        const written = await gather(record)
        if (written.kind === 'failed') throw written.error
        return { record, written }
      } finally {
        underWay--
        consider()
      }
    },
    room: async () => {
      if (!hasRoom(waiting)) await new Promise<void>((resolve) => hopeful.push(resolve))
    },
    flush: () => withTraffic(async (traffic) => (traffic.length > 0 ? store.addTraffic(traffic) : undefined)),
  }
}

function hasRoom(waiting: readonly Waiting[]): boolean {
  return waiting.reduce((drafts, { record }) => drafts + record.report.read, 0) <= mostDrafts
}

/** Taken from the front. Documents weigh by their drafts; one that is heavier than all may be is written alone. */
function nextBatch(waiting: Waiting[]): readonly Waiting[] {
  let drafts = 0
  const end = waiting.findIndex(({ record }, at) => {
    drafts += record.report.read
    return at > 0 && (at >= mostRecords || drafts > mostDrafts)
  })
  return waiting.splice(0, end === -1 ? waiting.length : end)
}
