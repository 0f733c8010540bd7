// The veto: two sides that carry different values of a stronger key are not the same entry (design §5).
import type { IdentityKey } from '../model/merge.ts'

/**
 * The series (a configured identity, or the guids of one source) that is stronger than `shared` and in which both sides have values but
 * none in common; null when nothing contradicts. The strongest such series is named.
 */
export function contradictionOf(a: readonly IdentityKey[], b: readonly IdentityKey[], shared: IdentityKey): IdentityKey | null {
  const stronger = a.filter((key) => key.rank < shared.rank).sort((x, y) => x.rank - y.rank)
  for (const key of stronger) {
    const others = b.filter((other) => other.series === key.series)
    if (others.length === 0) continue
    const own = new Set(a.filter((mine) => mine.series === key.series).map((mine) => mine.text))
    if (!others.some((other) => own.has(other.text))) return key
  }
  return null
}

export function uniqueKeys(keys: readonly IdentityKey[]): readonly IdentityKey[] {
  return [...new Map(keys.map((key) => [key.text, key])).values()]
}
