// Politeness: one lane a host, so many visits at once in it, and so long between their starts.
import PQueue from 'p-queue'

interface Lanes {
  /** Runs the visit when its host's lane lets it start. @throws the signal's reason when it is aborted, waiting or running. */
  run<T>(host: string, visit: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Lanes in use, or resting until their host may be asked again. */
  readonly size: number
}

interface LaneRules {
  readonly perHost: number
  /** Between two starts in one lane; 0: none. */
  readonly delayMs: number
}

interface Lane {
  readonly queue: PQueue
  drop: NodeJS.Timeout | undefined
}

/** Over all hosts; bounds connections and memory (see `keepAliveUpTo` in agent.ts). */
const visitsAtOnce = 192

export function openLanes(rules: LaneRules): Lanes {
  const lanes = new Map<string, Lane>()
  const slots = new PQueue({ concurrency: visitsAtOnce })
  return {
    run(host, visit, signal) {
      const { queue } = lanes.get(host) ?? openLane(host, rules, lanes)
      return queue.add(() => slots.add(visit, { signal }), { signal })
    },
    get size() {
      return lanes.size
    },
  }
}

function openLane(host: string, { perHost, delayMs }: LaneRules, lanes: Map<string, Lane>): Lane {
  const pace = delayMs > 0 ? { interval: delayMs, intervalCap: 1, strict: true } : {}
  const lane: Lane = { queue: new PQueue({ concurrency: perHost, ...pace }), drop: undefined }
  // A lane remembers its last start, so it rests for the delay before it is forgotten.
  lane.queue.on('idle', () => {
    clearTimeout(lane.drop)
    lane.drop = setTimeout(() => dropIdle(host, lane, lanes), delayMs).unref()
  })
  lanes.set(host, lane)
  return lane
}

function dropIdle(host: string, { queue }: Lane, lanes: Map<string, Lane>): void {
  if (queue.size === 0 && queue.pending === 0) lanes.delete(host)
}
