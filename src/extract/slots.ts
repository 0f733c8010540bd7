// What the items of a list have in the same place of each: one slot for each place.
import { slotsOf } from './link-groups.ts'
import { childrenOf, ownTextOf, type Part, partsOf, textOf } from './outline.ts'

/** One place in all items of a list. */
export interface Slot {
  /** In the order of the items; where one has several, the first. */
  readonly parts: readonly Part[]
  /** Items that have it, of all. */
  readonly share: number
  /** Parts an item, where it has any. */
  readonly perItem: number
}

/** Those that at least a third of the items have, in the order of the first item that has them. */
export function slotsIn(items: readonly Part[]): readonly Slot[] {
  const found = new Map<string, { readonly parts: Part[]; all: number }>()
  for (const item of items) {
    for (const [shape, parts] of slotsOf(item)) {
      const slot = found.get(shape) ?? { parts: [], all: 0 }
      found.set(shape, slot)
      slot.parts.push(...parts.slice(0, 1))
      slot.all += parts.length
    }
  }
  return [...found.values()]
    .map(({ parts, all }) => ({ parts, share: parts.length / items.length, perItem: all / parts.length }))
    .filter(({ share }) => share >= 1 / 3)
}

/** How wide a text is on paper: a Chinese character counts as two letters. */
export function widthOf(text: string): number {
  return text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0)
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

/** Which share of the texts holds, of those that are there. */
export function shareOf<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.length === 0 ? 0 : values.filter(holds).length / values.length
}

/** Of different ones among all. */
export function variety(values: readonly string[]): number {
  return values.length === 0 ? 0 : new Set(values).size / values.length
}

export function isWithin(part: Part, roof: Part): boolean {
  for (let at: Part | null = part; at !== null; at = at.parent) if (at === roof) return true
  return false
}

/** Class, id and role in a microformat, of the part itself. */
export function namesOf({ attributes }: Part): string {
  return [attributes.class, attributes.id, attributes.itemprop, attributes.rel].join(' ').toLowerCase()
}

const blocks = new Set('div p ul ol li table tr td dl dd dt section article header time h2 h3 h4'.split(' '))

/** A heading, or what stands right in one. */
export function isHeading({ name, parent }: Part): boolean {
  return /^h[1-6]$/.test(name) || /^h[1-6]$/.test(parent?.name ?? '')
}

/** It holds one line of text and nothing that stands for itself. */
export function isPlain(part: Part): boolean {
  for (const inner of partsOf(part)) if (blocks.has(inner.name)) return false
  return true
}

/** Most of its text is its own. */
export function isLeaf(part: Part): boolean {
  return childrenOf(part).length === 0 || ownTextOf(part).length >= textOf(part).length / 2
}
