// ADAPTER: the Queue in this process.
import { messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import type { Job, Queue, Ticket } from './queue.ts'

export interface InlineOptions {
  readonly concurrency: number
  /** May change: how wide lanes are from then on. */
  readonly perLane: () => number
  readonly log: Logger
}

/** A ticket's way: first its key must be free, then its lane, then one of all places. */
interface Passing {
  readonly key: string
  readonly lane: string
  /** Through JSON, so that embedded mode cannot hide what distributed mode would show. */
  readonly text: string
}

export function inlineQueue({ concurrency, perLane, log }: InlineOptions): Queue {
  const waiting = new Set<string>()
  const keys = gates(() => 1)
  const lanes = gates(perLane)
  const all = gates(() => concurrency)
  let inside = 0
  let isClosing = false
  let idle: (() => void)[] = []
  let handle: (job: Job) => Promise<void> = async () => {}

  const run = async ({ text, key }: Passing) => {
    waiting.delete(key)
    if (isClosing) return
    try {
      await handle(JSON.parse(text))
    } catch (error) {
      // Visits that are cut off at the end are no news.
      if (isClosing) log.debug({ job: text }, 'a job was cut off')
      else log.error({ job: text, error: messageOf(error) }, 'a job failed; the next tick finds its work again')
    }
  }
  const pass = async (ticket: Passing) => {
    inside++
    await keys.enter(ticket.key)
    await lanes.enter(ticket.lane)
    await all.enter('')
    await run(ticket)
    all.leave('')
    lanes.leave(ticket.lane)
    keys.leave(ticket.key)
    inside--
    if (inside > 0) return
    for (const resolve of idle) resolve()
    idle = []
  }
  const push = ({ job, key, lane }: Ticket) => {
    if (waiting.has(key)) return
    waiting.add(key)
    void pass({ key, lane, text: JSON.stringify(job) })
  }
  const drain = async () => {
    if (inside > 0) await new Promise<void>((resolve) => idle.push(resolve))
  }
  return {
    work: (handler) => {
      handle = handler
    },
    push: async (tickets) => tickets.forEach(push),
    depth: () => inside,
    drain,
    close: async () => {
      // What waits passes through unhandled: jobs that are cleared away would never settle.
      isClosing = true
      await drain()
    },
  }
}

interface Gates {
  /** Resolves when there is a place. */
  enter(name: string): Promise<void>
  /** The place goes to the first in line, or places to the first few where the gate has become wider. */
  leave(name: string): void
}

/**
 * Gates by name, each so wide. One that nobody uses takes no memory, and one that is free hardly any time: a package's queue for each
 * key, lane and job cost more than a visit that finds nothing new.
 */
function gates(width: () => number): Gates {
  const inside = new Map<string, number>()
  const lines = new Map<string, (() => void)[]>()
  return {
    enter: async (name) => {
      const taken = inside.get(name) ?? 0
      if (taken >= width()) return standInLine(lines, name)
      inside.set(name, taken + 1)
    },
    leave: (name) => {
      const left = (inside.get(name) ?? 0) - 1
      const line = lines.get(name)
      const admitted = line?.splice(0, Math.max(width() - left, 0)) ?? []
      if (line?.length === 0) lines.delete(name)
      if (left + admitted.length > 0) inside.set(name, left + admitted.length)
      else inside.delete(name)
      for (const next of admitted) next()
    },
  }
}

function standInLine(lines: Map<string, (() => void)[]>, name: string): Promise<void> {
  const line = lines.get(name) ?? []
  lines.set(name, line)
  return new Promise((resolve) => {
    line.push(resolve)
  })
}
