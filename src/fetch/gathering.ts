// A body in one piece, made of the pieces in which it comes.
import type { Code } from '../base/errors.ts'
import { VisitFailure } from './errors.ts'

interface Gathering {
  /** @throws VisitFailure when it becomes too much. */
  add(piece: Uint8Array): void
  readonly size: number
  /** All of it, for once: nothing is added after. */
  whole(): Uint8Array
}

/** Smaller pieces are put together as they come: an object for each byte would take a hundred times its room. */
const smallBytes = 8 * 1024
const blockBytes = 64 * 1024

/** A body that comes in one piece is not copied, others are copied once. `code` is what more than `most` bytes are called. */
export function openGathering(most: number, code: Code): Gathering {
  const pieces: Uint8Array[] = []
  let block = { bytes: new Uint8Array(), used: 0 }
  let size = 0

  const endBlock = () => {
    if (block.used > 0) pieces.push(block.bytes.subarray(0, block.used))
    block = { bytes: new Uint8Array(), used: 0 }
  }
  const copy = (piece: Uint8Array) => {
    if (block.used + piece.length > block.bytes.length) {
      endBlock()
      block.bytes = Buffer.allocUnsafeSlow(blockBytes)
    }
    block.bytes.set(piece, block.used)
    block.used += piece.length
  }
  return {
    add(piece) {
      if (size + piece.length > most)
        throw new VisitFailure(code, `the answer is longer than ${most} bytes; poll.limits.bodyBytes may allow more`)
      if (size > 0 && piece.length < smallBytes) copy(piece)
      else {
        endBlock()
        pieces.push(piece)
      }
      size += piece.length
    },
    get size() {
      return size
    },
    whole() {
      endBlock()
      const [only, ...others] = pieces
      return only !== undefined && others.length === 0 ? only : Buffer.concat(pieces, size)
    },
  }
}
