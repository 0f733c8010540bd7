// While the store cannot take in what visits bring, nobody is visited: origins are not to be asked again and again for nothing.
import { AppError } from '../base/errors.ts'

/** In ticks, which come every second whatever the clock says. It doubles until something can be written again. */
const shortest = 10
const longest = 300

export interface Resting {
  isOn(): boolean
  tick(): void
  /** Visits were recorded. */
  recorded(): void
  /** True when that is why nobody is visited now. */
  failed(error: unknown): boolean
}

export function resting(): Resting {
  let left = 0
  let next = shortest
  return {
    isOn: () => left > 0,
    tick: () => {
      if (left > 0) left--
    },
    recorded: () => {
      next = shortest
    },
    failed: (error) => {
      if (!(error instanceof AppError) || (error.code !== 'cannot-write' && error.code !== 'in-use')) return false
      // Those that were under way together fail together.
      if (left === 0) {
        left = next
        next = Math.min(next * 2, longest)
      }
      return true
    },
  }
}
