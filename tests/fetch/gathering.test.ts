import { expect, test } from 'vitest'
import { openGathering } from '../../src/fetch/gathering.ts'

const piecesOf = {
  'no pieces': [],
  'one piece': [1000],
  'small pieces': Array.from({ length: 500 }, (_, number) => number),
  'large pieces': [100_000, 65_536, 8192],
  'small and large ones': [1, 8191, 8192, 3, 100_000, 0, 65_535, 7, 8000, 8000],
}

for (const [name, lengths] of Object.entries(piecesOf))
  test(`puts together ${name} in order`, () => {
    let byte = 0
    const pieces = lengths.map((length) => Uint8Array.from({ length }, () => byte++ % 251))
    const gathering = openGathering(10_000_000, 'bomb')
    for (const piece of pieces) gathering.add(piece)
    expect(gathering.size).toBe(byte)
    expect(Buffer.compare(gathering.whole(), Buffer.concat(pieces))).toBe(0)
  })

test('a body in one piece is not copied', () => {
  const piece = new Uint8Array(100)
  const gathering = openGathering(100, 'bomb')
  gathering.add(piece)
  expect(gathering.whole()).toBe(piece)
})

test('takes as much as it may, and no byte more', () => {
  const gathering = openGathering(10, 'too-large')
  gathering.add(new Uint8Array(10))
  expect(() => gathering.add(new Uint8Array(1))).toThrow('the answer is longer than 10 bytes')
})

test('millions of single bytes take little more than their own room', () => {
  const gathering = openGathering(10_000_000, 'bomb')
  const before = process.memoryUsage()
  for (let byte = 0; byte < 2_000_000; byte += 1) gathering.add(Uint8Array.of(1))
  const after = process.memoryUsage()
  expect(gathering.whole()).toHaveLength(2_000_000)
  // An object for each would be 200 MB; what the collector has not taken yet is among these.
  expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(100_000_000)
})
