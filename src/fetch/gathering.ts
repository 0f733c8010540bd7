// A body in one piece, while nobody knows its length.
import type { Code } from '../base/errors.ts'
import { VisitFailure } from './errors.ts'

export interface Gathering {
  /** @throws VisitFailure when it becomes too much. */
  add(chunk: Uint8Array): void
  readonly size: number
  /** All of it; nothing is added after. */
  whole(): Uint8Array
}

const leastRoom = 64 * 1024

/**
 * One buffer, doubled when it is full and never larger than `most`: a large body is not there twice at its end. A body that comes in one
 * piece is not copied. `code` is what too much is called.
 */
export function openGathering(most: number, code: Code): Gathering {
  let room: Uint8Array = new Uint8Array()
  let size = 0
  return {
    add(chunk) {
      const needed = size + chunk.length
      if (needed > most) throw new VisitFailure(code, `the answer is longer than ${most} bytes`)
      if (size === 0) room = chunk
      else {
        if (needed > room.length) room = moved(room, Math.max(needed, Math.min(most, Math.max(room.length * 2, leastRoom))))
        room.set(chunk, size)
      }
      size = needed
    },
    get size() {
      return size
    },
    whole: () => room.subarray(0, size),
  }
}

function moved(bytes: Uint8Array, room: number): Uint8Array {
  const larger = Buffer.allocUnsafeSlow(room)
  larger.set(bytes)
  return larger
}
