// Slugs that somebody may have meant who asked for one that is not there.

/** Longer words are cut: no slug is longer (design §7). */
const longest = 80
/** Of the runs of letters that two words have, so many must be the same: a slip in a word of seven letters spoils two of five. */
const leastAlike = 0.45

/**
 * The slugs that share most runs of three letters with a word, the likest first. Made once for many questions: one looks only at slugs
 * that share a run with it, so that thousands cost no more than the word is long.
 */
export function nearSlugs(slugs: readonly string[]): (asked: string, most: number) => readonly string[] {
  const holding = new Map<string, string[]>()
  for (const slug of slugs)
    for (const run of runsOf(slug)) {
      const others = holding.get(run)
      if (others === undefined) holding.set(run, [slug])
      else others.push(slug)
    }
  return (asked, most) => {
    const runs = runsOf(asked.toLowerCase().slice(0, longest))
    const shared = new Map<string, number>()
    for (const run of runs) for (const slug of holding.get(run) ?? []) shared.set(slug, (shared.get(slug) ?? 0) + 1)
    return [...shared]
      .map(([slug, count]) => ({ slug, alike: (2 * count) / (runs.size + runsOf(slug).size) }))
      .filter(({ alike }) => alike >= leastAlike)
      .sort((a, b) => b.alike - a.alike || (a.slug < b.slug ? -1 : 1))
      .slice(0, most)
      .map(({ slug }) => slug)
  }
}

/** Its beginning counts as a letter: what people remember of a word. */
function runsOf(word: string): ReadonlySet<string> {
  const letters = `^${word.replace(/[^a-z0-9]/g, '')}`
  return new Set(Array.from({ length: Math.max(1, letters.length - 2) }, (_, at) => letters.slice(at, at + 3)))
}
