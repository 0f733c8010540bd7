// Which entries are one group: those that pairs connect. The same in whatever order the pairs came.

export interface RelatedPair {
  readonly one: number
  readonly other: number
  readonly share: number
}

/** The pairs of these entries. */
export type PairsOf = (entries: readonly number[]) => Promise<readonly RelatedPair[]>

/** More say the same only where it is a form, an advertisement, a disclaimer. */
export const mostInGroup = 30
/** Of what is connected by more entries than that, only such pairs hold together. */
const strongShare = 0.9

/** The group of an entry, itself included, ascending; alone: itself. No more is looked at than a group may hold. */
export async function groupOf(entry: number, pairsOf: PairsOf): Promise<readonly number[]> {
  const group = await connected(entry, pairsOf, 0)
  if (group.length <= mostInGroup) return group
  const held = await connected(entry, pairsOf, strongShare)
  return held.length <= mostInGroup ? held : [entry]
}

async function connected(entry: number, pairsOf: PairsOf, least: number): Promise<readonly number[]> {
  const found = new Set([entry])
  for (let edge = [entry]; edge.length > 0 && found.size <= mostInGroup; ) {
    const pairs = (await pairsOf(edge)).filter(({ share }) => share >= least)
    edge = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))].filter((next) => !found.has(next))
    for (const next of edge) found.add(next)
  }
  return [...found].sort((a, b) => a - b)
}
