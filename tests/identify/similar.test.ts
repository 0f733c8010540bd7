import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreement, similarity, sketchOf } from '../../src/identify/similar.ts'

/** Share of common three-character shingles, without any sketch. */
function exactly(a: string, b: string): number {
  const [x, y] = [shingles(a), shingles(b)]
  const common = [...x].filter((shingle) => y.has(shingle)).length
  return common / (x.size + y.size - common)
}

function shingles(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase().replace(/\s/g, '')
  return new Set(Array.from({ length: Math.max(0, letters.length - 2) }, (_, at) => letters.slice(at, at + 3)))
}

/** Invented words, the same for the same seed (mulberry32). */
function article(seed: number, words: number): string[] {
  let state = seed
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  return Array.from({ length: words }, () => Array.from({ length: 3 + below(6) }, () => String.fromCharCode(97 + below(26))).join(''))
}

const long = article(1, 600)
const other = article(2, 600)

for (const share of [0, 0.05, 0.1, 0.25, 0.5, 1]) {
  test(`estimates a long text with ${share * 100} % of its words exchanged within 0.1 of the truth`, () => {
    const changed = long.map((word, at) => (at < long.length * share ? (other[at] ?? '') : word)).join(' ')
    const estimate = similarity(sketchOf(long.join(' ')), sketchOf(changed))
    expect(Math.abs(estimate - exactly(long.join(' '), changed))).toBeLessThan(0.1)
  })
}

test('compares texts exactly when both have few shingles together', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '国'), minLength: 60, maxLength: 100 })
  fc.assert(
    fc.property(text, text, (a, b) => {
      fc.pre(shingles(a).size >= 20 && shingles(b).size >= 20)
      expect(similarity(sketchOf(a), sketchOf(b))).toBeCloseTo(exactly(a, b), 10)
    }),
  )
})

test('is the same both ways, and 1 for the same text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', ' '), minLength: 40, maxLength: 400 })
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(similarity(sketchOf(a), sketchOf(b))).toBe(similarity(sketchOf(b), sketchOf(a)))
      expect(similarity(sketchOf(long.join(' ') + a), sketchOf(long.join(' ') + a))).toBe(1)
    }),
  )
})

test('case, width and white space do not count', () => {
  const text = long.slice(0, 40).join(' ')
  expect(similarity(sketchOf(text), sketchOf(text.toUpperCase().replaceAll(' ', '\n\n')))).toBe(1)
  expect(similarity(sketchOf('０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭ'), sketchOf('0123456789abcdefghijklm'))).toBe(1)
})

test('texts too short to tell agree with nothing, not even themselves', () => {
  for (const text of ['', '2026-01-10', 'Read more at our site', '全文请点击这里'])
    expect(similarity(sketchOf(text), sketchOf(text))).toBe(0)
  expect(similarity(sketchOf('Read more at our site'), sketchOf(long.join(' ')))).toBe(0)
})

test('a notice in front of an article leaves the two in agreement; another article does not', () => {
  const text = long.join(' ')
  expect(similarity(sketchOf(text), sketchOf(`Republished with permission. ${text}`))).toBeGreaterThanOrEqual(agreement)
  expect(similarity(sketchOf(text), sketchOf(other.join(' ')))).toBeLessThan(0.2)
  expect(similarity(sketchOf(text), sketchOf(long.slice(0, 60).join(' ')))).toBeLessThan(agreement)
})

test('a sketch is at most 200 numbers, ascending, however long the text', () => {
  const sketch = sketchOf(long.join(' ').repeat(100))
  expect(sketch).toHaveLength(200)
  expect(sketch).toEqual([...new Set(sketch)].sort((a, b) => a - b))
})
