// Where searched words stand in a text, to be shown with them marked.
import { searchable } from '../model/search.ts'
import { wordsAt } from './excerpt.ts'

/** A stretch of text; the marked ones are what was searched for. */
export interface Stretch {
  readonly text: string
  readonly isMarked: boolean
}

/** Code units that are looked at together, and how many of them once more with the next: a word may stand on the border. */
const partLength = 2_000
const overlap = 250
/** Before the first word, and in all. */
const ahead = 40
const longest = 160
/** As far back as a word's beginning is looked for. */
const back = 15

/** The text with the words marked as `searchable` finds them; overlapping ones together. */
export function marked(text: string, words: readonly string[]): readonly Stretch[] {
  const { folded, places } = mapped(text)
  const spans = words
    .flatMap((word) => occurrences(folded, word))
    .map(([from, to]) => [places[from] ?? 0, places[to] ?? text.length] as const)
    .sort(([a], [b]) => a - b)
  const stretches: Stretch[] = []
  let at = 0
  for (const [from, to] of spans) {
    if (to <= at) continue
    const start = Math.max(from, at)
    if (start > at) stretches.push({ text: text.slice(at, start), isMarked: false })
    stretches.push({ text: text.slice(start, to), isMarked: true })
    at = to
  }
  return at < text.length ? [...stretches, { text: text.slice(at), isMarked: false }] : stretches
}

/** A few lines of a text around the first of the words that stands in it, marked; its beginning where none does. */
export function snippetOf(text: string, words: readonly string[]): readonly Stretch[] {
  const hit = firstHit(text, words)
  const start = beginningBefore(text, hit)
  const shown = wordsAt(text.slice(start), longest)
  return marked(`${start > 0 ? '…' : ''}${shown}`, words)
}

/** Where in the text the first word stands; 0 where none does. */
function firstHit(text: string, words: readonly string[]): number {
  for (let at = 0; at < text.length; at += partLength) {
    const part = text.slice(at, at + partLength + overlap)
    const folded = searchable(part)
    if (!words.some((word) => folded.includes(word))) continue
    const map = mapped(part)
    const found = words.map((word) => map.folded.indexOf(word)).filter((place) => place >= 0)
    if (found.length > 0) return at + (map.places[Math.min(...found)] ?? 0)
  }
  return 0
}

function beginningBefore(text: string, hit: number): number {
  const from = hit - ahead
  if (from <= 0) return 0
  const space = text.lastIndexOf(' ', from)
  if (space >= from - back) return space + 1
  return /[\udc00-\udfff]/.test(text[from] ?? '') ? from - 1 : from
}

interface Mapped {
  readonly folded: string
  /** For each code unit of what is folded, where in the text the character begins that it is from; one more for the end. */
  readonly places: readonly number[]
}

/** Character by character, each with what is put on it: what a text folds to as a whole, but for rare letters that depend on others. */
function mapped(text: string): Mapped {
  const places: number[] = []
  let folded = ''
  for (const { 0: character, index } of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const isSpace = /^\s/.test(character)
    if (isSpace && folded.endsWith(' ')) continue
    const own = isSpace ? ' ' : searchable(character)
    for (let unit = 0; unit < own.length; unit++) places.push(index)
    folded += own
  }
  return { folded, places: [...places, text.length] }
}

function occurrences(folded: string, word: string): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) found.push([at, at + word.length])
  return found
}
