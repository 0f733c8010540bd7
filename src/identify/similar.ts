// Do two texts say the same? Shingles of three characters suit Chinese and Latin alike; a bottom-k sketch keeps them in 1 KB.
import type { Sketch } from '../model/merge.ts'

const shingleLength = 3
/** Standard error of the estimate is √(0.8·0.2/200) ≈ 0.03; texts that have at most 200 distinct shingles together are compared exactly. */
const sketchSize = 200
/** At a similarity of 0.8 all of so many miss once in 10 million pairs. */
const probed = 10
/** Below this many shingles a text says too little to agree by (a date line, "read more"). */
const fewestShingles = 20
/** Past this the rest of a text adds nothing to the estimate. */
const longestText = 50_000

/** Hashes are 32 bits. */
const hashSpace = 2 ** 32
/** So many times the hashes wanted lie below the first limit: shingles repeat, and hashes are not quite even. */
const surplus = 4

export const agreement = 0.8

/** The smallest hashes of a text's shingles; white space and case do not count. */
export function sketchOf(text: string): Sketch {
  const letters = text.slice(0, longestText).normalize('NFKC').toLowerCase().replace(/\s+/gu, '')
  const count = Math.max(0, letters.length - shingleLength + 1)
  // Hashes are spread evenly: most of a long text's lie above what can be among the smallest, and need not be sorted.
  const likely = smallestHashes(letters, (hashSpace * sketchSize * surplus) / count)
  return likely.length === sketchSize ? likely : smallestHashes(letters, hashSpace)
}

/** The smallest of those below a limit, each once. */
function smallestHashes(letters: string, limit: number): Sketch {
  const below = new Uint32Array(letters.length)
  let count = 0
  for (let at = 0; at + shingleLength <= letters.length; at++) {
    const value = hash(letters, at)
    if (value < limit) below[count++] = value
  }
  const smallest: number[] = []
  for (const value of below.subarray(0, count).sort()) {
    if (value !== smallest.at(-1)) smallest.push(value)
    if (smallest.length === sketchSize) break
  }
  return smallest
}

/** Estimated Jaccard similarity of two texts' shingles, 0 to 1; 0 when either is too short to tell. */
export function similarity(a: Sketch, b: Sketch): number {
  if (a.length < fewestShingles || b.length < fewestShingles) return 0
  const [inA, inB] = [valuesOf(a), valuesOf(b)]
  // Texts that agree share nearly all of their smallest hashes: most pairs end here.
  if (!a.slice(0, probed).some((value) => inB.has(value)) && !b.slice(0, probed).some((value) => inA.has(value))) return 0
  // The smallest of both together: past its greatest value a full sketch says nothing.
  const union = [...new Set([...a, ...b])].sort((x, y) => x - y).slice(0, sketchSize)
  return union.filter((value) => inA.has(value) && inB.has(value)).length / union.length
}

/** Sketches are compared many times while entries are decided anew. */
const sets = new WeakMap<Sketch, ReadonlySet<number>>()

function valuesOf(sketch: Sketch): ReadonlySet<number> {
  const known = sets.get(sketch) ?? new Set(sketch)
  sets.set(sketch, known)
  return known
}

/** FNV-1a over three UTF-16 units, 32 bits. Written out: a loop of three takes three times as long. */
function hash(text: string, at: number): number {
  let value = Math.imul(0x811c9dc5 ^ text.charCodeAt(at), 0x01000193)
  value = Math.imul(value ^ text.charCodeAt(at + 1), 0x01000193)
  value = Math.imul(value ^ text.charCodeAt(at + 2), 0x01000193)
  // FNV's low bits of short inputs are too regular for a minimum: mix once more (the finaliser of MurmurHash3).
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}
