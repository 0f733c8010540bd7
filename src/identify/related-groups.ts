// Which entries are one group: those that pairs connect. Pure, and the same in whatever order the pairs came.

export interface RelatedPair {
  readonly one: number
  readonly other: number
  readonly share: number
}

/** More say the same only where it is a form, an advertisement, a disclaimer. */
export const mostInGroup = 30
/** Of what is connected by more entries than that, only such pairs hold together. */
export const strongShare = 0.9

/** The group of an entry among what is connected to it, itself included, ascending; alone: itself. */
export function groupOf(entry: number, pairs: readonly RelatedPair[]): readonly number[] {
  const group = connected(entry, pairs)
  if (group.length <= mostInGroup) return group
  const held = connected(
    entry,
    pairs.filter(({ share }) => share >= strongShare),
  )
  return held.length <= mostInGroup ? held : [entry]
}

function connected(entry: number, pairs: readonly RelatedPair[]): readonly number[] {
  const next = new Map<number, number[]>()
  for (const { one, other } of pairs) {
    next.set(one, [...(next.get(one) ?? []), other])
    next.set(other, [...(next.get(other) ?? []), one])
  }
  const found = new Set([entry])
  for (const at of found) for (const neighbour of next.get(at) ?? []) found.add(neighbour)
  return [...found].sort((a, b) => a - b)
}
