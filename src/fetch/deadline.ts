// A time limit that stands still while we wait by our own choice.

export interface Deadline {
  /** Aborted when the time is up, or when the outer signal is. */
  readonly signal: AbortSignal
  run(): void
  pause(): void
}

interface DeadlineOptions {
  readonly ms: number
  /** Makes the reason with which the signal is aborted. */
  late(): Error
  readonly outer: AbortSignal
}

/** Lends `work` a deadline, paused at first; leaves no timer behind, and nothing on the outer signal. */
export async function withDeadline<T>({ ms, late, outer }: DeadlineOptions, work: (deadline: Deadline) => Promise<T>): Promise<T> {
  outer.throwIfAborted()
  const end = new AbortController()
  const forward = () => end.abort(outer.reason)
  outer.addEventListener('abort', forward, { once: true })
  const timer = pausable(ms, () => end.abort(late()))
  try {
    return await work({ signal: end.signal, ...timer })
  } finally {
    timer.pause()
    outer.removeEventListener('abort', forward)
  }
}

function pausable(ms: number, isUp: () => void): Pick<Deadline, 'run' | 'pause'> {
  let left = ms
  let startedAt = 0
  let timer: NodeJS.Timeout | undefined
  const pause = () => {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    left = Math.max(0, left - (performance.now() - startedAt))
  }
  const run = () => {
    pause()
    startedAt = performance.now()
    timer = setTimeout(isUp, left)
  }
  return { run, pause }
}
