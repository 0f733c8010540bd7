// How much of a text was found, and how much else: F1 over tokens, words and single Chinese characters.

export function tokenF1(found: string, wanted: string): number {
  const [a, b] = [countsOf(found), countsOf(wanted)]
  let common = 0
  for (const [token, times] of a) common += Math.min(times, b.get(token) ?? 0)
  const total = sizeOf(a) + sizeOf(b)
  return total === 0 ? 1 : (2 * common) / total
}

function countsOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const token of text.toLowerCase().match(/\p{sc=Han}|[\p{L}\p{N}]+/gu) ?? []) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}

function sizeOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, times) => sum + times, 0)
}
