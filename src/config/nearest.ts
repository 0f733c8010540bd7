/** The candidate a mistyped word most likely means; null when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  return ranked(word, candidates)[0] ?? null
}

/** What a word may mean, the most likely first: few slips away, or longer names that hold it. */
export function nearMisses(word: string, candidates: readonly string[], most: number): readonly string[] {
  const holding = candidates.filter((candidate) => word.length >= 2 && candidate.toLowerCase().includes(word.toLowerCase()))
  return [...new Set([...ranked(word, candidates), ...holding])].slice(0, most)
}

function ranked(word: string, candidates: readonly string[]): readonly string[] {
  const allowed = Math.min(3, Math.max(1, Math.floor(word.length / 3)))
  return candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= allowed)
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= allowed)
    .sort((a, b) => a.edits - b.edits)
    .map(({ candidate }) => candidate)
}

/** Insertions, deletions and substitutions that make `a` into `b`; neighbours swapped count as one. */
function distance(a: string, b: string): number {
  const rows: number[][] = [[...b, ''].map((_, column) => column)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) row.push(cheapest(rows, row, { a, b, i, j }))
    rows.push(row)
  }
  return rows.at(-1)?.at(-1) ?? 0
}

function cheapest(
  rows: readonly (readonly number[])[],
  row: readonly number[],
  at: { a: string; b: string; i: number; j: number },
): number {
  const { a, b, i, j } = at
  const cell = (up: number, left: number): number => (up === 0 ? row : rows[i - up])?.[j - left] ?? Number.POSITIVE_INFINITY
  const same = a[i - 1] === b[j - 1] ? 0 : 1
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(2, 2) + 1 : Number.POSITIVE_INFINITY
  return Math.min(cell(1, 0) + 1, cell(0, 1) + 1, cell(1, 1) + same, swapped)
}
