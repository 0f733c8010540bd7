// Two texts laid side by side: what both say in the same order, and what one puts where the other has something else.
import { isFigure, type Words } from './related-words.ts'

export interface Alignment {
  /** Words that stand in both, in the same order. */
  readonly shared: readonly string[]
  /** Each begins with words of its own, more than a credit has. */
  readonly isOpenedAnew: boolean
  /** Short pieces that stand between the same words, with something else in each text. */
  readonly replaced: readonly Replaced[]
}

export interface Replaced {
  readonly ours: string
  readonly theirs: string
  /** Both have figures, and not the same. */
  readonly isFigures: boolean
}

/** Words that both must have in a row to be taken for the same place. */
const [wordsInAnchor, charactersInAnchor] = [3, 4]
/** What is longer was written anew, not filled in. */
const [longestWords, longestCharacters] = [8, 14]

/** The same for both orders but for which is ours. */
export function align(ours: Words, theirs: Words): Alignment {
  const isUnspaced = ours.isUnspaced || theirs.isUnspaced
  const blocks = blocksOf(...numbered(ours.all, theirs.all), isUnspaced ? charactersInAnchor : wordsInAnchor)
  const longest = isUnspaced ? longestCharacters : longestWords
  const [first] = blocks
  const gaps = blocks.slice(1).map((block, at) => [blocks[at] ?? block, block] as const)
  return {
    shared: blocks.flatMap(({ ours: start, length }) => ours.all.slice(start, start + length)),
    isOpenedAnew: first === undefined || Math.min(first.ours, first.theirs) > longest,
    replaced: gaps.flatMap(([before, next]) => between(before, next, { ours: ours.all, theirs: theirs.all, longest })),
  }
}

interface Block {
  readonly ours: number
  readonly theirs: number
  readonly length: number
}

interface Between {
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
  readonly longest: number
}

function between(before: Block, next: Block, { ours, theirs, longest }: Between): readonly Replaced[] {
  const one = ours.slice(before.ours + before.length, next.ours)
  const other = theirs.slice(before.theirs + before.length, next.theirs)
  if (one.length === 0 || other.length === 0 || one.length > longest || other.length > longest) return []
  const [figures, others] = [one.filter(isFigure), other.filter(isFigure)]
  const isFigures = figures.length > 0 && others.length > 0 && figures.join(' ') !== others.join(' ')
  return [{ ours: one.join(''), theirs: other.join(''), isFigures }]
}

/** Rows of words that stand once in each text, as many as keep their order, grown as far as both go on alike. */
function blocksOf(ours: readonly number[], theirs: readonly number[], length: number): readonly Block[] {
  const known = onceIn(theirs, length)
  const anchors: Pair[] = []
  for (const [row, at] of onceIn(ours, length)) {
    const there = known.get(row)
    if (at >= 0 && there !== undefined && there >= 0) anchors.push({ ours: at, theirs: there })
  }
  const blocks: Block[] = []
  let [oursDone, theirsDone] = [0, 0]
  for (const anchor of ascending(anchors)) {
    if (anchor.ours < oursDone || anchor.theirs < theirsDone) continue
    let [start, end] = [0, length]
    while (anchor.ours - start > oursDone && anchor.theirs - start > theirsDone && isSame(anchor, -start - 1)) start++
    while (anchor.ours + end < ours.length && anchor.theirs + end < theirs.length && isSame(anchor, end)) end++
    blocks.push({ ours: anchor.ours - start, theirs: anchor.theirs - start, length: start + end })
    oursDone = anchor.ours + end
    theirsDone = anchor.theirs + end
  }
  return blocks

  function isSame(anchor: Pair, by: number): boolean {
    return ours[anchor.ours + by] === theirs[anchor.theirs + by]
  }
}

interface Pair {
  readonly ours: number
  readonly theirs: number
}

/** Two texts have at most 6,000 words: the numbers of four of them make one that is exact. */
const numbers = 2 ** 13

/** Where each row of words, by their numbers, stands; -1: more than once. */
function onceIn(words: readonly number[], length: number): ReadonlyMap<number, number> {
  const places = new Map<number, number>()
  for (let at = 0; at + length <= words.length; at++) {
    let row = 0
    for (let i = at; i < at + length; i++) row = row * numbers + (words[i] ?? 0)
    places.set(row, places.has(row) ? -1 : at)
  }
  return places
}

/** The same number for the same word, in both. */
function numbered(ours: readonly string[], theirs: readonly string[]): readonly [readonly number[], readonly number[]] {
  const known = new Map<string, number>()
  const numberOf = (one: string) => known.get(one) ?? known.set(one, known.size).size - 1
  return [ours.map(numberOf), theirs.map(numberOf)]
}

/** The longest run of pairs that ascend in both; they come in order of ours. */
function ascending(pairs: readonly Pair[]): readonly Pair[] {
  const ends: number[] = []
  const before: number[] = []
  for (const [at, { theirs }] of pairs.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[ends[middle] ?? 0]?.theirs ?? 0) < theirs) low = middle + 1
      else high = middle
    }
    before.push(low === 0 ? -1 : (ends[low - 1] ?? -1))
    ends[low] = at
  }
  const run: Pair[] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at]
    if (pair !== undefined) run.push(pair)
  }
  return run.reverse()
}
