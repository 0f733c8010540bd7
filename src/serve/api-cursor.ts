// Where a page of the API ended. Opaque to those who ask: they hand back what they were given.
import { z } from '@hono/zod-openapi'
import { AppError } from '../base/errors.ts'
import type { Spot } from '../model/archive.ts'

const spot = z.tuple([z.literal('e'), z.int(), z.int(), z.string().max(300)])
const offset = z.tuple([z.literal('s'), z.int().min(0)])

/** Of a list of entries: the last one that was shown. */
export function entryCursor({ listed, published, id }: Spot): string {
  return packed(['e', listed, published, id])
}

/** @throws AppError `usage` */
export function spotAt(cursor: string): Spot {
  const [, listed, published, id] = unpacked(cursor, spot)
  return { listed, published, id }
}

/** Of a list of sources: how many were shown. */
export function offsetCursor(shown: number): string {
  return packed(['s', shown])
}

/** @throws AppError `usage` */
export function offsetAt(cursor: string): number {
  return unpacked(cursor, offset)[1]
}

function packed(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

function unpacked<T>(cursor: string, shape: z.ZodType<T>): T {
  const found = shape.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString()))
  if (found.success) return found.data
  throw new AppError(
    'usage',
    'the cursor is none of this list',
    'Leave it out to begin at the beginning, or take it from the Link header of the page before.',
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
