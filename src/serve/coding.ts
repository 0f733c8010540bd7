// RFC 9110 §12.5.3: in which coding somebody wants an answer.

export type Coding = 'br' | 'gzip' | 'identity'

/** What everything is kept in that is compressed at all; the first is the smallest. */
const packed: readonly Coding[] = ['br', 'gzip']

/** What is chosen of what we have; null: nothing of it is wanted. */
export interface Wanted {
  /** Where compressed variants are to be had. */
  readonly ofPacked: Coding | null
  readonly ofPlain: 'identity' | null
}

/** Readers send few different ones, again and again. */
const known = new Map<string, Wanted>()
const maxKnown = 500
const maxLength = 200

export function wantedOf(acceptEncoding: string | undefined): Wanted {
  const header = acceptEncoding ?? 'identity'
  const found = known.get(header)
  if (found !== undefined) return found
  const wanted = choose(header.slice(0, 4_096))
  if (known.size >= maxKnown) known.clear()
  if (header.length <= maxLength) known.set(header, wanted)
  return wanted
}

/** The best liked of ours, of equals the smallest. Whoever does not forbid it takes what is not compressed. */
function choose(header: string): Wanted {
  const weights = weightsOf(header)
  const others = weights.get('*')
  const weightOf = (coding: Coding) => weights.get(coding) ?? others ?? (coding === 'identity' ? 0.000_1 : 0)
  const ofPlain = weightOf('identity') > 0 ? 'identity' : null
  const [best = ofPlain] = packed.filter((coding) => weightOf(coding) > 0).sort((one, other) => weightOf(other) - weightOf(one))
  const isPlainBetter = best !== null && ofPlain !== null && weightOf('identity') > weightOf(best)
  return { ofPacked: isPlainBetter ? 'identity' : best, ofPlain }
}

function weightsOf(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
    const weight = parameters.map((text) => /^q\s*=\s*([01](?:\.\d*)?)$/.exec(text)?.[1]).find((text) => text !== undefined)
    if (name !== '') weights.set(name === 'x-gzip' ? 'gzip' : name, weight === undefined ? 1 : Math.min(1, Number(weight)))
  }
  return weights
}
