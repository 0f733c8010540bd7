// A written document in its parts: put together as text or as bytes, and kept within its limit.

/** A written document; `items` newest first. */
export interface Written {
  readonly before: string
  readonly items: readonly string[]
  readonly between: string
  readonly after: string
}

/**
 * With its newest items, from the front, as long as all of it takes no more than `maxBytes`. The first item always stays: an empty feed
 * would tell readers that all is gone.
 */
export function within(maxBytes: number, { items, ...frame }: Written): Written {
  const { before, between, after } = frame
  const room = maxBytes - Buffer.byteLength(before + after)
  return { ...frame, items: fitting(items, { room, between: between.length }) }
}

export function textOf({ before, items, between, after }: Written): string {
  return before + items.reduce((text, item, index) => (index === 0 ? item : text + between + item), '') + after
}

/** The text in UTF-8. Part by part: to make one text of all parts first takes longer than everything else. */
export function bytesOf({ before, items, between, after }: Written): Uint8Array {
  const parts = [before, ...items.flatMap((item, index) => (index === 0 ? item : [between, item])), after]
  const bytes = Buffer.allocUnsafeSlow(mostBytes(parts))
  const length = parts.reduce((at, part) => at + bytes.write(part, at), 0)
  return bytes.subarray(0, length)
}

function fitting(items: readonly string[], { room, between }: { readonly room: number; readonly between: number }): readonly string[] {
  if (mostBytes(items) + items.length * between <= room) return items
  let bytes = -between
  const end = items.findIndex((item, index) => {
    bytes += between + Buffer.byteLength(item)
    return bytes > room && index > 0
  })
  return end === -1 ? items : items.slice(0, end)
}

/** UTF-8 takes at most three bytes for a unit of UTF-16. */
function mostBytes(texts: readonly string[]): number {
  return texts.reduce((units, text) => units + text.length, 0) * 3
}
