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

export const agreement = 0.8

/** The smallest hashes of a text's shingles; white space and case do not count. */
export function sketchOf(text: string): Sketch {
  const letters = text.slice(0, longestText).normalize('NFKC').toLowerCase().replace(/\s+/gu, '')
  const hashes = new Set<number>()
  for (let at = 0; at + shingleLength <= letters.length; at++) hashes.add(hash(letters, at))
  return [...hashes].sort((a, b) => a - b).slice(0, sketchSize)
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

/** FNV-1a over three UTF-16 units, 32 bits. */
function hash(text: string, at: number): number {
  let value = 0x811c9dc5
  for (let i = at; i < at + shingleLength; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  // FNV's low bits of short inputs are too regular for a minimum: mix once more (the finaliser of MurmurHash3).
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}
