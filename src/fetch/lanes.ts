// Politeness: one lane a host, for requests of every kind. So many at once in it, so long between two starts, so many over all hosts.

/** `end` lets the next one in. `held`: the host is not to be asked for another `ms`. */
type Turn = { readonly kind: 'turn'; end(): void } | { readonly kind: 'held'; readonly ms: number }

interface LaneRules {
  readonly perHost: number
  /** Between two starts in one lane. */
  readonly delayMs: number
  /** Over all hosts. */
  readonly atOnce: number
}

interface Lane {
  readonly waiting: Set<(turn: Turn) => void>
  running: number
  /** Starts since it last stood in the crowd. */
  inARow: number
  timer: NodeJS.Timeout | undefined
  /** By the monotonic clock, as the next. */
  nextStartAt: number
  heldUntil: number
  paceMs: number
}

/** A host with very many requests goes on for so many, where others wait for a place. */
const mostInARow = 16
/** Resting lanes are dropped when there are so many, or twice those that were left the last time. */
const sweepFrom = 1_000
/** Hosts that asked for another pace; the one that asked first is forgotten first. */
const mostPaces = 10_000

export class Lanes {
  readonly #rules: LaneRules
  readonly #lanes = new Map<string, Lane>()
  readonly #paces = new Map<string, number>()
  /** Lanes that would start something but for the others, in order. */
  readonly #crowded = new Set<Lane>()
  #running = 0
  #sweepAt = sweepFrom

  constructor(rules: LaneRules) {
    this.#rules = rules
  }

  /** Lanes in use, or resting until their host may be asked again. */
  get size(): number {
    return this.#lanes.size
  }

  /** Waits for the host's turn. @throws the signal's reason */
  async enter(host: string, signal: AbortSignal): Promise<Turn> {
    signal.throwIfAborted()
    const lane = this.#laneOf(host)
    const heldMs = lane.heldUntil - performance.now()
    if (heldMs > 0) return { kind: 'held', ms: heldMs }
    return new Promise((resolve, reject) => {
      const give = (turn: Turn) => {
        signal.removeEventListener('abort', giveUp)
        resolve(turn)
      }
      const giveUp = () => {
        lane.waiting.delete(give)
        if (lane.waiting.size === 0) stopTimer(lane)
        reject(signal.reason)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      lane.waiting.add(give)
      this.#advance(lane)
    })
  }

  /** The host wants peace: who waits for it now, and who comes within `ms`, is told so instead of asking too. */
  hold(host: string, ms: number): void {
    const lane = this.#laneOf(host)
    lane.heldUntil = Math.max(lane.heldUntil, performance.now() + ms)
    stopTimer(lane)
    const told = [...lane.waiting]
    lane.waiting.clear()
    for (const give of told) give({ kind: 'held', ms })
  }

  /** Keeps starts at least so far apart from now on; the setting's own delay holds where it is longer. */
  slowDown(host: string, ms: number): void {
    this.#paces.delete(host)
    if (ms > this.#rules.delayMs) this.#paces.set(host, ms)
    for (const [first] of this.#paces) if (this.#paces.size > mostPaces) this.#paces.delete(first)
    this.#laneOf(host).paceMs = Math.max(ms, this.#rules.delayMs)
  }

  /** Lets in whom it may, or sees to it that it is tried again. */
  #advance(lane: Lane): void {
    const [next] = lane.waiting
    if (next === undefined || lane.running >= this.#rules.perHost || lane.timer !== undefined) return
    const now = performance.now()
    if (now < lane.nextStartAt) this.#advanceIn(lane, lane.nextStartAt - now)
    else if (this.#running >= this.#rules.atOnce) this.#crowded.add(lane)
    else {
      lane.waiting.delete(next)
      lane.running += 1
      lane.inARow += 1
      this.#running += 1
      lane.nextStartAt = now + lane.paceMs
      next({ kind: 'turn', end: () => this.#leave(lane) })
      this.#advance(lane)
    }
  }

  #advanceIn(lane: Lane, ms: number): void {
    lane.timer = setTimeout(() => {
      lane.timer = undefined
      this.#advance(lane)
    }, ms)
  }

  #leave(lane: Lane): void {
    lane.running -= 1
    this.#running -= 1
    // The host whose connection is free comes first, but not for ever: then behind those that wait already.
    if (lane.inARow < mostInARow) this.#advance(lane)
    this.#crowded.add(lane)
    for (const crowded of this.#crowded) {
      if (this.#running >= this.#rules.atOnce) return
      this.#crowded.delete(crowded)
      crowded.inARow = 0
      this.#advance(crowded)
    }
  }

  #laneOf(host: string): Lane {
    const known = this.#lanes.get(host)
    if (known !== undefined) return known
    if (this.#lanes.size >= this.#sweepAt) this.#sweep()
    const paceMs = this.#paces.get(host) ?? this.#rules.delayMs
    const lane: Lane = { waiting: new Set(), running: 0, inARow: 0, timer: undefined, nextStartAt: 0, heldUntil: 0, paceMs }
    this.#lanes.set(host, lane)
    return lane
  }

  #sweep(): void {
    const now = performance.now()
    for (const [host, { waiting, running, nextStartAt, heldUntil }] of this.#lanes)
      if (waiting.size + running === 0 && now >= Math.max(nextStartAt, heldUntil)) this.#lanes.delete(host)
    this.#sweepAt = Math.max(sweepFrom, this.#lanes.size * 2)
  }
}

function stopTimer(lane: Lane): void {
  clearTimeout(lane.timer)
  lane.timer = undefined
}
