// ADAPTER: the Queue in this process.
import PQueue from 'p-queue'
import { messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import type { Job, Queue, Ticket } from './queue.ts'

export interface InlineOptions {
  readonly concurrency: number
  readonly perLane: number
  readonly log: Logger
}

export function inlineQueue({ concurrency, perLane, log }: InlineOptions): Queue {
  const all = new PQueue({ concurrency })
  const lanes = new Map<string, PQueue>()
  const waiting = new Set<string>()
  let isClosing = false
  let handle: (job: Job) => Promise<void> = async () => {}

  const run = async (text: string, key: string) => {
    waiting.delete(key)
    if (isClosing) return
    try {
      // Through JSON, so that embedded mode cannot hide what distributed mode would show.
      await handle(JSON.parse(text))
    } catch (error) {
      // Visits that are cut off at the end are no news.
      if (isClosing) log.debug({ job: text }, 'a job was cut off')
      else log.error({ job: text, error: messageOf(error) }, 'a job failed; the next tick finds its work again')
    }
  }

  /** Jobs of one key stand in one lane of width one, inside the lane that they share with others. */
  const laneOf = (name: string, width: number) => {
    const found = lanes.get(name) ?? new PQueue({ concurrency: width })
    lanes.set(name, found)
    return found
  }

  const push = ({ job, key, lane }: Ticket) => {
    if (waiting.has(key)) return
    waiting.add(key)
    const text = JSON.stringify(job)
    const ofKey = laneOf(`key ${key}`, 1)
    void ofKey.add(() => laneOf(`lane ${lane}`, perLane).add(() => all.add(() => run(text, key)))).finally(() => forgetIdle(lanes))
  }

  const busy = () => [...lanes.values()].some((lane) => lane.size + lane.pending > 0)
  const drain = async () => {
    while (busy()) await Promise.all([...lanes.values()].map((lane) => lane.onIdle()))
  }
  return {
    work: (handler) => {
      handle = handler
    },
    push: async (tickets) => tickets.forEach(push),
    drain,
    close: async () => {
      // What waits passes through unhandled: jobs that are cleared away would never settle.
      isClosing = true
      await drain()
    },
  }
}

function forgetIdle(lanes: Map<string, PQueue>): void {
  for (const [name, lane] of lanes) if (lane.size + lane.pending === 0) lanes.delete(name)
}
